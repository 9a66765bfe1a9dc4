"""What changed between two releases, in words: terms added, removed, renamed, redefined, moved.

Reads any of the release files, or anybody's ontology in Turtle, RDF/XML, N-Triples or JSON-LD.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kg import foreign
from kg.names import OWL, RDF, RDFS, SKOS
from kg.rdf import Blank, Iri, Literal, Term

#: What makes a term's meaning, and how a change of it is called.
WATCHED = {RDFS.label: "label", SKOS.definition: "definition", RDFS.subClassOf: "parent", OWL.deprecated: "deprecation"}


@dataclass(frozen=True, slots=True)
class Change:
    """One difference: ``kind`` is added, removed, or the name of what changed."""

    term: str
    kind: str
    before: str = ""
    after: str = ""

    def __str__(self) -> str:
        """
        >>> print(Change("x:joy", "label", "joy", "gladness"))
        x:joy: label was 'joy', is 'gladness'
        """
        if self.kind in ("added", "removed"):
            return f"{self.term}: {self.kind} ({self.after or self.before})"
        return f"{self.term}: {self.kind} was '{self.before}', is '{self.after}'"


Terms = dict[str, dict[str, str]]


def changes(before: Path, after: Path) -> Iterator[Change]:
    """Every difference of the classes and properties of two files, by term.

    Raises:
        BadInput: a file is absent, of an unknown kind, or no RDF.
        FileRefused: a file could harm its parser; see ``kg.foreign``.
    """
    old, new = _terms(before), _terms(after)
    for term in sorted(old.keys() | new.keys()):
        if term not in old:
            yield Change(term, "added", after=new[term].get("label", "no label"))
        elif term not in new:
            yield Change(term, "removed", before=old[term].get("label", "no label"))
        else:
            for kind in WATCHED.values():
                was, now = old[term].get(kind, ""), new[term].get(kind, "")
                if was != now:
                    yield Change(term, kind, was, now)


def _terms(file: Path) -> Terms:
    sorts = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty)
    meant: set[str] = set()
    said: defaultdict[str, defaultdict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for subject, predicate, object in foreign.parse(file):
        if not isinstance(subject, Iri):
            continue
        if predicate == RDF.type and object in sorts:
            meant.add(subject)
        elif kind := WATCHED.get(predicate):
            said[subject][kind].add(_text(object))
    return {term: {kind: " | ".join(sorted(said[term][kind])) for kind in WATCHED.values()} for term in sorted(meant)}


def _text(term: Term) -> str:
    match term:
        case Literal(text):
            return text
        case Blank():
            return "a nameless class"  # its name changes with every reading
        case iri:
            return iri
