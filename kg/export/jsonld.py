"""The statements themselves as JSON-LD, in expanded form: each named graph with what it says of each subject.

Unlike the property graph this is the graph of the store, statement by statement, so a reader of JSON-LD has
exactly the quads again.
"""

import json
from collections.abc import Iterable, Iterator
from itertools import groupby

from kg.names import RDF
from kg.rdf import XSD, Iri, Literal, Quad


def jsonld(quads: Iterable[Quad]) -> Iterator[str]:
    """The document, one subject a line; equal sets of quads give equal text."""
    yield "[\n"
    graphs = groupby(sorted(set(quads), key=_order), key=lambda quad: quad.graph)
    for number, (graph, members) in enumerate(graphs):
        yield (",\n" if number else "") + f'{{"@id": {json.dumps(graph)}, "@graph": [\n'
        for place, (subject, said) in enumerate(groupby(members, key=lambda quad: quad.subject)):
            yield (",\n" if place else "") + json.dumps(_subject(subject, said), ensure_ascii=False)
        yield "\n]}"
    yield "\n]\n"


def _subject(subject: Iri, said: Iterable[Quad]) -> dict[str, object]:
    found: dict[str, list[object]] = {}
    for quad in said:
        if quad.predicate == RDF.type:
            found.setdefault("@type", []).append(str(quad.object))
        else:
            found.setdefault(quad.predicate, []).append(_object(quad.object))
    return {"@id": subject, **found}


def _object(term: Iri | Literal) -> dict[str, str]:
    if not isinstance(term, Literal):
        return {"@id": term}
    if term.language:
        return {"@value": term.text, "@language": term.language}
    return {"@value": term.text} | ({} if term.datatype == f"{XSD}string" else {"@type": term.datatype})


def _order(quad: Quad) -> tuple[str, ...]:
    object = quad.object
    value = (object.text, object.datatype, object.language) if isinstance(object, Literal) else (object, "", "")
    return quad.graph, quad.subject, quad.predicate, *value
