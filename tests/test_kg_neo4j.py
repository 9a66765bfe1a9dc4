"""The graph in Neo4j: nothing lost, nothing done twice, nothing half-believed, nothing injected."""

import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from functools import cached_property
from itertools import chain
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient
from typer.testing import CliRunner, Result

from api.app import create_app
from api.neo4j_cli import neo4j as neo4j_commands
from api.service import Service
from api.settings import Settings
from kg.contract import contract
from kg.export.core import core
from kg.export.write import write
from kg.neo4j.content import believed, looked_at
from kg.neo4j.guard import only_reads
from kg.neo4j.questions import CypherQuestions
from kg.neo4j.sync import difference, marked, sync
from kg.neo4j.texts import quoted
from kg.neo4j.verify import must_be_whole, repair, verify
from kg.property_graph.graph import Graph
from kg.property_graph.model import CLASSES, TYPES, Edge, Node, property_graph, triples
from kg.rdf import Quad, Triple
from kg.stores.neo4j import Login, Neo4j
from kg.stores.neo4j import open as open_database
from kg.terms import emotion_iri
from kg.triples import expand
from kg.vocabulary import term_ratings, vocabulary
from ontology.emotion import Retired
from ontology.errors import AnswerTooLong, BadInput, GraphNotWhole, NotSpoken, QueryRefused, StoreRefused
from ontology.world import STATEMENTS, Ontology
from vocab.lexicon import Lexicon, label_terms, load_lexicon
from vocab.ratings import read_ratings

HOSTILE = [
    "joy'}) DETACH DELETE n //",
    "`) DETACH DELETE (n",
    '"}) MATCH (n) DETACH DELETE n RETURN "',
    "joy\\u0027}) DETACH DELETE n //",
    "$emotion",
    "\\",
    "joy\u0000",
    "joy` SET n.x = 1 //",
]


@pytest.fixture(scope="module")
def database(bolt) -> Iterator[Neo4j]:  # type: ignore[no-untyped-def]  # conftest's Bolt
    opened = open_database(bolt.login())
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def graph(mini: Ontology) -> Graph:
    return Graph.of(expand(mini))


@pytest.fixture
def synced(database: Neo4j, graph: Graph) -> Neo4j:
    sync(database, graph, "1")
    return database


def _said(nodes: list[Node], edges: list[Edge]) -> Iterator[Triple]:
    for node in nodes:
        yield from triples(node, [edge for edge in edges if edge.start == node.iri])


def test_nothing_is_lost_in_the_property_graph(world: Ontology) -> None:
    terms = [term for term in load_lexicon(world) if not term.is_label][::50]
    ratings = [rating for rating in read_ratings() if rating.term in {term.text for term in terms}]
    quads = list(chain(expand(world), vocabulary(terms), term_ratings(ratings)))
    nodes, edges = property_graph((q.subject, q.predicate, q.object) for q in quads)
    by_start: dict[str, list[Edge]] = {}
    for edge in edges:
        by_start.setdefault(edge.start, []).append(edge)
    back = {t for node in nodes for t in triples(node, by_start.get(node.iri, ()))}
    assert back == {Triple(q.subject, q.predicate, q.object) for q in quads}
    assert len({(e.start, e.type, e.end) for e in edges}) == len(edges)


def test_what_the_property_graph_has_no_place_for_is_named(mini: Ontology) -> None:
    odd = next(q for q in expand(mini))
    with pytest.raises(ValueError, match="has no place in the property graph"):
        Graph.of([*expand(mini), odd._replace(predicate=type(odd.predicate)("urn:x:new"))])


def test_the_tables_come_back_out_of_the_database(synced: Neo4j, mini: Ontology) -> None:
    said = [t for iri in {str(q.subject) for q in expand(mini)} for t in CypherQuestions(synced).describe(iri)]
    none = next(expand(mini)).graph
    assert contract({Quad(t.subject, t.predicate, t.object, none) for t in said}) == mini  # type: ignore[arg-type]


