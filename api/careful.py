"""The protocol of uvicorn, less patient with heads that are too long or too slow, and more polite when it stops.

A connection that is told to stop while its client has just asked again would lose that question; so it listens a
moment longer, answers what comes, and says in the answer that it closes.
"""

import asyncio
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

#: Bytes of a request's head, and seconds from its first byte (or from the opening of the connection) to its end.
MOST_HEAD, HEAD_SECONDS = 64 * 1024, 10
#: Seconds that an open connection may still ask something after the order to stop.
LINGER = 0.5


class CarefulProtocol(HttpToolsProtocol):
    """One connection."""

    def __init__(self, *args: Any, **options: Any) -> None:  # Any: passed through as they come
        super().__init__(*args, **options)
        self._head: int | None = 0  # bytes of the head so far, None behind it
        self._timer: asyncio.TimerHandle | None = None
        self._is_leaving = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn has it
        super().connection_made(transport)
        self._start_timer()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_timer()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if self._head is not None:
            self._head += len(data)
        super().data_received(data)
        if self._head is not None and self._head > MOST_HEAD and not self.transport.is_closing():
            self.send_400_response("The head of the request is too long.")

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._head = self._head or 0
        if self._timer is None:
            self._start_timer()

    def on_headers_complete(self) -> None:
        self._head = None
        self._stop_timer()
        if sum(len(name) + len(value) for name, value in self.headers) + len(self.url) > MOST_HEAD:
            raise ValueError("the head is too long")  # uvicorn answers 400 to whatever the parser stumbles over
        super().on_headers_complete()
        if self._is_leaving:
            self.cycle.keep_alive = False

    def on_message_complete(self) -> None:
        super().on_message_complete()
        self._head = 0

    def shutdown(self) -> None:
        """The order to stop: what is being asked now, or in the next moment, is still answered."""
        self._is_leaving = True
        if self.cycle is not None and not self.cycle.response_complete:
            self.cycle.keep_alive = False
        else:
            self.loop.call_later(LINGER, self._leave)

    def _leave(self) -> None:
        if not self._head and not self.transport.is_closing():  # a head that is coming is waited for
            super().shutdown()

    def _start_timer(self) -> None:
        self._timer = self.loop.call_later(HEAD_SECONDS, self._give_up)

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _give_up(self) -> None:
        self._timer = None
        if not self.transport.is_closing():
            self.transport.close()
