"""The properties and classes our triples use: one constant each, no IRI is spelt anywhere else."""

from functools import cache

from kg.rdf import Iri
from kg.terms import BASE
from ontology.world import prefixes


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
VOID = _Namespace("http://rdfs.org/ns/void#")
ONTOLEX = _Namespace("http://www.w3.org/ns/lemon/ontolex#")
VANN = _Namespace("http://purl.org/vocab/vann/")
PROV = _Namespace("http://www.w3.org/ns/prov#")
TONE = _Namespace(BASE)


@cache
def curie_bases() -> dict[str, str]:
    """Prefix with its colon -> namespace, from ``prefixes.tsv``; a longer namespace comes first."""
    known = sorted(prefixes().items(), key=lambda pair: -len(pair[1]))
    return {f"{prefix}:": base for prefix, base in known}


def expand_curie(curie: str) -> Iri:
    """The IRI of a CURIE.

    Raises:
        ValueError: its prefix is none of ours.
    """
    prefix, colon, name = curie.partition(":")
    base = curie_bases().get(prefix + colon)
    if base is None:
        raise ValueError(f"'{curie}' has none of the prefixes {' '.join(curie_bases())}")
    return Iri(base + name)


def contract_iri(iri: str) -> str:
    """The CURIE of an IRI, inverse of ``expand_curie``.

    Raises:
        ValueError: it is below none of our bases.
    """
    for prefix, base in curie_bases().items():
        if iri.startswith(base):
            return prefix + iri.removeprefix(base)
    raise ValueError(f"{iri} has none of the prefixes {' '.join(curie_bases())}")
