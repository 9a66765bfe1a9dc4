"""Names of things on the web: every IRI of this project is made here, and taken apart here.

Pure text, so that an id can be recognised without loading an RDF library.
"""

from urllib.parse import quote, unquote

BASE = "https://w3id.org/tone-kg/"
PREFIX = "tone:"
LABEL_PREFIX = "tonelabel:"
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


def iri_of(text: str) -> str:
    """The IRI of ours in a slug, a CURIE or a full IRI, each part percent-encoded the one way that all of ours are.

    Whether anything is said of it is for a store to tell; the ontology itself has the bare base.

    >>> iri_of("tone:term/fed up"), iri_of("http://w3id.org/tone-kg/term/fed%20up/")
    ('https://w3id.org/tone-kg/term/fed%20up', 'https://w3id.org/tone-kg/term/fed%20up')
    >>> iri_of("tonelabel:goemotions"), iri_of("https://w3id.org/tone-kg")
    ('https://w3id.org/tone-kg/labelset/goemotions', 'https://w3id.org/tone-kg/')
    """
    bare = text.strip().rstrip("/") + "/"  # so that the base is known without its slash, too
    local = id_of(f"{PREFIX}labelset/{bare[len(LABEL_PREFIX) :]}" if bare.lower().startswith(LABEL_PREFIX) else bare)
    return BASE + "/".join(quote(unquote(part), safe="") for part in local.rstrip("/").split("/"))


def label_set_id_of(text: str) -> str:
    """The id of a label set in an id, a CURIE or a full IRI; other text comes back as it is.

    >>> label_set_id_of("goemotions"), label_set_id_of("tone:labelset/goemotions"), label_set_id_of("tonelabel:ekman")
    ('goemotions', 'goemotions', 'ekman')
    """
    return _below_label_base(text) or text.strip()


def label_id_of(text: str) -> str | None:
    """The id of a label, such as ``goemotions/joy``, in a CURIE or a full IRI; None for other text, which may be a
    label as its data spell it.

    >>> label_id_of("https://w3id.org/tone-kg/labelset/goemotions/joy"), label_id_of("tonelabel:goemotions/joy")
    ('goemotions/joy', 'goemotions/joy')
    >>> label_id_of("joy"), label_id_of("tone:labelset/goemotions")
    (None, None)
    """
    id = _below_label_base(text)
    return id if id is not None and "/" in id else None


def _below_label_base(text: str) -> str | None:
    iri = iri_of(text)
    is_named = text.strip().lower().startswith((PREFIX, LABEL_PREFIX, "http:", "https:"))
    return unquote(iri.removeprefix(LABEL_BASE)) if is_named and iri.startswith(LABEL_BASE) else None


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
