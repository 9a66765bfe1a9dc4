"""What goes around every answer: an id, a limit for each client, headers, one line in the log, numbers."""

import re
import time
import uuid
from http import HTTPStatus

from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api import logs, metrics
from api.clients import client_of
from api.errors import problem
from api.rate import Rates

#: GraphiQL sets styles of its own; everything else comes from files of ours.
SECURITY = {
    "content-security-policy": "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "font-src 'self' data:; worker-src 'self' blob:; frame-ancestors 'none'; base-uri 'none'; form-action 'self'",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
}
#: What lets the scripts of other sites read a refusal that is given before anything else looks at the request.
_TO_ALL = {"Access-Control-Allow-Origin": "*", "Access-Control-Expose-Headers": "retry-after, x-request-id"}
_SECURITY = [(name.encode(), value.encode()) for name, value in SECURITY.items()]
#: What others may ask often: whether the service is well.
UNLIMITED = {"/healthz", "/readyz", "/metrics"}
#: Who is not limited: the user of this machine.  A proxy on it must be named in ``TONE_PROXIES``.
HERE = {"127.0.0.1", "::1", "local"}
#: First parts of paths that have numbers of their own; all else is ``term``.
ROUTES = {"", "graphql", "sparql", "classify", "healthz", "readyz", "metrics", "search", "labelset", "web", "vendor"}
_ID = re.compile(r"[\w.\-]{1,64}", re.ASCII)


class Around:
    """Pure ASGI, since every request pays for it."""

    def __init__(self, app: ASGIApp, rate: int) -> None:
        self._app, self._rates = app, Rates(rate)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun = time.perf_counter()
        asked = HTTPConnection(scope)
        given = asked.headers.get("x-request-id", "")
        id = given if _ID.fullmatch(given) else uuid.uuid4().hex
        token = logs.REQUEST.set(id)
        status, sent = 500, 0

        async def sending(message: Message) -> None:
            nonlocal status, sent
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message["headers"], *_SECURITY, (b"x-request-id", id.encode())]
            else:
                sent += len(message.get("body", b""))
            await send(message)

        client, path = client_of(asked), scope["path"]
        try:
            if path not in UNLIMITED and client not in HERE and (seconds := self._rates.wait(client)):
                metrics.REFUSED.labels("rate").inc()
                detail = f"you ask too often; ask again in {seconds} s"
                headers = {"Retry-After": str(seconds), **_TO_ALL}
                answer = problem(HTTPStatus.TOO_MANY_REQUESTS, detail, code="TOO_MANY_REQUESTS", headers=headers)
                await answer(scope, receive, sending)
            else:
                await self._app(scope, receive, sending)
        finally:
            seconds_taken = time.perf_counter() - begun
            route, method = route_of(path), method_of(scope)
            metrics.SECONDS.labels(route).observe(seconds_taken)
            metrics.REQUESTS.labels(route, method, str(status)).inc()
            if path not in UNLIMITED:  # a probe every few seconds says nothing
                logs.request_done(method, route, status, seconds_taken, client, sent)
            logs.REQUEST.reset(token)


class Errors:
    """Inside ``Around``: what went wrong on our side is logged whole, and told to the client without a word of it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        begun = False

        async def sending(message: Message) -> None:
            nonlocal begun
            begun = True
            await send(message)

        try:
            await self._app(scope, receive, sending)
        except Exception:
            logs.LOGGER.exception("went wrong", extra={"fields": {"path": scope.get("path", "")}})
            if begun or scope["type"] != "http":
                raise
            detail = f"something went wrong on our side; it was logged as request {logs.REQUEST.get()}"
            await problem(HTTPStatus.INTERNAL_SERVER_ERROR, detail, code="INTERNAL")(scope, receive, send)


def route_of(path: str) -> str:
    """Which part of the service a path belongs to.

    >>> route_of("/"), route_of("/sparql/"), route_of("/joy")
    ('start', 'sparql', 'term')
    """
    first = path[1:].partition("/")[0]
    return (first or "start") if first in ROUTES else "term"


def method_of(scope: Scope) -> str:
    """The method, if it is one that we answer; a client may send any word as one."""
    method: str = scope["method"]
    return method if method in {"GET", "POST", "HEAD", "OPTIONS"} else "other"
