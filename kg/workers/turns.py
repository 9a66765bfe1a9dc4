"""Who is next: clients take turns at a few places, however many questions one of them has waiting."""

import asyncio
from collections import Counter, OrderedDict, deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from ontology.errors import Busy, TooMany


class Turns:
    """A few places and a line before them, for one event loop."""

    def __init__(self, places: int, *, share: int | None = None, waiting: int, each: int) -> None:
        """``share``: places one client may hold at once; ``waiting``: how many may wait, ``each``: of one client."""
        self._free, self._share = places, share or places
        self._waiting, self._each = waiting, each
        self._line: OrderedDict[str, deque[asyncio.Future[None]]] = OrderedDict()
        self._holding: Counter[str] = Counter()

    @property
    def waiting(self) -> int:
        """How many wait now."""
        return sum(map(len, self._line.values()))

    def is_free(self, client: str) -> bool:
        """Whether the client would get a place without waiting."""
        return self._free > 0 and self._holding[client] < self._share

    @asynccontextmanager
    async def turn(self, client: str, seconds: float) -> AsyncIterator[None]:
        """A place for as long as the block lasts.

        Raises:
            TooMany: the client has as many waiting as it may.
            Busy: the line is full, or no place came free in time.
        """
        await self._enter(client, seconds)
        try:
            yield
        finally:
            self._leave(client)

    async def _enter(self, client: str, seconds: float) -> None:
        if self.is_free(client):
            self._hold(client)
            return
        line = self._line.setdefault(client, deque())
        if len(line) >= self._each:
            raise TooMany("queries of yours", 1)
        if self.waiting >= self._waiting:
            raise Busy("queries", 1)
        called: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        line.append(called)
        try:
            done, _ = await asyncio.wait({called}, timeout=seconds)
        except asyncio.CancelledError:
            self._withdraw(client, called)
            raise
        if not done:
            self._withdraw(client, called)
            raise Busy("queries", 1)

    def _withdraw(self, client: str, called: "asyncio.Future[None]") -> None:
        if called.done():  # called in the same moment: the place goes on to the next
            self._leave(client)
        elif called in self._line.get(client, ()):
            self._line[client].remove(called)
            self._forget(client)

    def _hold(self, client: str) -> None:
        self._free -= 1
        self._holding[client] += 1

    def _leave(self, client: str) -> None:
        self._free += 1
        self._holding[client] -= 1
        if not self._holding[client]:
            del self._holding[client]
        for waiting in list(self._line):
            if self._line[waiting] and self.is_free(waiting):
                self._line.move_to_end(waiting)
                self._hold(waiting)
                self._line[waiting].popleft().set_result(None)
            self._forget(waiting)

    def _forget(self, client: str) -> None:
        if client in self._line and not self._line[client]:
            del self._line[client]