def test_a_second_sync_has_nothing_to_do(synced: Neo4j, graph: Graph) -> None:
    assert sync(synced, graph, "1").size == 0
    found = verify(synced, graph)
    assert found.is_whole
    assert (found.nodes, found.edges) == (len(graph.nodes), len(graph.edges))


def test_a_sync_writes_only_what_differs(synced: Neo4j, graph: Graph, mini: Ontology) -> None:
    joy = replace(mini["joy"], definition="something else")
    without = tuple(b for b in mini.blends[1:])
    changed = Graph.of(expand(replace(mini, emotions={**mini.emotions, "joy": joy}, blends=without)))
    found = sync(synced, changed, "2")
    assert found.change_nodes == ("https://w3id.org/tone-kg/joy",)
    assert (len(found.add_nodes), len(found.delete_nodes), found.add_edges) == (0, 1, ())
    assert verify(synced, changed).is_whole
    assert [row["d"] for row in synced.read("MATCH (e:Emotion {id: 'joy'}) RETURN e.definition AS d")] == [
        "something else"
    ]
    with pytest.raises(GraphNotWhole, match="it holds version 2 of the tables, not 1; run: tone neo4j sync"):
        must_be_whole(synced, graph, "1")


def test_what_becomes_something_else_is_made_anew(synced: Neo4j, graph: Graph, mini: Ontology) -> None:
    gone = Retired("fury", "rage", "2.0", "one word for two")
    emotions = {id: e for id, e in mini.emotions.items() if id != "fury"}
    fewer = {name: tuple(x for x in getattr(mini, name) if "'fury'" not in repr(x)) for name in STATEMENTS}
    retired = Graph.of(expand(replace(mini, emotions=emotions, **{**fewer, "retired": (*mini.retired, gone)})))
    sync(synced, retired, "4")
    assert synced.read("MATCH (n:Tone {id: 'fury'}) RETURN labels(n) AS l")[0]["l"].count("Retired") == 1
    assert verify(synced, retired).is_whole
    sync(synced, graph, "1")
    assert verify(synced, graph).is_whole


def test_what_is_not_ours_is_left_alone(synced: Neo4j, graph: Graph, mini: Ontology) -> None:
    synced.write("MATCH (e:Tone {id: 'joy'}) CREATE (n:Emotion {id: 'mine'})-[:FEELS]->(e)")
    try:
        assert verify(synced, graph).is_whole
        sync(synced, Graph.of(expand(replace(mini, blends=()))), "3")
        sync(synced, graph, "1")
        assert synced.read("MATCH (n:Emotion {id: 'mine'})-[:FEELS]->(e) RETURN e.id AS id") == [{"id": "joy"}]
        assert CypherQuestions(synced).rows("tree", emotion=None)[0]["emotion"] != "mine"
    finally:
        synced.write("MATCH (n:Emotion {id: 'mine'}) DETACH DELETE n")


def test_what_somebody_changed_is_found_and_mended(synced: Neo4j, graph: Graph) -> None:
    synced.write("MATCH (e:Tone {id: 'joy'}) SET e.valence = 0.1")  # its hash still says otherwise
    synced.write("MATCH (e:Tone {id: 'fury'}) DETACH DELETE e")
    synced.write("MATCH (a:Tone {id: 'rage'})-[r:BROADER]->() DELETE r")
    found = verify(synced, graph)
    assert not found.is_whole
    assert "otherwise: <https://w3id.org/tone-kg/joy>" in found.named()
    assert "missing: <https://w3id.org/tone-kg/fury>" in found.named()
    repair(synced, graph, "1")
    assert verify(synced, graph).is_whole


