"""Where a feeling goes next: one question, several models, each with its name, its formula and its time step.

A model takes a ``Situation`` (the state now, what is met, who meets it) and gives a ``Trajectory``.
The models that move a point through VAD space stand in ``ontology.dynamics``; the one that counts what
followed what in dialogues in ``ontology.markov``.  None of them says what one person will feel: they
are population-level priors.
"""

from dataclasses import dataclass, field
from math import exp

from ontology.emotion import Tier
from ontology.errors import BadInput
from ontology.personality import Personality
from ontology.vad import VAD
from ontology.world import Ontology

#: The most steps a path may have.
MOST_STEPS = 1000

#: How far from a point an emotion still counts as felt there: the standard deviation of the bell that
#: turns distances into shares (this project; about the spread of raters on one word).
SPREAD = 0.25


@dataclass(frozen=True, slots=True)
class Situation:
    """What a model is asked: ``stimulus`` None is a person left alone, ``hold`` how many steps it lasts.

    Raises:
        BadInput: ``steps`` is not in 1 … 1000, or ``hold`` not in 0 … ``steps``.
    """

    now: VAD
    stimulus: VAD | None = None
    personality: Personality = field(default_factory=Personality)
    steps: int = 1
    hold: int | None = None
    seed: int = 13

    def __post_init__(self) -> None:
        if not 1 <= self.steps <= MOST_STEPS:
            raise BadInput(f"steps {self.steps} is outside 1 … {MOST_STEPS}")
        if self.hold is not None and not 0 <= self.hold <= self.steps:
            raise BadInput(f"hold {self.hold} is outside 0 … {self.steps}, the number of steps")

    def stimulus_at(self, step: int) -> VAD | None:
        """What is met during a step, counted from 0."""
        return self.stimulus if step < (self.steps if self.hold is None else self.hold) else None


@dataclass(frozen=True, slots=True)
class Trajectory:
    """The states passed through, the present one first: ``steps + 1`` of them.

    ``variance`` is the model's own per state and axis; ``low`` and ``high`` bound 90 % of its seeded
    paths on each axis, empty where the model has no chance in it; ``gain`` is the weight personality
    puts on each axis, where the model has one.
    """

    states: tuple[VAD, ...]
    variance: tuple[tuple[float, float, float], ...] = ()
    low: tuple[VAD, ...] = ()
    high: tuple[VAD, ...] = ()
    gain: tuple[float, float, float] | None = None


@dataclass(frozen=True, slots=True)
class Model:
    """What a model is: ``step`` is the time one step stands for, ``sources`` where the form comes from."""

    name: str
    title: str
    formula: str
    step: str
    sources: tuple[str, ...]
    caution: str


def shares(
    world: Ontology, point: VAD, variance: tuple[float, float, float] = (0, 0, 0), *, tier: Tier | None = None
) -> dict[str, float]:
    """How much of each rated emotion there is at a point: shares that sum to 1, largest first.

    A bell around the point, ``SPREAD`` wide on each axis and widened by the point's own variance.  With
    ``tier`` only emotions of that tier share.

    Raises:
        BadInput: no emotion of that tier has coordinates.
    """
    rated = [(e.id, vad) for e in world if tier is None or e.tier is tier if (vad := world.vad(e.id)) is not None]
    if not rated:
        raise BadInput("no emotion to share among has coordinates")
    width = [SPREAD**2 + v for v in variance]
    apart = {id: sum((a - b) ** 2 / (2 * w) for a, b, w in zip(point, vad, width, strict=True)) for id, vad in rated}
    least = min(apart.values())
    weight = {id: exp(least - d) for id, d in apart.items()}
    total = sum(weight.values())
    return dict(sorted(((id, w / total) for id, w in weight.items()), key=lambda pair: (-pair[1], pair[0])))
