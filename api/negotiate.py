"""Which media type a client gets, by its Accept header (RFC 9110, section 12.5.1).

An element that is not well-formed is left out; where none is left, or no header came, anything is taken.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from starlette.requests import Request

#: Parts of a list, where signs between quotation marks divide nothing.
_ELEMENTS = re.compile(r'(?:[^,"]|"(?:[^"\\]|\\.)*"?)+')
_PARAMETERS = re.compile(r'(?:[^;"]|"(?:[^"\\]|\\.)*"?)+')
_RANGE = re.compile(r"(\*/\*|[!#$%&'+.^_`|~\w-]+/(?:\*|[!#$%&'+.^_`|~\w-]+))", re.ASCII)
_WEIGHT = re.compile(r"0(\.[0-9]{0,3})?|1(\.0{0,3})?")

#: Parameters that everything we send meets: UTF-8, and hints a server may answer as it is able to (RFC 6906).
_MET = {"charset": ("utf-8", "utf8"), "profile": (), "version": ()}


@dataclass(frozen=True, slots=True)
class _Range:
    """``is_met``: whether what we send has every parameter that is asked for."""

    media: str
    parameters: int
    is_met: bool
    quality: float


_ANYTHING = _Range("*/*", 0, True, 1.0)


def accepted(request: Request) -> str:
    """All Accept headers of a request as one."""
    return ", ".join(request.headers.getlist("accept"))


def choose(accept: str, offered: Sequence[str]) -> str | None:
    """The offered type the client likes best, the earlier offer on a tie; None where it takes none.

    >>> choose("text/turtle;q=0.5, application/ld+json", ["text/html", "text/turtle", "application/ld+json"])
    'application/ld+json'
    >>> choose("*/*", ["text/html", "text/turtle"])
    'text/html'
    >>> choose("image/png", ["text/html"]) is None
    True
    """
    best = max(offered, key=lambda media: quality(accept, media))
    return best if quality(accept, best) > 0 else None


def quality(accept: str, media: str) -> float:
    """How much a client likes a type, in 0 … 1: the most specific range that covers it decides.

    >>> quality("text/*;q=0.3, text/html;level=1, */*;q=0.1", "text/html"), quality("text/*;q=0", "text/html")
    (0.3, 0.0)
    """
    ranges = [found for element in _ELEMENTS.findall(accept) if (found := _read(element))] or [_ANYTHING]
    for wanted in (media.lower(), f"{media.lower().partition('/')[0]}/*", "*/*"):
        fitting = [(r.parameters, r.quality) for r in ranges if r.media == wanted and r.is_met]
        if fitting:
            return max(fitting)[1]
    return 0.0


def _read(element: str) -> _Range | None:
    """The range of one element; None where it is not well-formed."""
    media, *rest = (part.strip() for part in _PARAMETERS.findall(element.strip()) or [""])
    weight, parameters = "1", []
    for name, _, value in (part.partition("=") for part in rest):
        key, text = name.strip().lower(), value.strip().strip('"').lower()
        if key == "q":
            weight = text
            break  # what follows the weight is no part of the range
        parameters.append(key in _MET and (not _MET[key] or text in _MET[key]))
    if not _RANGE.fullmatch(media) or not _WEIGHT.fullmatch(weight):
        return None
    return _Range(media.lower(), len(parameters), all(parameters), float(weight))
