"""Answers that were worked out before, as many as fit: what was not asked for longest goes first."""

import threading
from collections import OrderedDict
from collections.abc import Hashable
from typing import Generic, TypeVar

V = TypeVar("V")


class Remembered(Generic[V]):
    """Values by key, safe between threads.

    >>> kept = Remembered[str](10, 6)
    >>> for word in ("love", "joy", "anger", "happiness"):
    ...     kept.keep(word, word.upper(), len(word))
    >>> [kept.find(word) for word in ("love", "joy", "anger", "happiness")]
    [None, 'JOY', 'ANGER', None]
    """

    def __init__(self, most: int, longest: int) -> None:
        """``most``: bytes of all that is kept; ``longest``: of what is kept at all."""
        self._most, self._longest = most, longest
        self._kept: OrderedDict[Hashable, tuple[V, int]] = OrderedDict()
        self._bytes, self._lock = 0, threading.Lock()

    def find(self, key: Hashable) -> V | None:
        """The value, if it is still here."""
        with self._lock:
            if key not in self._kept:
                return None
            self._kept.move_to_end(key)
            return self._kept[key][0]

    def keep(self, key: Hashable, value: V, size: int) -> None:
        """Remember a value of so many bytes, unless it is too long."""
        if size > self._longest:
            return
        with self._lock:
            _, before = self._kept.pop(key, (None, 0))
            self._kept[key] = (value, size)
            self._bytes += size - before
            while self._bytes > self._most:
                _, (_, gone) = self._kept.popitem(last=False)
                self._bytes -= gone
