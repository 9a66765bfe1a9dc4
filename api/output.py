"""Results on stdout as a table, JSON or CSV; talk on stderr.

A command hands over its whole answer (for JSON) and flat rows (for table and CSV).
"""

import csv
import sys
from collections.abc import Mapping, Sequence
from enum import Enum

from api.plain import as_json


class Format(Enum):
    """How a command prints its result."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


Row = Mapping[str, str]


def emit(answer: object, rows: Sequence[Row], form: Format, *, notes: Sequence[str] = ()) -> None:
    """Print one result.  ``notes`` stand under a table only; JSON and CSV hold the answer alone."""
    if form is Format.JSON:
        print(as_json(answer))
    elif form is Format.CSV:
        if rows:
            writer = csv.DictWriter(sys.stdout, list(rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)
    else:
        _print_table(rows)
        for note in notes:
            print(note)


def _print_table(rows: Sequence[Row]) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    if not rows:
        return
    named = any(column.strip() for column in rows[0])
    table = Table(box=box.SIMPLE_HEAD if named else None, pad_edge=False, show_header=named)
    for column in rows[0]:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row.values()))
    width = None if sys.stdout.isatty() else 160  # a pipe has no width of its own
    Console(width=width, highlight=False).print(table)


def say(text: str) -> None:
    """A word to the person at the terminal, kept out of the result."""
    print(text, file=sys.stderr)


def number(value: float) -> str:
    """A coordinate or score for a table: two decimals with its sign where negative.

    >>> number(-0.004), number(0.5)
    ('0.00', '0.50')
    """
    return f"{value + 0.0:.2f}".replace("-0.00", "0.00")
