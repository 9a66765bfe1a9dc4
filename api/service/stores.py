"""Where the graph lies, and what is asked of it as it lies there."""

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from api.service.parts import Parts
from ontology.errors import BadInput

if TYPE_CHECKING:  # these bring numpy, rdflib and networkx, which a plain look-up never needs
    from api.neo4j_graph import Neo4jGraph
    from kg.property_graph.graph import Graph as PropertyGraph
    from kg.questions import Questions
    from kg.rdf import Quad, Triple
    from kg.results import Answer
    from kg.store import Store


class Stores(Parts):
    """Where the graph lies, and what is asked of it as it lies there."""

    @cached_property
    def store(self) -> "Store":
        """What answers SPARQL: an embedded store, filled, or an endpoint that holds what the tables say.

        Raises:
            UnknownStore, MissingExtra; BadInput: the graphs of the settings cannot be read.
            NotSpoken: the store speaks no SPARQL, and the settings name none that does.
            StoreUnreachable, StoreRefused, GraphNotWhole.
        """
        from kg.store import open_store

        name = self.settings.sparql_store or self.settings.store
        if name == "sparql":
            return self._endpoint()
        store = open_store(name, self.settings.store_path or None)
        store.load(self.statements())
        return store

    def _endpoint(self) -> "Store":
        from kg.stores.sparql import SparqlStore
        from ontology.errors import GraphNotWhole

        store = self.open_endpoint()
        wanted = Counter(quad.graph for quad in set(self.statements()))
        assert isinstance(store, SparqlStore)  # noqa: S101  # opened by that name
        if store.counts(wanted) != wanted:
            raise GraphNotWhole(store.address, "it does not hold the statements of these tables", "tone store load")
        return store

    def open_endpoint(self) -> "Store":
        """The endpoint of the settings, as it is.

        Raises:
            BadInput, StoreUnreachable, StoreRefused.
        """
        from kg.store import open_store

        s = self.settings
        options = {"update": s.store_update_url, "user": s.store_user, "password": s.store_password}
        return open_store("sparql", s.store_url, **options, seconds=s.sparql_seconds)

    def statements(self) -> "Iterator[Quad]":
        """Everything that the store is filled with: the tables, the lexicon and the graphs of the settings.

        Raises:
            BadInput: the graphs of the settings cannot be read.
        """
        from kg.beside import read_graphs
        from kg.triples import expand
        from kg.vocabulary import term_ratings, vocabulary

        yours = read_graphs(Path(self.settings.graphs)) if self.settings.graphs else ()
        return chain(expand(self.world), vocabulary(self.lexicon), term_ratings(self.all_ratings), yours)

    @cached_property
    def property_graph(self) -> "PropertyGraph":
        """The statements as nodes and relationships, for Neo4j and for exports.

        Raises:
            BadInput: the graphs of the settings say what it has no place for.
        """
        from kg.property_graph.graph import Graph

        try:
            return Graph.of(self.statements())
        except ValueError as error:
            if not self.settings.graphs:
                raise
            raise BadInput(f"the property graph holds the tables only, not TONE_GRAPHS: {error}") from None

    @cached_property
    def neo4j(self) -> "Neo4jGraph":
        """The graph in Neo4j, connected.

        Raises:
            MissingExtra, BadInput, StoreUnreachable, StoreRefused.
        """
        from kg.store import STORES
        from ontology.backends import backend
        from ontology.errors import UnknownStore

        backend(STORES, "neo4j", UnknownStore)  # says which extra is missing
        from api.neo4j_graph import Neo4jGraph

        return Neo4jGraph.open(self)

    @property
    def embeds_sparql(self) -> bool:
        """Whether SPARQL is answered in here, so that workers can be made for it."""
        from kg.store import REMOTE

        return (self.settings.sparql_store or self.settings.store) not in REMOTE

    @property
    def is_remote(self) -> bool:
        """Whether the graph lies with a server of its own."""
        from kg.store import REMOTE

        return self.settings.store in REMOTE

    @cached_property
    def questions(self) -> "Questions":
        """Who answers questions about the graph: the store of the settings, and none in its place.

        Raises:
            GraphNotWhole: the server holds something else than the tables say.
            StoreUnreachable, StoreRefused; like ``store``.
        """
        if self.settings.store == "neo4j":
            return self.neo4j.questions()
        from kg.ask import SparqlQuestions

        return SparqlQuestions(self.store)

    def sparql(self, query: str, *, default_graphs: Sequence[str] = (), named_graphs: Sequence[str] = ()) -> "Answer":
        """The answer to one SPARQL query over the graph, or over the named graphs given.

        Raises:
            QueryRefused: not a query, an update, or one that reaches outside.
        """
        return self.store.query(query, default_graphs=default_graphs, named_graphs=named_graphs)

    def describe(self, iri: str) -> "tuple[Triple, ...]":
        """Every triple with this IRI as subject, the mappings that name it, the labels of a set; empty if none is."""
        from kg.about import about

        return about(self.questions, iri)

    def incoming(self, iri: str) -> "tuple[tuple[str, str], ...]":
        """(subject, property) of what points to an IRI, by subject; the first 51 at most."""
        return self.questions.incoming(iri)
