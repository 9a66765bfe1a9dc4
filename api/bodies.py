"""Reading the body of a request: plain bytes, not too many, not too slowly."""

import asyncio
from collections.abc import AsyncIterator
from http import HTTPStatus

from starlette.requests import ClientDisconnect, Request

#: The largest body of a question, in bytes, and the seconds it may take to come.
MOST_BYTES, MOST_SECONDS = 1_000_000, 10


class Refused(Exception):
    """A request that is answered with a status and a reason, before anything is done for it."""

    def __init__(self, status: HTTPStatus, message: str, headers: dict[str, str] | None = None) -> None:
        super().__init__(message)
        self.status, self.headers = status, headers


async def read_body(request: Request, most: int = MOST_BYTES, seconds: float = MOST_SECONDS) -> bytes:
    """The whole body.

    Raises:
        Refused: it is compressed (415), too long (413) or too slow (408).
    """
    must_be_plain(request)
    too_long = Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"the body is longer than {most} bytes")
    length = request.headers.get("content-length", "")
    if length.isdigit() and int(length) > most:
        raise too_long
    body = bytearray()
    try:
        async with asyncio.timeout(seconds):
            async for chunk in request.stream():
                body += chunk
                if len(body) > most:
                    raise too_long
    except TimeoutError:
        raise Refused(HTTPStatus.REQUEST_TIMEOUT, f"the body did not come within {seconds:g} s") from None
    except ClientDisconnect:
        raise Refused(HTTPStatus.BAD_REQUEST, "the body broke off") from None
    return bytes(body)


def must_be_plain(request: Request) -> None:
    """Refuse a compressed body: what is small here may be large there.

    Raises:
        Refused: 415.
    """
    coding = request.headers.get("content-encoding", "identity").strip().lower()
    if coding != "identity":
        raise Refused(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, f"content-encoding '{coding[:20]}' is not read; send it plain")


async def chunks(request: Request, seconds: float = MOST_SECONDS) -> AsyncIterator[bytes]:
    """The body as it comes.

    Raises:
        Refused: nothing came for so many seconds (408).
    """
    stream = aiter(request.stream())
    while True:
        try:
            async with asyncio.timeout(seconds):
                chunk = await anext(stream)
        except TimeoutError:
            raise Refused(HTTPStatus.REQUEST_TIMEOUT, f"nothing of the body came for {seconds:g} s") from None
        except (StopAsyncIteration, ClientDisconnect):
            return
        yield chunk


async def gone(request: Request) -> None:
    """Return when the client has gone; only after the body was read."""
    while (await request.receive())["type"] != "http.disconnect":
        pass
