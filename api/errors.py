"""How each error looks from outside: one table from error class to HTTP status, one problem body.

The same ``code`` stands in a problem body (RFC 9457) and in a GraphQL error's ``extensions``.
"""

import json
from http import HTTPStatus

from starlette.responses import Response

from ontology.errors import (
    AnswerTooLong,
    Busy,
    Forbidden,
    Missing,
    NotSpoken,
    QueryStopped,
    ToneError,
    TooMany,
    Unknown,
)

#: The nearest class in an error's ancestry decides.
FACES: dict[type[Exception], HTTPStatus] = {
    Unknown: HTTPStatus.NOT_FOUND,
    Forbidden: HTTPStatus.FORBIDDEN,
    Missing: HTTPStatus.SERVICE_UNAVAILABLE,
    NotSpoken: HTTPStatus.NOT_IMPLEMENTED,
    Busy: HTTPStatus.SERVICE_UNAVAILABLE,
    TooMany: HTTPStatus.TOO_MANY_REQUESTS,
    QueryStopped: HTTPStatus.SERVICE_UNAVAILABLE,
    AnswerTooLong: HTTPStatus.BAD_REQUEST,
    ToneError: HTTPStatus.BAD_REQUEST,
}


def status_of(error: ToneError) -> HTTPStatus:
    """The HTTP status an error is answered with."""
    return next(FACES[kind] for kind in type(error).__mro__ if kind in FACES)


def problem(status: HTTPStatus, detail: str, *, code: str = "", headers: dict[str, str] | None = None) -> Response:
    """A problem document: status, title, what is wrong, and our code where the error has one."""
    body = {"type": "about:blank", "title": status.phrase, "status": status.value, "detail": detail}
    text = json.dumps(body | ({"code": code} if code else {}), ensure_ascii=False)
    return Response(text, status, headers=headers, media_type="application/problem+json")


def problem_of(error: ToneError) -> Response:
    """The problem document of one of our errors."""
    headers = {"Retry-After": str(error.seconds)} if isinstance(error, Busy) else None
    return problem(status_of(error), str(error), code=error.code, headers=headers)
