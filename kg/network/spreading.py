"""Spreading activation: from the emotions of a text over the edges, until nothing is left to pass on.

The activation of a text is 1 in all.  At each step every emotion that has ``threshold`` or more in hand keeps
a part of it and passes ``decay`` of it on, shared among its neighbours in proportion to 1 / (step + cost), so
that nothing is made and nothing lost (the push of Andersen, Chung & Lang 2006, for Collins & Loftus 1975).
What an emotion has in the end is what it kept and what it still has in hand.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from math import log

from kg.network.edges import UNIT, Edge, Over, Walkable
from kg.network.hops import STEP
from ontology.errors import BadInput

#: The most steps that are taken.
MOST_STEPS = 1000


@dataclass(frozen=True, slots=True)
class Activated:
    """An emotion, its share of the activation (0 … 1), and the way from the text that gave it most of it.

    ``way`` is empty for an emotion of the text itself.
    """

    emotion: str
    activation: float
    way: tuple[Edge, ...]


@dataclass(frozen=True, slots=True)
class Spread:
    """Emotions by activation, highest first; all that were reached are 1 together.

    ``start`` is the activation of the text; ``settled`` says that nothing was left above the threshold before the
    ``steps`` allowed were over.
    """

    start: tuple[tuple[str, float], ...]
    decay: float
    threshold: float
    steps: int
    settled: bool
    over: Over
    emotions: tuple[Activated, ...]


def spread(
    on: Walkable, start: Mapping[str, float], *, decay: float = 0.5, threshold: float = 0.001, steps: int = 100
) -> Spread:
    """The activation that weights of emotions come to; weights above 0 are made 1 together first.

    Raises:
        BadInput: no weight is above 0, or a number is outside its range.
    """
    begun = _shares(start)
    for name, value, high in (("decay", decay, 0.99), ("threshold", threshold, 1.0)):
        if not 0 <= value <= high:
            raise BadInput(f"{name} {value} is outside 0 … {high}")
    if not 0 <= steps <= MOST_STEPS:
        raise BadInput(f"steps {steps} is outside 0 … {MOST_STEPS}")
    passing = _passing(on)
    kept: defaultdict[str, float] = defaultdict(float)
    hand, taken = dict(begun), 0
    while taken < steps and (ready := [id for id in sorted(hand) if hand[id] > 0 and hand[id] >= threshold]):
        moved: defaultdict[str, float] = defaultdict(float)
        for id in ready:
            amount, onward = hand.pop(id), passing.get(id)
            if onward is None:  # nowhere to go
                kept[id] += amount
                continue
            kept[id] += (1 - decay) * amount
            for target, share in onward.items():
                moved[target] += decay * amount * share
        for id, amount in moved.items():
            hand[id] = hand.get(id, 0.0) + amount
        taken += 1
    total = {id: kept.get(id, 0.0) + hand.get(id, 0.0) for id in sorted({*kept, *hand})}
    settled = not any(value > 0 and value >= threshold for value in hand.values())
    ways = _ways(on, begun, passing, decay)
    ranked = sorted(total.items(), key=lambda pair: (-round(pair[1], 12), pair[0]))
    reached = tuple(Activated(id, value, ways.get(id, ())) for id, value in ranked if value > 0)
    return Spread(tuple(begun.items()), decay, threshold, taken, settled, on.over, reached)


def _shares(start: Mapping[str, float]) -> dict[str, float]:
    above = {id: weight for id, weight in start.items() if weight > 0}
    if not above:
        raise BadInput("no emotion to start from has a weight above 0")
    total = sum(above.values())
    return {id: weight / total for id, weight in sorted(above.items(), key=lambda pair: (-pair[1], pair[0]))}


def _passing(on: Walkable) -> dict[str, dict[str, float]]:
    """Of what an emotion passes on, the share that goes to each neighbour."""
    found = {}
    for id in on.graph:
        pull = {target: 1 / (STEP + link["cost"] / UNIT) for target, link in on.graph[id].items()}
        if pull:
            whole = sum(pull.values())
            found[id] = {target: value / whole for target, value in pull.items()}
    return found


def _ways(
    on: Walkable, start: Mapping[str, float], passing: Mapping[str, Mapping[str, float]], decay: float
) -> dict[str, tuple[Edge, ...]]:
    """To each emotion the way along which most of one unit comes: the product of shares, by Dijkstra."""
    found: dict[str, tuple[Edge, ...]] = {}
    waiting = [(-log(share), id, "") for id, share in start.items()]
    heapify(waiting)
    while waiting:
        lost, id, before = heappop(waiting)
        if id in found:
            continue
        # An emotion of the text has its activation from the text, even where a neighbour sends more.
        found[id] = () if id in start else (*found[before], on.graph.edges[before, id]["edge"])
        for target, share in passing.get(id, {}).items() if decay else ():
            if target not in found:
                heappush(waiting, (lost - log(decay) - log(share), target, id))
    return found
