"""Tables to triples and back, terms and answers as text."""

import csv
import io
import json
import random
from xml.etree import ElementTree

import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st

from kg.contract import contract
from kg.rdf import Blank, Iri, Literal, Triple
from kg.results import GRAPH_FORMATS, Answer, serialize
from kg.terms import emotion_iri, id_of, local_name, node_iri
from kg.triples import expand
from ontology.errors import BadInput
from ontology.world import Ontology


@pytest.mark.parametrize("name", ["mini", "world"])
def test_there_and_back_is_the_identity(name: str, request: pytest.FixtureRequest) -> None:
    world: Ontology = request.getfixturevalue(name)
    quads = list(expand(world))
    random.Random(13).shuffle(quads)  # noqa: S311  # an order, not a secret
    assert contract(quads) == world


def test_no_statement_is_made_twice(world: Ontology) -> None:
    quads = list(expand(world))
    assert len(quads) == len(set(quads))


@given(st.lists(st.text(min_size=1), min_size=1, max_size=3))
def test_a_node_name_can_be_taken_apart(parts: list[str]) -> None:
    encodable = [part.encode("utf-8", "ignore").decode() for part in parts]
    assert local_name(node_iri("rating", *encodable)) == "rating/" + "/".join(encodable)


@pytest.mark.parametrize("spelling", ["joy", "tone:joy", "TONE:joy", "tone_joy", emotion_iri("joy"), " joy "])
def test_an_id_is_known_in_every_spelling(spelling: str) -> None:
    assert id_of(spelling) == "joy"


ANSWER = Answer(
    "select",
    ("a", "b"),
    (
        (Iri("urn:x"), Literal('say "hi",\n<&>\t')),
        (Literal("5", "http://www.w3.org/2001/XMLSchema#integer"), None),
        (Blank("n"), Literal("froh", "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString", "de")),
    ),
)


def test_rows_become_json() -> None:
    assert json.loads(ANSWER.serialize("json")) == {
        "head": {"vars": ["a", "b"]},
        "results": {
            "bindings": [
                {"a": {"type": "uri", "value": "urn:x"}, "b": {"type": "literal", "value": 'say "hi",\n<&>\t'}},
                {"a": {"type": "literal", "value": "5", "datatype": "http://www.w3.org/2001/XMLSchema#integer"}},
                {
                    "a": {"type": "bnode", "value": "n"},
                    "b": {"type": "literal", "value": "froh", "xml:lang": "de"},
                },
            ]
        },
    }


@pytest.mark.parametrize("form", ["json", "xml", "csv", "tsv"])
def test_an_independent_reader_reads_the_rows_back(form: str) -> None:
    if form == "csv":
        rows = list(csv.reader(io.StringIO(ANSWER.serialize("csv").decode(), newline="")))
        assert rows == [["a", "b"], ["urn:x", 'say "hi",\n<&>\t'], ["5", ""], ["_:n", "froh"]]
        return
    read = rdflib.query.Result.parse(io.BytesIO(ANSWER.serialize(form)), format=form)
    rows = [tuple(row) for row in read]
    assert rows[0] == (rdflib.URIRef("urn:x"), rdflib.Literal('say "hi",\n<&>\t'))
    assert rows[1] == (rdflib.Literal(5), None)
    assert rows[2][1] == rdflib.Literal("froh", lang="de")


@pytest.mark.parametrize("form", ["json", "xml", "csv", "tsv"])
def test_yes_and_no_have_every_form(form: str) -> None:
    text = Answer("ask", boolean=True).serialize(form).decode()
    assert "true" in text
    if form == "xml":
        ElementTree.fromstring(text)  # noqa: S314  # our own text


@pytest.mark.parametrize("form", GRAPH_FORMATS)
def test_every_form_of_a_graph_says_the_same(form: str, mini: Ontology) -> None:
    triples = sorted({Triple(q.subject, q.predicate, q.object) for q in expand(mini)}, key=str)
    names = {"turtle": "turtle", "jsonld": "json-ld", "rdfxml": "xml", "ntriples": "nt"}
    graph = rdflib.Graph().parse(data=serialize(triples, form), format=names[form])
    assert len(graph) == len(triples)
    assert serialize(triples, form) == serialize(triples, form)


def test_an_answer_has_only_the_forms_of_its_kind() -> None:
    with pytest.raises(BadInput, match="no format 'turtle' for this answer; there are json, xml, csv, tsv"):
        ANSWER.serialize("turtle")
