"""RDF terms as plain values, so that no store's library leaks out of its file.

Statements of ours never use blank nodes; a ``Blank`` comes only out of a query that makes one.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

XSD = "http://www.w3.org/2001/XMLSchema#"
LANG_STRING = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"


class Iri(str):
    """An IRI; a str of its own kind, so that text and name are not mixed up."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Blank:
    """A node without a name, known only inside one answer."""

    id: str


@dataclass(frozen=True, slots=True)
class Literal:
    """A value: its text, its datatype IRI, and its language where it has one."""

    text: str
    datatype: str = f"{XSD}string"
    language: str = ""


Node = Iri | Blank
Term = Iri | Blank | Literal


class Triple(NamedTuple):
    """A statement as an answer holds it."""

    subject: Node
    predicate: Iri
    object: Term


class Quad(NamedTuple):
    """A statement of ours in its named graph."""

    subject: Iri
    predicate: Iri
    object: Iri | Literal
    graph: Iri


def english(text: str) -> Literal:
    return Literal(text, LANG_STRING, "en")


def whole(number: int) -> Literal:
    return Literal(str(number), f"{XSD}integer")


def decimal(number: float) -> Literal:
    """A number in canonical decimal form, which every store gives back letter for letter.

    >>> decimal(0.50).text, decimal(-0.0).text, decimal(1e-05).text
    ('0.5', '0', '0.00001')
    """
    text = format(Decimal(repr(number + 0.0)), "f")
    return Literal(text.rstrip("0").rstrip(".") if "." in text else text, f"{XSD}decimal")


def order(triple: Triple) -> tuple[str, ...]:
    """What triples are sorted by where their order must not change from run to run."""
    match triple.object:
        case Literal(text, datatype, language):
            parts = ("", text, datatype, language)
        case Blank(id):
            parts = (f"_:{id}", "", "", "")
        case iri:
            parts = (iri, "", "", "")
    return str(triple.subject), triple.predicate, *parts
