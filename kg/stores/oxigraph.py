"""The default store: Oxigraph inside the process, in memory or in a folder."""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import islice
from pathlib import Path
from typing import BinaryIO, TypeVar

import pyoxigraph as ox

from kg.guard import admit, shortened
from kg.rdf import LANG_STRING, Blank, Iri, Literal, Node, Quad, Term, Triple
from kg.results import Answer
from kg.terms import BASE, graph_iri
from ontology.errors import AnswerTooLong, BadInput, QueryRefused
from ontology.world import prefixes

Item = TypeVar("Item")
FORMATS = {
    "turtle": ox.RdfFormat.TURTLE,
    "xml": ox.RdfFormat.RDF_XML,
    "nt": ox.RdfFormat.N_TRIPLES,
    "json-ld": ox.RdfFormat.JSON_LD,
}

OxTerm = ox.NamedNode | ox.BlankNode | ox.Literal


class OxigraphStore:
    """Quads in Oxigraph."""

    name = "oxigraph"

    def __init__(self, store: ox.Store) -> None:
        self._store = store
        self._graphs = _names(store)

    def load(self, quads: Iterable[Quad]) -> None:
        self._store.clear()
        self._store.bulk_extend(
            ox.Quad(_node(q.subject), ox.NamedNode(q.predicate), _to_oxigraph(q.object), ox.NamedNode(q.graph))
            for q in quads
        )
        self._graphs = _names(self._store)

    def query(
        self,
        text: str,
        *,
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
        most: int | None = None,
    ) -> Answer:
        names_dataset = admit(text, self._graphs)
        has_dataset = bool(default_graphs or named_graphs)
        try:
            result = self._store.query(
                text,
                base_iri=BASE,
                use_default_graph_as_union=not has_dataset and not names_dataset,  # it would win over FROM
                default_graph=[ox.NamedNode(iri) for iri in default_graphs] if has_dataset else None,
                named_graphs=[ox.NamedNode(iri) for iri in named_graphs] if has_dataset else None,
            )
            return _answer(result, most)
        except (SyntaxError, ValueError, RuntimeError) as error:
            what = "not a SPARQL query" if isinstance(error, SyntaxError) else "this query cannot be answered"
            raise QueryRefused(f"{what}: {shortened(str(error), 160)}") from None

    def write(self, out: BinaryIO) -> None:
        self._store.dump(out, format=ox.RdfFormat.N_QUADS)

    def read(self, source: BinaryIO) -> None:
        self._store.clear()
        self._store.bulk_load(source, format=ox.RdfFormat.N_QUADS)
        self._graphs = _names(self._store)

    def quads(self) -> Iterator[Quad]:
        for q in self._store:
            subject, predicate, object = (_from_oxigraph(term) for term in (q.subject, q.predicate, q.object))
            if isinstance(q.graph_name, ox.NamedNode) and isinstance(subject, Iri) and isinstance(predicate, Iri):
                assert isinstance(object, Iri | Literal)  # noqa: S101  # we load no blank nodes
                yield Quad(subject, predicate, object, Iri(q.graph_name.value))

    def close(self) -> None:
        self._store.flush()


def holding(triples: Iterable[Triple]) -> OxigraphStore:
    """A store in memory with these triples in one graph; blank nodes of others' files are welcome."""
    store = open(None)
    graph = Iri(graph_iri("checked"))
    store.load(Quad(t.subject, t.predicate, t.object, graph) for t in triples)  # type: ignore[arg-type]  # see above
    return store


def open(where: str | None) -> OxigraphStore:
    """A store in the folder ``where`` (made if absent), or in memory.

    Raises:
        BadInput: the folder cannot be used, or another process has it open.
    """
    try:
        return OxigraphStore(ox.Store(str(Path(where))) if where else ox.Store())
    except OSError as error:
        raise BadInput(f"the store in {where} cannot be opened: {error}") from None


def _names(store: ox.Store) -> frozenset[str]:
    return frozenset(graph.value for graph in store.named_graphs() if isinstance(graph, ox.NamedNode))


def _answer(result: "ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples", most: int | None) -> Answer:
    if isinstance(result, ox.QueryBoolean):
        return Answer("ask", boolean=bool(result))
    if isinstance(result, ox.QueryTriples):
        return Answer("graph", triples=tuple(_triple(t) for t in _bounded(result, most)))
    variables = tuple(variable.value for variable in result.variables)
    rows = (tuple(None if t is None else _from_oxigraph(t) for t in solution) for solution in _bounded(result, most))
    return Answer("select", variables=variables, rows=tuple(rows))


