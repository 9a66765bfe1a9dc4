"""A real server over a socket: GraphQL, SPARQL, term pages, and what it says to wrong input."""

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import httpx
import pytest
import rdflib

from api.pages import GRAPHQL_EXAMPLES, SPARQL_EXAMPLES
from ontology.world import Ontology

MODERN = "application/graphql-response+json"


@pytest.fixture(scope="module")
def client(server_url: str) -> Any:
    with httpx.Client(base_url=server_url, timeout=60) as opened:
        yield opened


def _ask(client: httpx.Client, query: str, **more: object) -> dict[str, Any]:
    response = client.post("/graphql", json={"query": query, **more}, headers={"accept": MODERN})
    return {"status": response.status_code, **response.json()}


# -- GraphQL -----------------------------------------------------------------------------------------


def test_an_emotion_is_answered_whole(client: httpx.Client) -> None:
    answer = _ask(
        client,
        """{ emotion(id: "fury") { id iri label tier module kind parent { id } ancestors { id }
             vad { valence arousal dominance } ratings { source term } terms { text }
             labels { label { id } match } } }""",
    )
    fury = answer["data"]["emotion"]
    assert fury["iri"] == "https://w3id.org/tone-kg/fury"
    assert (fury["tier"], fury["module"], fury["kind"]) == ("TERTIARY", "PARROTT", "EMOTION")
    assert [a["id"] for a in fury["ancestors"]] == ["rage", "anger"]
    assert fury["vad"] == {"valence": -0.44, "arousal": 0.72, "dominance": 0.32}
    assert {"text": "furious"} in fury["terms"]
    assert {"label": {"id": "emonet40/anger"}, "match": "BROAD"} in fury["labels"]


def test_a_variable_and_an_operation_name_are_heeded(client: httpx.Client) -> None:
    document = "query A { version } query B($id: String!) { emotion(id: $id) { label } }"
    answer = _ask(client, document, operationName="B", variables={"id": "tone:joy"})
    assert answer["data"] == {"emotion": {"label": "joy"}}


def test_pages_of_a_tier_hold_each_emotion_once(client: httpx.Client, world: Ontology) -> None:
    seen: list[str] = []
    after = None
    for _ in range(10):
        query = "query($after: String) { emotions(tier: SECONDARY, first: 7, after: $after) " + (
            "{ totalCount nodes { id } pageInfo { hasNextPage endCursor } } }"
        )
        page = _ask(client, query, variables={"after": after})["data"]["emotions"]
        assert page["totalCount"] == 25
        seen += [node["id"] for node in page["nodes"]]
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break
    assert seen == [e.id for e in world if e.tier and e.tier.value == "secondary"]


def test_a_global_id_leads_back_to_its_thing(client: httpx.Client) -> None:
    id = _ask(client, '{ emotion(id: "awe") { nodeId } }')["data"]["emotion"]["nodeId"]
    answer = _ask(client, "query($id: ID!) { node(id: $id) { nodeId ... on Emotion { label } } }", variables={"id": id})
    assert answer["data"]["node"] == {"nodeId": id, "label": "awe"}


def test_labels_are_normalised_with_evidence(client: httpx.Client) -> None:
    answer = _ask(
        client,
        """{ normalize(labels: ["furious", "xyzzy"], to: "emonet40")
             { label known emotion { id } evidence { step term } targets { label { label } match } } }""",
    )
    furious, xyzzy = answer["data"]["normalize"]
    assert furious["emotion"] == {"id": "fury"}
    assert furious["evidence"] == [{"step": "term", "term": "furious"}]
    assert furious["targets"][0] == {"label": {"label": "Anger"}, "match": "BROAD"}
    assert xyzzy == {"label": "xyzzy", "known": False, "emotion": None, "evidence": [], "targets": []}


