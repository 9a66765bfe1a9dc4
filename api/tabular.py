"""Rows of CSV, TSV, JSON-lines and Parquet files one after another, so that size never matters; and back."""

import csv
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

from api.parquet import ParquetRows, parquet
from ontology.errors import BadInput, BadTable
from ontology.foreign import Lines

#: A row: column -> cell.  Cells of JSON lines and Parquet may be numbers, lists or nothing.
Row = Mapping[str, object]

DELIMITED = (".csv", ".tsv")
KINDS = (*DELIMITED, ".jsonl", ".parquet")

#: Rows of Parquet read or written at a time, and how many of them are Python objects at once.
GROUP = 10_000
HELD = 500


def rows_of(path: Path, errors: str = "strict") -> Iterator[Row]:
    """The rows of a file, in their order; ``errors`` is what is done with bytes that are no UTF-8, as in ``open``.

    Raises:
        BadInput: the file is not there or of no kind we read.
        FileRefused: it is no regular file, too large, or packs more than the memory holds.
        BadTable: a line is no JSON object, too long, not UTF-8, or has more cells than the header; names file and line.
        MissingExtra: pyarrow is not installed.
    """
    if not path.exists():
        raise BadInput(f"no file {path}")
    if path.suffix not in KINDS:
        raise BadInput(f"'{path}' ends in none of {', '.join(KINDS)}")
    if path.suffix == ".parquet":
        for batch in ParquetRows(path).batches(GROUP):
            for start in range(0, batch.num_rows, HELD):
                yield from batch.slice(start, HELD).to_pylist()
        return
    with Lines(path, errors) as lines:
        yield from _delimited(path, lines) if path.suffix in DELIMITED else _json_lines(path, lines)


def _delimited(path: Path, lines: Lines) -> Iterator[Row]:
    reader = csv.DictReader(lines, dialect=dialect(path))
    try:
        for row in reader:
            lines.next_row()
            if None in row or None in row.values():
                cells = len(reader.fieldnames or ())
                raise BadTable(path.name, reader.line_num, f"the row has not the {cells} cells of the header")
            yield row
    except csv.Error as error:
        raise BadTable(path.name, lines.number, f"{error}; is a quote open?") from None


def dialect(path: Path) -> type[csv.Dialect]:
    """How the cells of a file stand: commas with quotes where needed, or tabs with nothing quoted."""
    return _Commas if path.suffix == ".csv" else _Tabs


class _Commas(csv.excel):
    lineterminator = "\n"


class _Tabs(csv.Dialect):
    delimiter = "\t"
    lineterminator = "\n"
    quoting = csv.QUOTE_NONE
    quotechar = None


def _json_lines(path: Path, lines: Lines) -> Iterator[Row]:
    for number, line in enumerate(lines, 1):
        lines.next_row()
        try:
            row = json.loads(line)
            if "\\u" in line:
                json.dumps(row, ensure_ascii=False).encode("utf-8", lines.errors)
        except json.JSONDecodeError as error:
            raise BadTable(path.name, number, f"no JSON: {error.msg}") from None
        except RecursionError:
            raise BadTable(path.name, number, "no JSON that we read: it is nested too deep") from None
        except UnicodeEncodeError:
            raise BadTable(path.name, number, "no JSON that we read: half a character, such as \\ud83d alone") from None
        except ValueError:
            raise BadTable(path.name, number, "no JSON that we read: a number has thousands of digits") from None
        if not isinstance(row, dict):
            raise BadTable(path.name, number, "no JSON object")
        yield row


@contextmanager
def writing(path: Path, columns: Sequence[str]) -> Iterator[Callable[[Row], None]]:
    """A function that takes rows; the file takes its name only once all are written.

    Raises:
        BadInput: the name ends in no kind we write.
        MissingExtra: pyarrow is not installed.
    """
    if path.suffix not in KINDS:
        raise BadInput(f"'{path}' ends in none of {', '.join(KINDS)}")
    temporary = path.with_name(f".{path.name}.part")
    try:
        if path.suffix == ".parquet":
            with _parquet_writer(temporary) as write:
                yield write
        else:
            with temporary.open("w", encoding="utf-8", newline="") as out:
                yield _line_writer(path, out, columns)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def _line_writer(path: Path, lines: TextIO, columns: Sequence[str]) -> Callable[[Row], None]:
    def write_json(row: Row) -> None:
        print(json.dumps(row, ensure_ascii=False), file=lines)

    def write_cells(row: Row) -> None:
        writer.writerow({name: _cell(value) for name, value in row.items()})

    if path.suffix == ".jsonl":
        return write_json
    writer = csv.DictWriter(lines, list(columns), dialect=dialect(path))
    writer.writeheader()
    return write_cells


def _cell(value: object) -> object:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else value


@contextmanager
def _parquet_writer(path: Path) -> Iterator[Callable[[Row], None]]:
    files = parquet()  # says which extra is missing
    import pyarrow

    held: list[Row] = []
    writer = None

    def flush() -> None:
        nonlocal writer
        rows = [dict(row) for row in held]
        try:
            table = pyarrow.Table.from_pylist(rows, schema=writer.schema if writer else _typed(rows))
        except (pyarrow.ArrowInvalid, pyarrow.ArrowTypeError) as error:
            raise BadInput(f"a column changes its type, which Parquet cannot hold: {error}; write .jsonl") from None
        writer = writer or files.ParquetWriter(path, table.schema)
        writer.write_table(table)
        held.clear()

    def write(row: Row) -> None:
        held.append(row)
        if len(held) == GROUP:
            flush()

    yield write
    if held or writer is None:
        flush()
    if writer is not None:
        writer.close()


def _typed(rows: list[dict[str, object]]) -> Any:
    """The types of the first rows; a column that is empty in all of them is text."""
    import pyarrow as pa

    found = pa.Table.from_pylist(rows).schema
    return pa.schema([f.with_type(pa.string()) if pa.types.is_null(f.type) else f for f in found])
