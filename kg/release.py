"""The release files in ``owl/``: the schema written by hand and everything from the tables, as one ontology.

The same tables give the same bytes: statements are sorted and nothing asks the clock.
"""

import json
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from pathlib import Path

from kg.names import DCTERMS, OWL, RDF, RDFS, SKOS, SSSOM, VANN, VOID
from kg.rdf import XSD, Iri, Literal, Triple, english, order, whole
from kg.results import serialize
from kg.stores.oxigraph import read_turtle
from kg.terms import BASE, emotion_iri, graph_iri, source_iri
from kg.transitions import transition_quads
from kg.triples import SCHEME, expand
from kg.vocabulary import vocabulary_file
from ontology.version import RELEASED, __version__
from ontology.world import Ontology, prefixes
from vocab.lexicon import Lexicon
from vocab.ratings import TermRating

ONTOLOGY = Iri(BASE.rstrip("/"))
LICENCE = Iri("https://creativecommons.org/licenses/by/4.0/")
FILES = {
    "tone.ttl": "turtle",
    "tone.owl": "rdfxml",
    "tone.jsonld": "jsonld",
    "tone-skos.ttl": "turtle",
    "mappings.ttl": "turtle",
    "void.ttl": "turtle",
    "vocabulary.ttl": "turtle",
    "transitions.ttl": "turtle",
}
PREFIX_MAP = "tone.prefixes.json"
#: The forms of the whole ontology, by the names of ``GRAPH_FORMATS``; N-Triples are made of the Turtle when asked for.
WHOLE = {"turtle": "tone.ttl", "jsonld": "tone.jsonld", "rdfxml": "tone.owl", "ntriples": "tone.nt"}
#: The named graphs with a release file of their own; the others are all in ``WHOLE``.
GRAPH_FILES = {
    "schema": "schema.ttl",
    "mappings": "mappings.ttl",
    "alignments": "mappings.ttl",
    "transitions": "transitions.ttl",
    "vocabulary": "vocabulary.ttl",
}
#: What the ontology is whole without, so that its own files stay small.
APART = ("vocabulary.ttl", "transitions.ttl")


def write(world: Ontology, lexicon: Lexicon, ratings: Iterable[TermRating], folder: Path) -> tuple[Path, ...]:
    """Write every file of ``FILES`` into a folder (made if absent), each replaced at once."""
    folder.mkdir(parents=True, exist_ok=True)
    triples, terms = statements(world), vocabulary_file(lexicon, ratings)
    content = {
        "tone-skos.ttl": skos(world, terms),
        "mappings.ttl": mappings(world),
        "void.ttl": tuple(void(world, len(triples))),
        "vocabulary.ttl": terms,
        "transitions.ttl": transitions(world),
    }
    texts = {name: serialize(content.get(name, triples), form) for name, form in FILES.items()}
    texts[PREFIX_MAP] = prefix_map()
    written = []
    for name, text in texts.items():
        temporary = folder / f".{name}.part"
        temporary.write_bytes(text)
        written.append(temporary.replace(folder / name))
    return tuple(written)


def skos(world: Ontology, terms: Iterable[Triple]) -> tuple[Triple, ...]:
    """The emotions as a SKOS thesaurus, with the labels among ``terms``: no classes, no statement nodes."""
    emotions = {emotion_iri(e.id) for e in world}
    plain = (
        Triple(q.subject, q.predicate, q.object)
        for q in expand(world)
        if q.subject in emotions and (q.predicate.startswith(SKOS.base) or q.object == SKOS.Concept)
    )
    scheme = (t for t in header() if t.subject == SCHEME and t.object != OWL.NamedIndividual)
    return tuple(sorted({*plain, *scheme, *(t for t in terms if t.predicate == SKOS.altLabel)}, key=order))


def mappings(world: Ontology) -> tuple[Triple, ...]:
    """Every mapping of a label and every alignment of another vocabulary, as SSSOM in RDF."""
    graphs = (graph_iri("mappings"), graph_iri("alignments"))
    return tuple(
        sorted({Triple(q.subject, q.predicate, q.object) for q in expand(world) if q.graph in graphs}, key=order)
    )