def test_a_sync_that_was_not_ended_is_not_believed(synced: Neo4j, graph: Graph) -> None:
    synced.write("MATCH (s:Sync {name: 'tone-kg'}) SET s.state = 'running'")
    assert not verify(synced, graph).is_whole
    with pytest.raises(GraphNotWhole, match="was begun and not ended"):
        must_be_whole(synced, graph, "1")
    sync(synced, graph, "1")
    assert marked(synced)["state"] == "whole"


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(id=st.one_of(st.sampled_from(HOSTILE), st.text(max_size=30)))
def test_a_hostile_id_stays_an_id(database: Neo4j, graph: Graph, id: str) -> None:
    asked = CypherQuestions(database)
    assert asked.children(id) == asked.neighbours(id) == asked.nearest(id) == asked.blends(id) == ()
    assert asked.labels(id, id) == asked.transitions(id, id) == asked.describe(f"urn:x:{id}") == ()


def test_the_hostile_ids_changed_nothing(synced: Neo4j, graph: Graph) -> None:
    test_a_hostile_id_stays_an_id(synced, graph)
    assert difference(graph.hashes, looked_at(synced)).size == 0


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_text_is_kept_letter_for_letter(database: Neo4j, mini: Ontology, graph: Graph, text: str) -> None:
    joy = replace(mini["joy"], definition=text, comment=f"{text} again")
    changed = Graph.of(expand(replace(mini, emotions={**mini.emotions, "joy": joy})))
    sync(database, changed, "hostile")
    assert CypherQuestions(database).show("joy").emotion == joy
    assert verify(database, changed).is_whole
    sync(database, graph, "1")


def _run(database: Neo4j, script: Path) -> None:
    """As ``cypher-shell -f`` does: statement after statement, each in a transaction of its own."""
    for statement in script.read_text(encoding="utf-8").split(";\n"):
        if statement:
            database.write(statement)


def test_the_exported_script_leaves_what_a_sync_leaves(database: Neo4j, graph: Graph, tmp_path: Path) -> None:
    (script,) = write("cypher", tmp_path / "g.cypher", lambda: graph, tuple, "1")
    database.write("MATCH (n:Tone) DETACH DELETE n")
    database.write("MATCH (s:Sync) DELETE s")
    for _ in range(2):  # the second time it finds all of it there
        _run(database, script)
        must_be_whole(database, graph, "1")
        found = verify(database, graph)
        assert found.is_whole
        assert (found.nodes, found.edges) == (len(graph.nodes), len(graph.edges))
        assert believed(database) == graph.hashes
    assert sync(database, graph, "1").size == 0


def test_a_script_mends_what_it_can_and_does_not_call_the_rest_whole(
    synced: Neo4j, graph: Graph, mini: Ontology, tmp_path: Path
) -> None:
    (script,) = write("cypher", tmp_path / "g.cypher", lambda: graph, tuple, "1")
    synced.write("MATCH (e:Tone {id: 'joy'}) SET e.valence = 0.1")
    synced.write("MATCH (e:Tone {id: 'fury'}) DETACH DELETE e")
    _run(synced, script)
    assert verify(synced, graph).is_whole
    sync(synced, Graph.of(expand(replace(mini, names=(*mini.names, replace(mini.names[0], language="it"))))), "5")
    _run(synced, script)  # a name too many: nothing is ever removed
    assert marked(synced)["state"] == "running"
    assert [n for n, many in difference(graph.hashes, looked_at(synced)).counts().items() if many] == [
        "nodes to delete",
        "relationships to delete",
    ]
    with pytest.raises(GraphNotWhole, match="a sync of version 1 was begun and not ended"):
        must_be_whole(synced, graph, "1")
    sync(synced, graph, "1")
    must_be_whole(synced, graph, "1")


def test_a_part_of_the_tables_is_not_taken_for_all_of_them(synced: Neo4j, graph: Graph, mini: Ontology) -> None:
    sync(synced, Graph.of(expand(core(mini))), "1")
    with pytest.raises(GraphNotWhole, match="it holds another part of version 1 of the tables"):
        must_be_whole(synced, graph, "1")
    sync(synced, graph, "1")


