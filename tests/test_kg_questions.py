"""One set of questions, every store, one answer: what Python makes of the tables decides."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import chain

import pytest

from kg.ask import SparqlQuestions
from kg.names import RDF, SKOS, SSSOM, TONE
from kg.neo4j.questions import CypherQuestions
from kg.neo4j.sync import sync
from kg.network import Network
from kg.property_graph.graph import Graph
from kg.questions import Edge, Known, Questions
from kg.rdf import Quad, Triple, order
from kg.store import STORES, open_store
from kg.stores.neo4j import open as open_database
from kg.terms import BASE, emotion_iri
from kg.triples import expand
from kg.vocabulary import term_ratings, vocabulary
from ontology.errors import Unknown
from ontology.harmonize import translate
from ontology.similarity import nearest
from ontology.taxonomy import ancestors
from ontology.world import Ontology
from vocab.lexicon import load_lexicon
from vocab.ratings import read_ratings


@dataclass(frozen=True)
class Content:
    """A world, every statement of it, and what is asked about it."""

    name: str
    world: Ontology
    quads: tuple[Quad, ...]
    emotions: tuple[str, ...]
    labels: tuple[tuple[str, str, str], ...]
    things: tuple[str, ...]


class Tables:
    """The reference: the tables and the functions over them, no store."""

    def __init__(self, content: Content) -> None:
        self._world, self._network = content.world, Network(content.world)
        self._triples = {Triple(q.subject, q.predicate, q.object) for q in content.quads}

    def show(self, id: str) -> Known:
        emotion = self._world[id]
        return Known(emotion, self._world.vad(id), self.ancestors(id), self.children(id))

    def children(self, id: str) -> tuple[str, ...]:
        return tuple(e.id for e in self._world.children.get(id, ()))

    def ancestors(self, id: str) -> tuple[str, ...]:
        return tuple(e.id for e in ancestors(self._world, id))

    def path(self, start: str, end: str) -> object:
        return self._network.path(start, end)

    def neighbours(self, id: str) -> tuple[Edge, ...]:
        return tuple(Edge(hop.kind, hop.target) for hop in self._network.neighbours(id))

    def opposites(self, id: str) -> tuple[str, ...]:
        return tuple(sorted(other for pair in self._world.opposites if id in pair for other in pair - {id}))

    def blends(self, id: str) -> object:
        return self._world.blends_of.get(id, ())

    def translate(self, label: str, source: str, target: str) -> object:
        return translate(self._world, label, source, target)

    def nearest(self, id: str, k: int = 5) -> object:
        place = self._world.vad(id)
        return () if place is None else tuple((e.id, far) for e, far in nearest(self._world, place, k=k))

    def transitions(self, corpus: str, before: str | None = None, first: int = 100) -> object:
        rows = (o for o in self._world.observed if o.corpus == corpus and before in (None, o.before))
        return tuple(sorted(rows, key=lambda o: (-o.turns, o.before, o.partner, o.after)))[:first]

    def labels(self, id: str, label_set: str) -> object:
        mappings = self._world.mappings_to.get((label_set, id), ())
        return tuple(sorted((self._world.label(m.label).label, m.match.value) for m in mappings))

    def describe(self, iri: str) -> tuple[Triple, ...]:
        said = self._triples
        claims = {t.subject for t in said if t.object == iri and t.predicate in (SSSOM.object_id, SSSOM.subject_id)}
        found = {t for t in said if t.subject == iri or t.subject in claims}
        if any(t.subject == iri and t.predicate == RDF.type and t.object == TONE.LabelSet for t in said):
            labels = {t.subject for t in said if t.predicate == SKOS.inScheme and t.object == iri}
            found |= {t for t in said if t.predicate == SKOS.inScheme and t.object == iri}
            found |= {t for t in said if t.subject in labels and t.predicate == SKOS.prefLabel}
        return tuple(sorted(found, key=order))

    def incoming(self, iri: str) -> tuple[tuple[str, str], ...]:
        return tuple(sorted({(str(t.subject), str(t.predicate)) for t in self._triples if t.object == iri}))[:51]


def _mini(world: Ontology) -> Content:
    sets = list(world.label_sets)
    return Content(
        "mini",
        world,
        tuple(expand(world)),
        tuple(world.emotions),
        tuple((label.label, a, b) for a in sets for b in sets for label in world.label_sets[a]),
        tuple(sorted({str(q.subject) for q in expand(world)})),
    )


def _shipped(world: Ontology) -> Content:
    """The ontology and the lexicon with parts of their longest tables; every thirtieth emotion is asked about."""
    longest = ("alignments", "observed", "concept_transitions", "trait_effects")
    world = replace(world, **{name: getattr(world, name)[::8] for name in longest})
    terms = [term for term in load_lexicon(world) if not term.is_label][::60]
    texts = {term.text for term in terms}
    ratings = [rating for rating in read_ratings() if rating.term in texts]
    emotions = tuple(world.emotions)[::30]
    quads = tuple(chain(expand(world), vocabulary(terms), term_ratings(ratings)))
    spelt = [label for s in ("goemotions", "meld", "isear") for label in world.label_sets[s]][::7]
    of_rest = tuple(sorted({str(q.subject) for q in quads}))[:: len(quads) // 150]
    others = ("scheme", "Rating", "AffectiveState", "source/glasgow2019", "labelset/goemotions", "nothing-of-ours")
    return Content(
        "shipped",
        world,
        quads,
        emotions,
        tuple((label.label, label.label_set, target) for label in spelt for target in ("ekman", "emonet40")),
        (*map(emotion_iri, emotions), *of_rest[::25], *(BASE + name for name in others)),
    )


@pytest.fixture(scope="module", params=["mini", "shipped"])
def content(request: pytest.FixtureRequest, mini: Ontology, world: Ontology) -> Content:
    return _mini(mini) if request.param == "mini" else _shipped(world)


@pytest.fixture(scope="module")
def tables(content: Content) -> Tables:
    return Tables(content)


@pytest.fixture(scope="module", params=list(STORES))
def questions(request: pytest.FixtureRequest, content: Content) -> Iterator[Questions]:
    with _asking(request.param, content, request) as asked:
        yield asked


@contextmanager
def _asking(name: str, content: Content, request: pytest.FixtureRequest) -> Iterator[Questions]:
    if name == "neo4j":
        bolt = request.getfixturevalue("bolt")
        database = open_database(bolt.login(content.name))
        sync(database, Graph.of(content.quads), content.world.version)
        yield CypherQuestions(database)
        database.close()
        return
    options = {}
    if name == "sparql":
        address = request.getfixturevalue("endpoint")
        options = {"where": f"{address}/query", "update": f"{address}/update"}
    store = open_store(name, **options)
    store.load(content.quads)
    yield SparqlQuestions(store)
    store.close()


OF_AN_EMOTION = ("show", "children", "ancestors", "neighbours", "opposites", "blends", "nearest")


@pytest.mark.parametrize("question", OF_AN_EMOTION)
def test_what_is_asked_about_an_emotion(questions: Questions, tables: Tables, content: Content, question: str) -> None:
    for id in content.emotions:
        assert getattr(questions, question)(id) == getattr(tables, question)(id), id


def test_ways_between_emotions(questions: Questions, tables: Tables, content: Content) -> None:
    ends = content.emotions[:3]
    for start, end in zip(ends, (*ends[1:], ends[0]), strict=True):
        assert questions.path(start, end) == tables.path(start, end)
    assert questions.path(ends[0], ends[0]) == ()


def test_labels_of_an_emotion(questions: Questions, tables: Tables, content: Content) -> None:
    sets = list(content.world.label_sets)[:6]
    asked = [(id, label_set) for id in content.emotions for label_set in sets]
    assert [questions.labels(*one) for one in asked] == [tables.labels(*one) for one in asked]


def test_a_label_in_the_words_of_another_set(questions: Questions, tables: Tables, content: Content) -> None:
    for asked in content.labels[:3]:
        assert questions.translate(*asked) == tables.translate(*asked), asked


def test_what_was_counted(questions: Questions, tables: Tables, content: Content) -> None:
    for corpus in content.world.corpora:
        before = content.world.observed[0].before
        assert questions.transitions(corpus) == tables.transitions(corpus)
        assert questions.transitions(corpus, before, 7) == tables.transitions(corpus, before, 7)


def test_everything_said_of_a_thing(questions: Questions, tables: Tables, content: Content) -> None:
    for iri in content.things:
        assert questions.describe(iri) == tables.describe(iri), iri


def test_who_names_a_thing(questions: Questions, tables: Tables, content: Content) -> None:
    for iri in content.things:
        assert questions.incoming(iri) == tables.incoming(iri), iri


def test_an_id_that_is_not_there_is_answered_with_nothing(questions: Questions) -> None:
    assert questions.children("nothing") == questions.opposites("nothing") == questions.nearest("nothing") == ()
    with pytest.raises(Unknown, match="no emotion 'nothing'"):
        questions.show("nothing")
    with pytest.raises(Unknown, match="no label set 'nothing'"):
        questions.translate("joy", "nothing", "nothing")
