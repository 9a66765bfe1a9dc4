"""The questions of ``kg.questions`` in Cypher: a text in ``queries/``, every value a parameter."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any

from kg.answering import Answering, cell
from kg.names import DCTERMS, ONTOLEX, RDF, SKOS
from kg.neo4j.texts import quoted
from kg.property_graph.model import CLASSES, KINDS, MEANS, OURS, TYPES, Edge, Node, triples
from kg.questions import Cell, Given, Row, given_text
from kg.rdf import Iri, Literal, Triple, order
from kg.stores.neo4j import Neo4j
from kg.terms import BASE

#: Columns that hold IRIs of others.
_IRIS = {"match", "justification", "author", "emotion"}
#: How many statements about others are told, see ``incoming.rq``.
_MOST = 51


class CypherQuestions(Answering):
    """Asks one database."""

    def __init__(self, database: Neo4j) -> None:
        self._database = database

    def rows(self, question: str, **given: Given) -> Sequence[Row]:
        return [{name: _cell(name, value) for name, value in row.items()} for row in self._read(question, **given)]

    def _read(self, question: str, **given: Given) -> list[dict[str, Any]]:
        return self._database.read(_text(question), **{name: given_text(value) for name, value in given.items()})

    def describe(self, iri: str) -> tuple[Triple, ...]:
        thing = Iri(iri)
        claimed = "claims" if self._is_thing(thing) else "claims-of-others"
        claims = {row["iri"] for row in self._read(claimed, thing=thing)}
        said = set(self._said([iri, *_entries(iri), *claims], {iri, *claims}))
        if any(t.predicate == RDF.type and t.object == CLASSES["LabelSet"][0] for t in said):
            for row in self._read("names-of-labels", thing=thing):
                label = Iri(row["iri"])
                said |= {Triple(label, SKOS.inScheme, thing), Triple(label, SKOS.prefLabel, Literal(row["name"]))}
        return tuple(sorted(said, key=order))

    def _is_thing(self, thing: Iri) -> bool:
        """Whether it is a node; what is none may still be held by properties, which takes a look at all of them."""
        return bool(self._read("is-there", thing=thing))

    def _said(self, things: Sequence[str], wanted: set[str]) -> Iterator[Triple]:
        for row in self._database.read(_text("describe"), things=list(things)):
            node, edges = _node(row)
            yield from (t for t in triples(node, edges) if str(t.subject) in wanted)

    def incoming(self, iri: str) -> tuple[tuple[str, str], ...]:
        return tuple(sorted(self._incoming(iri))[:_MOST])

    def _incoming(self, iri: str) -> Iterator[tuple[str, str]]:
        thing = Iri(iri)
        for row in self._read("incoming", thing=thing):
            yield row["subject"], str(ONTOLEX.reference if row["type"] == MEANS else TYPES[row["type"]])
        if iri.startswith(source := BASE + KINDS["Source"]):
            found = self._read("sourced", source=Iri(iri.removeprefix(source)))
            yield from ((row["subject"], str(DCTERMS.source)) for row in found)
        for row in () if self._is_thing(thing) else self._read("held", thing=thing):
            node, _ = _node({"labels": ["Foreign"], "properties": row["properties"], "edges": []})
            yield from ((node.iri, str(t.predicate)) for t in triples(node, ()) if t.object == thing)
        for label in (label for label, classes in CLASSES.items() if thing in classes):
            found = self._database.read(_text("things-of").replace("#LABEL", quoted(label)))
            yield from ((row["subject"], str(RDF.type)) for row in found)
        for entry in _entries(iri):
            if any(str(t.subject) == iri for t in self._said([entry], {iri})):
                yield entry, str(ONTOLEX.canonicalForm if iri.endswith("/form") else ONTOLEX.sense)


def _entries(iri: str) -> tuple[str, ...]:
    """The term that a written form or a sense is folded into, if it may be one."""
    entry, _, _ = iri.rpartition("/")
    return (entry,) if entry.startswith(f"{BASE}{KINDS['Term']}") else ()


def _node(row: Mapping[str, Any]) -> tuple[Node, list[Edge]]:
    held = {key: value for key, value in row["properties"].items() if key not in ("iri", "hash")}
    iri = row["properties"]["iri"]
    label = next(label for label in row["labels"] if label != OURS)
    edges = [
        Edge(iri, edge["type"], edge["end"], edge["properties"] or {})
        for edge in row["edges"]
        if edge["type"] in TYPES or edge["type"] == MEANS
    ]
    return Node(label, iri, held), edges


def _cell(name: str, value: Any) -> Cell:  # Any: a property's value
    if name in _IRIS and isinstance(value, str) and value.startswith(("http://", "https://")):
        return cell(Iri(value))
    return value  # type: ignore[no-any-return]  # the texts return texts, numbers and nulls only


@cache
def _text(question: str) -> str:
    return (files("kg") / "queries" / f"{question}.cypher").read_text(encoding="utf-8")
