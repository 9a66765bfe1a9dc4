"""What a conversion from one label set to another loses, in figures that need no data but class counts.

A label is carried to its targets of the strongest match, in shares by confidence; what has no target
becomes *unmapped*.  Counts are of single labels; where a row has several, each counts.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from math import fsum, log2

from ontology.errors import BadInput
from ontology.harmonize import Target, emotion_of, translate
from ontology.taxonomy import at_or_above
from ontology.vad import VAD
from ontology.world import Ontology

#: What a label without a target becomes.
UNMAPPED = ""

#: Targets that are no label set: the tiers of the ontology, and places in affective space.
WHOLE = ("tier1", "tier2", "tier3", "vad")

#: Source label -> target label -> share; the shares of a source label sum to 1.
Carried = Mapping[str, Mapping[str, float]]


@dataclass(frozen=True, slots=True)
class Loss:
    """The figures of one ordered pair of sets under given class counts.

    ``mapped`` is the share of the counts that finds a target; ``bits`` the entropy of the source label that
    the translated label leaves open, of the ``entropy`` there was; ``macro_f1`` the best macro-F1 over source
    labels for somebody who is told the translated label and nothing else; ``displacement`` the mean VAD distance
    between what source and target label mean, None where no pair of them has a place.
    """

    source: str
    target: str
    labels: int
    mapped: float
    entropy: float
    bits: float
    macro_f1: float
    displacement: float | None


def best_targets(world: Ontology, label: str, source: str, target: str) -> tuple[Target, ...]:
    """The targets that stand first: of one match and confidence; none, one, or several that are as good."""
    found = translate(world, label, source, target)
    return tuple(
        t for t in found if (t.match, round(t.confidence, 6)) == (found[0].match, round(found[0].confidence, 6))
    )


def carried(world: Ontology, source: str, target: str) -> Carried:
    """Where each label of a set goes.

    ``target`` is a label set, or ``tier1`` … ``tier3`` for the emotion at or above that tier, or ``vad`` for the place
    of the emotion.
    """
    shares: dict[str, dict[str, float]] = {}
    for label in world.label_set(source):
        if target in WHOLE:
            found = dict.fromkeys(_whole(world, label.id, target), 1.0)
        else:
            found = {t.label.label: t.weight for t in translate(world, label.label, source, target) if t.weight}
        shares[label.label] = found or {UNMAPPED: 1.0}
    return shares


def _whole(world: Ontology, label_id: str, target: str) -> list[str]:
    """The emotion of a label brought to a tier, or its place in words."""
    mappings = [m for m in world.mappings_of_label.get(label_id, ()) if m.emotion]
    best = min(mappings, key=lambda m: (-m.match.strength, -m.confidence, m.emotion or ""), default=None)
    if best is None or best.emotion is None:
        return []
    if target == "vad":
        vad = world.vad(best.emotion)
        return [" ".join(f"{x:g}" for x in vad)] if vad else []
    return [at_or_above(world, best.emotion, int(target[-1]))]


def loss(world: Ontology, source: str, target: str, counts: Mapping[str, float] | None = None) -> Loss:
    """What is lost from ``source`` to ``target`` (see ``carried``); labels count the same where no counts are given.

    Raises:
        UnknownLabelSet, UnknownLabel: a set or a label of the counts is not there.
        BadInput: the set has no labels, or the counts are negative or all zero.
    """
    sizes = _sizes(world, source, counts)
    total = sum(sizes.values())
    moved = carried(world, source, target)
    joint: defaultdict[str, dict[str, float]] = defaultdict(dict)
    for label, size in sizes.items():
        for goal, share in moved[label].items():
            joint[goal][label] = size * share / total
    mapped = fsum(p for goal, row in joint.items() if goal != UNMAPPED for p in row.values())
    left_open = sum(-p * log2(p / sum(row.values())) for row in joint.values() for p in row.values() if p)
    return Loss(
        source,
        target,
        len(sizes),
        mapped,
        sum(-n / total * log2(n / total) for n in sizes.values() if n),
        max(0.0, left_open),
        _ceiling(joint, {label: n / total for label, n in sizes.items()}),
        _displacement(world, source, target, sizes, moved),
    )


def _sizes(world: Ontology, source: str, counts: Mapping[str, float] | None) -> dict[str, float]:
    labels = world.label_set(source)
    if not len(labels):
        raise BadInput(f"label set '{source}' has no labels ({labels.comment})")
    sizes = {label.label: 1.0 if counts is None else 0.0 for label in labels}
    for spelling, n in (counts or {}).items():
        if n < 0:
            raise BadInput(f"{spelling} is counted {n} times")
        sizes[labels[spelling].label] += n
    if not sum(sizes.values()):
        raise BadInput(f"no label of '{source}' is counted")
    return sizes


def _ceiling(joint: Mapping[str, Mapping[str, float]], sizes: Mapping[str, float]) -> float:
    """Macro-F1 of guessing, for each translated label, the source label it most often comes from."""
    guess = {goal: max(row, key=lambda label: (row[label], label)) for goal, row in joint.items()}
    guessed: defaultdict[str, float] = defaultdict(float)
    right: defaultdict[str, float] = defaultdict(float)
    for goal, row in joint.items():
        guessed[guess[goal]] += sum(row.values())
        right[guess[goal]] += row[guess[goal]]
    present = [label for label, share in sizes.items() if share]
    return sum(2 * right[label] / (guessed[label] + sizes[label]) for label in present) / len(present)


def _displacement(
    world: Ontology, source: str, target: str, sizes: Mapping[str, float], moved: Carried
) -> float | None:
    if target == "vad":
        return 0.0
    from_places = _places(world, source)
    to_places = {e.id: v for e in world if (v := world.vad(e.id))} if target in WHOLE else _places(world, target)
    apart = [
        (sizes[label] * share, from_places[label].distance(to_places[goal]))
        for label, goals in moved.items()
        for goal, share in goals.items()
        if label in from_places and goal in to_places
    ]
    weight = sum(w for w, _ in apart)
    return sum(w * d for w, d in apart) / weight if weight else None


def _places(world: Ontology, label_set: str) -> dict[str, VAD]:
    """Where the labels lie that mean one emotion."""
    found = {}
    for label in world.label_set(label_set):
        emotion = emotion_of(world, label.id)
        vad = world.vad(emotion) if emotion else None
        if vad is not None:
            found[label.label] = vad
    return found