def test_a_transition_names_its_model_and_its_states(client: httpx.Client) -> None:
    answer = _ask(
        client,
        """{ transition(from: "joy", stimulus: "anger", personality: {neuroticism: -1}, steps: 2)
             { model formula gain states { step vad { valence } nearest { emotion { id } distance } } } }""",
    )["data"]["transition"]
    assert answer["model"] == "wen"
    assert answer["gain"] == pytest.approx([1.19, 0.43, 1.0])
    assert [s["step"] for s in answer["states"]] == [0, 1, 2]
    assert answer["states"][0]["nearest"][0]["emotion"]["id"] == "joy"


def test_texts_are_placed_with_their_error_and_who_says_so(client: httpx.Client) -> None:
    query = """{ vads(texts: ["joy", "carburettor"])
                   { vad { valence } sd low { valence } high { valence } method source }
                 term(text: "furious") { ratings { source valence sd n originalScale } disagreements } }"""
    answer = _ask(client, query)["data"]
    rated, looked_up = answer["vads"]
    assert (rated["method"], rated["source"]) == ("rating", "russell-mehrabian1977")
    assert looked_up["method"] == "word table"
    assert looked_up["low"]["valence"] < looked_up["vad"]["valence"] < looked_up["high"]["valence"]
    assert {r["source"] for r in answer["term"]["ratings"]} == {"glasgow2019", "hutto-gilbert2014"}


def test_what_was_counted_modelled_and_tested_is_told_over_graphql(client: httpx.Client) -> None:
    query = """{ observedTransitions(corpus: "peld2021", from: "fear", first: 1) { from to turns persons partner }
                 traitEffects(corpus: "peld2021") { trait p persons status comment }
                 expectedTransitions(states: ["anger", "guilt"]) { from to likelihood sd method } }"""
    answer = _ask(client, query)["data"]
    assert answer["observedTransitions"] == [
        {"from": "fear", "to": "fear", "turns": 142, "persons": None, "partner": ""}
    ]
    (null,) = answer["traitEffects"]
    assert (null["p"], null["persons"], null["status"]) == (0.17, 6, "NULL")
    assert [(t["from"], t["to"]) for t in answer["expectedTransitions"]] == [("anger", "guilt"), ("guilt", "anger")]


def test_what_a_conversion_loses_is_told_for_counts_of_ones_own(client: httpx.Client) -> None:
    query = """{ all: loss(from: "ravdess", to: "ekman") { labels mapped bits macroF1 displacement }
                 mine: loss(from: "ravdess", to: "ekman", counts: [{label: "03", n: 5}, {label: "sad", n: 5}])
                   { bits } }"""
    answer = _ask(client, query)["data"]
    assert (answer["all"]["labels"], answer["all"]["mapped"], answer["all"]["bits"]) == (8, 0.875, 0.25)
    assert answer["mine"]["bits"] == 0


def test_new_labels_are_aligned_and_open_answers_scored(client: httpx.Client) -> None:
    query = """{ align(labels: ["irked"]) { label emotion confidence evidence runnerUp }
                 score(gold: ["furious"], predicted: ["fury", "xyzzy"]) { tiers { f1 } inTree { f1 } unplaced } }"""
    answer = _ask(client, query)["data"]
    assert answer["align"][0]["emotion"] == "irritation"
    assert [tier["f1"] for tier in answer["score"]["tiers"]] == [1, 1, 1]
    assert answer["score"]["unplaced"] == ["xyzzy"]


def test_a_corpus_that_is_not_there_is_named(client: httpx.Client) -> None:
    (error,) = _ask(client, '{ observedTransitions(corpus: "friends") { turns } }')["errors"]
    assert error["message"] == "no corpus 'friends' with transitions; there are cped2022, peld2021"


@pytest.mark.parametrize("query", GRAPHQL_EXAMPLES.values(), ids=GRAPHQL_EXAMPLES)
def test_the_examples_of_the_start_page_run(client: httpx.Client, query: str) -> None:
    answer = _ask(client, query)
    assert "errors" not in answer
    assert answer["data"]