def _bounded(items: Iterable[Item], most: int | None) -> Iterator[Item]:
    """The items while they come; the answer is computed one by one, so the rest is never made."""
    yield from islice(items, most)
    if most is not None and next(iter(items), None) is not None:
        raise AnswerTooLong(most)


def _triple(t: ox.Triple) -> Triple:
    subject, predicate, object = (_from_oxigraph(term) for term in (t.subject, t.predicate, t.object))
    assert isinstance(predicate, Iri) and not isinstance(subject, Literal)  # noqa: S101  # RDF itself says so
    return Triple(subject, predicate, object)


def write_triples(triples: Sequence[Triple], form: str) -> bytes:
    """Triples as turtle, jsonld, rdfxml or ntriples, in their order, with our prefixes."""
    formats = {
        "turtle": ox.RdfFormat.TURTLE,
        "jsonld": ox.RdfFormat.JSON_LD,
        "rdfxml": ox.RdfFormat.RDF_XML,
        "ntriples": ox.RdfFormat.N_TRIPLES,
    }
    statements = (ox.Triple(_node(t.subject), ox.NamedNode(t.predicate), _to_oxigraph(t.object)) for t in triples)
    prefixed = _prefixes() if form in {"turtle", "rdfxml"} else None
    return _settled(ox.serialize(statements, format=formats[form], prefixes=prefixed) or b"", form)


def write_quads(quads: Iterable[Quad]) -> bytes:
    """Statements as N-Quads, in their order."""
    statements = (
        ox.Quad(_node(q.subject), ox.NamedNode(q.predicate), _to_oxigraph(q.object), ox.NamedNode(q.graph))
        for q in quads
    )
    return ox.serialize(statements, format=ox.RdfFormat.N_QUADS) or b""


@cache
def _prefixes() -> dict[str, str]:
    return prefixes()


def _settled(written: bytes, form: str) -> bytes:
    """The prefixes in order: Oxigraph keeps them in a hash map, whose order changes from run to run."""
    if form == "turtle":
        lines = written.splitlines(keepends=True)
        count = sum(line.startswith(b"@prefix") for line in lines)
        return b"".join([*sorted(lines[:count]), *lines[count:]])
    if form == "rdfxml":
        return re.sub(rb"(?<=<rdf:RDF )[^>]*", lambda root: b" ".join(sorted(root[0].split())), written, count=1)
    if form == "jsonld":  # expanded form, which needs no context; one value a line
        return json.dumps(json.loads(written), ensure_ascii=False, indent=1).encode() + b"\n"
    return written


def _node(term: Node) -> ox.NamedNode | ox.BlankNode:
    return ox.BlankNode(term.id) if isinstance(term, Blank) else ox.NamedNode(term)


def _to_oxigraph(term: Term) -> OxTerm:
    match term:
        case Iri():
            return ox.NamedNode(str(term))
        case Blank():
            return ox.BlankNode(term.id)
        case Literal():
            if term.language:
                return ox.Literal(term.text, language=term.language)
            return ox.Literal(term.text, datatype=ox.NamedNode(term.datatype))


def _from_oxigraph(term: object) -> Term:
    match term:
        case ox.NamedNode():
            return Iri(term.value)
        case ox.BlankNode():
            return Blank(term.value)
        case ox.Literal():
            return Literal(term.value, LANG_STRING if term.language else term.datatype.value, term.language or "")
    raise TypeError(f"{term!r} is no term of ours")


def read_quads(text: bytes, suffix: str) -> Iterator[tuple[Node, Iri, Term, Iri | None]]:
    """The statements of N-Quads (.nq) or TriG (.trig), each with its graph, None where it stands in none.

    Raises:
        SyntaxError: it is none; says line and column.
    """
    form = {".nq": ox.RdfFormat.N_QUADS, ".trig": ox.RdfFormat.TRIG}[suffix]
    for q in ox.parse(text, format=form):
        graph = Iri(q.graph_name.value) if isinstance(q.graph_name, ox.NamedNode) else None
        yield (*_triple(q.triple), graph)


def read_turtle(text: bytes) -> tuple[Triple, ...]:
    """The triples of a Turtle document of ours.

    Raises:
        SyntaxError: it is not Turtle; says line and column.
    """
    return tuple(_triple(t.triple) for t in ox.parse(text, format=ox.RdfFormat.TURTLE))


def parse(text: bytes, kind: str, *, base: str) -> Iterator[Triple]:
    """The triples of a document in "turtle", "xml", "nt" or "json-ld", without those of named graphs.

    Raises:
        SyntaxError: it is not what it should be; says line and column.
    """
    for quad in ox.parse(text, format=FORMATS[kind], base_iri=base):
        if isinstance(quad.graph_name, ox.DefaultGraph):
            yield _triple(quad.triple)
