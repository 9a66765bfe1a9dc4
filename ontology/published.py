"""Maps between label sets that others have published, and where ours goes another way.

A published map is data with its source (``published_maps.tsv``); every row where we differ says why.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from ontology.errors import BadInput
from ontology.harmonize import emotion_of, translate
from ontology.tables import Row, read, shipped
from ontology.taxonomy import lineage
from ontology.world import Ontology

COLUMNS = ("map", "labelset", "label", "target", "source", "comment")

#: A map whose targets are no label set of ours but the sign of a feeling.
SENTIMENT = "goemotions-sentiment"

#: Valence from here up is positive, from its negative down negative (this project).
CLEAR = 0.1


@dataclass(frozen=True, slots=True)
class Published:
    """One row: a label, and what the authors of the map make of it; ``comment`` says why ours differs."""

    map: str
    label_set: str
    label: str
    target: str
    source: str
    comment: str


@dataclass(frozen=True, slots=True)
class Agreement:
    """A published row beside our answer; ``ours`` is empty where we find no target."""

    published: Published
    ours: tuple[str, ...]

    @property
    def agrees(self) -> bool:
        return self.ours == (self.published.target,)


def load_published(file: Path | None = None) -> tuple[Published, ...]:
    """The rows of a table of published maps; without one, the shipped table.

    Raises:
        BadTable: a row breaks the table's rules; names file and line.
    """
    return tuple(map(_published, read(file or shipped() / "published_maps.tsv", COLUMNS)))


def _published(row: Row) -> Published:
    map, label_set, label, target, source = (row.text(column) for column in COLUMNS[:-1])
    return Published(map, label_set, label, target, source, row.cells["comment"])


def agreement(world: Ontology, rows: tuple[Published, ...], map: str) -> tuple[Agreement, ...]:
    """Every row of one map, with our answer.

    Raises:
        BadInput: there is no such map; names those there are.
        UnknownLabelSet, UnknownLabel: a row names what the ontology lacks.
    """
    found = [row for row in rows if row.map == map]
    if not found:
        raise BadInput(f"no published map '{map}'; there are {', '.join(sorted({row.map for row in rows}))}")
    answer: Callable[[Ontology, Published], tuple[str, ...]] = _sentiment if map == SENTIMENT else _translated
    return tuple(Agreement(row, answer(world, row)) for row in found)


def _translated(world: Ontology, row: Published) -> tuple[str, ...]:
    goal = row.map.rpartition("-")[2] if row.map not in world.label_sets else row.map
    return tuple(t.label.label for t in translate(world, row.label, row.label_set, goal) if t.weight)


def _sentiment(world: Ontology, row: Published) -> tuple[str, ...]:
    """Surprise and what lies below it is ambiguous, everything else has the sign of its valence."""
    emotion = emotion_of(world, world.label_set(row.label_set)[row.label].id)
    if emotion is None:
        return ()
    if lineage(world, emotion)[-1].id == "surprise":
        return ("ambiguous",)
    vad = world.vad(emotion)
    if vad is None or abs(vad.valence) < CLEAR:
        return ()
    return ("positive",) if vad.valence > 0 else ("negative",)
