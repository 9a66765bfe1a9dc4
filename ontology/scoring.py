"""Scoring open answers: sets of emotions given and expected, compared at each tier and in affective space.

Two emotions are as alike as the tree says (Wu & Palmer): the same 1, a parent in part, another branch 0; an
emotion and its opposite count -1.  So synonyms, which name one emotion, score as equal.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

from ontology.similarity import wu_palmer
from ontology.taxonomy import at_or_above
from ontology.world import Ontology


@dataclass(frozen=True, slots=True)
class Agreement:
    """Precision, recall and F1, each 0 … 1."""

    precision: float
    recall: float
    f1: float


@dataclass(frozen=True, slots=True)
class Score:
    """One row, or the mean of all: by set at tier 1, 2, 3, by likeness in the tree, and by place.

    ``hierarchical`` counts, for each emotion, the best likeness on the other side, -1 … 1.  ``distance`` is the mean
    VAD distance to the nearest on the other side, None where a side has no place.
    """

    tiers: tuple[Agreement, Agreement, Agreement]
    hierarchical: Agreement
    distance: float | None


def score(world: Ontology, gold: Sequence[str], predicted: Sequence[str]) -> Score:
    """How well predicted emotions agree with the expected ones; two empty sides agree wholly.

    Raises:
        UnknownEmotion: an id is none.
    """
    tiers = [
        _sets(*(frozenset(at_or_above(world, id, depth) for id in side) for side in (gold, predicted)))
        for depth in (1, 2, 3)
    ]
    return Score((tiers[0], tiers[1], tiers[2]), _in_tree(world, gold, predicted), _apart(world, gold, predicted))


def mean(scores: Sequence[Score]) -> Score:
    """The mean of several rows, axis by axis."""

    def of(parts: Sequence[Agreement]) -> Agreement:
        return Agreement(fmean(p.precision for p in parts), fmean(p.recall for p in parts), fmean(p.f1 for p in parts))

    apart = [s.distance for s in scores if s.distance is not None]
    tiers = [of([s.tiers[tier] for s in scores]) for tier in range(3)]
    return Score((tiers[0], tiers[1], tiers[2]), of([s.hierarchical for s in scores]), fmean(apart) if apart else None)


def alike(world: Ontology, a: str, b: str) -> float:
    """-1 for opposites, else Wu & Palmer: 1 for the same, less the further apart in the tree, 0 across branches."""
    if frozenset((a, b)) in world.opposites:
        return -1.0
    return 1.0 if a == b else wu_palmer(world, a, b)


def _sets(gold: frozenset[str], predicted: frozenset[str]) -> Agreement:
    both = len(gold & predicted)
    precision = both / len(predicted) if predicted else float(not gold)
    return _agreement(precision, both / len(gold) if gold else float(not predicted))


def _in_tree(world: Ontology, gold: Sequence[str], predicted: Sequence[str]) -> Agreement:
    def best(ones: Sequence[str], others: Sequence[str]) -> float:
        if not ones:
            return float(not others)
        return fmean(max((alike(world, a, b) for b in others), default=0.0) for a in set(ones))

    return _agreement(best(predicted, gold), best(gold, predicted))


def _agreement(precision: float, recall: float) -> Agreement:
    f1 = 2 * precision * recall / (precision + recall) if precision > 0 and recall > 0 else min(precision, recall, 0.0)
    return Agreement(precision, recall, f1)


def _apart(world: Ontology, gold: Sequence[str], predicted: Sequence[str]) -> float | None:
    places = [[vad for id in side if (vad := world.vad(id)) is not None] for side in (gold, predicted)]
    if not all(places):
        return None
    there = [min(a.distance(b) for b in places[1]) for a in places[0]]
    back = [min(a.distance(b) for b in places[0]) for a in places[1]]
    return fmean([*there, *back])
