"""What all statement nodes have in common: pairs of property and value going out, a thing that is read coming back."""

from collections.abc import Iterable, Iterator

from kg.names import DCTERMS, RDF, RDFS
from kg.rdf import Iri, Literal, Quad, english
from kg.terms import BASE, graph_iri, local_name, source_iri

Pair = tuple[Iri, Iri | Literal]


def quads(module: str, subject: str, pairs: Iterable[Pair]) -> Iterator[Quad]:
    """Pairs as statements about a subject in the named graph of a module."""
    graph = Iri(graph_iri(module))
    return (Quad(Iri(subject), predicate, object, graph) for predicate, object in pairs)


def provenance(source: str, comment: str) -> Iterator[Pair]:
    """Where a statement comes from, and what is to be said of it."""
    yield DCTERMS.source, Iri(source_iri(source))
    if comment:
        yield RDFS.comment, english(comment)


class Thing:
    """Everything said of one subject."""

    def __init__(self, iri: str, said: dict[Iri, list[Iri | Literal]]) -> None:
        self.iri, self._said = iri, said

    def is_a(self, type: Iri) -> bool:
        return type in self._said.get(RDF.type, ())

    def maybe(self, property: Iri) -> str | None:
        value = self._said.get(property)
        return None if value is None else _text(value[0])

    def text(self, property: Iri) -> str:
        return self.maybe(property) or ""

    def all(self, property: Iri) -> tuple[str, ...]:
        return tuple(sorted(map(_text, self._said.get(property, ()))))

    def number(self, property: Iri) -> float | None:
        value = self.maybe(property)
        return None if value is None else float(value)

    def local(self, property: Iri, base: str = BASE) -> str:
        return local_name(self.text(property), base)

    @property
    def source(self) -> str:
        return self.local(DCTERMS.source, f"{BASE}source/")

    @property
    def comment(self) -> str:
        return self.text(RDFS.comment)


def _text(term: Iri | Literal) -> str:
    return term.text if isinstance(term, Literal) else str(term)
