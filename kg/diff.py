"""What changed between two releases, in words: terms added, removed, renamed, redefined, moved.

Reads any of the release files, or anybody's ontology in Turtle, RDF/XML, N-Triples or JSON-LD.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.names import OWL, RDF, RDFS, SKOS
from ontology.errors import BadInput

FORMATS = {".ttl": "turtle", ".owl": "xml", ".rdf": "xml", ".nt": "nt", ".jsonld": "json-ld"}

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
    import rdflib

    if file.suffix not in FORMATS:
        raise BadInput(f"{file}: unknown kind of file; there are {' '.join(FORMATS)}")
    if not file.is_file():
        raise BadInput(f"no file {file}")
    try:
        graph = rdflib.Graph().parse(data=file.read_bytes(), format=FORMATS[file.suffix])
    except Exception as error:  # noqa: BLE001  # each of rdflib's parsers raises errors of its own
        raise BadInput(f"{file} is not {FORMATS[file.suffix]}: {str(error).splitlines()[0][:120]}") from None
    sorts = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty)
    found: Terms = {}
    for sort in sorts:
        for term in graph.subjects(rdflib.URIRef(RDF.type), rdflib.URIRef(sort)):
            if isinstance(term, rdflib.URIRef):
                said: defaultdict[str, list[str]] = defaultdict(list)
                for property, kind in WATCHED.items():
                    said[kind] += sorted(str(o) for o in graph.objects(term, rdflib.URIRef(property)))
                found[str(term)] = {kind: " | ".join(texts) for kind, texts in said.items()}
    return found
