"""The contract every store passes; the reference decides what the right answer is."""

import io
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pytest

from kg import ask
from kg.contract import contract
from kg.rdf import Iri, Literal
from kg.results import Answer
from kg.store import STORES, Store, open_store
from kg.terms import BASE, GRAPHS, graph_iri
from kg.triples import expand
from kg.vocabulary import vocabulary
from ontology.errors import AnswerTooLong, BadInput, MissingExtra, NotSpoken, QueryRefused, UnknownStore
from ontology.taxonomy import ancestors
from ontology.world import Ontology
from vocab.lexicon import load_lexicon

PREFIXES = (
    f"PREFIX tone: <{BASE}> PREFIX skos: <http://www.w3.org/2004/02/skos/core#> "
    "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> "
)

SPEAK_SPARQL = [name for name in STORES if name != "neo4j"]

QUERIES = {
    "rows": "SELECT ?e ?v WHERE { ?e tone:valence ?v ; a skos:Concept } ORDER BY ?v STR(?e)",
    "language": 'SELECT ?l WHERE { tone:joy skos:prefLabel ?l FILTER(LANG(?l) = "de") }',
    "unbound": "SELECT ?e ?x WHERE { ?e skos:topConceptOf ?s OPTIONAL { ?e tone:nothing ?x } } ORDER BY STR(?e)",
    "path": "SELECT ?a WHERE { tone:fury skos:broader+ ?a } ORDER BY STR(?a)",
    "graph": "SELECT ?g (COUNT(*) AS ?n) WHERE { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g ORDER BY STR(?g)",
    "count": "SELECT (COUNT(DISTINCT ?e) AS ?n) WHERE { ?e a skos:Concept }",
    "yes": "ASK { tone:anger tone:oppositeOf tone:joy }",
    "no": "ASK { tone:anger tone:oppositeOf tone:fury }",
    "string with keywords": 'SELECT ?x WHERE { BIND("SERVICE <http://x> INSERT # no" AS ?x) }',
    "construct": "CONSTRUCT { ?e tone:above ?b } WHERE { ?e skos:broader ?b }",
}


@pytest.fixture(params=SPEAK_SPARQL)
def store(request: pytest.FixtureRequest, mini: Ontology) -> Iterator[Store]:
    opened = _opened(request.param, request)
    opened.load(expand(mini))
    yield opened
    opened.close()


def _opened(name: str, request: pytest.FixtureRequest) -> Store:
    if name != "sparql":
        return open_store(name)
    address = request.getfixturevalue("endpoint")
    return open_store(name, f"{address}/query", update=f"{address}/update")


@pytest.fixture(scope="module")
def reference(mini: Ontology) -> Store:
    opened = open_store("memory")
    opened.load(expand(mini))
    return opened


def _comparable(answer: Answer) -> object:
    return answer if answer.kind != "graph" else sorted(map(str, answer.triples))


@pytest.mark.parametrize("query", QUERIES.values(), ids=QUERIES)
def test_a_store_answers_as_the_reference_does(store: Store, reference: Store, query: str) -> None:
    assert _comparable(store.query(PREFIXES + query)) == _comparable(reference.query(PREFIXES + query))


def test_what_goes_in_comes_out(store: Store, mini: Ontology) -> None:
    assert set(store.quads()) == set(expand(mini))
    assert contract(store.quads()) == mini


def test_loading_twice_is_loading_once(store: Store, mini: Ontology) -> None:
    store.load(expand(mini))
    assert set(store.quads()) == set(expand(mini))


def test_an_answer_holds_terms_of_ours(store: Store) -> None:
    answer = store.query(PREFIXES + "SELECT ?l ?v WHERE { tone:joy rdfs:label ?l ; tone:valence ?v }")
    language = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"
    label, valence = Literal("joy", language, "en"), Literal("0.8", "http://www.w3.org/2001/XMLSchema#decimal")
    assert answer == Answer("select", ("l", "v"), ((label, valence),))


def test_a_dataset_can_be_chosen_from_outside(store: Store) -> None:
    everywhere = "ASK { tone:joy skos:definition ?d }"
    assert store.query(PREFIXES + everywhere, default_graphs=[graph_iri("parrott")]).boolean
    assert not store.query(PREFIXES + everywhere, default_graphs=[graph_iri("vad")]).boolean
    named = "SELECT DISTINCT ?g WHERE { GRAPH ?g { ?s ?p ?o } }"
    answer = store.query(named, named_graphs=[graph_iri("vad")])
    assert answer.rows == ((Iri(graph_iri("vad")),),)


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("SELECT * WHERE { ?s ?p", "not a SPARQL query: "),
        ("SELECT * WHERE { ?s ?p ?o } SELECT * WHERE { ?s ?p ?o }", "not a SPARQL query: "),
        ("", "no query"),
        ("# only a remark: SELECT", "no query"),
        ("INSERT DATA { <urn:a> <urn:b> <urn:c> }", "INSERT is an update"),
        ("PREFIX a: <urn:a> DELETE WHERE { ?s ?p ?o }", "DELETE is an update"),
        ("CLEAR ALL", "CLEAR is an update"),
        ("LOAD <http://example.org/>", "LOAD is an update"),
        ("SELECT * { SERVICE <http://example.org/> { ?s ?p ?o } }", "SERVICE asks another server"),
        ("SELECT * { SERVICE SILENT ?s { ?s ?p ?o } }", "SERVICE asks another server"),
        ("SELECT * FROM <http://example.org/> { ?s ?p ?o }", "no graph <http://example.org/> here"),
        ("SELECT * FROM NAMED <http://example.org/> { ?s ?p ?o }", "no graph <http://example.org/> here"),
        ("SELECT * FROM #\n <http://example.org/> { ?s ?p ?o }", "no graph <http://example.org/> here"),
        ("PREFIX e: <http://example.org/> SELECT * FROM e:x { ?s ?p ?o }", "no graph <e:x> here"),
        ("BASE <http://example.org/> SELECT * FROM <x> { ?s ?p ?o }", "no graph <x> here"),
        (r"SELECT * { SERVI\u0043E <http://example.org/> { ?s ?p ?o } }", "SERVICE asks another server"),
        (r"SELECT * FR\U0000004FM <http://example.org/> { ?s ?p ?o }", "no graph <http://example.org/> here"),
        (r"SELECT * { ?s \u003aSERVICE ?o SERVICE <http://example.org/> {} }", "SERVICE asks another server"),
    ],
)
def test_what_is_no_query_over_this_graph_is_refused_with_a_reason(store: Store, query: str, message: str) -> None:
    with pytest.raises(QueryRefused) as refused:
        store.query(query)
    assert str(refused.value).startswith(message)


