"""Statements between emotions: relations of two, and blends of two into a third.

Every statement carries its evidence: the source that states it or the method that found it, the
method's score, and whether anybody looked at it.  Two witnesses are two statements.
"""

from dataclasses import dataclass
from enum import Enum

#: Id of the source of statements that rest on a reader of ours.
OURS = "this-project"


class RelationKind(Enum):
    """What a relation says; the value is the word in ``relations.tsv``."""

    OPPOSITE_OF = "opposite_of"
    MORE_INTENSE_THAN = "more_intense_than"
    RELATED_TO = "related_to"
    LEADS_TO = "leads_to"

    @property
    def is_symmetric(self) -> bool:
        return self in (RelationKind.OPPOSITE_OF, RelationKind.RELATED_TO)


class Status(Enum):
    """Who stands for a statement: the source that published it, or a reader of ours who accepted it."""

    PUBLISHED = "published"
    ACCEPTED = "accepted"


@dataclass(frozen=True, slots=True)
class Relation:
    """A row of ``relations.tsv``; a symmetric relation is stored once, lesser id first.

    ``method`` is "published" or the method of ``vocab.relations`` that proposed it; ``score`` is that
    method's own, 0 … 1; ``evidence`` says in words what it saw.
    """

    subject: str
    kind: RelationKind
    object: str
    source: str
    method: str
    score: float | None
    status: Status
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Blend:
    """Two emotions felt together and the third that they make: a row of ``blends.tsv``.

    ``level`` is the distance on Plutchik's wheel: primary (neighbours), secondary, tertiary; empty for
    blends that are not his.  The rest as in ``Relation``.
    """

    first: str
    second: str
    output: str
    level: str
    source: str
    method: str
    score: float | None
    status: Status
    evidence: str = ""


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
