"""What follows what in dialogues: counts, smoothed chances, and whether personality makes a difference.

All of it is descriptive: a chance over many people, no statement about one.  Persons of one play or
one show share a writer: where the corpus names groups, a trait is dealt out anew only within each.
Held-out figures leave whole dialogues out, since neighbouring steps share a turn.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ontology.dialogue import TRAIT_COLUMNS, Step
from ontology.edges import EffectStatus
from ontology.errors import BadInput

#: Pseudo-counts a row is given, spread as the emotions are spread over all (Dirichlet).
PSEUDO = 5.0

#: Of five traits tested at once one must be this improbable under chance to count (.05 after Bonferroni).
LEVEL = 0.05 / 5


#: (state before, what the partner felt, state after) -> how often.  An empty partner was not looked at.
Counts = Mapping[tuple[str, str, str], int]


class Chain:
    """Chances of the next emotion given the speaker's last, and the partner's where asked."""

    def __init__(self, counts: Counts, emotions: Sequence[str]) -> None:
        after: Counter[str] = Counter()
        self._own: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self._both: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
        for (before, partner, then), turns in counts.items():
            after[then] += turns
            self._own[before][then] += turns
            self._both[before, partner][then] += turns
        total = after.total() + len(emotions)
        self.emotions = tuple(emotions)
        self.base = {emotion: (after[emotion] + 1) / total for emotion in emotions}
        self.stay = _stay(self._own, self.base)

    def own(self, before: str, after: str) -> float:
        """The chance of ``after`` behind ``before``, drawn toward the base rate where counts are few."""
        counts = self._own[before]
        return (counts[after] + PSEUDO * self.base[after]) / (counts.total() + PSEUDO)

    def both(self, before: str, partner: str, after: str) -> float:
        """The same given also what the partner felt in between, drawn toward ``own``."""
        counts = self._both[before, partner]
        return (counts[after] + PSEUDO * self.own(before, after)) / (counts.total() + PSEUDO)

    def copy(self, before: str, after: str) -> float:
        """The baseline: stay with one chance for all emotions, else by the base rate."""
        return self.stay * (before == after) + (1 - self.stay) * self.base[after]

    def walk(self, start: str, partner: str, *, steps: int, hold: int) -> list[dict[str, float]]:
        """The chances of every emotion after 0 … ``steps`` steps; the partner's counts for the first ``hold``."""
        found = [{emotion: float(emotion == start) for emotion in self.emotions}]
        for step in range(steps):
            now = [(before, share) for before, share in found[-1].items() if share]
            chance = (lambda a, b: self.both(a, partner, b)) if partner and step < hold else self.own
            found.append({after: sum(p * chance(before, after) for before, p in now) for after in self.emotions})
        return found

    def seen(self, before: str, partner: str = "") -> int:
        """How many steps the chances behind a state rest on."""
        return (self._both[before, partner] if partner else self._own[before]).total()


def counted(steps: Iterable[Step]) -> Counter[tuple[str, str, str]]:
    """Steps as counts."""
    return Counter((step.before, step.partner, step.after) for step in steps)


def _stay(own: Mapping[str, Counter[str]], base: Mapping[str, float]) -> float:
    """The share of copying that explains the steps best, by the expectations of a mixture."""
    total = sum(counts.total() for counts in own.values())
    kept = [(counts[before], base[before]) for before, counts in own.items()]
    share = 0.3
    for _ in range(50):
        share = sum(n * share / (share + (1 - share) * b) for n, b in kept) / total if total else 0.0
    return min(share, 0.999)


@dataclass(frozen=True, slots=True)
class TraitEffect:
    """How much a trait tells of the next emotion beyond the last one.

    ``information`` is the mutual information in nats; ``expected`` and ``sd`` are its mean and spread
    when the trait is dealt out anew among the persons of each group, each keeping all their steps.
    """

    trait: str
    persons: int
    steps: int
    information: float
    expected: float
    sd: float
    p: float

    @property
    def status(self) -> EffectStatus:
        return EffectStatus.SUPPORTED if self.p < LEVEL else EffectStatus.NULL


def trait_effects(steps: Sequence[Step], *, permutations: int = 1000, seed: int = 13) -> list[TraitEffect]:
    """A permutation test of every trait that the corpus states for at least four persons.

    Raises:
        BadInput: ``permutations`` is not in 100 … 100000.
    """
    if not 100 <= permutations <= 100_000:
        raise BadInput(f"permutations {permutations} is outside 100 … 100000")
    return [effect for trait in TRAIT_COLUMNS if (effect := _effect(steps, trait, permutations, seed)) is not None]


def _effect(steps: Sequence[Step], trait: str, permutations: int, seed: int) -> TraitEffect | None:
    stated = [(step, dict(step.traits)[trait]) for step in steps if trait in dict(step.traits)]
    level = {step.speaker: level == "high" for step, level in stated}
    persons = sorted(level)
    high = np.array([level[person] for person in persons])
    group = {step.speaker: step.group for step, _ in stated}
    groups = [np.flatnonzero([group[person] == g for person in persons]) for g in sorted(set(group.values()))]
    if len(persons) < 4 or high.all() or not high.any():
        return None
    emotions = sorted({e for step, _ in stated for e in (step.before, step.after)})
    place = {name: i for i, name in enumerate(emotions)}
    row = {person: i for i, person in enumerate(persons)}
    counts = np.zeros((len(persons), len(emotions), len(emotions)))
    for step, _ in stated:
        counts[row[step.speaker], place[step.before], place[step.after]] += 1
    rng = np.random.default_rng(seed)
    seen = _information(counts, high)
    dealt = np.array([_information(counts, _dealt(high, groups, rng)) for _ in range(permutations)])
    p = float((1 + (dealt >= seen).sum()) / (1 + permutations))
    return TraitEffect(trait, len(persons), len(stated), seen, float(dealt.mean()), float(dealt.std()), p)


def _dealt(high: NDArray[np.bool_], groups: Sequence[NDArray[np.intp]], rng: np.random.Generator) -> NDArray[np.bool_]:
    """The trait dealt out anew, each group among its own."""
    dealt = high.copy()
    for members in groups:
        dealt[members] = rng.permutation(high[members])
    return dealt


def _information(counts: NDArray[np.float64], high: NDArray[np.bool_]) -> float:
    """I(after; trait | before) in nats, from counts of shape (persons, before, after)."""
    joint = np.stack([counts[high].sum(axis=0), counts[~high].sum(axis=0)])
    given_both = joint / np.maximum(joint.sum(axis=2, keepdims=True), 1)
    whole = joint.sum(axis=0)
    given_before = whole / np.maximum(whole.sum(axis=1, keepdims=True), 1)
    ratio = np.divide(given_both, given_before[None], out=np.ones_like(given_both), where=joint > 0)
    return float((joint * np.log(ratio)).sum() / joint.sum())
