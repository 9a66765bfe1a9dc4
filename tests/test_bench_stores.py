"""Annotation graphs of any size: made alike for one seed, as large as asked, and answered alike by every store."""

from collections import Counter
from contextlib import closing
from itertools import chain
from pathlib import Path

import pytest

from bench.annotation_questions import QUESTIONS, Question, Rows, alike, ask_cypher, ask_sparql, text
from bench.annotations import BASE, Annotation, Text, made, quads
from bench.holders import fill, forget
from bench.servers import Bolt
from bench.stores import Measured, table
from kg.neo4j.verify import verify
from kg.property_graph.graph import Graph
from kg.rdf import Iri
from kg.store import Store, open_store
from kg.stores.neo4j import open as open_database
from kg.terms import emotion_iri
from kg.triples import expand
from ontology.taxonomy import lineage
from ontology.world import Ontology

NODES = 300


@pytest.fixture(scope="module")
def stores(mini: Ontology) -> dict[str, Store]:
    """Memory and oxigraph with the miniature world and 300 nodes."""
    held = {name: open_store(name) for name in ("memory", "oxigraph")}
    for store in held.values():
        store.load(chain(expand(mini), quads(made(NODES, mini))))
    return held


def test_one_seed_makes_one_graph_and_another_seed_another(mini: Ontology) -> None:
    assert list(made(NODES, mini, 1)) == list(made(NODES, mini, 1)) != list(made(NODES, mini, 2))


@pytest.mark.parametrize("nodes", [NODES, 10_000, 100_000])
def test_a_graph_has_as_many_nodes_as_were_asked_for(nodes: int, world: Ontology) -> None:
    things = list(made(nodes, world))
    speakers = {thing.speaker for thing in things if isinstance(thing, Text)}
    assert len(things) + len(speakers) == pytest.approx(nodes, rel=0.1)


def test_annotations_name_texts_and_emotions_that_are_there(world: Ontology) -> None:
    said = list(quads(made(NODES, world)))
    ends = {q.object for q in said if isinstance(q.object, Iri)}
    texts = {q.subject for q in said if q.subject.startswith(f"{BASE}text/")}
    assert texts == {end for end in ends if end.startswith(f"{BASE}text/")}
    emotions = {str(q.object) for q in said if q.predicate.endswith("hasBody")}
    assert emotions and emotions <= {emotion_iri(e.id) for e in world}


def test_memory_and_oxigraph_answer_the_five_questions_alike(stores: dict[str, Store], mini: Ontology) -> None:
    for question in QUESTIONS:
        for values in question.values(mini, NODES):
            answers = [(name, ask_sparql(store, question, values)) for name, store in stores.items()]
            assert answers[0][1], f"{question.name} {values} finds nothing, which compares nothing"
            alike(question.name, answers)


def test_a_bolt_server_answers_alike_and_its_graph_of_ours_stays_whole(
    bolt: Bolt, stores: dict[str, Store], mini: Ontology
) -> None:
    ours = list(expand(mini))
    with closing(open_database(bolt.login())) as database:
        try:
            fill(database, ours, made(NODES, mini))
            for question in QUESTIONS:
                for values in question.values(mini, NODES):
                    expected = ask_sparql(stores["oxigraph"], question, values)
                    alike(question.name, [("oxigraph", expected), ("neo4j", ask_cypher(database, question, values))])
            assert verify(database, Graph.of(ours)).is_whole
        finally:
            forget(database)
        assert ask_cypher(database, QUESTIONS[3], {}) == []
        assert verify(database, Graph.of(ours)).is_whole


def test_the_statements_in_the_document_are_those_that_were_measured() -> None:
    page = (Path(__file__).parent.parent / "docs" / "scale.md").read_text(encoding="utf-8")
    for file in ("annotation-keys", "add-speakers", "add-texts", "add-annotations"):
        _, _, statement = text(f"{file}.cypher").partition("\n")
        assert f"```cypher\n{statement}```" in page


def test_the_five_answers_are_what_the_graph_was_made_of(stores: dict[str, Store], mini: Ontology) -> None:
    things = list(made(NODES, mini))
    said_by = {t.number: t.speaker for t in things if isinstance(t, Text)}
    felt = [a for a in things if isinstance(a, Annotation)]
    joy = {a.text for a in felt if a.emotion == "joy"}
    below = {a.text for a in felt if "joy" in (e.id for e in lineage(mini, a.emotion))}
    hers = Counter(a.emotion for a in felt if said_by[a.text] == 1)
    others = {said_by[a.text] for a in felt if a.emotion in hers} - {1}

    def answer(name: str, **values: str) -> Rows:
        question = next(q for q in QUESTIONS if q.name == name)
        return ask_sparql(stores["oxigraph"], question, values)

    def most(counts: Counter[str]) -> Rows:
        return [[emotion_iri(e), n] for e, n in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))]

    assert answer("texts-of", emotion=emotion_iri("joy")) == [[t] for t in sorted(f"{BASE}text/{n}" for n in joy)]
    assert answer("texts-below", emotion=emotion_iri("joy")) == [[len(below)]] != [[len(joy)]]
    assert answer("feelings-of", speaker=f"{BASE}speaker/1") == most(hers)
    assert answer("most-frequent") == most(Counter(a.emotion for a in felt))
    assert answer("like", speaker=f"{BASE}speaker/1") == [[f"{BASE}speaker/{n}"] for n in sorted(others)]


def test_a_store_that_answers_otherwise_is_named() -> None:
    with pytest.raises(AssertionError, match="texts-of: neo4j has 1 rows, memory 1; they differ from row 0"):
        alike("texts-of", [("memory", [["a"]]), ("oxigraph", [["a"]]), ("neo4j", [["b"]])])


def test_a_store_that_was_cut_off_stands_in_the_table_and_says_so() -> None:
    found = {"memory": Measured(ended="cut off after 5 min"), "oxigraph": Measured({"load, s": 2.0})}
    rows = list(table(found))
    assert rows[0] == {"": "load, s", "memory": "-", "oxigraph": "2 (1 x)"}
    assert rows[-1] == {"": "ended", "memory": "cut off after 5 min", "oxigraph": "whole"}


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda q: q.name)
def test_every_question_is_asked_of_several_values(question: Question, world: Ontology) -> None:
    asked = [str(values) for values in question.values(world, 10_000)]
    assert len(set(asked)) == (len(asked) if question.given else 1)
