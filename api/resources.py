"""What each IRI of ours names, and where on the web it is described.

Some things have a page of their own; some are described in a larger document, which a client is sent to with 303; all
the others get a page of their statements.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from urllib.parse import unquote

from starlette.responses import HTMLResponse

from api import pages
from api.pages import Head
from api.service import Service
from api.statements import heading, incoming_of, rows_of
from kg.about import beside
from kg.names import OWL, RDF
from kg.rdf import Iri, Triple
from kg.release import GRAPH_FILES, ONTOLOGY, WHOLE
from kg.results import GRAPH_FORMATS
from kg.terms import BASE, GRAPHS, emotion_iri, label_iri, label_set_iri
from kg.triples import SCHEME
from ontology.errors import Unknown, UnknownAddress, UnknownEmotion, UnknownTerm
from ontology.version import __version__

HTML = "text/html"
RDF_MEDIA = {media: form for form, media in GRAPH_FORMATS.items()}
#: Every form a thing may have, in the order of our liking.
FORMS = (HTML, *RDF_MEDIA)

#: The kinds of nodes that have no table of ids to look a wrong one up in; the first part of their addresses.
NODES = (
    *("alignment", "blend", "concept-transition", "facet-link", "mapping", "name", "rating", "relation"),
    *("term-rating", "trait-effect", "transition"),
)
#: More letters than any name of ours has; nothing is near to a longer one.
LONGEST = 200

#: Draws the page of a thing.
Page = Callable[[Head], HTMLResponse]


@dataclass(frozen=True, slots=True)
class Resource:
    """One thing of ours: how it is drawn, or for which forms one has to look elsewhere.

    ``elsewhere``: media type -> the path that describes it in that form.  ``describe`` gives its statements.
    """

    iri: str
    describe: Callable[[], tuple[Triple, ...]]
    page: Page | None = None
    elsewhere: Mapping[str, str] = field(default_factory=dict)
    forms: tuple[str, ...] = FORMS

    @property
    def path(self) -> str:
        """Its own address on this server."""
        return "/" + self.iri.removeprefix(BASE)

    def types(self) -> tuple[str, ...]:
        """The classes it is said to be of."""
        said = (t for t in self.describe() if t.subject in (self.iri, ONTOLOGY) and t.predicate == RDF.type)
        return tuple(t.object for t in said if isinstance(t.object, Iri))


def find(service: Service, iri: str) -> Resource:
    """What a canonical IRI of ours names (see ``kg.terms.iri_of``).

    Raises:
        Unknown: nothing; names the nearest where a table knows.
        LookupError: it is below no kind of address that we give.
    """
    name = iri.removeprefix(BASE)
    kind, _, rest = name.partition("/")
    if name in service.world:
        return _emotion(service, name)
    if kind == "labelset" and rest:
        return _labels(service, unquote(rest))
    if kind == "graph" and rest:
        return _graph(rest)
    if name in ("", __version__):
        return whole(iri)
    triples = service.describe(iri)
    if not triples:
        raise _unknown(service, kind, unquote(rest))
    if iri == SCHEME:
        return Resource(iri, lambda: triples, elsewhere={HTML: "/#tree"})
    if _is_schema(iri):
        return Resource(iri, lambda: triples, elsewhere={HTML: f"/reference#{name}"})
    return Resource(iri, lambda: triples, lambda head: _statements(service, iri, triples, head))


def whole(iri: str = BASE) -> Resource:
    """The ontology, or this version of it: the start page and the release files."""
    files = {GRAPH_FORMATS[form]: f"/{file}" for form, file in WHOLE.items()}
    return Resource(iri, lambda: beside()[ONTOLOGY], elsewhere={HTML: "/", **files})


def _emotion(service: Service, id: str) -> Resource:
    iri = emotion_iri(id)
    return Resource(
        iri,
        cache(lambda: service.describe(iri)),
        lambda head: pages.term(service.show(id), service.neighbours(id), head),
    )


def _labels(service: Service, id: str) -> Resource:
    if "/" not in id:
        found = service.label_set(id)
        iri = label_set_iri(found.id)
        return Resource(
            iri, cache(lambda: service.describe(iri)), lambda head: pages.label_set_page(found, service, head)
        )
    label = service.label(id)
    own = label_iri(label.id)
    label_set, _, slug = label.id.partition("/")
    return Resource(own, cache(lambda: service.describe(own)), elsewhere={HTML: f"/labelset/{label_set}#{slug}"})


def _graph(module: str) -> Resource:
    if module not in GRAPHS:
        raise UnknownAddress(module, "named graph", GRAPHS)
    iri, page = f"{BASE}graph/{module}", {HTML: f"/reference#graph-{module}"}
    if module in GRAPH_FILES:
        return Resource(
            iri,
            tuple,
            elsewhere={**page, "text/turtle": f"/{GRAPH_FILES[module]}"},
            forms=(HTML, "text/turtle"),
        )
    return Resource(iri, tuple, elsewhere={**whole().elsewhere, **page})


def _is_schema(iri: str) -> bool:
    sorts = {OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty}
    return any(t.predicate == RDF.type and t.object in sorts for t in beside().get(iri, ()))


def _statements(service: Service, iri: str, triples: tuple[Triple, ...], head: Head) -> HTMLResponse:
    own = [t for t in triples if t.subject == Iri(iri)]
    named, has_more = incoming_of(service, iri)
    return pages.statements_page(heading(iri, own), rows_of(service, own), named, head, has_more=has_more)


def _unknown(service: Service, kind: str, rest: str) -> Exception:
    world = service.world
    if len(kind) + len(rest) > LONGEST:
        return LookupError("not found")
    tables = {"source": world.sources, "facet": world.facets, "corpus": world.corpora}
    if rest and kind in tables:
        return UnknownAddress(rest, kind, tables[kind])
    if rest and kind == "term":
        return UnknownTerm(rest.partition("/")[0], service.lexicon.texts)
    if rest and kind in NODES:
        return UnknownAddress(rest, kind.replace("-", " "))
    if rest:
        return LookupError("not found")
    name = unquote(kind)
    if name != name.lower():
        return _nearest_of_schema(name)
    return UnknownEmotion(name, world.emotions)


def _nearest_of_schema(name: str) -> Unknown:
    """Class names begin with a capital, property names hold one."""
    known = {iri.removeprefix(BASE).lower(): iri.removeprefix(BASE) for iri in beside() if _is_schema(iri)}
    missed = UnknownAddress(name, "class or property", known)
    return (
        UnknownAddress(name, "class or property", [known[near] for near in missed.nearest])
        if missed.nearest
        else missed
    )
