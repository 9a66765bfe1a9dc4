"""The release files in ``owl/``: the schema written by hand and everything from the tables, as one ontology.

The same tables give the same bytes: statements are sorted and nothing asks the clock.
"""

from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from pathlib import Path

from kg.names import DCTERMS, OWL, RDF, RDFS, SKOS, VANN
from kg.rdf import XSD, Iri, Literal, Triple, english, order
from kg.results import serialize
from kg.stores.oxigraph import read_turtle
from kg.terms import BASE, source_iri
from kg.triples import SCHEME, expand
from ontology.version import RELEASED, __version__
from ontology.world import Ontology

ONTOLOGY = Iri(BASE.rstrip("/"))
FILES = {"tone.ttl": "turtle", "tone.owl": "rdfxml", "tone.jsonld": "jsonld"}


def write(world: Ontology, folder: Path) -> tuple[Path, ...]:
    """Write every file of ``FILES`` into a folder (made if absent), each replaced at once."""
    folder.mkdir(parents=True, exist_ok=True)
    triples = statements(world)
    written = []
    for name, form in FILES.items():
        temporary = folder / f".{name}.part"
        temporary.write_bytes(serialize(triples, form))
        written.append(temporary.replace(folder / name))
    return tuple(written)


def statements(world: Ontology) -> tuple[Triple, ...]:
    """Header, schema and content without the graph names, each triple once, sorted."""
    content = (Triple(q.subject, q.predicate, q.object) for q in expand(world))
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
        (DCTERMS.license, Iri("https://creativecommons.org/licenses/by/4.0/")),
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
