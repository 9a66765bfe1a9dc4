"""What the server says of itself: one line an event, for people or, with ``TONE_LOG=json``, for machines.

A line about a request holds its id, which also stands in the answer's header ``X-Request-ID``.  Tokens, bodies and
query texts are never logged.
"""

import json
import logging
import sys
import time
from contextvars import ContextVar

LOGGER = logging.getLogger("tone")
#: The id of the request that is being answered.
REQUEST: ContextVar[str] = ContextVar("request", default="")


class JsonLines(logging.Formatter):
    """Each record as one JSON object: time (UTC), level, message, request, and what the record adds in ``fields``."""

    def format(self, record: logging.LogRecord) -> str:
        at = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created)) + f".{int(record.msecs):03d}Z"
        line: dict[str, object] = {"time": at, "level": record.levelname.lower(), "message": record.getMessage()}
        if request := REQUEST.get():
            line["request"] = request
        line |= getattr(record, "fields", {})
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)


def set_up(form: str) -> None:
    """Write to stderr: everything as ``json``, or only warnings as text."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines() if form == "json" else logging.Formatter("%(levelname)s: %(message)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    LOGGER.setLevel(logging.INFO if form == "json" else logging.WARNING)


def request_done(method: str, route: str, status: int, seconds: float, client: str, bytes_sent: int) -> None:
    """One line about an answered request."""
    if LOGGER.isEnabledFor(logging.INFO):
        fields = {
            "method": method,
            "route": route,
            "status": status,
            "ms": round(seconds * 1e3, 3),
            "client": client,
            "bytes": bytes_sent,
        }
        LOGGER.info("answered", extra={"fields": fields})
