"""Groups that the edges make by themselves, and how far they are Parrott's families.

The edges of the tree would find the tree, so they are left out unless asked for.  The other graph is of
words: two emotions are linked by the terms that belong to both.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import combinations

import networkx as nx

from kg.network.agreement import Agreement, agreement
from kg.network.edges import UNIT, Over, Walkable
from ontology.emotion import Module
from ontology.taxonomy import at_or_above, root
from ontology.world import Ontology
from vocab.lexicon import Term


class Method(Enum):
    """How groups are found: Louvain (Blondel et al. 2008) or greedy modularity (Clauset et al. 2004)."""

    LOUVAIN = "louvain"
    GREEDY = "greedy"


@dataclass(frozen=True, slots=True)
class Community:
    """One group: its emotions by id, and the family of Parrott's that most of them are of, with its share."""

    emotions: tuple[str, ...]
    family: str
    share: float


@dataclass(frozen=True, slots=True)
class Communities:
    """Groups, largest first, and how they agree with Parrott's tiers.

    ``over`` is the graph of edges, None where words link the emotions.  Emotions without a link are in no group.
    ``modularity`` lies in -0.5 … 1.
    """

    method: Method
    over: Over | None
    linked: int
    modularity: float
    communities: tuple[Community, ...]
    agreement: tuple[Agreement, ...]


def similarity(on: Walkable) -> nx.Graph:
    """The links of a graph with weight 1 / (1 + cost), of two directions the greater."""
    found = nx.Graph()
    for a, b, link in on.graph.edges(data=True):
        weight = 1 / (1 + link["cost"] / UNIT)
        if not found.has_edge(a, b) or weight > found.edges[a, b]["weight"]:
            found.add_edge(a, b, weight=weight)
    return found


def shared_terms(terms: Iterable[Term]) -> nx.Graph:
    """Emotions linked by terms: over all terms that belong to both, the sum of the products of the two weights."""
    weights: defaultdict[tuple[str, str], float] = defaultdict(float)
    for term in terms:
        homes = sorted(((term.emotion, term.weight), *term.also))
        for (a, x), (b, y) in combinations(homes, 2):
            weights[a, b] += x * y
    found = nx.Graph()
    found.add_weighted_edges_from((a, b, weight) for (a, b), weight in sorted(weights.items()))
    return found


def communities(
    world: Ontology,
    links: nx.Graph,
    over: Over | None,
    method: Method = Method.LOUVAIN,
    *,
    seed: int = 13,
    permutations: int = 1000,
) -> Communities:
    """The groups of a weighted graph; the same seed gives the same groups.

    Agreement is with three groupings of the linked emotions of Parrott's table and what stands below them:
    tier1 by primary emotion, tier2 by the secondary one (a primary for itself), depth by the tier itself.
    """
    names = sorted(links)
    # Numbered, since sets of names have another order in every process.
    numbered = nx.relabel_nodes(links, {name: i for i, name in enumerate(names)}, copy=True)
    ordered = nx.Graph()
    ordered.add_nodes_from(range(len(names)))
    ordered.add_weighted_edges_from(sorted((min(a, b), max(a, b), w) for a, b, w in numbered.edges(data="weight")))
    groups = _groups(ordered, method, seed)
    named = [tuple(sorted(names[i] for i in group)) for group in groups]
    named.sort(key=lambda group: (-len(group), group))
    modularity = float(nx.community.modularity(ordered, groups)) if ordered.number_of_edges() else 0.0
    tested = _tested(world, named, permutations=permutations, seed=seed)
    made = tuple(_community(world, group) for group in named)
    return Communities(method, over, len(names), modularity, made, tested)


def _groups(graph: nx.Graph, method: Method, seed: int) -> Sequence[set[int]]:
    if not graph.number_of_edges():
        return [{node} for node in graph]
    if method is Method.LOUVAIN:
        found: Sequence[set[int]] = nx.community.louvain_communities(graph, seed=seed)
        return found
    return [set(group) for group in nx.community.greedy_modularity_communities(graph, weight="weight")]


def _community(world: Ontology, emotions: tuple[str, ...]) -> Community:
    families = [root(world, id).id for id in emotions]
    most = min(set(families), key=lambda family: (-families.count(family), family))
    return Community(emotions, most, families.count(most) / len(emotions))


def _tested(
    world: Ontology, groups: Sequence[tuple[str, ...]], *, permutations: int, seed: int
) -> tuple[Agreement, ...]:
    placed = [(id, number) for number, group in enumerate(groups) for id in group if _is_placed(world, id)]
    found = [number for _, number in placed]
    references: dict[str, list[Hashable]] = {
        "tier1": [at_or_above(world, id, 1) for id, _ in placed],
        "tier2": [at_or_above(world, id, 2) for id, _ in placed],
        "depth": [world[id].tier for id, _ in placed],
    }
    return tuple(
        agreement(name, found, reference, permutations=permutations, seed=seed)
        for name, reference in references.items()
    )


def _is_placed(world: Ontology, id: str) -> bool:
    return root(world, id).module is Module.PARROTT
