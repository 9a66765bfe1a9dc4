"""From one classification to another, through the ontology, showing every step.

A label is carried to the emotions it is mapped to; from each emotion we look for labels of the
target set, first at the emotion itself, then going up its lineage one parent at a time.  A chain
is as good as its weakest link, its confidence is the product of the steps, and nothing becomes
exact by chaining.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import reduce
from math import prod

from ontology.emotion import Emotion
from ontology.errors import BadInput
from ontology.labels import Label
from ontology.mapping import Match
from ontology.taxonomy import descendants, lineage
from ontology.world import Ontology

#: A step from an emotion to its parent keeps this share of the confidence (this project).
UP_CONFIDENCE = 0.9
#: A step down to a part of the emotion holds for some cases of it only (this project).
DOWN_CONFIDENCE = 0.5


@dataclass(frozen=True, slots=True)
class Step:
    """One link of a chain: ``subject match object``, how sure, and why."""

    subject: str
    match: Match
    object: str
    confidence: float
    reason: str


#: Steps one after another, each beginning where the one before it ends.
Chain = tuple[Step, ...]


def compose(first: Chain, then: Chain) -> Chain:
    """One chain of two.

    Raises:
        BadInput: the second does not begin where the first ends.
    """
    if first and then and first[-1].object != then[0].subject:
        raise BadInput(f"a chain that ends at {first[-1].object} cannot go on from {then[0].subject}")
    return first + then


def invert(chain: Chain) -> Chain:
    """The chain read from its other end; doing so twice changes nothing."""
    return tuple(Step(s.object, s.match.inverse, s.subject, s.confidence, s.reason) for s in reversed(chain))


def match_of(chain: Chain) -> Match:
    """The chain as one match: its weakest link; exact where it has no step at all."""
    return reduce(Match.then, (step.match for step in chain), Match.EXACT)


def confidence_of(chain: Chain) -> float:
    """The product of the steps, 0 … 1."""
    return prod(step.confidence for step in chain)


@dataclass(frozen=True, slots=True)
class Target:
    """One label that a source may become, with the steps that lead to it.

    ``weight`` is the share of the source it takes among the targets it stands with: those of the strongest match
    share it in proportion to their confidence, all others take nothing.
    """

    label: Label
    chain: Chain
    weight: float = 1.0

    @property
    def match(self) -> Match:
        """See ``match_of``."""
        return match_of(self.chain)

    @property
    def confidence(self) -> float:
        """See ``confidence_of``."""
        return confidence_of(self.chain)


def emotion_of(world: Ontology, label_id: str) -> str | None:
    """The one emotion that a label such as ``meld/joy`` means: the best of its exact and close matches, else None."""
    mappings = world.mappings_of_label.get(label_id, ())
    meant = [m for m in mappings if m.match in (Match.EXACT, Match.CLOSE) and m.emotion]
    best = min(meant, key=lambda m: (-m.match.strength, -m.confidence, m.emotion or ""), default=None)
    return best.emotion if best else None


def translate(world: Ontology, label: str, source: str, target: str) -> tuple[Target, ...]:
    """The labels of set ``target`` for a label of set ``source``, best first; empty where none fits.

    Raises:
        UnknownLabelSet, UnknownLabel: ``label`` may be spelt as in the data, by code or by alias.
    """
    found = world.label_set(source)[label]
    world.label_set(target)
    if source == target:
        return (Target(found, (Step(found.id, Match.EXACT, found.id, 1.0, "the same label"),)),)
    first_steps = (
        Step(m.label, m.match, f"tone:{m.emotion}", m.confidence, m.comment or m.justification)
        for m in world.mappings_of_label.get(found.id, ())
        if m.emotion is not None
    )
    chains = (
        Target(t.label, compose((step,), t.chain))
        for step in first_steps
        for t in labels_of(world, step.object.removeprefix("tone:"), target)
    )
    return _weighed(_best_of_each_label(chains))


def labels_of(world: Ontology, emotion: str, label_set: str) -> tuple[Target, ...]:
    """The labels of a set for an emotion, best first; empty where the set has none.

    The nearest ancestor-or-self with more than a related match decides.  Failing that, labels of
    the emotion's parts, then labels merely related.

    Raises:
        UnknownEmotion, UnknownLabelSet.
    """
    labels = world.label_set(label_set)
    related: tuple[Target, ...] = ()
    climbed: Chain = ()
    for here in lineage(world, emotion):
        found = _targets_at(world, here, labels.id, climbed)
        if found and found[0].match is not Match.RELATED:
            return _weighed(found)
        related = related or found
        if here.parent is not None:
            up = _step(here.id, Match.BROAD, here.parent, UP_CONFIDENCE, "its parent in the tree")
            climbed = compose(climbed, (up,))
    below = _best_of_each_label(
        target
        for part in descendants(world, emotion)
        for target in _targets_at(world, part, labels.id, (_down(emotion, part),))
    )
    return _weighed(below or related)


def _targets_at(world: Ontology, emotion: Emotion, label_set: str, before: Chain) -> tuple[Target, ...]:
    return _best_of_each_label(
        Target(
            world.label(m.label),
            (
                *before,
                Step(f"tone:{emotion.id}", m.match.inverse, m.label, m.confidence, m.comment or m.justification),
            ),
        )
        for m in world.mappings_to.get((label_set, emotion.id), ())
    )


def _down(emotion: str, part: Emotion) -> Step:
    return _step(emotion, Match.NARROW, part.id, DOWN_CONFIDENCE, "a part of it in the tree")


def _step(subject: str, match: Match, object: str, confidence: float, reason: str) -> Step:
    return Step(f"tone:{subject}", match, f"tone:{object}", confidence, reason)


def _best_of_each_label(targets: Iterable[Target]) -> tuple[Target, ...]:
    def rank(target: Target) -> tuple[int, float, int]:
        return -target.match.strength, -target.confidence, target.label.position

    best: dict[str, Target] = {}
    for target in sorted(targets, key=rank):
        best.setdefault(target.label.id, target)
    return tuple(best.values())


def _weighed(targets: tuple[Target, ...]) -> tuple[Target, ...]:
    strongest = max((t.match.strength for t in targets), default=0)
    sure = [t.confidence if t.match.strength == strongest else 0.0 for t in targets]
    return tuple(replace(t, weight=c / sum(sure)) for t, c in zip(targets, sure, strict=True))