@pytest.mark.parametrize(
    ("query", "code", "message"),
    [
        ('{ emotion(id: "jov") { id } }', "UNKNOWN_EMOTION", "no emotion 'jov'; did you mean 'joy'?"),
        ('{ labelSet(id: "emonet") { id } }', "UNKNOWN_LABEL_SET", "no label set 'emonet'; did you mean 'emonet40'"),
        (
            '{ translate(labels: ["remorce"], from: "goemotions", to: "isear") { label } }',
            "UNKNOWN_LABEL",
            "no goemotions label 'remorce'; did you mean 'remorse'?",
        ),
        ('{ lookup(text: " ") { score } }', "BAD_INPUT", "the text is empty; give a word or a sentence"),
        ("{ emotions(first: 1001) { totalCount } }", "BAD_INPUT", "first 1001 is outside 0 … 1000"),
        ('{ node(id: "?") { nodeId } }', "BAD_INPUT", "'?' is no global id; take it from a nodeId or a cursor"),
        ('{ classify(texts: ["x"]) { label } }', "BAD_INPUT", "say what to choose from"),
        (
            '{ transition(from: "joy", stimulus: "anger", personality: {openness: 55}) { model } }',
            "OUT_OF_RANGE",
            "openness (a z-score) 55.0 is outside -4.0 … 4.0",
        ),
    ],
)
def test_a_wrong_question_has_one_clear_error(client: httpx.Client, query: str, code: str, message: str) -> None:
    answer = _ask(client, query)
    (error,) = answer["errors"]
    assert error["extensions"]["code"] == code
    assert error["message"].startswith(message)
    assert answer["status"] == 200


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ('{ emotion(id: "joy"', "Syntax Error: Expected"),
        ('{ emotion(id: "joy") { lable } }', "Cannot query field 'lable' on type 'Emotion'. Did you mean 'label'"),
        ("{" + " ".join(f"a{i}: version" for i in range(40)) + "}", "the document has more than 30 aliases"),
    ],
)
def test_a_document_that_cannot_run_is_told_so_by_its_status(client: httpx.Client, query: str, message: str) -> None:
    answer = _ask(client, query)
    assert answer["status"] == 400
    assert answer["errors"][0]["message"].startswith(message)
    legacy = client.post("/graphql", json={"query": query}, headers={"accept": "application/json"})
    assert legacy.status_code == 200
    assert "errors" in legacy.json()


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        ({"method": "POST", "content": b"{", "headers": {"content-type": "application/json"}}, 400),
        ({"method": "POST", "json": []}, 400),
        ({"method": "POST", "json": {}}, 400),
        ({"method": "POST", "json": {"query": "{ version }", "variables": 5}}, 400),
        ({"method": "POST", "json": {"query": "{ version }", "operationName": 5}}, 400),
        ({"method": "POST", "content": b"{ version }", "headers": {"content-type": "text/plain"}}, 415),
        ({"method": "GET", "headers": {"accept": "image/png"}}, 406),
        ({"method": "PUT", "json": {"query": "{ version }"}}, 405),
        ({"method": "POST", "content": b" " * 1_100_000, "headers": {"content-type": "application/json"}}, 413),
        ({"method": "GET", "params": {"query": "{ version }", "variables": "{"}}, 400),
        ({"method": "GET", "params": {"query": "{ version }"}}, 200),
    ],
)
def test_a_request_is_answered_by_the_rules_of_graphql_over_http(
    client: httpx.Client, request_: dict[str, Any], status: int
) -> None:
    assert client.request(url="/graphql", **request_).status_code == status


def test_the_explorer_is_served_from_files_of_ours(client: httpx.Client) -> None:
    page = client.get("/graphql", headers={"accept": "text/html"})
    assets = re.findall(r'(?:src|href)="([^"]+)"', page.text)
    assert len(assets) >= 6
    for asset in assets:
        assert asset.startswith("/")
        assert client.get(asset).status_code == 200


# -- SPARQL ------------------------------------------------------------------------------------------

SELECT = "SELECT ?l WHERE { <https://w3id.org/tone-kg/joy> <http://www.w3.org/2000/01/rdf-schema#label> ?l }"


