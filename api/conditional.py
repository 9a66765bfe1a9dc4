"""Answers that are sent only once: entity tags and If-None-Match (RFC 9110, section 13).

A tag is made of the bytes sent, so it is strong, differs from form to form, and changes exactly when they do,
whichever table, template or release changed them.
"""

import hashlib
import re
from collections.abc import Mapping
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response

#: Terms change only with a new graph or release: for five minutes nobody need ask, and after that nobody may go on
#: with what may have been corrected or deprecated meanwhile; asking costs a 304.
CACHED = "public, max-age=300, must-revalidate"

_TAG = re.compile(r'(?:W/)?("[^"]*")')


def tag_of(body: bytes) -> str:
    """The strong entity tag of these bytes."""
    return f'"{hashlib.sha256(body).hexdigest()[:24]}"'


def is_known(request: Request, tag: str) -> bool:
    """Whether the client says it has this already: ``*``, or the tag in its list, weak or strong."""
    given = ", ".join(request.headers.getlist("if-none-match")).strip()
    return given == "*" or tag in _TAG.findall(given)


def unchanged(headers: Mapping[str, str]) -> Response:
    """304 with the headers that the answer itself would have, and no body."""
    return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)


def answer(request: Request, body: bytes, media: str, headers: Mapping[str, str]) -> Response:
    """The body with its tag, or 304 where the client has it."""
    tagged = {"Cache-Control": CACHED, **headers, "ETag": tag_of(body)}
    return unchanged(tagged) if is_known(request, tagged["ETag"]) else Response(body, media_type=media, headers=tagged)
