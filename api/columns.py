"""Labels of Parquet files, a column at a time: every different cell is translated once, however many rows there are."""

from collections.abc import Callable, Sequence
from typing import Any

from api.harmonizer import Harmonizer, Job, Moves, Report, goals_of, spellings
from api.parquet import ParquetRows, parquet
from ontology.errors import BadInput, UnknownLabel

#: Rows held in memory at a time.
BATCH = 1 << 20

#: Stands between the items of a list while its rows are compared.
_BETWEEN = "\x1f"


def harmonize_columns(job: Job, harmonizer: Harmonizer, report: Report, tell: Callable[[str], None]) -> None:
    """Write the Parquet file anew with one column more; the others keep their types, and lists stay lists.

    Raises:
        BadInput: the file has no rows or lacks the column, or its cells are no labels.
        FileRefused: it packs more than the memory holds; see ``api.parquet``.
        BadTable: a label is not in the set; names file and row.
        MissingExtra: pyarrow is not installed.
    """
    file = ParquetRows(job.file)
    job.require(file.schema.names)
    if not file.metadata.num_rows:
        raise BadInput(f"{job.file} has no rows")
    temporary = job.output.with_name(f".{job.output.name}.part")
    writer = None
    try:
        for batch in file.batches(BATCH):
            done = batch.append_column(job.added, _translated(job, harmonizer, report, batch.column(job.column)))
            writer = writer or parquet().ParquetWriter(temporary, done.schema)
            writer.write_batch(done)
            tell(f"{report.rows} of {file.metadata.num_rows} rows …")
        if writer is not None:
            writer.close()
        temporary.replace(job.output)
    finally:
        temporary.unlink(missing_ok=True)


def _translated(job: Job, harmonizer: Harmonizer, report: Report, column: Any) -> Any:
    """The new cells of a column, as a column; what was met is counted."""
    import pyarrow.compute as pc

    cells, listed = _texts(job, column)
    encoded = cells.dictionary_encode()
    texts: Sequence[str] = encoded.dictionary.to_pylist()
    nothing = len(texts)  # the place of rows without a cell
    places = pc.fill_null(encoded.indices, nothing)
    moves: list[Moves] = []
    for place, text in enumerate([*texts, ""]):
        try:
            moves.append(harmonizer.cell(spellings(text, _BETWEEN if listed else job.separator)))
        except UnknownLabel as error:
            raise job.wrong(report.rows + pc.index(places, place).as_py() + 1, error) from None
    for count in pc.value_counts(places).to_pylist():
        report.add(moves[count["values"]], count["counts"])
    return _cells(job, [goals_of(move) for move in moves], listed).take(places)


def _texts(job: Job, column: Any) -> tuple[Any, bool]:
    """(The cells as text, whether they were lists)."""
    import pyarrow as pa
    import pyarrow.compute as pc

    kind, listed = column.type, pa.types.is_list(column.type) or pa.types.is_large_list(column.type)
    try:
        if listed:
            return pc.binary_join(column.cast(pa.list_(pa.string())), _BETWEEN), True
        if pa.types.is_dictionary(kind):
            column = column.dictionary_decode()
        return column.cast(pa.string()), False
    except (pa.ArrowInvalid, pa.ArrowNotImplementedError):
        raise BadInput(f"column '{job.column}' of {job.file} holds {kind}, which is no label") from None


def _cells(job: Job, goals: list[list[str]], listed: bool) -> Any:
    import pyarrow as pa

    if listed:
        return pa.array(goals, pa.list_(pa.string()))
    return pa.array([job.separator.join(cell) for cell in goals], pa.string())
