"""Random walks over transitions: where one is in the long run, and how many steps one state is from another.

The chances are those of a corpus (counts, as they are or drawn to the base rates) or modelled expectations.
What has no one answer is not given: a chain that is not irreducible has no single long run.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import networkx as nx
import numpy as np
from numpy.typing import NDArray

from ontology.errors import BadInput
from ontology.harmonize import emotion_of
from ontology.markov import Chain
from ontology.world import Ontology

#: Name of the transitions that are modelled and not counted.
MODELLED = "modelled"

#: The most steps of one walk.
MOST_STEPS = 100_000

#: How many of its states an answer lists.
SHOWN = 1000

Matrix = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class WalkState:
    """One state: a label of the corpus and the emotion it names, None where it names none.

    ``stationary`` is its share of the long run and ``visited`` that of this walk, 0 … 1; ``steps_to`` and
    ``steps_from`` are expected steps from the start to it and from it back to the start, 0 for the start itself.
    """

    state: str
    emotion: str | None
    stationary: float
    visited: float
    steps_to: float
    steps_from: float


@dataclass(frozen=True, slots=True)
class Walk:
    """A chain and one seeded walk on it.

    ``period`` is 1 where chances settle whatever the start; ``seen`` is on how many counted steps the chances
    rest, 0 where they are modelled.  ``walk`` holds the first states of the walk, at most 1000.
    """

    corpus: str
    is_smoothed: bool
    start: str
    seed: int
    steps: int
    period: int
    seen: int
    states: tuple[WalkState, ...]
    walk: tuple[str, ...]


def walk(
    world: Ontology, corpus: str, start: str, *, steps: int = 1000, seed: int = 13, smoothed: bool = False
) -> Walk:
    """A walk from an emotion (or a label of the corpus), and what holds of every walk.

    Raises:
        BadInput: no such corpus or state, ``steps`` is out of range, or the chain is not irreducible.
    """
    if not 0 <= steps <= MOST_STEPS:
        raise BadInput(f"steps {steps} is outside 0 … {MOST_STEPS}")
    states, chances, seen = _chain(world, corpus, smoothed=smoothed)
    first = _state(states, start, corpus)
    period = irreducible(list(states), chances, corpus)
    settled, times = stationary(chances), hitting_times(chances)
    visits = _visits(chances, first, steps, seed)
    counts = np.bincount(visits, minlength=len(states)) / len(visits)
    found = [
        WalkState(name, emotion, *map(float, (settled[i], counts[i], times[first, i], times[i, first])))
        for i, (name, emotion) in enumerate(states.items())
    ]
    found.sort(key=lambda s: (-round(s.stationary, 12), s.state))
    names = list(states)
    shown = tuple(names[i] for i in visits[:SHOWN])
    return Walk(corpus, smoothed, names[first], seed, steps, period, seen, tuple(found), shown)


def irreducible(states: Sequence[str], chances: Matrix, corpus: str) -> int:
    """The period of a chain in which every state can be reached from every other.

    Raises:
        BadInput: it is not so; names the states that cannot all be reached from each other.
    """
    graph = nx.from_numpy_array(chances, create_using=nx.DiGraph)
    parts = [sorted(states[i] for i in part) for part in nx.strongly_connected_components(graph)]
    parts.sort(key=lambda part: (len(part), part))
    if len(parts) > 1:
        raise BadInput(
            f"the transitions of {corpus} are not irreducible: {', '.join(parts[0])} cannot be left or reached, so "
            "there is no single long run; smoothing draws the chances to the base rates and joins all states"
        )
    return _period(graph)


def _period(graph: nx.DiGraph) -> int:
    """The greatest common divisor of all circles: of level(a) + 1 - level(b) over all edges."""
    level = nx.single_source_shortest_path_length(graph, 0)
    return int(np.gcd.reduce([level[a] + 1 - level[b] for a, b in graph.edges]))


def stationary(chances: Matrix) -> Matrix:
    """The one distribution that a step leaves as it is: the left eigenvector of eigenvalue 1 that sums to 1."""
    n = len(chances)
    equations = np.vstack([(chances.T - np.eye(n))[:-1], np.ones(n)])  # one row follows from the others
    return np.linalg.solve(equations, np.eye(n)[-1])


def hitting_times(chances: Matrix) -> Matrix:
    """Expected steps from each state (row) until each other (column) is first met; 0 on the diagonal."""
    n = len(chances)
    times = np.zeros((n, n))
    for goal in range(n):
        others = [i for i in range(n) if i != goal]
        if others:
            inner = np.eye(n - 1) - chances[np.ix_(others, others)]
            times[others, goal] = np.linalg.solve(inner, np.ones(n - 1))
    return times


def _visits(chances: Matrix, first: int, steps: int, seed: int) -> list[int]:
    rng, sums = np.random.default_rng(seed), np.cumsum(chances, axis=1)
    place, visits = first, [first]
    for draw in rng.random(steps):
        place = min(int(np.searchsorted(sums[place], draw, side="right")), len(chances) - 1)
        visits.append(place)
    return visits


def _state(states: Mapping[str, str | None], start: str, corpus: str) -> int:
    names = list(states)
    named = [i for i, (name, emotion) in enumerate(states.items()) if start in (emotion, name)]
    if not named:
        raise BadInput(f"the transitions of {corpus} have no state '{start}'; they have {', '.join(names)}")
    return named[0]


def _chain(world: Ontology, corpus: str, *, smoothed: bool) -> tuple[dict[str, str | None], Matrix, int]:
    """States with the emotion each names, the chances (rows sum to 1), and how many steps were counted."""
    if corpus == MODELLED:
        return _modelled(world)
    if corpus not in world.corpora:
        known = ", ".join((*world.corpora, MODELLED))
        raise BadInput(f"no corpus '{corpus}' with transitions; there are {known}")
    rows = [o for o in world.observed if o.corpus == corpus]
    labels = world.label_set(world.corpora[corpus].label_set)
    met = {labels[label].label for o in rows for label in (o.before, o.after)}
    names = [label.label for label in labels if label.label in met]
    place = {name: i for i, name in enumerate(names)}
    counts = np.zeros((len(names), len(names)))
    for o in rows:
        counts[place[labels[o.before].label], place[labels[o.after].label]] += o.turns
    if smoothed:
        chain = Chain({(o.before, o.partner, o.after): o.turns for o in rows}, names)
        chances = np.array([[chain.own(a, b) for b in names] for a in names])
    else:
        left = counts.sum(axis=1, keepdims=True)
        chances = np.where(left > 0, counts / np.maximum(left, 1), np.eye(len(names)))  # never left: it stays
    chances = chances / chances.sum(axis=1, keepdims=True)
    return {name: emotion_of(world, labels[name].id) for name in names}, chances, int(counts.sum())


def _modelled(world: Ontology) -> tuple[dict[str, str | None], Matrix, int]:
    """Expectations as chances: each emotion's likelihoods shared out, since people leave it for one of them."""
    names = sorted({id for c in world.concept_transitions for id in (c.before, c.after)})
    if not names:
        raise BadInput("no transitions are modelled in these tables")
    place = {name: i for i, name in enumerate(names)}
    likely = np.zeros((len(names), len(names)))
    for c in world.concept_transitions:
        likely[place[c.before], place[c.after]] = c.likelihood
    left = likely.sum(axis=1, keepdims=True)
    chances = np.where(left > 0, likely / np.where(left > 0, left, 1), np.eye(len(names)))
    return {name: name for name in names}, chances, 0
