"""Answers of a store, and the formats they are sent in (SPARQL 1.1 results, RDF)."""

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal as OneOf
from xml.sax.saxutils import escape, quoteattr

from kg.rdf import XSD, Blank, Iri, Literal, Term, Triple
from ontology.errors import BadInput

#: Formats for rows and for yes/no, with their media types.
ROW_FORMATS = {
    "json": "application/sparql-results+json",
    "xml": "application/sparql-results+xml",
    "csv": "text/csv",
    "tsv": "text/tab-separated-values",
}
#: Formats for graphs, with their media types.
GRAPH_FORMATS = {
    "turtle": "text/turtle",
    "jsonld": "application/ld+json",
    "rdfxml": "application/rdf+xml",
    "ntriples": "application/n-triples",
}


@dataclass(frozen=True, slots=True)
class Answer:
    """Rows (select), a boolean (ask) or triples (graph); the other parts are empty."""

    kind: OneOf["select", "ask", "graph"]
    variables: tuple[str, ...] = ()
    rows: tuple[tuple[Term | None, ...], ...] = ()
    boolean: bool = False
    triples: tuple[Triple, ...] = ()

    @property
    def formats(self) -> dict[str, str]:
        """The formats this answer can be sent in, name -> media type; the first is the default."""
        return GRAPH_FORMATS if self.kind == "graph" else ROW_FORMATS

    def serialize(self, form: str) -> bytes:
        """The answer in one of ``formats``.

        Raises:
            BadInput: this kind of answer has no such format.
        """
        if form not in self.formats:
            raise BadInput(f"no format '{form}' for this answer; there are {', '.join(self.formats)}")
        if self.kind == "graph":
            return serialize(self.triples, form)
        return {"json": _json, "xml": _xml, "csv": _csv, "tsv": _tsv}[form](self).encode()


def serialize(triples: Sequence[Triple], form: str) -> bytes:
    """Triples in one of ``GRAPH_FORMATS``; the same triples in the same order give the same bytes."""
    from kg.stores.oxigraph import write_triples  # the one place that knows the library

    return write_triples(triples, form)


def _json(answer: Answer) -> str:
    head: dict[str, object] = {"vars": list(answer.variables)} if answer.kind == "select" else {}
    body: dict[str, object]
    if answer.kind == "ask":
        body = {"boolean": answer.boolean}
    else:
        rows = [
            {name: _json_term(term) for name, term in zip(answer.variables, row, strict=True) if term is not None}
            for row in answer.rows
        ]
        body = {"results": {"bindings": rows}}
    return json.dumps({"head": head, **body}, ensure_ascii=False)


def _json_term(term: Term) -> dict[str, str]:
    match term:
        case Iri():
            return {"type": "uri", "value": str(term)}
        case Blank():
            return {"type": "bnode", "value": term.id}
        case Literal():
            extra = {"xml:lang": term.language} if term.language else {"datatype": term.datatype}
            return {"type": "literal", "value": term.text, **({} if _is_plain(term) else extra)}


def _xml(answer: Answer) -> str:
    head = "".join(f"<variable name={quoteattr(name)}/>" for name in answer.variables)
    if answer.kind == "ask":
        body = f"<boolean>{str(answer.boolean).lower()}</boolean>"
    else:
        rows = (
            "".join(
                f"<binding name={quoteattr(name)}>{_xml_term(term)}</binding>"
                for name, term in zip(answer.variables, row, strict=True)
                if term is not None
            )
            for row in answer.rows
        )
        body = "<results>" + "".join(f"<result>{row}</result>" for row in rows) + "</results>"
    start = '<?xml version="1.0" encoding="UTF-8"?>\n<sparql xmlns="http://www.w3.org/2005/sparql-results#">'
    return f"{start}<head>{head}</head>{body}</sparql>\n"


def _xml_term(term: Term) -> str:
    match term:
        case Iri():
            return f"<uri>{escape(term)}</uri>"
        case Blank():
            return f"<bnode>{escape(term.id)}</bnode>"
        case Literal():
            extra = (
                f" xml:lang={quoteattr(term.language)}" if term.language else f" datatype={quoteattr(term.datatype)}"
            )
            return f"<literal{'' if _is_plain(term) else extra}>{escape(term.text)}</literal>"


def _csv(answer: Answer) -> str:
    if answer.kind == "ask":
        return f"{str(answer.boolean).lower()}\r\n"
    written = io.StringIO()
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow(answer.variables)
    writer.writerows([_csv_term(term) for term in row] for row in answer.rows)
    return written.getvalue()


def _csv_term(term: Term | None) -> str:
    match term:
        case None:
            return ""
        case Blank():
            return f"_:{term.id}"
        case Literal():
            return term.text
        case Iri():
            return str(term)


def _tsv(answer: Answer) -> str:
    if answer.kind == "ask":
        return f"{str(answer.boolean).lower()}\n"
    lines = ["\t".join(f"?{name}" for name in answer.variables)]
    lines += ["\t".join("" if term is None else turtle_term(term) for term in row) for row in answer.rows]
    return "\n".join(lines) + "\n"


def turtle_term(term: Term) -> str:
    """A term as Turtle and TSV results write it.

    >>> turtle_term(Literal("glad", language="en")), turtle_term(Literal("0.5", XSD + "decimal"))
    ('"glad"@en', '0.5')
    """
    match term:
        case Iri():
            return f"<{term}>"
        case Blank():
            return f"_:{term.id}"
        case Literal():
            if term.datatype == f"{XSD}integer" or (term.datatype == f"{XSD}decimal" and "." in term.text):
                return term.text
            text = term.text.replace("\\", "\\\\").replace('"', '\\"')
            text = text.replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t")
            extra = f"@{term.language}" if term.language else f"^^<{term.datatype}>"
            return f'"{text}"{"" if _is_plain(term) else extra}'


def _is_plain(term: Literal) -> bool:
    return term.datatype == f"{XSD}string" and not term.language
