"""Shortest ways between two emotions, each edge named with what it costs and who states it."""

from dataclasses import dataclass
from itertools import islice, pairwise

import networkx as nx

from kg.network.edges import UNIT, Edge, Over, Walkable

#: The most ways that one question gives.
MOST_WAYS = 20


@dataclass(frozen=True, slots=True)
class Step:
    """One edge of a way and its cost."""

    edge: Edge
    cost: float


@dataclass(frozen=True, slots=True)
class Way:
    """Edges one after the other; ``cost`` is the sum of theirs."""

    cost: float
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Ways:
    """The cheapest ways from one emotion to another, cheapest first; none where none leads there."""

    start: str
    end: str
    over: Over
    ways: tuple[Way, ...]


def shortest_ways(on: Walkable, start: str, end: str, k: int = 1) -> Ways:
    """Up to ``k`` ways without a circle, by cost, then by the emotions they pass; Yen 1971.

    From an emotion to itself the one way has no steps.  Ends must be emotions of the graph.
    """
    if start == end:
        return Ways(start, end, on.over, (Way(0.0, ()),))
    try:
        found = list(islice(nx.shortest_simple_paths(on.graph, start, end, weight="cost"), k))
    except nx.NetworkXNoPath:
        found = []
    ways = sorted((_cost(on, nodes), nodes) for nodes in found)
    return Ways(start, end, on.over, tuple(_way(on, nodes) for _, nodes in ways))


def distances(on: Walkable, start: str) -> dict[str, int]:
    """What the cheapest way to every emotion that can be reached costs, in millionths."""
    found: dict[str, int] = nx.single_source_dijkstra_path_length(on.graph, start, weight="cost")
    return found


def _cost(on: Walkable, nodes: list[str]) -> int:
    return sum(on.graph.edges[pair]["cost"] for pair in pairwise(nodes))


def _way(on: Walkable, nodes: list[str]) -> Way:
    walked = [on.graph.edges[pair] for pair in pairwise(nodes)]
    return Way(_cost(on, nodes) / UNIT, tuple(Step(link["edge"], link["cost"] / UNIT) for link in walked))