def test_a_script_keeps_hostile_texts_letter_for_letter(
    database: Neo4j, mini: Ontology, graph: Graph, tmp_path: Path
) -> None:
    odd = " ".join(
        [*HOSTILE, "two\nlines\r\t;\n", "\\\\u0041 \\U \x85 \u2028 😡 $rows", "'}] AS row MATCH (n) DELETE n //"]
    )
    joy = replace(mini["joy"], definition=odd, comment=f"{odd} again")
    changed = Graph.of(expand(replace(mini, emotions={**mini.emotions, "joy": joy})))
    (script,) = write("cypher", tmp_path / "g.cypher", lambda: changed, tuple, "hostile")
    _run(database, script)
    assert CypherQuestions(database).show("joy").emotion == joy
    assert verify(database, changed).is_whole
    sync(database, graph, "1")


@pytest.mark.parametrize("name", [*HOSTILE, "emotion", "Emotion ", "Sync", "Tone", ""])
def test_only_labels_and_types_of_ours_become_part_of_a_text(name: str) -> None:
    with pytest.raises(BadInput, match="is no label or relationship type of this graph"):
        quoted(name)
    assert all(quoted(known) == f"`{known}`" for known in (*CLASSES, *TYPES))


@pytest.mark.parametrize(
    "text",
    [
        "MATCH (n) DETACH DELETE n",
        "create (n:X)",
        "MATCH (n) SET n.x = 1 RETURN n",
        "MATCH (n) /* harmless */ REMOVE n.x",
        "CALL { CREATE (n) } RETURN 1",
        "CALL apoc.periodic.commit('x')",
        "LOAD CSV FROM 'http://example.org/' AS row RETURN row",
        "\\u0043REATE (n)",
        "MATCH (n) CALL { WITH n DELETE n } IN TRANSACTIONS",
        "FOREACH (x IN [1] | MERGE (:A {x: x}))",
        "RETURN 1 // comment\nMERGE (n)",
        "",
    ],
)
def test_a_text_that_writes_is_refused(text: str) -> None:
    with pytest.raises(QueryRefused):
        only_reads(text)


@pytest.mark.parametrize(
    "text",
    [
        "MATCH (n:Set {create: 1}) RETURN n.delete, 'MERGE', \"DROP\", `SET` // CREATE",
        "CALL db.labels() YIELD label RETURN label",
        "MATCH (n) CALL { WITH n RETURN 1 AS x } RETURN $set",
    ],
)
def test_a_text_that_only_looks_as_if_it_wrote_is_let_pass(text: str) -> None:
    if "create: 1" in text:
        text = text.replace("create: 1", "`create`: 1")
    only_reads(text)


def test_what_a_query_does_is_undone_even_where_the_server_lets_it(synced: Neo4j, graph: Graph) -> None:
    with suppress(StoreRefused):  # Neo4j itself: a read transaction may not write
        synced.look("MATCH (n:Tone {id: 'joy'}) SET n.valence = 0 RETURN n", {}, rows=10, seconds=5)
    assert verify(synced, graph).is_whole


def test_a_query_is_limited(synced: Neo4j) -> None:
    assert len(synced.look("UNWIND range(1, 5) AS x RETURN x", {}, rows=5, seconds=5)) == 5
    with pytest.raises(AnswerTooLong):
        synced.look("UNWIND range(1, 6) AS x RETURN x", {}, rows=5, seconds=5)
    with pytest.raises(QueryRefused, match="not a query that this server can answer"):
        synced.look("MATCH (n RETURN n", {}, rows=5, seconds=5)


