"""Which emotions the others hang on: degree, betweenness, closeness, PageRank, of a graph that is named.

Shortest ways are by cost, in whole millionths, so that ways of equal length share exactly.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

import networkx as nx
import numpy as np

from kg.network.edges import UNIT, Over, Walkable

#: How likely the reader of PageRank follows an edge rather than beginning anew (Brin & Page 1998).
DAMPING = 0.85


class Measure(Enum):
    """What an order of emotions goes by."""

    BETWEENNESS = "betweenness"
    DEGREE = "degree"
    CLOSENESS = "closeness"
    PAGERANK = "pagerank"


@dataclass(frozen=True, slots=True)
class Central:
    """One emotion's place in the graph.

    ``degree``: to what share of the others an edge leads, 0 … 1.  ``betweenness``: on what share of the shortest
    ways of others it stands, 0 … 1 (Freeman 1977).  ``closeness``: one over the mean cost from those it can be
    reached from, times the share that they are, 0 where nobody reaches it.  ``pagerank``: 0 … 1, of all 1.
    """

    emotion: str
    degree: float
    betweenness: float
    closeness: float
    pagerank: float


@dataclass(frozen=True, slots=True)
class Centrality:
    """Emotions by one measure, highest first; ``over`` is the graph they were measured on."""

    measure: Measure
    over: Over
    emotions: tuple[Central, ...]


def centrality(on: Walkable, measure: Measure = Measure.BETWEENNESS) -> Centrality:
    """Every emotion with all four measures, ordered by one of them and then by id."""
    others = max(len(on.graph) - 1, 1)
    between = nx.betweenness_centrality(on.graph, weight="cost")
    close = nx.closeness_centrality(on.graph, distance="cost")
    rank = pagerank(on.graph)
    found = (Central(id, on.graph.out_degree(id) / others, between[id], UNIT * close[id], rank[id]) for id in on.graph)
    ordered = sorted(found, key=lambda c: (-round(getattr(c, measure.value), 12), c.emotion))
    return Centrality(measure, on.over, tuple(ordered))


def pagerank(graph: nx.DiGraph, damping: float = DAMPING) -> Mapping[str, float]:
    """PageRank with equal chances for each edge that leads on, solved exactly; from a dead end one begins anew."""
    if not len(graph):
        return {}
    n = len(graph)
    links = nx.to_numpy_array(graph, weight=None)
    out = links.sum(axis=1, keepdims=True)
    chances = np.where(out > 0, links / np.maximum(out, 1), 1 / n)
    ranks = np.linalg.solve(np.eye(n) - damping * chances.T, np.full(n, (1 - damping) / n))
    return dict(zip(graph, map(float, ranks), strict=True))
