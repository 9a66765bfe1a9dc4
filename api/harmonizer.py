"""What carries labels from one set to another, and what it counts on the way."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kg.terms import label_set_id_of
from ontology.errors import BadInput, BadTable, UnknownLabel
from ontology.labels import Label
from ontology.loss import Loss, best_targets
from ontology.world import Ontology

#: The labels of a cell, each with what it becomes.
Moves = Sequence[tuple[str, tuple[str, ...]]]


@dataclass(frozen=True, slots=True)
class Job:
    """What to rewrite: ``column`` holds labels of ``source``, several in one cell with ``separator`` between.

    Label sets are named by id, CURIE or IRI.
    """

    file: Path
    column: str
    source: str
    target: str
    output: Path
    separator: str = "|"

    def __post_init__(self) -> None:
        for side in ("source", "target"):
            object.__setattr__(self, side, label_set_id_of(getattr(self, side)))

    @property
    def added(self) -> str:
        """The column that is written beside the original one."""
        return f"{self.column}_{self.target}"

    def require(self, columns: Iterable[str]) -> None:
        """Raises BadInput if the column is not among these."""
        if self.column not in columns:
            raise BadInput(f"{self.file} has no column '{self.column}'; there are {', '.join(map(str, columns))}")

    def wrong(self, number: int, error: UnknownLabel) -> BadTable:
        """The error for the label of a row, counted from 1."""
        line = number + (0 if self.file.suffix in (".jsonl", ".parquet") else 1)
        return BadTable(self.file.name, line, f"{self.column}: {error}")


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

    def add(self, moves: Moves, n: int = 1) -> None:
        """Count a cell that stands in ``n`` rows."""
        self.rows += n
        self.empty += 0 if moves else n
        for label, goals in moves:
            self.before[label] += n
            for goal in goals:
                self.moved[label, goal] += n
            if not goals:
                self.unmapped[label] += n
        for goal in goals_of(moves):
            self.after[goal] += n


def goals_of(moves: Moves) -> list[str]:
    """The target labels of a cell, each once, in order."""
    return list(dict.fromkeys(goal for _, goals in moves for goal in goals))


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

    def cell(self, parts: Iterable[str]) -> Moves:
        """The labels of a cell and what each becomes; raises like ``of``."""
        return [(label.label, goals) for label, goals in map(self.of, parts)]


def spellings(cell: object, separator: str) -> list[str]:
    """The labels of a cell: a list's items, or the parts of its text; numbers are codes."""
    if cell is None:
        return []
    parts: Sequence[object] = cell if isinstance(cell, list) else str(cell).split(separator)
    return [text for part in parts if (text := str(part).strip())]
