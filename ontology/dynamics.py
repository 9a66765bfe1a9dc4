"""Three ways a point moves through VAD space: toward a stimulus, as a mood, as a noisy spring.

Each is a pure function of a ``Situation``; what is published and what is our setting stands beside
every number.  All three take who a person is from Mehrabian's equations, which are a prior.
"""

from collections.abc import Callable
from math import exp, sqrt
from random import Random
from statistics import quantiles

from ontology.transition import Model, Situation, Trajectory
from ontology.vad import VAD

#: The share of the way to the stimulus that a person of mean traits goes in one step (this project).
REACTIVITY = 0.5

#: ALMA, Gebhard 2005: from one octant's centre to the next (a distance of 1) in 10 minutes, and home
#: over the longest octant distance (√3) in 20.
MOOD_SPEED, MOOD_RETURN = 1 / 10, sqrt(3) / 20

#: Core affect: attractor strength per hour and volatility per √hour on each axis (this project; they
#: give a resting spread of .18 and half of a displacement gone in 1.4 hours).
ATTRACTION, VOLATILITY = 0.5, 0.18

#: Seeded paths the bands of core affect are read from.
PATHS = 1000

WEN = Model(
    "wen",
    "displacement weighted by personality, after Wen et al. 2021",
    "next = clip(now + 0.5 · (1 + temperament) ⊙ (stimulus - now)) on each axis",
    "one turn of a dialogue",
    ("peld2021", "mehrabian1996"),
    "their variation and weights are learnt; here the variation is half of the way to the stimulus and the weight a "
    "prior. Their data show no effect of personality on first-order transitions (p = .17)",
)
ALMA = Model(
    "alma",
    "mood with a default, push and pull, after ALMA (Gebhard 2005)",
    "while the emotion lasts: toward it by 0.1, or past it along its own direction by 0.1; then home to the "
    "temperament by √3/20",
    "one minute",
    ("gebhard2005", "mehrabian1996"),
    "speeds are the author's settings; the emotion has intensity 1 while it lasts",
)
AFFECT = Model(
    "affect",
    "core affect as an Ornstein-Uhlenbeck process, after Kuppens, Oravecz & Tuerlinckx 2010",
    "dX = 0.5 (home - X) dt + 0.18 dW on each axis; home is the temperament, or the stimulus while it lasts",
    "one hour",
    ("kuppens2010", "mehrabian1996"),
    "form as published, for valence and arousal; the strengths are this project's settings, the same for everybody",
)


def toward_stimulus(situation: Situation) -> Trajectory:
    """Half of the remaining way at each turn for mean traits; no axis overshoots.

    A gain of 0 holds an axis still, 2 reaches the stimulus at once.  Without a stimulus nothing moves.

    >>> toward_stimulus(Situation(VAD(0, 0, 0), VAD(0.5, 0.0, -0.5), steps=2)).states[-1]
    VAD(valence=0.375, arousal=0.0, dominance=-0.375)
    """
    gain = tuple(1.0 + axis for axis in situation.personality.temperament)
    states = [situation.now]
    for step in range(situation.steps):
        goal = situation.stimulus_at(step) or states[-1]
        moved = (x + REACTIVITY * g * (s - x) for x, g, s in zip(states[-1], gain, goal, strict=True))
        states.append(VAD.clipped(*moved))
    return Trajectory(tuple(states), gain=(gain[0], gain[1], gain[2]))


def mood(situation: Situation) -> Trajectory:
    """Minute by minute: pulled to the emotion or pushed beyond it, then home to the default mood.

    >>> home = mood(Situation(VAD(0.5, 0.5, 0.5), steps=20)).states
    >>> home[-1], round(home[0].distance(home[1]), 4)
    (VAD(valence=0.0, arousal=0.0, dominance=0.0), 0.0866)
    """
    default = situation.personality.temperament
    states = [situation.now]
    for step in range(situation.steps):
        emotion = situation.stimulus_at(step)
        now = states[-1]
        states.append(_approach(now, default, MOOD_RETURN) if emotion is None else _stirred(now, emotion))
    return Trajectory(tuple(states))


def _stirred(now: VAD, emotion: VAD) -> VAD:
    """One minute under an emotion: a mood already beyond it, in its direction, is pushed further."""
    length = emotion.length
    if length == 0:
        return _approach(now, emotion, MOOD_SPEED)
    along = sum(a * b for a, b in zip(now, emotion, strict=True)) / length
    if along <= length:
        return _approach(now, emotion, MOOD_SPEED)
    return VAD.clipped(*(x + MOOD_SPEED * e / length for x, e in zip(now, emotion, strict=True)))


def _approach(now: VAD, goal: VAD, speed: float) -> VAD:
    far = now.distance(goal)
    if far <= speed:
        return goal
    return VAD.clipped(*(x + speed / far * (g - x) for x, g in zip(now, goal, strict=True)))


def core_affect(situation: Situation) -> Trajectory:
    """The mean path, its variance, and bands of 1,000 seeded paths.

    Mean and variance are exact for the process before its values are held inside the cube; the same
    seed gives the same bands.
    """
    home = situation.personality.temperament
    kept, grown = exp(-ATTRACTION), VOLATILITY**2 * (1 - exp(-2 * ATTRACTION)) / (2 * ATTRACTION)
    rng = Random(situation.seed)  # noqa: S311 - chance of a model, no secret
    paths = [list(situation.now) for _ in range(PATHS)]
    states, spread = [situation.now], [0.0]
    low, high = [situation.now], [situation.now]
    for step in range(situation.steps):
        goal = tuple(situation.stimulus_at(step) or home)
        states.append(VAD.clipped(*(g + kept * (x - g) for x, g in zip(states[-1], goal, strict=True))))
        spread.append(kept**2 * spread[-1] + grown)
        for path in paths:
            path[:] = [g + kept * (x - g) + rng.gauss(0, sqrt(grown)) for x, g in zip(path, goal, strict=True)]
        cuts = [quantiles(axis, n=20) for axis in zip(*paths, strict=True)]
        low.append(VAD.clipped(*(cut[0] for cut in cuts)))
        high.append(VAD.clipped(*(cut[-1] for cut in cuts)))
    return Trajectory(tuple(states), tuple((v, v, v) for v in spread), tuple(low), tuple(high))


#: Name -> what the model is, and the function that runs it.
DYNAMICS: dict[str, tuple[Model, Callable[[Situation], Trajectory]]] = {
    model.name: (model, run) for model, run in ((WEN, toward_stimulus), (ALMA, mood), (AFFECT, core_affect))
}
