"""How well the next emotion can be guessed in dialogues left out."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import log

import numpy as np

from ontology.dialogue import NOBODY, Step
from ontology.errors import BadInput
from ontology.markov import Chain, counted
from ontology.mixture import Mixture

FOLDS = 10


@dataclass(frozen=True, slots=True)
class Fit:
    """Mean held-out log-loss in nats of five ways to guess the next emotion; lower is better."""

    steps: int
    dialogues: int
    persons: int
    base: float
    copy: float
    own: float
    both: float
    mixed: float


def held_out(steps: Sequence[Step]) -> Fit:
    """Log-loss over ``FOLDS`` folds of whole dialogues.

    Raises:
        BadInput: there are fewer dialogues than folds.
    """
    dialogues = sorted({step.dialogue for step in steps})
    if len(dialogues) < FOLDS:
        raise BadInput(f"{len(dialogues)} dialogues with a step are too few to leave some out; {FOLDS} are needed")
    order = np.random.default_rng(13).permutation(len(dialogues))
    fold = {dialogue: int(place) % FOLDS for dialogue, place in zip(dialogues, order, strict=True)}
    emotions = sorted({e for step in steps for e in (step.before, step.after, step.partner) if e not in ("", NOBODY)})
    losses: dict[str, list[float]] = {"base": [], "copy": [], "own": [], "both": [], "mixed": []}
    for f in range(FOLDS):
        seen = [s for s in steps if fold[s.dialogue] != f]
        chain, mixture = Chain(counted(seen), emotions), Mixture(seen, emotions)
        for s in (s for s in steps if fold[s.dialogue] == f):
            losses["base"].append(-log(chain.base[s.after]))
            losses["copy"].append(-log(chain.copy(s.before, s.after)))
            losses["own"].append(-log(chain.own(s.before, s.after)))
            losses["both"].append(-log(chain.both(s.before, s.partner, s.after)))
            losses["mixed"].append(-log(mixture.chance(s)))
    means = {name: sum(values) / len(values) for name, values in losses.items()}
    return Fit(len(steps), len(dialogues), len({s.speaker for s in steps}), **means)
