"""Where a feeling goes next: a displacement in VAD space toward a stimulus, scaled by personality.

After Wen et al. 2021: the next state is the present one plus a variation weighted on each axis by
the speaker's personality.  They learn variation and weights from dialogues; here the variation is
a fixed share of the way to the stimulus and the weight is 1 plus the temperament, both stated.
What their data can show of personality is little (facts: no detectable effect on first-order
transitions), so the weights are a prior from Mehrabian's equations and not a finding.
"""

from dataclasses import dataclass

from ontology.errors import BadInput
from ontology.personality import Personality
from ontology.vad import VAD

#: The share of the way to the stimulus that a person of mean traits goes in one step (this project).
REACTIVITY = 0.5

MODEL = "wen2021-displacement"
FORMULA = "next = clip(now + 0.5 · (1 + temperament) ⊙ (stimulus - now)), on each axis; one step = one turn"


@dataclass(frozen=True, slots=True)
class Trajectory:
    """The states passed through, the present one first; ``gain`` is the weight on each axis, 0 … 2."""

    states: tuple[VAD, ...]
    gain: tuple[float, float, float]


def trajectory(now: VAD, stimulus: VAD, personality: Personality, *, steps: int = 1) -> Trajectory:
    """The path over ``steps`` turns while the stimulus lasts: ``steps + 1`` states.

    With mean traits half of the remaining way is gone at each turn.  A gain of 0 holds an axis
    still, 2 reaches the stimulus at once; no axis overshoots.

    Raises:
        BadInput: ``steps`` is not in 1 … 1000.
    """
    if not 1 <= steps <= 1000:
        raise BadInput(f"steps {steps} is outside 1 … 1000")
    gain = tuple(1.0 + axis for axis in personality.temperament)
    states = [now]
    for _ in range(steps):
        moved = (x + REACTIVITY * g * (s - x) for x, g, s in zip(states[-1], gain, stimulus, strict=True))
        states.append(VAD.clipped(*moved))
    return Trajectory(tuple(states), (gain[0], gain[1], gain[2]))
