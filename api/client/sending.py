"""How the clients send: over httpx, as whom, and how patiently.

A request is repeated only where the server says when it may be (503 or 429 with Retry-After), a bounded number of
times; whatever else goes wrong is raised at once.
"""

from dataclasses import dataclass
from typing import Any

import httpx

from api.client.calls import Call
from api.client.errors import Unreachable, pause

#: Lines sent at once to be classified.  The server reads as many before it answers the first, so that neither
#: side waits for the other to take what it sends.
BATCH = 64


@dataclass(frozen=True, slots=True)
class Way:
    """How requests are sent: to where, as whom, and how patiently."""

    url: str
    token: str
    timeout: float
    retries: int
    longest_pause: float

    @property
    def settings(self) -> dict[str, Any]:  # Any: keyword arguments of httpx
        headers = {"authorization": f"Bearer {self.token}"} if self.token else {}
        return {"base_url": self.url, "timeout": self.timeout, "headers": headers, "follow_redirects": True}

    def pause(self, response: httpx.Response, tried: int) -> float | None:
        """Seconds to wait before asking again; None where the answer stands."""
        seconds = pause(response.status_code, response.headers.get("retry-after"))
        return seconds if seconds is not None and tried < self.retries and seconds <= self.longest_pause else None

    def lost(self, error: httpx.HTTPError) -> Unreachable:
        return Unreachable(self.url, str(error) or type(error).__name__)


def request(http: "httpx.Client | httpx.AsyncClient", call: Call[Any]) -> httpx.Request:
    method = "GET" if call.body is None else "POST"
    return http.build_request(method, call.path, headers=dict(call.headers), content=call.body)


class Lines:
    """Lines out of chunks; only a line feed ends one, since texts may hold every other kind of break."""

    def __init__(self) -> None:
        self._held = b""

    def of(self, chunk: bytes) -> list[bytes]:
        """The lines that this chunk completes.

        >>> lines = Lines()
        >>> lines.of(b'1\\n2'), lines.of(b'3\\n')
        ([b'1'], [b'23'])
        """
        *whole, self._held = (self._held + chunk).split(b"\n")
        return whole
