"""What every graph store does, and how one is opened by name."""

from collections.abc import Iterable, Sequence
from importlib import import_module
from typing import Protocol

from kg.rdf import Quad
from kg.results import Answer
from ontology.errors import MissingExtra, UnknownStore


class Store(Protocol):
    """A set of quads that answers SPARQL 1.1 queries; its default graph is the union of the named ones."""

    name: str

    def load(self, quads: Iterable[Quad]) -> None:
        """Make these the content: what was there before is gone; loading twice is loading once."""

    def query(self, text: str, *, default_graphs: Sequence[str] = (), named_graphs: Sequence[str] = ()) -> Answer:
        """The answer to one query, over the dataset given (IRIs of named graphs) or all there is.

        Raises:
            QueryRefused: not a well-formed query (says line and column where the parser does), an
                update, or one that reaches outside the store.
        """

    def quads(self) -> Iterable[Quad]:
        """Everything in the store."""

    def close(self) -> None:
        """Let go of files; a store on disk can be opened again."""


#: name -> (module with ``open(where)``, the extra that installs what it needs)
STORES: dict[str, tuple[str, str]] = {
    "memory": ("kg.stores.memory", ""),
    "oxigraph": ("kg.stores.oxigraph", ""),
}


def open_store(name: str, where: str | None = None) -> Store:
    """An open store; ``where`` is a folder for stores that keep files, None keeps it in memory.

    Raises:
        UnknownStore: no such store; names those there are.
        MissingExtra: its packages are not installed.
    """
    if name not in STORES:
        raise UnknownStore(name, STORES)
    module, extra = STORES[name]
    try:
        opened: Store = import_module(module).open(where)
    except ModuleNotFoundError as error:
        if error.name is not None and error.name.split(".")[0] in {"ontology", "kg"}:
            raise  # our own broken import is not a missing package
        raise MissingExtra(f"store '{name}'", extra or "all") from None
    return opened
