"""The next emotion guessed from several sides at once, each weighed by what it was worth on dialogues held back.

Sides: base rates, staying, following the partner, counts given the last, counts given also the partner's,
and what was felt in this dialogue so far.  Weights are those that explain held-back steps best (expectation
and maximisation), so a side that tells nothing gets nothing.
"""

from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from ontology.dialogue import Step
from ontology.markov import Chain, counted

#: The sides in their order, and how many pseudo-counts the dialogue so far is drawn to the base rates by.
SIDES = ("base", "stay", "follow", "own", "both", "dialogue")
DRAWN = 2.0

#: Share of dialogues held back to weigh the sides, and rounds of weighing.
HELD_BACK, ROUNDS = 0.2, 40

Doubles = NDArray[np.float64]


class Mixture:
    """Chances of the next emotion from all sides."""

    def __init__(self, steps: Sequence[Step], emotions: Sequence[str]) -> None:
        dialogues = sorted({step.dialogue for step in steps})
        order = np.random.default_rng(13).permutation(len(dialogues))
        back = {dialogues[i] for i in order[: max(1, int(HELD_BACK * len(dialogues)))]}
        kept = Chain(counted(s for s in steps if s.dialogue not in back), emotions)
        self.weights = _weighed(np.array([list(_sides(kept, s)) for s in steps if s.dialogue in back]))
        self._chain = Chain(counted(steps), emotions)

    def chance(self, step: Step) -> float:
        """The chance of what did come after."""
        return float(np.array(list(_sides(self._chain, step))) @ self.weights)


def _sides(chain: Chain, step: Step) -> Iterator[float]:
    base = chain.base[step.after]
    so_far = Counter(step.history)
    yield base
    yield float(step.after == step.before)
    yield float(step.after == step.partner)
    yield chain.own(step.before, step.after)
    yield chain.both(step.before, step.partner, step.after)
    yield (so_far[step.after] + DRAWN * base) / (so_far.total() + DRAWN)


def _weighed(chances: Doubles) -> Doubles:
    """Weights of the sides, summing to 1, that make the product of the mixed chances largest.

    >>> _weighed(np.array([[0.5, 0.1], [0.5, 0.1]])).round(2).tolist()
    [1.0, 0.0]
    """
    weights = np.full(chances.shape[1], 1 / chances.shape[1])
    for _ in range(ROUNDS):
        owed = chances * weights
        weights = (owed / np.maximum(owed.sum(axis=1, keepdims=True), 1e-300)).mean(axis=0)
        weights /= weights.sum()
    found: Doubles = weights
    return found