def test_a_password_is_shown_nowhere() -> None:
    login = Login("bolt://localhost:7687", "tone", "secret-word", "db")
    assert "secret-word" not in repr(login) + login.address
    with pytest.raises(BadInput) as refused:
        open_database(replace(login, uri="bolt://tone:secret-word@localhost:7687"))
    assert "secret-word" not in str(refused.value)


class OfTheTables(Service):
    """The service without the shipped lexicon, which names emotions that the miniature world lacks."""

    @cached_property
    def lexicon(self) -> Lexicon:
        return Lexicon.of_terms(label_terms(self.world))

    def statements(self) -> Iterator[Quad]:
        return expand(self.world)


def test_the_command_line_fills_compares_and_asks(
    bolt,  # type: ignore[no-untyped-def]  # conftest's Bolt
    mini: Ontology,
    database: Neo4j,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    settings = Settings.read({**bolt.environment(), "TONE_STORE": "neo4j"})
    monkeypatch.setattr("api.neo4j_cli._service", lambda: OfTheTables(settings, mini))
    database.write("MATCH (n:Tone {id: 'joy'}) DETACH DELETE n")

    def tone(*command: str) -> Result:
        return CliRunner().invoke(neo4j_commands, list(command))

    assert json.loads(tone("sync", "--dry-run", "--json").stdout)["nodes to add"] == 1
    assert tone("verify").exit_code == 1
    assert tone("verify", "--repair").exit_code == 0
    assert json.loads(tone("sync", "--json").stdout)["nodes to add"] == 0
    asked = tone("query", "MATCH (e:Emotion {id: $id}) RETURN e.label AS l, e", "-p", "id=joy", "--json")
    (row,) = json.loads(asked.stdout)
    assert (row["l"], row["e"]["valence"]) == ("joy", 0.8)
    with pytest.raises(QueryRefused, match="DETACH changes the graph"):
        raise tone("query", "MATCH (n) DETACH DELETE n").exception or AssertionError


def test_the_service_asks_the_graph_and_refuses_sparql(bolt, synced: Neo4j, mini: Ontology) -> None:  # type: ignore[no-untyped-def]
    settings = Settings.read({**bolt.environment(), "TONE_STORE": "neo4j"})
    other = OfTheTables(settings, mini)
    with pytest.raises(GraphNotWhole, match="it holds version 1 of the tables"):
        other.questions  # noqa: B018  # opening it is the point
    other.close()
    fast = {"embedder": "hashing", "engine": "vocabulary"}
    service, embedded = OfTheTables(settings.but(**fast), mini), OfTheTables(Settings(), mini)
    service.neo4j.sync(lambda done, all: None)
    for emotion in mini:
        assert service.neighbours(emotion.id) == embedded.neighbours(emotion.id)
        assert service.describe(emotion_iri(emotion.id)) == embedded.describe(emotion_iri(emotion.id))
        assert service.incoming(emotion_iri(emotion.id)) == embedded.incoming(emotion_iri(emotion.id))
    with pytest.raises(NotSpoken, match="store 'neo4j' speaks no SPARQL"):
        service.sparql("ASK {}")
    assert OfTheTables(settings.but(sparql_store="oxigraph"), mini).sparql("ASK { ?s ?p ?o }").boolean
    with TestClient(create_app(service)) as client:
        refused = client.get("/sparql", params={"query": "ASK {}"})
        assert (refused.status_code, refused.json()["code"]) == (501, "NOT_SPOKEN")
        assert client.get("/joy", headers={"accept": "text/turtle"}).status_code == 200
        asked = {"query": '{ neighbours(id: "rage") { kind target } }'}
        assert client.post("/graphql", json=asked).json()["data"]["neighbours"][0] == {
            "kind": "broader",
            "target": "anger",
        }
    service.close()


def test_the_model_is_documented() -> None:
    page = (Path(__file__).parent.parent / "docs" / "neo4j.md").read_text(encoding="utf-8")
    for name in (*CLASSES, *TYPES, "MEANS"):
        assert f"`{name}`" in page, name
