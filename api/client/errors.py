"""What a client's call can end in beside an answer, and when it is worth asking again."""

import json
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus

from ontology.errors import ToneError

#: Statuses that may pass, where the server says when.
PASSING = {HTTPStatus.SERVICE_UNAVAILABLE, HTTPStatus.TOO_MANY_REQUESTS}


class Refused(ToneError):
    """The server answered with an error: its words, its code (as UNKNOWN_EMOTION) and the HTTP status."""

    def __init__(self, message: str, code: str, status: int) -> None:
        self.code, self.status = code, status  # the code of one answer shadows that of the class
        super().__init__(message)


class Unreachable(ToneError):
    """No answer came: there is no server at the address, or it took too long."""

    code = "UNREACHABLE"

    def __init__(self, url: str, why: str) -> None:
        self.url, self.why = url, why
        super().__init__(f"no answer from {url}: {why}")


def refusal(status: int, body: bytes) -> Refused:
    """The error that a body tells of: GraphQL errors, a problem document, or the status alone."""
    try:
        told = json.loads(body)
    except ValueError:
        told = None
    if isinstance(told, dict):
        if isinstance(told.get("errors"), list) and told["errors"]:
            first = told["errors"][0]
            return Refused(str(first.get("message")), str(first.get("extensions", {}).get("code", "ERROR")), status)
        if "detail" in told:
            return Refused(str(told["detail"]), str(told.get("code") or _phrase(status)), status)
    return Refused(f"the server answered {status}", _phrase(status), status)


def _phrase(status: int) -> str:
    known = [s.name for s in HTTPStatus if s.value == status]
    return known[0] if known else f"HTTP_{status}"


def pause(status: int, retry_after: str | None) -> float | None:
    """For how many seconds the server asks to wait, as a number or a date; None where it does not.

    >>> pause(503, "2"), pause(503, None), pause(500, "2")
    (2.0, None, None)
    """
    if status not in PASSING or not retry_after:
        return None
    if retry_after.strip().isdigit():
        return float(retry_after)
    try:
        when = parsedate_to_datetime(retry_after)
    except ValueError:
        return None
    return max(0.0, (when.replace(tzinfo=when.tzinfo or UTC) - datetime.now(UTC)).total_seconds())
