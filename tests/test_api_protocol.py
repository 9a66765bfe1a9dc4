"""SPARQL 1.1 Protocol over a real server, with graphs of the user's own beside ours.

The official suite runs with ``python -m bench.protocol``; here is what it asks for, in words of ours.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import httpx
import pytest

from kg.beside import read_graphs
from kg.rdf import Iri, Literal
from ontology.errors import BadInput

Serving = Callable[[dict[str, str]], AbstractContextManager[str]]
A, B, C = (f"http://example.org/{name}" for name in "abc")
NQ = "".join(f"<{graph}#thing> <http://example.org/is> _:x <{graph}> .\n" for graph in (A, B, C))
QUERY, UPDATE = {"content-type": "application/sparql-query"}, {"content-type": "application/sparql-update"}
UTF16 = {"content-type": "application/sparql-update; charset=UTF-16"}
FORM = {"content-type": "application/x-www-form-urlencoded"}


@pytest.fixture(scope="module")
def client(serving: Serving, tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    file = tmp_path_factory.mktemp("graphs") / "own.nq"
    file.write_text(NQ, encoding="utf-8")
    with serving({"TONE_GRAPHS": str(file)}) as url, httpx.Client(base_url=url, timeout=30) as opened:
        yield opened


def thing(graph: str) -> str:
    return f"<{graph}#thing> ?is ?what"


BOTH = f"ASK {{ {thing(A)} . {thing(B)} }}"
NAMED = f"ASK {{ GRAPH ?g {{ {thing(A)} }} GRAPH ?h {{ {thing(B)} }} }}"
FULL = f"ASK {{ {thing(C)} GRAPH ?g {{ {thing(A)} }} GRAPH ?h {{ {thing(B)} }} }}"


@pytest.mark.parametrize(
    ("query", "dataset", "expected"),
    [
        (BOTH, {}, True),
        (BOTH, {"default-graph-uri": [A, B]}, True),
        (BOTH, {"default-graph-uri": [A]}, False),
        (NAMED, {"named-graph-uri": [A, B]}, True),
        (NAMED, {"named-graph-uri": [A]}, False),
        (FULL, {"default-graph-uri": [C], "named-graph-uri": [A, B]}, True),
        (FULL, {"default-graph-uri": [A], "named-graph-uri": [A, B]}, False),
        (f"ASK FROM <{C}> {{ {thing(A)} }}", {"default-graph-uri": [A]}, True),
        (f"ASK FROM <{A}> {{ {thing(A)} }}", {"default-graph-uri": [C]}, False),
        ("ASK {}", {"default-graph-uri": ["http://example.org/not-here"]}, True),
        ("ASK { ?s ?p ?o }", {"default-graph-uri": ["http://example.org/not-here"]}, False),
    ],
)
@pytest.mark.parametrize("way", ["get", "form", "direct", "form with a dataset in the address"])
def test_the_dataset_of_the_request_is_the_one_that_is_asked(
    client: httpx.Client, query: str, dataset: dict[str, Any], expected: bool, way: str
) -> None:
    asked: dict[str, Any] = {
        "get": {"method": "GET", "params": {"query": query, **dataset}},
        "form": {"method": "POST", "data": {"query": query, **dataset}},
        "direct": {"method": "POST", "params": dataset, "content": query, "headers": QUERY},
        "form with a dataset in the address": {"method": "POST", "params": dataset, "data": {"query": query}},
    }
    for path in ("/sparql", "/sparql/"):
        response = client.request(url=path, **asked[way])
        assert (response.status_code, response.json().get("boolean")) == (200, expected), response.text


@pytest.mark.parametrize(
    ("query", "accept", "media"),
    [
        ("SELECT (1 AS ?x) {}", "*/*", "application/sparql-results+json"),
        ("ASK {}", "application/sparql-results+xml", "application/sparql-results+xml"),
        ("DESCRIBE <http://example.org/a#thing>", "*/*", "text/turtle"),
        ("CONSTRUCT { <s> <p> 1 } {}", "application/rdf+xml", "application/rdf+xml"),
        ("CONSTRUCT { <s> <p> 1 } {}", "application/ld+json;q=0.9, text/html", "application/ld+json"),
    ],
)
def test_each_kind_of_answer_comes_in_a_form_of_its_own(
    client: httpx.Client, query: str, accept: str, media: str
) -> None:
    response = client.post("/sparql", content=query, headers={**QUERY, "accept": accept})
    assert response.status_code == 200, response.text
    assert response.headers["content-type"].startswith(media)
    assert "Accept" in response.headers["vary"]


def test_a_relative_name_in_a_query_is_one_of_ours(client: httpx.Client) -> None:
    query = "ASK { <joy> <http://www.w3.org/2004/02/skos/core#prefLabel> ?label }"
    assert client.get("/sparql", params={"query": query}).json()["boolean"] is True


@pytest.mark.parametrize(
    "request_",
    [
        {"method": "POST", "content": "CLEAR ALL", "headers": UPDATE},
        {"method": "POST", "params": {"using-graph-uri": A}, "content": "CLEAR ALL", "headers": UPDATE},
        {"method": "POST", "data": {"update": "CLEAR ALL"}},
        {"method": "POST", "data": {"update": ["CLEAR NAMED", "CLEAR DEFAULT"]}},
        {"method": "GET", "params": {"update": "CLEAR ALL"}},
        {"method": "POST", "content": "update=CLEAR%20XYZ", "headers": FORM},
        {"method": "POST", "content": "CLEAR NAMED".encode("utf-16"), "headers": UTF16},
        {"method": "POST", "content": "CLEAR NAMED", "headers": {"content-type": "text/plain"}},
        {"method": "POST", "content": "CLEAR NAMED"},
        {"method": "POST", "content": "CLEAR ALL", "headers": QUERY},
    ],
)  # fmt: skip
def test_an_update_is_refused_however_it_is_sent(client: httpx.Client, request_: dict[str, Any]) -> None:
    response = client.request(url="/sparql", **request_)
    assert 400 <= response.status_code < 500
    assert client.get("/sparql", params={"query": BOTH}).json()["boolean"] is True


def test_other_origins_may_ask_and_read_what_matters(client: httpx.Client) -> None:
    origin = {"origin": "https://example.org"}
    asked = client.get("/sparql", params={"query": "ASK {}"}, headers=origin)
    assert asked.headers["access-control-allow-origin"] == "*"
    assert "link" in asked.headers["access-control-expose-headers"]
    wants = {"access-control-request-method": "POST", "access-control-request-headers": "content-type"}
    assert client.options("/sparql", headers={**origin, **wants}).status_code == 200


# -- graphs of the user's own --------------------------------------------------------------------------


def test_a_nameless_node_stays_one_node(tmp_path: Path) -> None:
    file = tmp_path / "own.trig"
    file.write_text('<urn:g> { _:a <urn:p> _:b . _:b <urn:q> "x" . }', encoding="utf-8")
    first, second = read_graphs(file)
    assert (first.predicate, first.object) == ("urn:p", second.subject)
    assert second.object == Literal("x")
    assert isinstance(first.subject, Iri)
    assert first.subject != second.subject


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("own.ttl", "", "neither .nq nor .trig"),
        ("own.nq", "<urn:a> <urn:b> <urn:c> .", "stands in no named graph"),
        ("own.nq", "<urn:a> <urn:b> <urn:c> <https://w3id.org/tone-kg/graph/vad> .", "is a name of ours"),
        ("own.nq", "<urn:a> <urn:b>", "own.nq cannot be read"),
    ],
)
def test_a_file_that_cannot_be_served_is_named_with_the_reason(
    tmp_path: Path, name: str, content: str, message: str
) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    with pytest.raises(BadInput, match=message):
        list(read_graphs(tmp_path / name))
