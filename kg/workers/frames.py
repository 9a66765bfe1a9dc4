"""What pool and workers say to each other: a length, a head of JSON, a body of bytes."""

import json
import socket
import struct
from dataclasses import dataclass, field
from typing import Any

_LENGTHS = struct.Struct("!II")


@dataclass(frozen=True, slots=True)
class Question:
    """A query, its dataset, and the forms its answer may be sent in (None where the client takes none)."""

    query: str
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    rows_form: str | None = "json"
    graph_form: str | None = "turtle"
    most: int = 100_000

    def encode(self) -> bytes:
        return frame({name: getattr(self, name) for name in self.__slots__})

    @classmethod
    def decode(cls, head: dict[str, Any]) -> "Question":  # Any: JSON
        values: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in head.items()}  # Any: JSON
        return cls(**values)


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer in its form, or an error with its code and, where another form would do, the forms there are."""

    form: str = ""
    seconds: float = 0.0
    error: str = ""
    code: str = ""
    body: bytes = field(default=b"", repr=False)

    def encode(self) -> bytes:
        head = {"form": self.form, "seconds": self.seconds, "error": self.error, "code": self.code}
        return frame(head, self.body)


def frame(head: dict[str, object], body: bytes = b"") -> bytes:
    """The bytes of a message."""
    text = json.dumps(head).encode()
    return _LENGTHS.pack(len(text), len(body)) + text + body


def lengths(held: bytes | bytearray) -> tuple[int, int] | None:
    """(bytes of the head, bytes of the whole message) that begins here; None before that is known."""
    if len(held) < _LENGTHS.size:
        return None
    head, body = _LENGTHS.unpack_from(held)
    return head, _LENGTHS.size + head + body


def taken_apart(message: bytes | bytearray, head: int) -> tuple[dict[str, Any], bytes]:
    """Head and body of a whole message."""
    start = _LENGTHS.size
    return json.loads(message[start : start + head]), bytes(message[start + head :])


def receive(connection: socket.socket) -> tuple[dict[str, Any], bytes] | None:
    """The next message, waited for; None when the other side has gone."""
    held = bytearray()
    while (known := lengths(held)) is None or len(held) < known[1]:
        chunk = connection.recv((known[1] - len(held)) if known else _LENGTHS.size - len(held))
        if not chunk:
            return None
        held += chunk
    return taken_apart(held, known[0])
