"""Statements as a page shows them: each property and value with its text and, where there is one, its page."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import unquote

from api.service import Service
from kg.about import beside
from kg.names import DCTERMS, ONTOLEX, RDF, RDFS, SKOS, contract_iri
from kg.rdf import XSD, Iri, Literal, Term, Triple
from kg.terms import BASE

#: What may head the page of a thing, the best first.
NAMES = (SKOS.prefLabel, RDFS.label, ONTOLEX.writtenRep)
#: Statements of others that a page lists at most.
MOST = 50


@dataclass(frozen=True, slots=True)
class Shown:
    """A term of a statement: its text, the page behind it, and what else is to be said of it."""

    text: str
    href: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One property with all its values, or one subject with what it says."""

    name: Shown
    values: tuple[Shown, ...]


def heading(iri: str, triples: Sequence[Triple]) -> str:
    """What a thing is called: its label, or else what its address says."""
    for property in NAMES:
        named = sorted(t.object.text for t in triples if t.predicate == property and isinstance(t.object, Literal))
        if named:
            return named[0]
    return _spelt(iri)


def rows_of(service: Service, triples: Iterable[Triple]) -> tuple[Row, ...]:
    """Property by property: its type first, where it comes from last."""
    ordered = sorted(triples, key=lambda t: (t.predicate != RDF.type, t.predicate == DCTERMS.source, t.predicate))
    return tuple(
        Row(shown(service, property), tuple(shown(service, t.object) for t in said))
        for property, said in groupby(ordered, key=lambda t: t.predicate)
    )


def incoming_of(service: Service, iri: str) -> tuple[tuple[Row, ...], bool]:
    """Who names it and by which property, and whether there are more than ``MOST``."""
    found = service.incoming(iri)
    rows = (Row(shown(service, Iri(subject)), (shown(service, Iri(property)),)) for subject, property in found[:MOST])
    return tuple(rows), len(found) > MOST


def shown(service: Service, term: Term) -> Shown:
    """A term with its page: ours under its own path, a stranger's where it lives."""
    if isinstance(term, Literal):
        kind = "" if term.language or term.datatype == f"{XSD}string" else term.datatype.rpartition("#")[2]
        return Shown(term.text, note=term.language or kind)
    iri = str(term)
    if not iri.startswith(BASE):
        return Shown(_contracted(iri), iri if iri.startswith(("http://", "https://")) else "")
    name = iri.removeprefix(BASE)
    emotion = service.world.emotions.get(name)
    text = emotion.label if emotion else heading(iri, beside().get(iri, ()))
    source = service.world.sources.get(name.removeprefix("source/")) if name.startswith("source/") else None
    return Shown(text, f"/{name}", source.citation if source else "")


def _spelt(iri: str) -> str:
    kind, _, rest = iri.removeprefix(BASE).partition("/")
    return f"{kind.replace('-', ' ')}: {' · '.join(map(unquote, rest.split('/')))}" if rest else unquote(kind)


def _contracted(iri: str) -> str:
    try:
        return contract_iri(iri)
    except ValueError:
        return iri
