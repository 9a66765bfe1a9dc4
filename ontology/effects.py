"""Does a trait of the speaker change how likely one emotion follows another? Each transition by itself.

The estimate is a difference of log-odds between persons high and low in the trait; its interval draws
whole persons, and its p-value deals the trait out anew among the persons of each group, so that steps of
one person are never taken for many.  Over all transitions of a trait the false-discovery rate is held.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ontology.dialogue import Step
from ontology.edges import EffectStatus

#: A transition is tested where its first state was left at least so often, by so many persons of either level.
LEAST_STEPS, LEAST_PERSONS = 200, 10

#: The false-discovery rate over the transitions of one trait (Benjamini & Hochberg 1995).
FALSE_DISCOVERY = 0.05

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class EdgeEffect:
    """One trait on one transition: log-odds of high against low, with a 95 % interval over persons."""

    trait: str
    before: str
    after: str
    log_odds: float
    low: float
    high: float
    base: float
    p: float
    steps: int
    persons: int
    status: EffectStatus


def edge_effects(
    steps: Sequence[Step],
    trait: str,
    expected: Callable[[str, str, str], float],
    *,
    draws: int = 1000,
    seed: int = 13,
) -> list[EdgeEffect]:
    """The effect of a trait on every transition that was seen often enough.

    ``expected(trait, before, after)`` is the sign a theory gives: an effect that stands against it is
    marked as contradicting; 0 expects nothing.
    """
    stated = [(s, dict(s.traits)[trait]) for s in steps if trait in dict(s.traits)]
    persons = sorted({s.speaker for s, _ in stated})
    emotions = sorted({e for s, _ in stated for e in (s.before, s.after)})
    row, place = {p: i for i, p in enumerate(persons)}, {e: i for i, e in enumerate(emotions)}
    counts, high, group = np.zeros((len(persons), len(emotions), len(emotions))), np.zeros(len(persons)), {}
    for step, level in stated:
        counts[row[step.speaker], place[step.before], place[step.after]] += 1
        high[row[step.speaker]], group[step.speaker] = level == "high", step.group
    rng = np.random.default_rng(seed)
    seen = _log_odds(counts, high[None])[0]
    dealt = _log_odds(counts, np.stack([_dealt(high, [group[p] for p in persons], rng) for _ in range(draws)]))
    drawn = _bootstrapped(counts, high, draws, rng)
    centre = dealt.mean(axis=0)
    p = (1 + (np.abs(dealt - centre) >= np.abs(seen - centre) - 1e-12).sum(axis=0)) / (1 + draws)
    tested = [(i, j) for i in range(len(emotions)) if _enough(counts[:, i], high) for j in range(len(emotions))]
    supported = _discovered([float(p[i, j]) for i, j in tested])
    total = counts.sum(axis=0)
    return [
        EdgeEffect(
            trait=trait,
            before=emotions[i],
            after=emotions[j],
            log_odds=float(seen[i, j]),
            low=float(np.quantile(drawn[:, i, j], 0.025)),
            high=float(np.quantile(drawn[:, i, j], 0.975)),
            base=float(total[i, j] / total[i].sum()),
            p=float(p[i, j]),
            steps=int(total[i].sum()),
            persons=int((counts[:, i].sum(axis=1) > 0).sum()),
            status=_status(float(seen[i, j]), expected(trait, emotions[i], emotions[j]), held=held),
        )
        for (i, j), held in zip(tested, supported, strict=True)
    ]


def _status(effect: float, expected: float, *, held: bool) -> EffectStatus:
    if not held:
        return EffectStatus.NULL
    return EffectStatus.CONTRADICTED if effect * expected < 0 else EffectStatus.SUPPORTED


def _log_odds(counts: Array, high: Array) -> Array:
    """Shape (dealings, before, after): log-odds of persons marked 1 minus those marked 0; half a step is added."""
    whole = counts.sum(axis=0)
    mine = np.tensordot(high, counts, axes=1)
    return _odds(mine) - _odds(whole - mine)


def _odds(counts: Array) -> Array:
    left = counts.sum(axis=-1, keepdims=True)
    logs: Array = np.log(counts + 0.5) - np.log(left - counts + 0.5)
    return logs


def _bootstrapped(counts: Array, high: Array, draws: int, rng: np.random.Generator) -> Array:
    """Log-odds over persons drawn anew with replacement, those high and those low apart."""
    sides = []
    for level in (1, 0):
        members = np.flatnonzero(high == level)
        weights = rng.multinomial(len(members), np.full(len(members), 1 / len(members)), size=draws)
        sides.append(_odds(np.tensordot(weights.astype(np.float64), counts[members], axes=1)))
    apart: Array = sides[0] - sides[1]
    return apart


def _dealt(high: Array, groups: Sequence[str], rng: np.random.Generator) -> Array:
    dealt = high.copy()
    for name in sorted(set(groups)):
        members = np.flatnonzero([g == name for g in groups])
        dealt[members] = rng.permutation(high[members])
    return dealt


def _enough(left: Array, high: Array) -> bool:
    """Whether a state was left often enough, by enough persons of either level; ``left``: (persons, after)."""
    who = left.sum(axis=1) > 0
    return bool(left.sum() >= LEAST_STEPS and min((who & (high == level)).sum() for level in (0, 1)) >= LEAST_PERSONS)


def _discovered(p: Sequence[float]) -> list[bool]:
    """Which of many tests stand at the false-discovery rate.

    >>> _discovered([0.001, 0.2, 0.012, 0.6])
    [True, False, True, False]
    """
    ranked = sorted(p)
    passed = [value for rank, value in enumerate(ranked, 1) if value <= FALSE_DISCOVERY * rank / len(ranked)]
    return [value <= max(passed, default=0.0) for value in p]
