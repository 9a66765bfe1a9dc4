"""How often one client may ask: a bucket of tokens each, refilled steadily."""

import math
import time
from collections import OrderedDict
from collections.abc import Callable

#: Clients that are remembered; who has not asked for longest is forgotten first, and begins with a full bucket.
REMEMBERED = 20_000


class Rates:
    """Buckets by client.

    >>> now = 0.0
    >>> rates = Rates(2, clock=lambda: now)
    >>> [rates.wait("a") for _ in range(5)]
    [0, 0, 0, 0, 1]
    >>> now = 1.0
    >>> [rates.wait("a") for _ in range(3)], rates.wait("b")
    ([0, 0, 1], 0)
    """

    def __init__(self, rate: int, clock: Callable[[], float] = time.monotonic) -> None:
        """``rate``: requests a second on average, and twice as many at once; 0 sets no limit."""
        self._rate, self._most, self._clock = rate, 2 * rate, clock
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def wait(self, client: str) -> int:
        """0 where the client may ask now, which is then counted; else whole seconds to wait, at least 1."""
        if not self._rate:
            return 0
        now = self._clock()
        tokens, then = self._buckets.pop(client, (float(self._most), now))
        tokens = min(self._most, tokens + (now - then) * self._rate)
        allowed = tokens >= 1
        self._buckets[client] = (tokens - allowed, now)
        if len(self._buckets) > REMEMBERED:
            self._buckets.popitem(last=False)
        return 0 if allowed else math.ceil((1 - tokens) / self._rate)
