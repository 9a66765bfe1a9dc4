"""What an edge between two emotions is, where it comes from, and what it costs to walk it.

An edge is a statement of the tables: a step of the tree, a relation, an input of a blend and its output,
or a transition counted in dialogues.  All but transitions can be walked both ways at one cost.  Costs are
held as whole millionths, so that sums are exact and two equal ways are seen to be equal.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import Enum
from math import log

import networkx as nx

from kg.network.hops import REVERSED, STEP
from ontology.harmonize import emotion_of
from ontology.world import Ontology

#: Millionths in 1.
UNIT = 1_000_000

#: The VAD distance that is taken where an end has no rating.
UNRATED = 1.0


class EdgeType(Enum):
    """The sorts of edges that one can choose to walk."""

    TREE = "tree"
    INTENSITY = "intensity"
    RELATED = "related"
    CAUSE = "cause"
    BLEND = "blend"
    OPPOSITE = "opposite"
    TRANSITION = "transition"


class By(Enum):
    """What an edge costs: its VAD distance and a small step, 1, the factor of its type, or distance times factor."""

    VAD = "vad"
    HOPS = "hops"
    RELATION = "relation"
    AFFECTIVE = "affective"


TYPE_OF = {
    "broader": EdgeType.TREE,
    "more_intense_than": EdgeType.INTENSITY,
    "related_to": EdgeType.RELATED,
    "leads_to": EdgeType.CAUSE,
    "blends_into": EdgeType.BLEND,
    "opposite_of": EdgeType.OPPOSITE,
    "turns_into": EdgeType.TRANSITION,
}

#: What is walked unless something else is asked for: an opposite is no way to go, and counts of dialogues are of
#: another kind than statements about meaning.
USUAL = (EdgeType.TREE, EdgeType.INTENSITY, EdgeType.RELATED, EdgeType.CAUSE, EdgeType.BLEND)

#: How far apart in meaning each type of edge leaves its ends, a step of the tree being 1 (this project).  A
#: transition has no entry: its factor is -ln of its chance.
FACTOR = {
    EdgeType.TREE: 1.0,
    EdgeType.INTENSITY: 0.5,
    EdgeType.RELATED: 0.75,
    EdgeType.CAUSE: 1.0,
    EdgeType.BLEND: 1.5,
    EdgeType.OPPOSITE: 3.0,
}


@dataclass(frozen=True, slots=True)
class Edge:
    """One edge as it is walked, with the ids of the sources that state it.

    ``distance`` is the VAD distance of its ends, 0 … 2·√3.  ``chance`` is of transitions alone: of those who
    left the first emotion, the share that came to the second, above 0 and at most 1.
    """

    source: str
    kind: str
    target: str
    type: EdgeType
    distance: float
    sources: tuple[str, ...]
    chance: float | None = None

    def cost(self, by: By) -> int:
        """What walking it costs, in millionths; never below 0."""
        factor = -log(self.chance) if self.chance is not None else FACTOR[self.type]
        costs = {By.HOPS: 1.0, By.VAD: self.distance + STEP, By.RELATION: factor}
        return round(UNIT * costs.get(by, factor * (self.distance + STEP)))


def edges(world: Ontology, types: Collection[EdgeType] = USUAL) -> tuple[Edge, ...]:
    """Every edge of the chosen types, in each direction it can be walked, sorted."""
    stated: defaultdict[tuple[str, str, str], set[str]] = defaultdict(set)
    for e in world:
        if e.parent is not None:
            stated[e.id, "broader", e.parent].add(e.source)
    for r in world.relations:
        stated[r.subject, r.kind.value, r.object].add(r.source)
    for b in world.blends:
        for part in (b.first, b.second):
            stated[part, "blends_into", b.output].add(b.source)
    found = []
    for (source, kind, target), sources in stated.items():
        type, told = TYPE_OF[kind], tuple(sorted(sources))
        if type in types:
            distance = distance_of(world, source, target)
            found.append(Edge(source, kind, target, type, distance, told))
            found.append(Edge(target, REVERSED[kind], source, type, distance, told))
    if EdgeType.TRANSITION in types:
        found += _transitions(world)
    return tuple(sorted(found, key=lambda e: (e.source, e.target, e.kind, e.sources)))


def distance_of(world: Ontology, a: str, b: str) -> float:
    """VAD distance of two emotions, 0 … 2·√3; 1 where one has no rating."""
    here, there = world.vad(a), world.vad(b)
    return here.distance(there) if here and there else UNRATED


def _transitions(world: Ontology) -> Iterator[Edge]:
    """One edge a corpus from each emotion to each other one that was seen behind it; staying is no edge."""
    turns: Counter[tuple[str, str, str]] = Counter()
    for o in world.observed:
        labels = world.label_set(world.corpora[o.corpus].label_set)
        before, after = (emotion_of(world, labels[label].id) for label in (o.before, o.after))
        if before and after and before != after:
            turns[o.corpus, before, after] += o.turns
    left: Counter[tuple[str, str]] = Counter()
    for (corpus, before, _), n in turns.items():
        left[corpus, before] += n
    for (corpus, before, after), n in turns.items():
        distance, chance = distance_of(world, before, after), n / left[corpus, before]
        yield Edge(before, "turns_into", after, EdgeType.TRANSITION, distance, (corpus,), chance)


@dataclass(frozen=True, slots=True)
class Over:
    """What an answer was computed on: the types of edges, the costs, and how large the graph is.

    ``links`` are pairs of emotions that an edge joins; ``parts`` are connected components, those of a single
    emotion among them.
    """

    edges: tuple[EdgeType, ...]
    by: By
    emotions: int
    links: int
    parts: int


@dataclass(frozen=True)
class Walkable:
    """Emotions with, from one to another, the cheapest edge of the chosen types (``edge`` and ``cost``)."""

    graph: nx.DiGraph
    over: Over


def walkable(world: Ontology, types: Collection[EdgeType] = USUAL, by: By = By.VAD) -> Walkable:
    """The graph of the chosen edges; of parallel edges the cheapest stays, then the first by kind and source."""
    network = nx.DiGraph()
    network.add_nodes_from(sorted(world.emotions))
    for edge in edges(world, types):
        cost, link = edge.cost(by), (edge.source, edge.target)
        if not network.has_edge(*link) or cost < network.edges[link]["cost"]:
            network.add_edge(*link, edge=edge, cost=cost)
    links = len({frozenset(link) for link in network.edges})
    parts = nx.number_weakly_connected_components(network) if len(network) else 0
    chosen = tuple(t for t in EdgeType if t in types)
    return Walkable(network, Over(chosen, by, len(network), links, parts))
