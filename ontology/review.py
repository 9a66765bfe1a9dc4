"""What a machine proposed and a reader decided: the trail behind our own relations and blends.

A decision never changes afterwards; a better judgement is a new row with a later date.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from math import sqrt


class Decision(Enum):
    """What a reader made of a proposal; the value is the word in ``reviews.tsv``."""

    ACCEPT = "accept"
    REJECT = "reject"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A relation (``predicate`` one of ``RelationKind``) or, with an ``output``, a blend.

    ``score`` is the method's own, 0 … 1; ``evidence`` says in words what it saw.
    """

    predicate: str
    first: str
    second: str
    output: str
    method: str
    score: float
    evidence: str

    def cells(self) -> tuple[str, ...]:
        """The row as it stands in a review table, before a decision."""
        return self.predicate, self.first, self.second, self.output, self.method, f"{self.score:.3f}", self.evidence


@dataclass(frozen=True, slots=True)
class Review:
    """One reader's decision on one proposal: a row of ``reviews.tsv``."""

    proposal: Proposal
    decision: Decision
    reviewer: str
    date: str
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Precision:
    """How many proposals of a method a reader accepted, with the 95 % Wilson interval of the share."""

    method: str
    predicate: str
    reviewed: int
    accepted: int

    @property
    def share(self) -> float:
        return self.accepted / self.reviewed

    @property
    def interval(self) -> tuple[float, float]:
        """
        >>> low, high = Precision("m", "p", 20, 15).interval
        >>> round(low, 3), round(high, 3)
        (0.531, 0.888)
        """
        z, n, p = 1.96, self.reviewed, self.share
        middle = (p + z * z / (2 * n)) / (1 + z * z / n)
        half = z * sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n)
        return max(0.0, middle - half), min(1.0, middle + half)


def precision(reviews: Iterable[Review]) -> tuple[Precision, ...]:
    """The precision of every method for every predicate, by predicate and method."""
    decided: dict[tuple[str, str], list[bool]] = {}
    for review in reviews:
        key = (review.proposal.predicate, review.proposal.method)
        decided.setdefault(key, []).append(review.decision is Decision.ACCEPT)
    return tuple(Precision(method, predicate, len(d), sum(d)) for (predicate, method), d in sorted(decided.items()))
