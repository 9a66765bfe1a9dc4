"""Files of others: what is refused before any parser sees a byte of them.

A file is read only if it is a regular file, no larger than a cap, not packed, and text in UTF-8 without NUL;
what goes wrong is one error that names the file, what is wrong with it and the way out.  ``kg.foreign`` adds
what only RDF needs.  Two caps, each a number of MB (10^6 bytes) from the environment:

``TONE_FILE_MB``  a file that is held in memory whole, 256 unless set
``TONE_ROWS_MB``  a file that is read row by row, 100000 unless set
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from io import TextIOWrapper
from pathlib import Path
from stat import S_ISBLK, S_ISCHR, S_ISDIR, S_ISFIFO, S_ISSOCK
from typing import BinaryIO, TextIO

from ontology.errors import BadInput, BadTable, FileRefused

MB = 1_000_000

#: The longest row, in characters, whatever lines it runs over; a text that is classified has at most 100,000.
LONGEST_ROW = 4 << 20

_KINDS = {S_ISDIR: "a folder", S_ISFIFO: "a pipe", S_ISCHR: "a device", S_ISBLK: "a device", S_ISSOCK: "a socket"}

#: How packed files begin.
_PACKED = {
    b"\x1f\x8b": "gzip",
    b"PK\x03\x04": "zip",
    b"BZh": "bzip2",
    b"\xfd7zXZ\x00": "xz",
    b"\x28\xb5\x2f\xfd": "zstandard",
    b"7z\xbc\xaf": "7z",
}


@dataclass(frozen=True, slots=True)
class Cap:
    """How large a file may be: the variable that says it and what holds where it is not set, in MB."""

    variable: str
    default: int

    @property
    def bytes(self) -> int:
        """The cap in bytes.

        Raises:
            BadInput: the variable holds no whole number, or less than ``LEAST_CAP``.
        """
        said = os.environ.get(self.variable, "") or str(self.default)
        if not (said.isascii() and said.isdigit() and len(said) < 10 and int(said) >= LEAST_CAP):
            raise BadInput(f"{self.variable} '{said[:40]}' is not a whole number of MB, {LEAST_CAP} or more")
        return int(said) * MB


WHOLE = Cap("TONE_FILE_MB", 256)
ROWS = Cap("TONE_ROWS_MB", 100_000)

#: No cap may be lower, in MB: our own tables are read the same way.
LEAST_CAP = 16


def opened(path: Path, cap: Cap = WHOLE) -> BinaryIO:
    """The file, open for reading; never waits for a writer, as opening a pipe would.

    Raises:
        FileNotFoundError: for the caller to say in its own way.
        FileRefused: it is no regular file, may not be read, or is larger than the cap.
    """
    most = cap.bytes
    try:
        file = open(path, "rb", opener=_without_waiting)  # noqa: SIM115  # the caller's to close; Path.open takes no opener
    except FileNotFoundError:
        raise
    except IsADirectoryError:
        raise FileRefused(path, "is a folder; give a file") from None
    except (OSError, ValueError) as error:  # ValueError: a NUL in the name
        raise _unreadable(path, error) from None
    stat = os.fstat(file.fileno())
    for is_kind, kind in _KINDS.items():
        if is_kind(stat.st_mode):
            file.close()
            raise FileRefused(path, f"is {kind}; write its content to a file first")
    if stat.st_size > most:
        file.close()
        raise too_large(path, stat.st_size, cap)
    return file


def _without_waiting(path: str, flags: int) -> int:
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def _unreadable(path: Path, error: Exception) -> FileRefused:
    return FileRefused(path, f"cannot be read: {getattr(error, 'strerror', None) or error}")


def too_large(path: Path | str, size: int, cap: Cap) -> FileRefused:
    """The error for a file of this many bytes."""
    more = f"split it, or allow more with {cap.variable}={-(-size // MB)}"
    return FileRefused(path, f"has {size} bytes; at most {cap.bytes} are read; {more}")


def content(path: Path) -> bytes:
    """The bytes of a whole file; raises like ``opened``, and FileRefused where it is packed."""
    try:
        with opened(path) as file:
            held = file.read(WHOLE.bytes + 1)  # a file may grow, and one of /proc says it is empty
    except FileNotFoundError:
        raise
    except OSError as error:
        raise _unreadable(path, error) from None
    if len(held) > WHOLE.bytes:
        raise too_large(path, len(held), WHOLE)
    for start, kind in _PACKED.items():
        if held.startswith(start):
            raise FileRefused(path, f"is packed with {kind}; unpack it first")
    return held


def text(path: Path) -> str:
    """The text of a whole file; a byte order mark stays, and lines end in LF.

    Raises:
        FileNotFoundError, FileRefused: also where it is not UTF-8, or holds NUL; says in which line.
    """
    return decoded(path, content(path)).replace("\r\n", "\n").replace("\r", "\n")


def decoded(path: Path, held: bytes) -> str:
    """Bytes of a file as text; raises FileRefused where they are not UTF-8, or hold NUL."""
    if (at := held.find(b"\0")) >= 0:
        raise FileRefused(path, f"is not text: line {held.count(10, 0, at) + 1} holds a NUL byte; save it as UTF-8")
    try:
        return held.decode("utf-8")
    except UnicodeDecodeError as error:
        line = held.count(10, 0, error.start) + 1
        raise FileRefused(path, f"is not UTF-8 in line {line} (byte {error.start}); save it as UTF-8") from None


def piped(stream: TextIO) -> str:
    """All that is piped in.

    Raises:
        FileRefused: it is more than ``WHOLE``, in characters, or not UTF-8.
    """
    try:
        held = stream.read(WHOLE.bytes + 1)
    except UnicodeDecodeError:
        raise FileRefused("standard input", "is not UTF-8; bring it to UTF-8 first") from None
    if len(held) > WHOLE.bytes:
        raise too_large("standard input", len(held), WHOLE)
    return held


class Lines:
    """The lines of a file as they stand, one at a time, so that neither the file nor a line fills the memory.

    ``errors`` is what is done with bytes that are no UTF-8, as in ``open``; with "strict" NUL is refused too.
    A reader whose rows run over several lines calls ``next_row`` behind each.

    Raises:
        FileNotFoundError, FileRefused: see ``opened``.
        BadTable: a row is longer than ``LONGEST_ROW``, not UTF-8, or holds NUL; names file and line.
    """

    def __init__(self, path: Path, errors: str = "strict") -> None:
        self._path, self.errors = path, errors
        self._text = TextIOWrapper(opened(path, ROWS), encoding="utf-8-sig", errors=errors, newline="")
        self._held = 0
        self.number = 0

    def __enter__(self) -> "Lines":
        return self

    def __exit__(self, *_: object) -> None:
        self._text.close()

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        try:
            line = self._text.readline(LONGEST_ROW + 1)
        except UnicodeDecodeError:
            raise self._not_utf8() from None
        except OSError as error:
            raise _unreadable(self._path, error) from None
        if not line:
            raise StopIteration
        self.number += 1
        self._held += len(line)
        if self._held > LONGEST_ROW:
            raise BadTable(self._path.name, self.number, f"the row is longer than {LONGEST_ROW} characters; shorten it")
        if self.errors == "strict" and "\0" in line:
            raise BadTable(self._path.name, self.number, "the line holds a NUL byte; save the file as UTF-8 text")
        return line

    def next_row(self) -> None:
        """What comes now is another row."""
        self._held = 0

    def _not_utf8(self) -> BadTable:
        """The error for the first line with a wrong byte, which is looked for only now."""
        with opened(self._path, ROWS) as file:
            number = 0
            while line := file.readline(LONGEST_ROW):
                number += 1
                try:
                    line.decode("utf-8")
                except UnicodeDecodeError as error:
                    if len(line) < LONGEST_ROW or error.start < LONGEST_ROW - 4:  # or else cut inside a character
                        return BadTable(self._path.name, number, "the line is not UTF-8; save the file as UTF-8")
        return BadTable(self._path.name, self.number + 1, "the file is not UTF-8; save it as UTF-8")
