"""Rows of CSV, TSV, JSON-lines and Parquet files one after another, so that size never matters; and back."""

import csv
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

from ontology.errors import BadInput, BadTable, MissingExtra

#: A row: column -> cell.  Cells of JSON lines and Parquet may be numbers, lists or nothing.
Row = Mapping[str, object]

DELIMITED = (".csv", ".tsv")
KINDS = (*DELIMITED, ".jsonl", ".parquet")

#: Rows of Parquet read or written at a time.
GROUP = 10_000


def rows_of(path: Path, errors: str = "strict") -> Iterator[Row]:
    """The rows of a file, in their order; ``errors`` is what is done with bytes that are no UTF-8, as in ``open``.

    Raises:
        BadInput: the file is not there or of no kind we read.
        BadTable: a line is no JSON object, or has more cells than the header; names file and line.
        MissingExtra: pyarrow is not installed.
    """
    if not path.is_file():
        raise BadInput(f"no file {path}")
    if path.suffix in DELIMITED:
        yield from _delimited(path, errors)
    elif path.suffix == ".jsonl":
        yield from _json_lines(path, errors)
    elif path.suffix == ".parquet":
        for batch in parquet().ParquetFile(path).iter_batches(batch_size=GROUP):
            yield from batch.to_pylist()
    else:
        raise BadInput(f"'{path}' ends in none of {', '.join(KINDS)}")


def _delimited(path: Path, errors: str) -> Iterator[Row]:
    with path.open(encoding="utf-8-sig", newline="", errors=errors) as lines:
        for row in (reader := csv.DictReader(lines, dialect=dialect(path))):
            if None in row or None in row.values():
                cells = len(reader.fieldnames or ())
                raise BadTable(path.name, reader.line_num, f"the row has not the {cells} cells of the header")
            yield row


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


def _json_lines(path: Path, errors: str) -> Iterator[Row]:
    with path.open(encoding="utf-8", errors=errors) as lines:
        for number, line in enumerate(lines, 1):
            try:
                row = json.loads(line)
            except json.JSONDecodeError as error:
                raise BadTable(path.name, number, f"no JSON: {error.msg}") from None
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


def parquet() -> Any:  # pyarrow ships no annotations
    """The module that reads and writes Parquet.

    Raises:
        MissingExtra: pyarrow is not installed.
    """
    try:
        import pyarrow.parquet
    except ModuleNotFoundError as error:
        if error.name not in ("pyarrow", "pyarrow.parquet"):
            raise
        raise MissingExtra("Parquet", "parquet") from None
    return pyarrow.parquet
