"""What every graph store does, and how one is opened by name."""

from collections.abc import Iterable, Sequence
from typing import BinaryIO, Protocol

from kg.rdf import Quad
from kg.results import Answer
from ontology.backends import backend
from ontology.errors import NotSpoken, UnknownStore


class Store(Protocol):
    """A set of quads that answers SPARQL 1.1 queries; its default graph is the union of the named ones."""

    name: str

    def load(self, quads: Iterable[Quad]) -> None:
        """Make these the content: what was there before is gone; loading twice is loading once."""

    def query(
        self,
        text: str,
        *,
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
        most: int | None = None,
    ) -> Answer:
        """The answer to one query, over the dataset given (IRIs of named graphs) or all there is.

        A graph of that dataset that is not here is an empty graph; nothing is ever fetched.

        Raises:
            QueryRefused: not a well-formed query (says line and column where the parser does), an
                update, or one that reaches outside the store.
            AnswerTooLong: it has more than ``most`` rows or triples.
        """

    def write(self, out: BinaryIO) -> None:
        """Everything in the store as N-Quads."""

    def read(self, source: BinaryIO) -> None:
        """Make the N-Quads of ``write`` the content."""

    def quads(self) -> Iterable[Quad]:
        """Everything in the store."""

    def close(self) -> None:
        """Let go of files; a store on disk can be opened again."""


#: See ``ontology.backends``.
STORES: dict[str, tuple[str, str]] = {
    "memory": ("kg.stores.memory", ""),
    "oxigraph": ("kg.stores.oxigraph", ""),
    "sparql": ("kg.stores.sparql", ""),
    "neo4j": ("kg.stores.neo4j", "neo4j"),
}

#: The stores that are servers of their own: they are asked as they are, and filled only when one says so.
REMOTE = frozenset({"sparql", "neo4j"})
#: What an open store takes beside ``where``: the keywords of the ``open`` of its module.
Option = str | float


def open_store(name: str, where: str | None = None, **options: Option) -> Store:
    """An open store that speaks SPARQL; ``where`` is a folder (None: in memory), or the address of an endpoint.

    Raises:
        UnknownStore: no such store; names those there are.
        MissingExtra: its packages are not installed.
        NotSpoken: it is one that speaks no SPARQL.
    """
    module = backend(STORES, name, UnknownStore)
    if name == "neo4j":
        raise NotSpoken("store 'neo4j' speaks no SPARQL; TONE_SPARQL_STORE=oxigraph answers it from a copy in here")
    opened: Store = module.open(where, **options)
    return opened
