"""The reference store: rdflib, in memory.  Slow and plain; the others must answer as it does."""

from collections.abc import Iterable, Iterator, Sequence
from typing import BinaryIO

import rdflib
import rdflib.plugins.sparql
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.algebra import traverse
from rdflib.plugins.sparql.sparql import Query

from kg.guard import SERVICE, admit, must_be_here, shortened
from kg.rdf import LANG_STRING, XSD, Blank, Iri, Literal, Quad, Term, Triple
from kg.results import Answer
from kg.terms import BASE
from ontology.errors import AnswerTooLong, BadInput, QueryRefused

rdflib.plugins.sparql.SPARQL_LOAD_GRAPHS = False  # or FROM would fetch whatever it names


class MemoryStore:
    """Quads in an rdflib dataset."""

    name = "memory"

    def __init__(self) -> None:
        self._data = rdflib.Dataset(default_union=True)

    def load(self, quads: Iterable[Quad]) -> None:
        self._data = rdflib.Dataset(default_union=True)
        self._data.addN(
            (
                _to_rdflib(q.subject),
                _to_rdflib(q.predicate),
                _to_rdflib(q.object),
                self._data.graph(rdflib.URIRef(q.graph)),
            )
            for q in quads
        )

    def query(
        self,
        text: str,
        *,
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
        most: int | None = None,
    ) -> Answer:
        admit(text, self._graphs())
        try:
            prepared = prepareQuery(text, base=BASE)
        except Exception as error:  # noqa: BLE001  # rdflib lets pyparsing's and its own errors through
            raise QueryRefused(f"not a SPARQL query: {shortened(str(error), 160)}") from None
        self._must_stay_here(prepared)
        if default_graphs or named_graphs:
            prepared.algebra["datasetClause"] = None  # the request wins over FROM
        answer = _answer(self._dataset(default_graphs, named_graphs).query(prepared))
        if most is not None and max(len(answer.rows), len(answer.triples)) > most:
            raise AnswerTooLong(most)
        return answer

    def _dataset(self, default_graphs: Sequence[str], named_graphs: Sequence[str]) -> rdflib.Dataset:
        if not default_graphs and not named_graphs:
            return self._data
        chosen, here = rdflib.Dataset(), self._graphs()  # asking rdflib for a graph that is not here would make it
        for iri in here.intersection(default_graphs):
            for triple in self._data.graph(rdflib.URIRef(iri)):
                chosen.add(triple)
        for iri in here.intersection(named_graphs):
            for s, p, o in self._data.graph(rdflib.URIRef(iri)):
                chosen.add((s, p, o, chosen.graph(rdflib.URIRef(iri))))
        return chosen

    def _must_stay_here(self, prepared: Query) -> None:
        """A second look, at what was understood: rdflib would fetch graphs and ask other servers."""
        for clause in prepared.algebra.get("datasetClause") or ():
            must_be_here(str(clause.default or clause.named), self._graphs())
        if "ServiceGraphPattern" in _parts(prepared.algebra):
            raise QueryRefused(SERVICE)

    def _graphs(self) -> set[str]:
        return {str(g.identifier) for g in self._data.graphs()}

    def write(self, out: BinaryIO) -> None:
        self._data.serialize(out, format="nquads", encoding="utf-8")

    def read(self, source: BinaryIO) -> None:
        self._data = rdflib.Dataset(default_union=True)
        self._data.parse(source, format="nquads")

    def quads(self) -> Iterator[Quad]:
        for s, p, o, graph in self._data.quads():
            subject, predicate, object = (_from_rdflib(term) for term in (s, p, o))
            if isinstance(subject, Iri) and isinstance(predicate, Iri) and not isinstance(object, Blank):
                yield Quad(subject, predicate, object, Iri(graph))

    def close(self) -> None:
        """Nothing is held."""


def open(where: str | None) -> MemoryStore:
    """An empty store.

    Raises:
        BadInput: a folder is given, but this store keeps no files.
    """
    if where:
        raise BadInput(f"store 'memory' keeps no files, so it cannot use {where}; use oxigraph")
    return MemoryStore()


def _answer(result: rdflib.query.Result) -> Answer:
    if result.type == "ASK":
        return Answer("ask", boolean=bool(result.askAnswer))
    if result.type == "SELECT":
        variables = tuple(str(variable) for variable in result.vars or ())
        rows = tuple(
            tuple(None if term is None else _from_rdflib(term) for term in row)  # type: ignore[union-attr]  # a row
            for row in result
        )
        return Answer("select", variables=variables, rows=rows)
    triples = [tuple(_from_rdflib(term) for term in triple) for triple in result.graph or ()]
    return Answer("graph", triples=tuple(Triple(s, p, o) for s, p, o in triples))  # type: ignore[arg-type]  # RDF


def _parts(algebra: object) -> set[str]:
    """The names of the parts that a query was understood to have."""
    names: set[str] = set()
    traverse(algebra, visitPre=lambda node: names.add(getattr(node, "name", "")))
    return names


def _to_rdflib(term: Term) -> rdflib.term.Node:
    match term:
        case Iri():
            return rdflib.URIRef(term)
        case Blank():
            return rdflib.BNode(term.id)
        case Literal():
            if term.language:
                return rdflib.Literal(term.text, lang=term.language)
            datatype = None if term.datatype == f"{XSD}string" else rdflib.URIRef(term.datatype)
            return rdflib.Literal(term.text, datatype=datatype, normalize=False)


def _from_rdflib(term: object) -> Term:
    match term:
        case rdflib.URIRef():
            return Iri(term)
        case rdflib.BNode():
            return Blank(str(term))
        case rdflib.Literal():
            if term.language:
                return Literal(str(term), LANG_STRING, term.language)
            return Literal(str(term), str(term.datatype or f"{XSD}string"))
    raise TypeError(f"{term!r} is no term of ours")
