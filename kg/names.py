"""The properties and classes our triples use: one constant each, no IRI is spelt anywhere else."""

from kg.rdf import Iri
from kg.terms import BASE


class _Namespace:
    """A base IRI whose attributes are the names below it."""

    def __init__(self, base: str) -> None:
        self.base = base

    def __getattr__(self, name: str) -> Iri:
        return Iri(self.base + name)


RDF = _Namespace("http://www.w3.org/1999/02/22-rdf-syntax-ns#")
RDFS = _Namespace("http://www.w3.org/2000/01/rdf-schema#")
OWL = _Namespace("http://www.w3.org/2002/07/owl#")
SKOS = _Namespace("http://www.w3.org/2004/02/skos/core#")
DCTERMS = _Namespace("http://purl.org/dc/terms/")
SSSOM = _Namespace("https://w3id.org/sssom/")
VANN = _Namespace("http://purl.org/vocab/vann/")
TONE = _Namespace(BASE)

#: CURIE prefixes that may stand in a mapping's justification and author.
CURIE_BASES = {
    "semapv:": "https://w3id.org/semapv/vocab/",
    "orcid:": "https://orcid.org/",
    "tone:": BASE,
    "skos:": SKOS.base,
    "sssom:": SSSOM.base,
}


def expand_curie(curie: str) -> Iri:
    """The IRI of a CURIE.

    Raises:
        ValueError: its prefix is none of ours.
    """
    for prefix, base in CURIE_BASES.items():
        if curie.startswith(prefix):
            return Iri(base + curie.removeprefix(prefix))
    raise ValueError(f"'{curie}' has none of the prefixes {' '.join(CURIE_BASES)}")


def contract_iri(iri: str) -> str:
    """The CURIE of an IRI, inverse of ``expand_curie``.

    Raises:
        ValueError: it is below none of our bases.
    """
    for prefix, base in CURIE_BASES.items():
        if iri.startswith(base):
            return prefix + iri.removeprefix(base)
    raise ValueError(f"{iri} has none of the prefixes {' '.join(CURIE_BASES)}")
