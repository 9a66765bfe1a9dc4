"""Everything said of one thing of ours, wherever it is said.

The store holds what the tables say.  Classes and properties, the ontology, its concept scheme and the data set are
described in the files of ``owl/``; one who asks for an IRI need not know where.
"""

from functools import cache
from importlib.resources import files

from kg.names import PROV, RDF, RDFS
from kg.questions import Questions
from kg.rdf import Iri, Triple, english, order
from kg.release import header, schema
from kg.stores.oxigraph import read_turtle
from kg.terms import BASE

#: Who our own mappings name as their author.
MAINTAINERS = Iri(f"{BASE}maintainers")


def about(questions: Questions, iri: str) -> tuple[Triple, ...]:
    """Every triple with this subject and what describes it beside, in a settled order; empty where nothing is said."""
    return tuple(sorted({*questions.describe(iri), *beside().get(iri, ())}, key=order))


@cache
def beside() -> dict[str, tuple[Triple, ...]]:
    """What no store holds: the triples of the schema, of the header and of the data set, by subject.

    The ontology stands under its own IRI and under the base, which is where the web finds it.
    """
    found: dict[str, list[Triple]] = {}
    for triple in (*schema(), *header(), *read_turtle((files("owl") / "void.ttl").read_bytes()), *_maintainers()):
        found.setdefault(str(triple.subject), []).append(triple)
    found[BASE] = found[BASE.rstrip("/")]
    return {subject: tuple(triples) for subject, triples in found.items()}


def _maintainers() -> tuple[Triple, ...]:
    name = english("The TONE-KG maintainers")
    return Triple(MAINTAINERS, RDF.type, PROV.Agent), Triple(MAINTAINERS, RDFS.label, name)
