"""The pages people look at: start, one emotion, one label set, a query box, the GraphQL explorer."""

from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from graphql import parse, print_ast
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from starlette.responses import HTMLResponse

from api.answers import Shown
from api.reference import primaries, schema_terms, tier_picture
from api.service import Service
from api.statements import Row
from kg.network import Hop
from kg.release import GRAPH_FILES, WHOLE
from kg.terms import GRAPHS
from ontology.emotion import Emotion, Module
from ontology.labels import LabelSet
from ontology.taxonomy import roots
from ontology.version import __version__
from ontology.world import Ontology

#: Queries that stand on the start page and in the query box; tests run each of them.
GRAPHQL_EXAMPLES = {
    "What is awe?": '{ emotion(id: "awe") { label definition ancestors { label } vad { valence arousal dominance } } }',
    "Harmonize labels": '{ normalize(labels: ["furious", "over the moon", "schadenfreude"], to: "emonet40") '
    "{ label emotion { id } targets { label { label } match confidence } } }",
    "GoEmotions to ISEAR": '{ translate(labels: ["remorse", "joy", "annoyance"], from: "goemotions", to: "isear") '
    "{ label targets { label { label } chain { subject match object } } } }",
    "Classify a text": '{ classify(texts: ["I can\'t believe they cancelled it again"], labelSet: "ekman") '
    "{ label scores { label score } } }",
    "Joy meets anger": '{ transition(from: "joy", stimulus: "anger", personality: { extraversion: 1, neuroticism: -1 }'
    ", steps: 3) { formula states { step vad { valence arousal dominance } nearest { emotion { id } distance } } } }",
}
SPARQL_EXAMPLES = {
    "Everything below love": """PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX tone: <https://w3id.org/tone-kg/>
SELECT ?label ?definition WHERE {
  ?emotion skos:broader+ tone:love ; rdfs:label ?label ; skos:definition ?definition .
} ORDER BY ?label""",
    "Pleasant and calm": """PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX tone: <https://w3id.org/tone-kg/>
SELECT ?label ?valence ?arousal WHERE {
  ?emotion rdfs:label ?label ; tone:valence ?valence ; tone:arousal ?arousal .
  FILTER(?valence > 0.2 && ?arousal < 0.1)
} ORDER BY DESC(?valence)""",
    "Labels for fear in every set": """PREFIX sssom: <https://w3id.org/sssom/>
PREFIX tone: <https://w3id.org/tone-kg/>
SELECT ?label ?match ?confidence WHERE {
  ?mapping sssom:object_id tone:fear ; sssom:subject_id ?label ;
           sssom:predicate_id ?match ; sssom:confidence ?confidence .
} ORDER BY ?label""",
}


@cache
def _templates() -> Environment:
    folder = files("api") / "web" / "templates"
    loader = FileSystemLoader(str(folder))
    return Environment(loader=loader, autoescape=select_autoescape(), undefined=StrictUndefined, trim_blocks=True)


def _page(template: str, **values: object) -> HTMLResponse:
    return HTMLResponse(_templates().get_template(template).render(version=__version__, **values))


def start(service: Service) -> HTMLResponse:
    """What this is, examples that run, and the tree."""
    return _page(
        "start.html",
        tree=[_branch(service.world, top) for top in roots(service.world)],
        size=len(service.tree()),
        label_sets=list(service.world.label_sets.values()),
        beside=[e for e in service.emotions() if e.tier is None],
        graphql=GRAPHQL_EXAMPLES,
        sparql=SPARQL_EXAMPLES,
    )


@dataclass(frozen=True, slots=True)
class Head:
    """What the page of a thing says for machines: its IRI and path, (path, media type) of its forms, its JSON-LD."""

    iri: str
    path: str
    forms: tuple[tuple[str, str], ...]
    data: str


@dataclass(frozen=True, slots=True)
class _Branch:
    emotion: Emotion
    children: "tuple[_Branch, ...]"


def _branch(world: Ontology, emotion: Emotion) -> _Branch:
    below = (e for e in world.children.get(emotion.id, ()) if e.module is Module.PARROTT)
    return _Branch(emotion, tuple(_branch(world, e) for e in below))


def term(shown: Shown, hops: tuple[Hop, ...], head: Head) -> HTMLResponse:
    """One emotion."""
    return _page("term.html", shown=shown, hops=hops, e=shown.emotion, head=head)


def label_set_page(label_set: LabelSet, service: Service, head: Head) -> HTMLResponse:
    """One label set with its mappings."""
    return _page("labelset.html", s=label_set, mappings=service.world.mappings_of_label, head=head)


def statements_page(
    heading: str, rows: tuple[Row, ...], incoming: tuple[Row, ...], head: Head, *, has_more: bool
) -> HTMLResponse:
    """Anything else of ours: what is said of it, and who names it."""
    query = f"SELECT ?subject ?property WHERE {{ ?subject ?property <{head.iri}> }} LIMIT 1000"
    return _page(
        "statements.html",
        heading=heading,
        rows=rows,
        incoming=incoming,
        head=head,
        query=query,
        has_more=has_more,
    )


def search_page(text: str, service: Service) -> HTMLResponse:
    """Emotions that hold a text, or that it names in another spelling."""
    hits = service.search(text) if text.strip() else ()
    return _page("search.html", text=text, hits=hits, known=() if hits or not text.strip() else service.known(text))


def reference(world: Ontology) -> HTMLResponse:
    """Every class and property, on one page that stands alone."""
    terms = schema_terms()
    return _page(
        "reference.html",
        world=world,
        terms=terms,
        anchors={t.anchor for t in terms},
        graphs={name: GRAPH_FILES.get(name, WHOLE["turtle"]) for name in GRAPHS},
        pictures=[tier_picture(world, id) for id in primaries(world)],
    )


def sparql_page() -> HTMLResponse:
    """A box to type a query in."""
    return _page("sparql.html", examples=SPARQL_EXAMPLES)


def graphiql() -> HTMLResponse:
    """The GraphQL explorer, from files of our own."""
    named = {
        name: "query " + name.title().replace(" ", "").strip("?") + query for name, query in GRAPHQL_EXAMPLES.items()
    }
    return _page("graphiql.html", examples={name: print_ast(parse(query)) for name, query in named.items()})