def transitions(world: Ontology) -> tuple[Triple, ...]:
    """Every counted and modelled change of state, and every effect of a trait on one."""
    return tuple(sorted({Triple(q.subject, q.predicate, q.object) for q in transition_quads(world)}, key=order))


def void(world: Ontology, triples: int) -> Iterable[Triple]:
    """What the data set is and where to get it, for those who list data sets."""
    said: tuple[tuple[Iri, Iri | Literal], ...] = (
        (RDF.type, VOID.Dataset),
        (DCTERMS.title, english("TONE-KG")),
        (DCTERMS.license, LICENCE),
        (VOID.uriSpace, Literal(BASE)),
        (VOID.sparqlEndpoint, Iri(f"{BASE}sparql")),
        *((VOID.dataDump, Iri(BASE + name)) for name in ("tone.ttl", "tone.owl", "tone.jsonld", *APART)),
        *((VOID.vocabulary, Iri(base)) for base in (SKOS.base, OWL.base, SSSOM.base, DCTERMS.base)),
        (VOID.exampleResource, Iri(emotion_iri("joy"))),
        (VOID.triples, whole(triples)),
        (VOID.classes, whole(len(world))),
    )
    yield from sorted((Triple(Iri(f"{BASE}dataset"), predicate, object) for predicate, object in said), key=order)


def prefix_map() -> bytes:
    """Our prefixes as an extended prefix map, which ``curies`` and its kin read."""
    records = [{"prefix": prefix, "uri_prefix": base} for prefix, base in sorted(prefixes().items())]
    return (json.dumps(records, indent=2) + "\n").encode()


def statements(world: Ontology) -> tuple[Triple, ...]:
    """Header, schema and content without the graph names and without transitions, each triple once, sorted."""
    apart = graph_iri("transitions")
    content = (Triple(q.subject, q.predicate, q.object) for q in expand(world) if q.graph != apart)
    return tuple(sorted({*header(), *schema(), *content}, key=order))


def header() -> Iterable[Triple]:
    """What the ontology says of itself."""
    date = f"{XSD}date"
    said: tuple[tuple[Iri, Iri | Literal], ...] = (
        (RDF.type, OWL.Ontology),
        (OWL.versionIRI, Iri(f"{BASE}{__version__}")),
        (OWL.versionInfo, Literal(__version__)),
        (DCTERMS.title, english("TONE-KG: an ontology of emotions")),
        (
            DCTERMS.description,
            english(
                "Parrott's three tiers of emotions with definitions, sourced coordinates of valence, arousal and "
                "dominance, and mappings of the label sets that benchmarks use."
            ),
        ),
        (DCTERMS.license, LICENCE),
        (DCTERMS.creator, Literal("The TONE-KG maintainers")),
        (DCTERMS.created, Literal("2026-11-23", date)),
        (DCTERMS.modified, Literal(RELEASED, date)),
        (DCTERMS.issued, Literal(RELEASED, date)),
        (DCTERMS.bibliographicCitation, Literal(f"The TONE-KG maintainers, TONE-KG {__version__}, {BASE}")),
        *((DCTERMS.source, Iri(source_iri(id))) for id in ("parrott2001", "gupta2024", "mehrabian1996")),
        (VANN.preferredNamespacePrefix, Literal("tone")),
        (VANN.preferredNamespaceUri, Literal(BASE)),
    )
    yield from (Triple(ONTOLOGY, predicate, object) for predicate, object in said)
    yield Triple(SCHEME, RDF.type, SKOS.ConceptScheme)
    yield Triple(SCHEME, RDF.type, OWL.NamedIndividual)
    yield Triple(SCHEME, RDFS.label, english("the emotions of TONE-KG"))


@cache
def schema() -> tuple[Triple, ...]:
    """The triples of ``owl/schema.ttl``."""
    return read_turtle((files("owl") / "schema.ttl").read_bytes())
