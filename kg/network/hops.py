"""The graph as a graph: ways between emotions and what lies around one, with networkx.

An edge is a statement of the tables: a step of the tree, a relation, or an input of a blend and its
output; each is walkable both ways.  A way
is as long as the VAD distances it covers plus a small cost a step; opposites are no way to go.
"""

import itertools
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

import networkx as nx

from ontology.world import Ontology

#: What each step costs beside its VAD distance (this project).
STEP = 0.05

#: How an edge reads from its other end.
REVERSED = {
    "broader": "narrower",
    "opposite_of": "opposite_of",
    "related_to": "related_to",
    "more_intense_than": "less_intense_than",
    "leads_to": "follows",
    "blends_into": "blend_of",
}


@dataclass(frozen=True, slots=True)
class Hop:
    """One edge as it is walked: ``source kind target``, with the VAD distance of its ends, 0 … 2·√3."""

    source: str
    kind: str
    target: str
    distance: float


def graph(world: Ontology) -> nx.MultiDiGraph:
    """Every edge in both directions; an edge carries ``kind`` (also its key) and ``distance``."""
    network = nx.MultiDiGraph()
    network.add_nodes_from(world.emotions)
    for hop in _hops(world):
        network.add_edge(hop.source, hop.target, key=hop.kind, kind=hop.kind, distance=hop.distance)
    return network


def _hops(world: Ontology) -> Iterator[Hop]:
    tree = ((e.id, "broader", e.parent) for e in world if e.parent is not None)
    relations = ((r.subject, r.kind.value, r.object) for r in world.relations)
    blends = ((part, "blends_into", b.output) for b in world.blends for part in (b.first, b.second))
    for source, kind, target in dict.fromkeys((*tree, *relations, *blends)):
        a, b = world.vad(source), world.vad(target)
        distance = a.distance(b) if a and b else 1.0
        yield Hop(source, kind, target, distance)
        yield Hop(target, REVERSED[kind], source, distance)


class Network:
    """The edges of one ontology, gathered once for any number of questions."""

    def __init__(self, world: Ontology) -> None:
        self._world = world
        self._from: defaultdict[str, list[Hop]] = defaultdict(list)
        self._walkable = nx.DiGraph()
        for hop in sorted(_hops(world), key=lambda h: (h.source, h.target, h.kind), reverse=True):
            self._from[hop.source].append(hop)
            if hop.kind != "opposite_of":
                self._walkable.add_edge(hop.source, hop.target, hop=hop, length=hop.distance + STEP)

    def neighbours(self, id: str) -> tuple[Hop, ...]:
        """Every edge from an emotion, by kind and then by id.

        Raises:
            UnknownEmotion.
        """
        return tuple(sorted(self._from.get(self._world[id].id, ()), key=lambda h: (h.kind, h.target)))

    def path(self, start: str, end: str) -> tuple[Hop, ...]:
        """The shortest way from one emotion to another; empty where none leads there, or they are one.

        Raises:
            UnknownEmotion.
        """
        a, b, walkable = self._world[start].id, self._world[end].id, self._walkable
        if a not in walkable or b not in walkable or not nx.has_path(walkable, a, b):
            return ()
        nodes = nx.shortest_path(walkable, a, b, weight="length")
        return tuple(walkable.edges[pair]["hop"] for pair in itertools.pairwise(nodes))


def neighbours(world: Ontology, id: str) -> tuple[Hop, ...]:
    """See ``Network.neighbours``."""
    return Network(world).neighbours(id)


def path(world: Ontology, start: str, end: str) -> tuple[Hop, ...]:
    """See ``Network.path``."""
    return Network(world).path(start, end)