def test_a_syntax_error_says_where(store: Store) -> None:
    with pytest.raises(QueryRefused, match=r"(line:2|2:)"):
        store.query("SELECT *\nWHERE { ?s ?? }")


def test_a_graph_of_the_request_that_is_not_here_is_empty_and_is_not_made(store: Store) -> None:
    before = len(store.query("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }").rows)
    assert not store.query("ASK { ?s ?p ?o }", default_graphs=["http://example.org/"]).boolean
    assert not store.query("ASK { GRAPH ?g { ?s ?p ?o } }", named_graphs=["http://example.org/"]).boolean
    assert len(store.query("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }").rows) == before


def test_a_query_may_name_its_graphs_and_the_request_wins_over_it(store: Store) -> None:
    vad, parrott = graph_iri("vad"), graph_iri("parrott")
    inside = store.query(f"SELECT ?s ?p ?o {{ GRAPH <{vad}> {{ ?s ?p ?o }} }}").rows
    assert set(store.query(f"SELECT ?s ?p ?o FROM <{vad}> {{ ?s ?p ?o }}").rows) == set(inside)
    assert not store.query(f"SELECT * FROM NAMED <{vad}> {{ ?s ?p ?o }}").rows
    chosen = store.query(f"SELECT ?s ?p ?o FROM <{parrott}> {{ ?s ?p ?o }}", default_graphs=[vad])
    assert set(chosen.rows) == set(inside)


def test_an_answer_beyond_the_limit_is_refused(store: Store) -> None:
    many = "SELECT ?s { ?s ?p ?o } LIMIT 10"
    assert len(store.query(many, most=10).rows) == 10
    with pytest.raises(AnswerTooLong, match="more than 9 rows; ask for less with LIMIT"):
        store.query(many, most=9)
    with pytest.raises(AnswerTooLong):
        store.query("CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }", most=9)


def test_what_is_written_is_what_is_read(store: Store, mini: Ontology, request: pytest.FixtureRequest) -> None:
    written = io.BytesIO()
    store.write(written)
    other = _opened(store.name, request)
    other.read(io.BytesIO(written.getvalue()))
    assert set(other.quads()) == set(expand(mini))


def test_the_questions_agree_with_the_ontology(store: Store, mini: Ontology) -> None:
    for emotion in mini:
        children = tuple(e.id for e in mini.children.get(emotion.id, ()))
        assert ask.children(store, emotion.id) == children
        assert set(ask.ancestors(store, emotion.id)) == {e.id for e in ancestors(mini, emotion.id)}
    assert ask.opposites(store, "joy") == ("anger",)
    assert ask.labels(store, "anger", "toy") == (("mad", "exactMatch"),)


def test_a_hostile_id_stays_an_id(store: Store) -> None:
    with pytest.raises(QueryRefused):
        ask.children(store, "joy> } ; DROP ALL #")
    assert ask.children(store, "nothing") == ()


def test_the_default_store_keeps_its_files(tmp_path: Path, mini: Ontology) -> None:
    where = str(tmp_path / "graph")
    first = open_store("oxigraph", where)
    first.load(expand(mini))
    first.close()
    del first
    assert contract(open_store("oxigraph", where).quads()) == mini


def test_every_graph_of_the_content_is_a_module(world: Ontology) -> None:
    content = chain(expand(world), vocabulary(load_lexicon(world)))
    assert {q.graph for q in content} == {graph_iri(name) for name in GRAPHS if name != "schema"}


def test_an_unknown_store_names_those_there_are() -> None:
    with pytest.raises(UnknownStore, match="no store 'memroy'; did you mean 'memory'"):
        open_store("memroy")


def test_a_store_that_speaks_no_sparql_says_what_does() -> None:
    with pytest.raises(NotSpoken, match="store 'neo4j' speaks no SPARQL; TONE_SPARQL_STORE=oxigraph"):
        open_store("neo4j")


def test_a_store_that_keeps_no_files_says_so(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="store 'memory' keeps no files"):
        open_store("memory", str(tmp_path))


def test_a_store_whose_packages_are_missing_says_which_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(STORES, "far", ("a_package_that_is_not_there", "far"))
    with pytest.raises(MissingExtra, match=r"store 'far' needs: pip install 'tone-kg\[far\]'"):
        open_store("far")
