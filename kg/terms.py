"""Names of things on the web: every IRI of this project is made here, and taken apart here.

Pure text, so that an id can be recognised without loading an RDF library.
"""

from urllib.parse import quote, unquote

BASE = "https://w3id.org/tone-kg/"
PREFIX = "tone:"
LABEL_BASE = f"{BASE}labelset/"
GRAPH_BASE = f"{BASE}graph/"

#: The named graphs, one a module; a query sees their union unless it names one.
GRAPHS = (
    *("schema", "parrott", "extension", "names", "vad", "relations", "facets"),
    *("labels", "mappings", "alignments", "transitions", "sources", "vocabulary"),
)


def id_of(text: str) -> str:
    """The slug in a slug, a CURIE or a full IRI; other text comes back as it is.

    >>> id_of("joy"), id_of("tone:joy"), id_of("https://w3id.org/tone-kg/joy"), id_of("tone_joy")
    ('joy', 'joy', 'joy', 'joy')
    """
    bare = text.strip()
    for prefix in (BASE, BASE.replace("https:", "http:"), PREFIX, "tone_"):
        if bare.lower().startswith(prefix):
            return bare[len(prefix) :]
    return bare


def label_id_of(text: str) -> str:
    """The id of a label set or a label in itself, a CURIE or a full IRI; other text comes back as it is.

    >>> label_id_of("goemotions"), label_id_of("tone:labelset/goemotions"), label_id_of(f"{LABEL_BASE}goemotions/joy")
    ('goemotions', 'goemotions', 'goemotions/joy')
    """
    return id_of(text).removeprefix("labelset/") if is_name_on_the_web(text) else text


def is_name_on_the_web(text: str) -> bool:
    """Whether it is a CURIE or an IRI of ours rather than a plain id.

    >>> is_name_on_the_web("tone:joy"), is_name_on_the_web("joy")
    (True, False)
    """
    return text.strip().lower().startswith((BASE, BASE.replace("https:", "http:"), PREFIX))


def emotion_iri(id: str) -> str:
    return BASE + id


def label_set_iri(id: str) -> str:
    return LABEL_BASE + id


def label_iri(id: str) -> str:
    """The IRI of a label id such as ``goemotions/joy``."""
    return LABEL_BASE + id


def source_iri(id: str) -> str:
    return f"{BASE}source/{id}"


def facet_iri(id: str) -> str:
    """The IRI of a facet id such as ``frijda-action-tendencies/approach``."""
    return f"{BASE}facet/{id}"


def graph_iri(module: str) -> str:
    """The named graph of a module of ``GRAPHS``."""
    return GRAPH_BASE + module


def node_iri(kind: str, *parts: str) -> str:
    """A node that stands for a statement, named by what it states.

    >>> node_iri("rating", "joy", "glasgow2019", "joy")
    'https://w3id.org/tone-kg/rating/joy/glasgow2019/joy'
    """
    return f"{BASE}{kind}/" + "/".join(quote(part, safe="") for part in parts)


def local_name(iri: str, base: str = BASE) -> str:
    """What follows the base.

    Raises:
        ValueError: the IRI does not begin with it.
    """
    if not iri.startswith(base):
        raise ValueError(f"{iri} is not below {base}")
    return unquote(iri.removeprefix(base))