@pytest.mark.parametrize("way", ["get", "form", "direct"])
def test_a_query_is_taken_in_every_way_of_the_protocol(client: httpx.Client, way: str) -> None:
    response = {
        "get": lambda: client.get("/sparql", params={"query": SELECT}),
        "form": lambda: client.post("/sparql", data={"query": SELECT}),
        "direct": lambda: client.post("/sparql", content=SELECT, headers={"content-type": "application/sparql-query"}),
    }[way]()
    assert response.headers["content-type"] == "application/sparql-results+json"
    assert response.json()["results"]["bindings"] == [{"l": {"type": "literal", "value": "joy", "xml:lang": "en"}}]


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        ("application/sparql-results+xml", "application/sparql-results+xml"),
        ("text/csv", "text/csv"),
        ("text/tab-separated-values;q=0.9, text/html;q=0.1", "text/tab-separated-values"),
        ("*/*", "application/sparql-results+json"),
    ],
)
def test_rows_come_in_the_form_that_is_asked_for(client: httpx.Client, accept: str, media: str) -> None:
    response = client.get("/sparql", params={"query": SELECT}, headers={"accept": accept})
    assert response.headers["content-type"].startswith(media)


@pytest.mark.parametrize("query", SPARQL_EXAMPLES.values(), ids=SPARQL_EXAMPLES)
def test_the_sparql_examples_find_something(client: httpx.Client, query: str) -> None:
    assert len(client.get("/sparql", params={"query": query}).json()["results"]["bindings"]) > 3


def test_a_dataset_can_be_named_in_the_request(client: httpx.Client) -> None:
    graph = "https://w3id.org/tone-kg/graph/vad"
    response = client.get("/sparql", params={"query": "ASK { ?s a ?t }", "default-graph-uri": graph})
    assert response.json()["boolean"] is True
    nowhere = client.get("/sparql", params={"query": "ASK { ?s ?p ?o }", "default-graph-uri": "http://example.org/"})
    assert nowhere.json()["boolean"] is False, "a graph that is not here is empty, and is not fetched"


def test_a_bare_get_describes_the_service(client: httpx.Client) -> None:
    described = rdflib.Graph().parse(data=client.get("/sparql", headers={"accept": "text/turtle"}).text)
    sd = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
    assert (None, rdflib.RDF.type, sd.Service) in described
    assert len(list(described.objects(None, sd.name))) == 12
    assert "<textarea" in client.get("/sparql", headers={"accept": "text/html"}).text


@pytest.mark.parametrize(
    ("request_", "status", "detail"),
    [
        ({"method": "GET", "params": {"query": "SELECT * WHERE {"}}, 400, "not a SPARQL query: error at 1:17"),
        ({"method": "GET", "params": {"query": "SELECT * { SERVICE <http://x> {} }"}}, 400, "SERVICE asks another"),
        ({"method": "POST", "data": {"query": "INSERT DATA {}"}}, 400, "INSERT is an update"),
        ({"method": "POST", "data": {"update": "CLEAR ALL"}}, 403, "this endpoint answers queries only"),
        (
            {"method": "POST", "content": "CLEAR ALL", "headers": {"content-type": "application/sparql-update"}},
            403,
            "this endpoint answers queries only",
        ),
        ({"method": "GET", "params": {"q": "x"}}, 400, "0 queries in the request"),
        ({"method": "GET", "params": [("query", "ASK {}"), ("query", "ASK {}")]}, 400, "2 queries in the request"),
        ({"method": "POST", "content": "ASK {}", "headers": {"content-type": "text/plain"}}, 415, "send application/"),
        (
            {"method": "POST", "content": b"\xff", "headers": {"content-type": "application/sparql-query"}},
            400,
            "the body is not UTF-8",
        ),
        ({"method": "PUT"}, 405, "PUT /sparql: method not allowed"),
        (
            {"method": "GET", "params": {"query": "ASK {}"}, "headers": {"accept": "image/png"}},
            406,
            "this answer can be sent as",
        ),
    ],
)
def test_a_wrong_request_is_a_problem_document(
    client: httpx.Client, request_: dict[str, Any], status: int, detail: str
) -> None:
    response = client.request(url="/sparql", **request_)
    assert response.status_code == status
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json()["detail"].startswith(detail)
    assert response.json()["status"] == status


