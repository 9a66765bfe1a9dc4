"""A labelled corpus from one label set to another: row by row, nothing dropped, with a report of what was lost."""

import hashlib
import json
from collections.abc import Callable
from dataclasses import asdict
from itertools import chain
from pathlib import Path

from api.columns import harmonize_columns
from api.harmonizer import Harmonizer, Job, Report, goals_of, spellings
from api.tabular import rows_of, writing
from ontology.errors import BadInput, UnknownLabel
from ontology.loss import loss
from ontology.tables import shipped, write_text
from ontology.version import __version__
from ontology.world import Ontology

#: Rows between two words about how far it is.
TELL_EVERY = 100_000


def harmonize_file(world: Ontology, job: Job, tell: Callable[[str], None]) -> Report:
    """Write the rewritten file and what it was made from beside it.

    The rows keep their order and every column; the new one holds the target labels, joined by the separator
    (a list where the cell was one), and is empty where nothing fits.

    Raises:
        BadInput: the file is not there, or lacks the column, or the output would overwrite it.
        BadTable: a label is not in the set; names file and row.
        UnknownLabelSet, MissingExtra.
    """
    if job.output.resolve() == job.file.resolve():
        raise BadInput(f"the output would overwrite {job.file}; name another with -o")
    harmonizer, report = Harmonizer(world, job.source, job.target), Report(job.source, job.target)
    if job.file.suffix == job.output.suffix == ".parquet":
        harmonize_columns(job, harmonizer, report, tell)
    else:
        _harmonize_rows(job, harmonizer, report, tell)
    report.warnings += _traps(world, job, report)
    if report.before:
        report.loss = loss(world, job.source, job.target, report.before)
    write_text(job.output.with_name(job.output.name + ".provenance.json"), provenance(world, job))
    return report


def _harmonize_rows(job: Job, harmonizer: Harmonizer, report: Report, tell: Callable[[str], None]) -> None:
    rows = rows_of(job.file)
    first = next(rows, None)
    if first is None:
        raise BadInput(f"{job.file} has no rows")
    job.require(first)
    with writing(job.output, [*first, job.added]) as write:
        for number, row in enumerate(chain([first], rows), 1):
            cell = row.get(job.column)
            try:
                moves = harmonizer.cell(spellings(cell, job.separator))
            except UnknownLabel as error:
                raise job.wrong(number, error) from None
            report.add(moves)
            goals = goals_of(moves)
            write({**row, job.added: goals if isinstance(cell, list) else job.separator.join(goals)})
            if number % TELL_EVERY == 0:
                tell(f"{number} rows …")


def _traps(world: Ontology, job: Job, report: Report) -> list[str]:
    """What is known to go wrong with the set and with the labels that were met."""
    labels = world.label_set(job.source)
    found = [f"{labels.label}: {labels.comment}"] if labels.comment else []
    for spelling in sorted(report.before):
        label = labels[spelling]
        said = [m.comment for m in world.mappings_of_label.get(label.id, ()) if m.comment]
        found += [f"{label.label}: {text}" for text in dict.fromkeys(filter(None, (label.comment, *said)))]
    return found


def provenance(world: Ontology, job: Job) -> str:
    """What the output was made from and by, as JSON; the same input gives the same text."""
    folder = shipped() / "mappings"
    files = [folder / f"{id}.sssom.tsv" for id in dict.fromkeys((job.source, job.target))]
    said = {
        "generator": f"tone-kg {__version__}",
        "ontology": world.version,
        "input": job.file.name,
        "input_sha256": _sha256(job.file),
        "column": job.column,
        "from": job.source,
        "to": job.target,
        "added_column": job.added,
        "mappings": {f.name: _sha256(f) for f in files if f.is_file()},
    }
    return json.dumps(said, indent=2) + "\n"


def _sha256(path: Path) -> str:
    with path.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()


def as_told(report: Report) -> dict[str, object]:
    """A report as plain values."""
    return {
        "from": report.source,
        "to": report.target,
        "rows": report.rows,
        "rows_without_label": report.empty,
        "before": dict(report.before.most_common()),
        "after": dict(report.after.most_common()),
        "moved": [{"from": a, "to": b, "n": n} for (a, b), n in report.moved.most_common()],
        "unmapped": dict(report.unmapped.most_common()),
        "loss": asdict(report.loss) if report.loss else None,
        "warnings": report.warnings,
    }
