"""What the service says of the graph as a graph: each answer made once and kept for the next who asks the same."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from functools import lru_cache
from typing import TypeVar

from kg.network.bridges import Bridge, bridges
from kg.network.centrality import Centrality, Measure, centrality
from kg.network.communities import Communities, Method, communities, shared_terms, similarity
from kg.network.edges import USUAL, By, EdgeType, Walkable, walkable
from kg.network.spreading import Spread
from kg.network.ways import MOST_WAYS, Ways, shortest_ways
from ontology.errors import BadInput
from ontology.world import Ontology
from vocab.lexicon import Lexicon, Role

E = TypeVar("E", bound=Enum)

#: How many graphs and answers about whole graphs are kept.
KEPT = 16

#: The most dealings of a permutation test that one question asks for.
MOST_PERMUTATIONS = 10_000


@dataclass(frozen=True, slots=True)
class TextSpread:
    """What spread from a text; ``by`` says how its emotions were found (term, spotted or lookup), ``terms`` in what."""

    text: str
    by: str
    terms: tuple[str, ...]
    spread: Spread


class Graphs:
    """Questions about the graph of one ontology and its lexicon; words for choices are read here."""

    def __init__(self, world: Ontology, lexicon: Callable[[], Lexicon]) -> None:
        self._world, self._lexicon = world, lexicon
        self._walkable = lru_cache(KEPT)(lambda types, by: walkable(world, types, by))
        self._centrality = lru_cache(KEPT)(lambda types, by, measure: centrality(self._walkable(types, by), measure))
        self._communities = lru_cache(KEPT)(self._grouped)
        self._bridges = lru_cache(KEPT)(self._bridged)

    def on(self, edges: Sequence[str] | None, by: str, *, tree: bool = True) -> Walkable:
        """The graph of some types of edges and a cost; without types the usual ones, with or without the tree.

        Raises:
            BadInput: there is no such type or cost.
        """
        return self._walkable(_types(edges, tree=tree), word(By, "cost", by))

    def ways(self, start: str, end: str, edges: Sequence[str] | None, by: str, k: int) -> Ways:
        """See ``Service.ways``."""
        if not 1 <= k <= MOST_WAYS:
            raise BadInput(f"k {k} is outside 1 … {MOST_WAYS}")
        return shortest_ways(self.on(edges, by), start, end, k)

    def centrality(self, measure: str, edges: Sequence[str] | None, by: str, first: int) -> Centrality:
        """See ``Service.centrality``."""
        found = self._centrality(_types(edges), word(By, "cost", by), word(Measure, "measure", measure))
        return replace(found, emotions=found.emotions[:first])

    def communities(
        self, links: str, edges: Sequence[str] | None, by: str, method: str, seed: int, permutations: int
    ) -> Communities:
        """See ``Service.communities``."""
        if links not in ("terms", "edges"):
            raise BadInput(f"no links '{links}'; there are terms, edges")
        if not 0 <= permutations <= MOST_PERMUTATIONS:
            raise BadInput(f"permutations {permutations} is outside 0 … {MOST_PERMUTATIONS}")
        if not 0 <= seed < 2**32:
            raise BadInput(f"seed {seed} is outside 0 … {2**32 - 1}")
        types = None if links == "terms" else _types(edges, tree=False)
        return self._communities(types, word(By, "cost", by), word(Method, "method", method), seed, permutations)

    def bridges(self, between: tuple[str, str] | None, roles: Sequence[str] | None, first: int) -> tuple[Bridge, ...]:
        """See ``Service.bridges``."""
        chosen = frozenset(word(Role, "role", role) for role in roles) if roles else frozenset(Role)
        return self._bridges(between, chosen)[:first]

    def _bridged(self, between: tuple[str, str] | None, roles: frozenset[Role]) -> tuple[Bridge, ...]:
        return bridges(self._world, self._lexicon(), between=between, roles=roles)

    def _grouped(
        self, types: tuple[EdgeType, ...] | None, by: By, method: Method, seed: int, permutations: int
    ) -> Communities:
        if types is None:
            links, over = shared_terms(self._lexicon()), None
        else:
            on = self._walkable(types, by)
            links, over = similarity(on), on.over
        return communities(self._world, links, over, method, seed=seed, permutations=permutations)


def word(words: type[E], noun: str, text: str) -> E:
    """The member of an enum with this value.

    Raises:
        BadInput: there is none; names those there are.
    """
    try:
        return words(text)
    except ValueError:
        raise BadInput(f"no {noun} '{text}'; there are {', '.join(w.value for w in words)}") from None


def _types(edges: Sequence[str] | None, *, tree: bool = True) -> tuple[EdgeType, ...]:
    if edges:
        chosen = {word(EdgeType, "type of edge", edge) for edge in edges}
        return tuple(t for t in EdgeType if t in chosen)
    return tuple(t for t in USUAL if tree or t is not EdgeType.TREE)