# -- terms and pages ---------------------------------------------------------------------------------

FORMS = {
    "text/turtle": "turtle",
    "application/ld+json": "json-ld",
    "application/rdf+xml": "xml",
    "application/n-triples": "nt",
}


@pytest.mark.parametrize("media", FORMS)
@pytest.mark.parametrize("path", ["/joy", "/labelset/goemotions", "/labelset/goemotions/remorse"])
def test_a_term_comes_as_rdf(client: httpx.Client, path: str, media: str) -> None:
    response = client.get(path, headers={"accept": media})
    assert response.headers["content-type"].startswith(media)
    assert "Accept" in response.headers["vary"]
    graph = rdflib.Graph().parse(data=response.text, format=FORMS[media])
    assert len(set(graph.objects(rdflib.URIRef(f"https://w3id.org/tone-kg{path}")))) > 3


def test_every_form_has_an_address_of_its_own(client: httpx.Client) -> None:
    page = client.get("/joy", headers={"accept": "text/html"})
    others = re.findall(r'<(/joy\.\w+)>; rel="alternate"; type="([^"]+)"', page.headers["link"])
    assert len(others) == 5
    for path, media in others:
        assert client.get(path).headers["content-type"].startswith(media)


@pytest.mark.parametrize("id", ["joy", "tone:joy", "TONE:joy"])
def test_an_id_is_taken_in_every_spelling(client: httpx.Client, id: str) -> None:
    assert "<h1>joy</h1>" in client.get(f"/{id}", headers={"accept": "text/html"}).text


def test_what_has_not_changed_is_not_sent_again(client: httpx.Client) -> None:
    tag = client.get("/joy.ttl").headers["etag"]
    again = client.get("/joy.ttl", headers={"if-none-match": tag})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize(
    ("path", "accept", "status", "detail"),
    [
        ("/jov", "*/*", 404, "no emotion 'jov'; did you mean 'joy'?"),
        ("/labelset/isaer", "*/*", 404, "no label set 'isaer'; did you mean 'isear'"),
        ("/labelset/isear/gilt", "*/*", 404, "no isear label 'gilt'; did you mean 'guilt'?"),
        ("/joy", "image/png", 406, "this can be sent as text/html, text/turtle"),
        ("/joy/of/life", "*/*", 404, "GET /joy/of/life: not found"),
    ],
)
def test_what_is_not_there_is_a_problem_document(
    client: httpx.Client, path: str, accept: str, status: int, detail: str
) -> None:
    response = client.get(path, headers={"accept": accept})
    assert (response.status_code, response.json()["status"]) == (status, status)
    assert response.json()["detail"].startswith(detail)


def test_the_start_page_holds_the_whole_tree_and_no_dead_link(client: httpx.Client, world: Ontology) -> None:
    page = client.get("/", headers={"accept": "text/html"}).text
    links = set(re.findall(r'(?:href|src|action)="(/[^"#]*)', page))
    assert {f"/{e.id}" for e in world} <= links
    assert "http://" not in re.sub(r"PREFIX [^\n]*", "", page).replace("http://www.w3.org", "")
    for link in sorted(link for link in links if not link.startswith("/sparql?")):
        assert client.get(link, headers={"accept": "text/html"}).status_code == 200, link


def test_every_page_says_what_it_may_load(client: httpx.Client) -> None:
    for path in ("/", "/joy", "/graphql", "/sparql", "/jov"):
        headers = client.get(path, headers={"accept": "text/html"}).headers
        assert "default-src 'self'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"


def test_search_finds_by_word_and_by_slip_of_the_keyboard(client: httpx.Client) -> None:
    assert 'href="/elation"' in client.get("/search", params={"q": "over the moon"}).text
    assert 'href="/happiness"' in client.get("/search", params={"q": "hapiness"}).text
    assert "Nothing here holds" in client.get("/search", params={"q": "<script>"}).text
    assert "<script>alert" not in client.get("/search", params={"q": "<script>alert"}).text


