"""Statements between emotions: relations of two, and blends of two into a third."""

from dataclasses import dataclass
from enum import Enum


class RelationKind(Enum):
    """What a relation says; the value is the word in ``relations.tsv``."""

    OPPOSITE_OF = "opposite_of"
    MORE_INTENSE_THAN = "more_intense_than"
    RELATED_TO = "related_to"

    @property
    def is_symmetric(self) -> bool:
        return self is not RelationKind.MORE_INTENSE_THAN


@dataclass(frozen=True, slots=True)
class Relation:
    """A row of ``relations.tsv``; a symmetric relation is stored once, lesser id first."""

    subject: str
    kind: RelationKind
    object: str
    source: str
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Blend:
    """Two emotions felt together and the third that they make: a row of ``blends.tsv``.

    ``level`` is the distance on Plutchik's wheel: primary (neighbours), secondary, tertiary.
    """

    first: str
    second: str
    output: str
    level: str
    source: str
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """Where a fact comes from: a row of ``sources.tsv``."""

    id: str
    citation: str
    year: int | None
    doi: str = ""
    url: str = ""
    licence: str = ""
    comment: str = ""
