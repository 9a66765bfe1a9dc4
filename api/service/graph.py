"""Questions about the graph as a graph."""

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from api.service.changes import Changes
from api.service.limits import MOST, within
from kg.terms import id_of
from ontology.errors import BadInput

if TYPE_CHECKING:  # these bring numpy, rdflib and networkx, which a plain look-up never needs
    from api.graphs import TextSpread
    from kg.network import Hop
    from kg.network.bridges import Bridge
    from kg.network.centrality import Centrality
    from kg.network.communities import Communities
    from kg.network.walks import Walk
    from kg.network.ways import Ways


class Graph(Changes):
    """Questions about the graph as a graph."""

    def path(self, start: str, end: str) -> tuple["Hop", ...]:
        """The shortest way between two emotions over tree edges and relations; empty where there is none.

        Raises:
            UnknownEmotion.
        """
        return self.network.path(self.emotion(start).id, self.emotion(end).id)

    def neighbours(self, id: str) -> tuple["Hop", ...]:
        """Every edge at an emotion: parent, children, relations.

        Raises:
            UnknownEmotion.
        """
        of = self.emotion(id).id
        if not self.is_remote:  # the tables say the same, and are at hand
            return self.network.neighbours(of)
        from kg.network import Hop

        place, edges = self.world.vad(of), self.questions.neighbours(of)
        others = ((edge, self.world.vad(edge.target)) for edge in edges)
        return tuple(Hop(of, e.kind, e.target, place.distance(v) if place and v else 1.0) for e, v in others)

    def ways(self, start: str, end: str, *, by: str = "vad", edges: Sequence[str] | None = None, k: int = 1) -> "Ways":
        """The ``k`` cheapest ways between two emotions, each edge with its cost and its sources.

        ``by`` is what an edge costs (vad, hops, relation, affective), ``edges`` are the types that are walked: all
        but opposites and counted transitions if left out.

        Raises:
            UnknownEmotion; BadInput: no such cost or type, or ``k`` is out of range.
        """
        return self.graphs.ways(self.emotion(start).id, self.emotion(end).id, edges, by, k)

    def centrality(
        self,
        *,
        measure: str = "betweenness",
        by: str = "vad",
        edges: Sequence[str] | None = None,
        first: int = MOST,
    ) -> "Centrality":
        """The most central emotions of the graph of these edges, by a measure, with the others beside it.

        Raises:
            BadInput: no such measure, cost or type, or ``first`` is out of range.
        """
        within("first", first, MOST)
        return self.graphs.centrality(measure, edges, by, first)

    def communities(
        self,
        *,
        links: str = "terms",
        by: str = "vad",
        edges: Sequence[str] | None = None,
        method: str = "louvain",
        seed: int = 13,
        permutations: int = 1000,
    ) -> "Communities":
        """The groups that shared terms (or edges, without the tree unless named) make, held against the tiers.

        Raises:
            BadInput: no such links, cost, type or method, or a number is out of range.
        """
        return self.graphs.communities(links, edges, by, method, seed, permutations)

    def bridges(
        self, *, between: tuple[str, str] | None = None, roles: Sequence[str] | None = None, first: int = 100
    ) -> "tuple[Bridge, ...]":
        """The terms that join families most strongly, or what stands at and below two emotions.

        Raises:
            UnknownEmotion; BadInput: no such role, ``first`` is out of range, or the one stands above the other.
        """
        within("first", first, MOST)
        pair = (self.emotion(between[0]).id, self.emotion(between[1]).id) if between else None
        return self.graphs.bridges(pair, roles, first)

    def spread(
        self,
        text: str,
        *,
        decay: float = 0.5,
        threshold: float = 0.001,
        steps: int = 100,
        by: str = "vad",
        edges: Sequence[str] | None = None,
    ) -> "TextSpread":
        """Where activation goes from the emotions of a text: a known term's, those spotted in it, or those near it.

        Raises:
            BadInput: the text is empty or near no emotion, no such cost or type, or a number is out of range.
            MissingExtra, ModelMissing: only where the text is not a known term.
        """
        from api.graphs import TextSpread
        from kg.network.spreading import spread

        found_by, terms, start = self._emotions_of(text)
        found = spread(self.graphs.on(edges, by), start, decay=decay, threshold=threshold, steps=steps)
        return TextSpread(text, found_by, terms, found)

    def _emotions_of(self, text: str) -> tuple[str, tuple[str, ...], Mapping[str, float]]:
        """How the emotions of a text were found, in which terms, and their weights; what is negated is left out."""
        known = self.known(text)
        if known:
            by, terms = "term", [self.term(known[0].term)]
        else:
            by, terms = "spotted", [s.term for s in self.spot(text) if not s.negated]
        weights: Counter[str] = Counter()
        for term in terms:
            for emotion, weight in ((term.emotion, term.weight), *term.also):
                weights[emotion] += weight  # type: ignore[assignment]  # weights are shares
        if weights:
            return by, tuple(term.text for term in terms), weights
        found = self.lookup(text)
        if not found:
            raise BadInput("no emotion is near the text; name a feeling in it")
        return "lookup", tuple(f.term for f in found), {f.emotion: f.score for f in found}

    def walk(
        self, start: str, *, corpus: str = "cped2022", steps: int = 1000, seed: int = 13, smoothed: bool = False
    ) -> "Walk":
        """A seeded random walk over the transitions of a corpus (or ``modelled``), with what holds of every walk.

        ``start`` is an emotion, or a label of the corpus.

        Raises:
            BadInput: no such corpus or state, a number is out of range, or no single long run exists.
        """
        from kg.network.walks import walk

        return walk(self.world, corpus, id_of(start), steps=steps, seed=seed, smoothed=smoothed)

    def export(self, form: str, where: Path, *, core: bool = False) -> tuple[Path, ...]:
        """Write the graph in a form of ``kg.export`` (graphml, gexf, cypher, neo4j-csv, jsonld, parquet).

        With ``core`` Parrott's emotions alone.  JSON-LD holds every statement that fills the store, the others the
        nodes and relationships that ``tone neo4j sync`` writes.

        Raises:
            BadInput: no such form, the place cannot be written to, or ``property_graph`` cannot be made.
            MissingExtra: a package that the form needs is not installed.
        """
        from kg.export.core import core as small
        from kg.export.write import write
        from kg.property_graph.graph import Graph as PropertyGraph
        from kg.triples import expand

        version = self.world.version
        if core:
            world = small(self.world)
            return write(form, where, lambda: PropertyGraph.of(expand(world)), lambda: expand(world), version)
        return write(form, where, lambda: self.property_graph, self.statements, version)
