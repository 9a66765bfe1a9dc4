"""A labelled corpus from one label set to another: row by row, nothing dropped, with a report of what was lost."""

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from api.tabular import Row, rows_of, writing
from ontology.errors import BadInput, BadTable, UnknownLabel
from ontology.labels import Label
from ontology.loss import Loss, best_targets, loss
from ontology.tables import shipped, write_text
from ontology.version import __version__
from ontology.world import Ontology

#: Rows between two words about how far it is.
TELL_EVERY = 100_000


@dataclass(frozen=True, slots=True)
class Job:
    """What to rewrite: ``column`` holds labels of ``source``, several in one cell with ``separator`` between."""

    file: Path
    column: str
    source: str
    target: str
    output: Path
    separator: str = "|"

    @property
    def added(self) -> str:
        """The column that is written beside the original one."""
        return f"{self.column}_{self.target}"


@dataclass(slots=True)
class Report:
    """What went where: labels before and after, pairs of them, and what had no target."""

    source: str
    target: str
    rows: int = 0
    empty: int = 0
    before: Counter[str] = field(default_factory=Counter)
    after: Counter[str] = field(default_factory=Counter)
    moved: Counter[tuple[str, str]] = field(default_factory=Counter)
    unmapped: Counter[str] = field(default_factory=Counter)
    warnings: list[str] = field(default_factory=list)
    loss: Loss | None = None


class Harmonizer:
    """Labels of one set as labels of another, each looked up once."""

    def __init__(self, world: Ontology, source: str, target: str) -> None:
        self._world, self._labels, self._target = world, world.label_set(source), world.label_set(target)
        self._known: dict[str, tuple[Label, tuple[str, ...]]] = {}

    def of(self, spelling: str) -> tuple[Label, tuple[str, ...]]:
        """The label that a spelling or code means, and the labels it becomes: none, one, or equally good ones.

        Raises:
            UnknownLabel: the set has no such label; names the nearest.
        """
        if spelling not in self._known:
            label = self._labels[spelling]
            goals = best_targets(self._world, label.label, self._labels.id, self._target.id)
            self._known[spelling] = label, tuple(goal.label.label for goal in goals)
        return self._known[spelling]


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
    rows = rows_of(job.file)
    first = next(rows, None)
    if first is None:
        raise BadInput(f"{job.file} has no rows")
    if job.column not in first:
        raise BadInput(f"{job.file} has no column '{job.column}'; there are {', '.join(map(str, first))}")
    with writing(job.output, [*first, job.added]) as write:
        for number, row in enumerate(_chained(first, rows), 1):
            write({**row, job.added: _rewritten(job, harmonizer, report, row, number)})
            if number % TELL_EVERY == 0:
                tell(f"{number} rows …")
    report.warnings += _traps(world, job, report)
    if report.before:
        report.loss = loss(world, job.source, job.target, report.before)
    write_text(job.output.with_name(job.output.name + ".provenance.json"), provenance(world, job))
    return report


def _chained(first: Row, rest: Iterator[Row]) -> Iterator[Row]:
    yield first
    yield from rest


def _rewritten(job: Job, harmonizer: Harmonizer, report: Report, row: Row, number: int) -> object:
    cell = row.get(job.column)
    parts = spellings(cell, job.separator)
    report.rows += 1
    report.empty += not parts
    goals: dict[str, None] = {}
    for spelling in parts:
        try:
            label, found = harmonizer.of(spelling)
        except UnknownLabel as error:
            line = number + (0 if job.file.suffix in (".jsonl", ".parquet") else 1)
            raise BadTable(job.file.name, line, f"{job.column}: {error}") from None
        report.before[label.label] += 1
        for goal in found:
            report.moved[label.label, goal] += 1
            goals[goal] = None
        if not found:
            report.unmapped[label.label] += 1
    report.after.update(goals.keys())
    return list(goals) if isinstance(cell, list) else job.separator.join(goals)


def spellings(cell: object, separator: str) -> list[str]:
    """The labels of a cell: a list's items, or the parts of its text; numbers are codes."""
    if cell is None:
        return []
    parts: Sequence[object] = cell if isinstance(cell, list) else str(cell).split(separator)
    return [text for part in parts if (text := str(part).strip())]


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
