"""Reading and writing our TSV tables, with errors that name file, line and cell.

A table has a header, LF line ends, tabs between cells and no quoting; an empty cell says "not
known".  Writing goes to a temporary name first, so a table is never half-written.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from importlib.resources import files
from pathlib import Path
from typing import TypeVar

from ontology import foreign
from ontology.errors import BadInput, BadTable, OutOfRange

E = TypeVar("E", bound=Enum)
T = TypeVar("T")


def shipped() -> Path:
    """The folder of the tables that come with the package."""
    return Path(str(files("ontology"))) / "data"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table; every reader of a cell says file and line when the cell is wrong."""

    file: str
    line: int
    cells: Mapping[str, str]

    def wrong(self, what: str) -> BadTable:
        return BadTable(self.file, self.line, what)

    def text(self, column: str) -> str:
        """The cell, which must not be empty."""
        if not (value := self.cells[column]):
            raise self.wrong(f"{column} is empty")
        return value

    def maybe(self, column: str) -> str | None:
        return self.cells[column] or None

    def number(self, column: str) -> float | None:
        """The cell as a number, None when empty."""
        return self._parsed(column, float, "a number")

    def whole(self, column: str) -> int | None:
        """The cell as a whole number, None when empty."""
        return self._parsed(column, int, "a whole number")

    def one_of(self, column: str, words: type[E]) -> E:
        """The cell as a member of an enum, by value."""
        try:
            return words(self.text(column))
        except ValueError:
            known = ", ".join(str(word.value) for word in words)
            raise self.wrong(f"{column} '{self.cells[column]}' is not one of {known}") from None

    def build(self, make: Callable[[], T]) -> T:
        """``make()``, with an out-of-range value reported as this row's fault."""
        try:
            return make()
        except OutOfRange as error:
            raise self.wrong(str(error)) from None

    def _parsed(self, column: str, parse: Callable[[str], T], noun: str) -> T | None:
        if not (value := self.cells[column]):
            return None
        try:
            return parse(value)
        except ValueError:
            raise self.wrong(f"{column} '{value}' is not {noun}") from None


def parse(lines: Iterable[str], columns: Sequence[str], *, file: str, first_line: int = 1) -> Iterator[Row]:
    """The rows of a table whose header must be exactly ``columns``.

    Raises:
        BadTable: the header differs, or a row has too few or too many cells.
    """
    numbered = enumerate((line.rstrip("\n") for line in lines), first_line)
    line_number, header = next(numbered, (first_line, ""))
    if header.split("\t") != list(columns):
        missing = [c for c in columns if c not in header.split("\t")]
        what = f"column {missing[0]} is missing" if missing else "columns are out of order or unknown"
        raise BadTable(file, line_number, f"{what}; the header must be: {' '.join(columns)}")
    for line_number, line in numbered:
        if not line:
            raise BadTable(file, line_number, "the line is empty")
        cells = line.split("\t")
        if len(cells) != len(columns):
            raise BadTable(file, line_number, f"{len(cells)} cells, expected {len(columns)}")
        yield Row(file, line_number, dict(zip(columns, cells, strict=True)))


def read(path: Path, columns: Sequence[str]) -> Iterator[Row]:
    """The rows of a table file, see ``parse``.

    Raises:
        BadTable: also where the file is absent.
        FileRefused: see ``read_text``.
    """
    yield from parse(read_text(path).splitlines(), columns, file=path.name)


def read_text(path: Path) -> str:
    """The whole file.

    Raises:
        BadTable: the file is absent.
        FileRefused: it is no text in UTF-8, too large, or no regular file.
    """
    try:
        return foreign.text(path)
    except FileNotFoundError:
        raise BadTable(path.name, 0, f"the file is not in {path.parent}") from None


def named_text(path: Path) -> str:
    """The whole of a file that somebody named.

    Raises:
        BadInput: it is not there.
        FileRefused: it is no text in UTF-8, too large, or no regular file.
    """
    try:
        return foreign.text(path)
    except FileNotFoundError:
        raise BadInput(f"no file {path}") from None


def write(path: Path, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Replace a table file at once; reading it back gives the same rows."""
    write_text(path, "".join("\t".join(cells) + "\n" for cells in (columns, *rows)))


def write_text(path: Path, text: str) -> None:
    """Replace a file at once: a reader sees the old text or the new, never a part."""
    write_bytes(path, text.encode())


def write_bytes(path: Path, content: bytes) -> None:
    """The same for a file that is no text."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    temporary.write_bytes(content)
    temporary.replace(path)