def test_the_service_says_that_it_is_alive_and_ready(client: httpx.Client, world: Ontology) -> None:
    assert client.get("/healthz").json()["status"] == "alive"
    ready = client.get("/readyz").json()
    assert (ready["status"], ready["graph"], ready["store"]) == ("ready", world.version, "oxigraph")
    assert json.dumps(ready)


def test_other_origins_may_read(client: httpx.Client) -> None:
    response = client.get("/joy.ttl", headers={"origin": "https://elsewhere.example"})
    assert response.headers["access-control-allow-origin"] == "*"


def test_the_reference_has_an_entry_for_every_class_and_property_and_no_dead_link(
    client: httpx.Client, world: Ontology
) -> None:
    page = client.get("/reference").text
    anchors = re.findall(r'id="([^"]+)"', page)
    assert len(anchors) == len(set(anchors))
    assert set(re.findall(r'href="#([^"]+)"', page)) <= set(anchors)
    assert {e.id for e in world} | {"Emotion", "oppositeOf", "valence", "Facet"} <= set(anchors)
    assert page.count("<svg") == 6


def test_the_reference_is_the_same_written_as_a_file(client: httpx.Client, tmp_path: Path) -> None:
    file = tmp_path / "reference.html"
    subprocess.run([sys.executable, "-m", "api", "reference", "-o", str(file)], check=True, capture_output=True)
    assert file.read_text(encoding="utf-8") == client.get("/reference").text


def test_a_term_page_shows_who_stands_for_a_relation(client: httpx.Client) -> None:
    page = client.get("/joy", headers={"accept": "text/html"}).text
    assert "wordnet-antonym" in page
    assert "plutchik1980" in page


def test_a_name_in_another_language_says_that_nobody_reviewed_it(client: httpx.Client) -> None:
    query = '{ emotion(id: "joy") { names { text language status } } }'
    names = client.post("/graphql", json={"query": query}).json()["data"]["emotion"]["names"]
    assert {"text": "Freude", "language": "de", "status": "machine-drafted, unreviewed"} in names
    assert len(names) == 4


def test_a_facet_and_an_alignment_come_with_their_source(client: httpx.Client) -> None:
    query = '{ emotion(id: "fear") { facets { facet { id kind } source } alignments { term match confidence } } }'
    found = client.post("/graphql", json={"query": query}).json()["data"]["emotion"]
    assert {link["facet"]["kind"] for link in found["facets"]} >= {"ACTION_TENDENCY"}
    assert all(link["source"] for link in found["facets"])
    assert {a["term"].partition(":")[0] for a in found["alignments"]} >= {"MFOEM", "wn31"}


@pytest.mark.parametrize(
    "name", ["tone.ttl", "tone.owl", "tone.jsonld", "tone-skos.ttl", "void.ttl", "tone.prefixes.json"]
)
def test_every_file_of_the_release_is_served_where_the_ontology_says(name: str, client: httpx.Client) -> None:
    answer = client.get(f"/{name}")
    assert answer.status_code == 200
    assert answer.content == (Path(__file__).parent.parent / "owl" / name).read_bytes()


def test_a_description_of_the_data_set_is_where_it_is_looked_for(client: httpx.Client) -> None:
    answer = client.get("/.well-known/void", follow_redirects=True)
    assert "void:Dataset" in answer.text


def test_a_person_can_be_given_in_words(client: httpx.Client) -> None:
    query = """query($who: String!) {
        transition(from: "joy", stimulus: "anger", person: $who) { temperament { valence } } }"""
    answer = client.post("/graphql", json={"query": query, "variables": {"who": "1-5:E=4"}}).json()
    assert answer["data"]["transition"]["temperament"]["valence"] == pytest.approx(0.21 * 1.5)
    answer = client.post("/graphql", json={"query": query, "variables": {"who": "1-5:E=9"}}).json()
    assert answer["errors"][0]["extensions"]["code"] == "OUT_OF_RANGE"
