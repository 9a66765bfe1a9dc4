"""Parquet files of others: few bytes can stand for more than any memory holds, so what they say they hold is looked
at first, and what a piece of them grows to before it is written out.

A value that is repeated is kept once in a dictionary; its rows are a place in it each.  So a file of a megabyte can
hold terabytes of text, and only counting tells.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ontology import foreign
from ontology.errors import BadInput, FileRefused, MissingExtra

#: The most that a row group may say it holds unpacked, and that rows read together may grow to, in bytes.
MOST_GROUP = 2 << 30
MOST_TOGETHER = 1 << 30
#: The most values of one column in a row group, which lists can have more of than there are rows.
MOST_VALUES = 200_000_000
#: The most rows of a file.
MOST_ROWS = 1_000_000_000
#: The widest value of a column of fixed width, in bytes.
WIDEST = 4096


class ParquetRows:
    """A Parquet file whose declared sizes are known to be bearable.

    Raises:
        BadInput: there is no such file, or it is no Parquet.
        FileRefused: it is no regular file, or says it holds more than may be.
        MissingExtra: pyarrow is not installed.
    """

    def __init__(self, path: Path) -> None:
        files = parquet()
        self._path = path
        try:
            foreign.opened(path, foreign.ROWS).close()
        except FileNotFoundError:
            raise BadInput(f"no file {path}") from None
        with self._faults():
            first = files.ParquetFile(path)
            self.schema, self.metadata = first.schema_arrow, first.metadata
            encoded = self._sized()
            self._file = files.ParquetFile(path, metadata=first.metadata, read_dictionary=encoded)

    def batches(self, rows: int) -> Iterator[Any]:
        """Record batches of at most so many rows, each column of the type that the schema says."""
        done = 0
        with self._faults():
            for batch in self._file.iter_batches(batch_size=rows):
                if (grown := sum(map(_grown, batch.columns))) > MOST_TOGETHER:
                    raise self._too_large(f"rows {done + 1} … {done + batch.num_rows} unpack to {grown} bytes")
                done += batch.num_rows
                yield batch.cast(self.schema)

    def _sized(self) -> list[str]:
        """The columns that may be kept as dictionaries; raises FileRefused where a declared size is too large."""
        said = self.metadata
        if said.num_rows > MOST_ROWS:
            raise self._too_large(f"it says it has {said.num_rows} rows, more than {MOST_ROWS}")
        encoded, known = set(), {said.schema.column(place).path for place in range(said.num_columns)}
        for number in range(said.num_row_groups):
            group = said.row_group(number)
            columns = [group.column(place) for place in range(group.num_columns)]
            if (size := sum(max(0, c.total_uncompressed_size) for c in columns)) > MOST_GROUP:
                raise self._too_large(f"its row group {number + 1} says it unpacks to {size} bytes")
            for column in columns:
                if column.num_values > MOST_VALUES:
                    raise self._too_large(f"column '{column.path_in_schema}' has {column.num_values} values in a group")
                if (
                    column.physical_type == "BYTE_ARRAY"
                    and column.path_in_schema in known
                    and any("DICTIONARY" in e for e in column.encodings)
                ):
                    encoded.add(column.path_in_schema)
        for place in range(said.num_columns):
            if (width := said.schema.column(place).length or 0) > WIDEST:
                raise self._too_large(f"column '{said.schema.column(place).path}' has values of {width} bytes each")
        return sorted(encoded)

    def _too_large(self, why: str) -> FileRefused:
        return FileRefused(self._path, f"is too large unpacked: {why}; write it with smaller row groups, or as .jsonl")

    @contextmanager
    def _faults(self) -> Iterator[None]:
        import pyarrow

        try:
            yield
        except (pyarrow.ArrowException, OSError) as error:
            why = (str(error).splitlines() or ["no reason given"])[0]
            raise BadInput(f"{self._path} cannot be read as Parquet: {why[:160]}") from None


def _grown(column: Any) -> int:
    """Bytes of a column once every row holds its value itself."""
    import pyarrow as pa
    import pyarrow.compute as pc

    kind = column.type
    if pa.types.is_dictionary(kind):
        lengths = pc.binary_length(column.dictionary).cast(pa.int64())
        return int(pc.sum(lengths.take(column.indices)).as_py() or 0)
    if pa.types.is_map(kind):
        return _grown(column.keys) + _grown(column.items)
    if pa.types.is_list(kind) or pa.types.is_large_list(kind) or pa.types.is_struct(kind):
        return sum(map(_grown, column.flatten() if pa.types.is_struct(kind) else [column.flatten()]))
    return int(column.nbytes)


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
