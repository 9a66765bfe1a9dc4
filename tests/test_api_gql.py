"""How GraphQL is answered: limits, cost, documents by hash, answers that are remembered, lists column by column."""

import json
import time
from pathlib import Path
from typing import Any

import httpx
import pytest
from graphql import get_introspection_query, parse, validate
from graphql.execution import execute_sync
from hypothesis import given, settings
from hypothesis import strategies as st

from api.context import Context
from api.gql.answering import Answers
from api.gql.columnar import ColumnarExecutor
from api.gql.cost import MOST, cost
from api.gql.documents import Documents, hash_of
from api.gql.fragments import Fragments
from api.gql.request import Asked
from api.schema import core
from api.service import Service
from ontology.errors import BadInput
from tests.conftest import graphql

# -- column by column ----------------------------------------------------------------------------------

LISTS = [
    "{ emotions(first: 50) { nodes { id label tier kind module } totalCount pageInfo { hasNextPage endCursor } } }",
    "{ emotions(first: 50) { nodes { id parent { id label parent { id } } children { id } vad { valence } } } }",
    "{ emotions(first: 30) { edges { cursor node { __typename id nodeId ratings { source vad { arousal } } } } } }",
    "{ emotions(first: 40) { nodes { ...on Emotion { id ...More } } } } fragment More on Emotion { label relations "
    "{ kind subject object status } names { language } }",
    "query($with: Boolean = true) { terms(first: 60) { nodes { text home memberships { emotion weight } "
    "vad @include(if: $with) { valence } origins @skip(if: $with) } } }",
    "{ labelSets { id labels { id label position aliases } } }",
    "{ tree { depth emotion { id } } mappings(first: 80) { nodes { label { id } match emotion { id } confidence } } }",
    '{ emotionsById(ids: ["joy", "jov", "fear", "joy", "x", "y", "awe", "anger"]) { id facets { facet { id } } } }',
    "{ emotions(first: 20) { nodes { a: id b: label c: id labels { label { id } match chain { subject } } } } }",
]


def usual(service: Service, query: str, variables: dict[str, Any] | None = None) -> dict[str, Any] | None:
    document = parse(query)
    assert not validate(core, document)
    found = execute_sync(core, document, context_value=Context(service), variable_values=variables)
    assert not found.errors, found.errors
    return found.data


@pytest.mark.parametrize("query", LISTS)
def test_lists_come_out_as_from_the_usual_executor(service: Service, query: str) -> None:
    answers = Answers(core, Documents(core), service)
    first, again = (json.loads(answers.answer(Asked(query, None), "").body)["data"] for _ in range(2))
    assert first == again == json.loads(json.dumps(usual(service, query)))


def test_a_selection_that_depends_on_a_variable_is_not_kept(service: Service) -> None:
    query = LISTS[4]
    answers = Answers(core, Documents(core), service)
    for value in (True, False, True):
        asked = Asked(query, None, None, {"with": value})
        answer = json.loads(answers.answer(asked, "").body)["data"]
        assert answer == json.loads(json.dumps(usual(service, query, {"with": value})))


FIELDS = ["id", "label", "tier", "__typename", "parent { id }", "vad { valence dominance }", "terms { text role }"]


@settings(max_examples=40, deadline=None, derandomize=True)
@given(chosen=st.lists(st.sampled_from(FIELDS), min_size=1, unique=True), first=st.integers(0, 60), tier=st.booleans())
def test_whatever_is_selected_both_executors_agree(service: Service, chosen: list[str], first: int, tier: bool) -> None:
    where = ", tier: SECONDARY" if tier else ""
    query = f"{{ emotions(first: {first}{where}) {{ nodes {{ {' '.join(chosen)} }} }} }}"
    assert graphql(service, query)["data"] == json.loads(json.dumps(usual(service, query)))


def test_an_error_inside_a_list_stays_at_its_place(service: Service) -> None:
    texts = ["joy", "", "fear", "awe", "x", "y", "z", "love", "anger"]
    answer = graphql(service, "query($t: [String!]!) { lookups(texts: $t) { emotion { id } } }", {"t": texts})
    assert [error["path"] for error in answer["errors"]] == [["lookups", 1]]
    assert answer["data"]["lookups"][1] is None
    assert answer["data"]["lookups"][0][0] == {"emotion": {"id": "joy"}}


def test_an_operation_without_time_is_stopped_and_says_so(service: Service) -> None:
    context = Context(service, until=time.monotonic() - 1, fragments=Fragments())
    document = parse("{ version emotions { totalCount } }")
    found = execute_sync(core, document, context_value=context, executor_class=ColumnarExecutor)
    assert {(error.extensions or {})["code"] for error in found.errors or []} == {"TIMEOUT"}


# -- limits and cost -----------------------------------------------------------------------------------


def _nested(levels: int) -> str:
    return '{ emotion(id: "joy") { ' + "parent { " * levels + "id" + " }" * levels + " } }"


TOO_MUCH = {
    "levels": (_nested(20), "fields are nested 22 deep; at most 15 levels"),
    "levels inside fragments": (
        "{ emotion(id: \"joy\") { ...A } } fragment A on Emotion { parent { parent { parent { parent { ...B } } } } } "
        "fragment B on Emotion { parent { parent { parent { parent { parent { parent { parent { parent { parent "
        "{ parent { id } } } } } } } } } } }",
        "fields are nested 16 deep",
    ),
    "aliases": ("{" + " ".join(f"a{n}: version" for n in range(31)) + "}", "more than 30 aliases"),
    "tokens": ("{" + "version " * 2_001 + "}", "Syntax Error: Document contains more than 2000"),
    "one field many times": ("{" + "version " * 500 + "}", "'version' stands 500 times in one selection"),
    "directives": ("{ version " + "@skip(if: false) " * 10 + "}", "10 directives stand at one place"),
    "unknown directives": ("{ version " + "@aa" * 10 + "}", "10 directives stand at one place"),
    "fields at the top": ("{" + " ".join(f"a{n}: version" for n in range(21)) + "}", "21 fields at the top"),
    "operations": (" ".join(f"query Q{n} {{ version }}" for n in range(21)), "21 operations; at most 20"),
    "characters": ("{ version }" + " " * 50_000, "more than 50000 characters"),
    "introspection in circles": (
        "{ __schema { types { fields { type { fields { type { fields { type { name } } } } } } } } }",
        "Maximum introspection depth exceeded",
    ),
    "fragments in circles": ("{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }", "Cannot spread"),
}  # fmt: skip


@pytest.mark.parametrize(("query", "message"), TOO_MUCH.values(), ids=TOO_MUCH)
def test_a_document_that_is_too_much_is_refused_with_one_reason(service: Service, query: str, message: str) -> None:
    answer = graphql(service, query)
    assert "data" not in answer
    assert len(answer["errors"]) <= 5
    assert message in answer["errors"][0]["message"]
    assert answer["errors"][0]["extensions"]["code"] in {"OVER_LIMIT", "BAD_REQUEST"}


def test_fragments_that_double_are_measured_once_each(service: Service) -> None:
    doubling = " ".join(
        f"fragment F{n} on Emotion {{ parent {{ ...F{n + 1} }} children {{ ...F{n + 1} }} }}" for n in range(10)
    )
    begun = time.process_time()
    answer = graphql(service, "{ emotions { nodes { ...F0 } } } fragment F10 on Emotion { id } " + doubling)
    assert "at most 50000 is answered" in answer["errors"][0]["message"]
    assert time.process_time() - begun < 1.0


@pytest.mark.parametrize(
    ("query", "variables", "expected"),
    [
        ("{ version }", {}, 1),
        ('{ emotion(id: "joy") { id label } }', {}, 3),
        ("{ emotions(first: 100) { nodes { id label } } }", {}, 1 + 1 + 100 * 2),
        ("query($n: Int) { emotions(first: $n) { nodes { id } } }", {"n": 1000}, 1 + 1 + 1000),
        ("{ emotions(first: 10) { edges { node { id terms { text } } } } }", {}, 1 + 1 + 10 * (1 + 1 + 1 + 5)),
        ('{ vads(texts: ["a", "b"]) { vad { valence } } }', {}, 1 + 10 * 2 + 2 * 2),
    ],
)
def test_the_cost_is_about_how_many_values_an_answer_may_hold(
    query: str, variables: dict[str, Any], expected: int
) -> None:
    document = Documents(core).read(query, hash_of(query))
    assert document.parsed is not None
    assert cost(core, document.parsed, document.operation(None), variables) == expected


def test_what_costs_too_much_is_refused_and_the_cost_is_always_told(service: Service) -> None:
    cheap = graphql(service, "{ version }")
    assert cheap["extensions"]["cost"] == {"requested": 1, "limit": MOST}
    dear = graphql(service, "{ emotions(first: 1000) { nodes { terms { text ratings { source valence sd n } } } } }")
    assert dear["errors"][0]["extensions"]["code"] == "OVER_LIMIT"
    assert dear["extensions"]["cost"]["requested"] > MOST
    assert "data" not in dear


def test_the_usual_introspection_is_answered_unless_it_is_turned_off(service: Service) -> None:
    assert "errors" not in graphql(service, get_introspection_query(descriptions=True))
    answers = Answers(core, Documents(core, introspection=False), service)
    refused = json.loads(answers.answer(Asked(get_introspection_query(), None), "").body)
    assert "introspection" in refused["errors"][0]["message"].lower()


# -- documents by hash, and answers that are remembered ------------------------------------------------

QUERY = '{ emotion(id: "joy") { label } }'


@pytest.fixture
def answers(service: Service) -> Answers:
    return Answers(core, Documents(core), service)


def ask(answers: Answers, text: str | None, hash: str | None = None, **variables: object) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(answers.answer(Asked(text, hash, None, variables), "").body)
    return found


def test_a_text_that_was_sent_once_need_not_be_sent_again(answers: Answers) -> None:
    missing = ask(answers, None, hash_of(QUERY))
    assert missing["errors"][0]["message"] == "PersistedQueryNotFound"
    assert missing["errors"][0]["extensions"]["code"] == "PERSISTED_QUERY_NOT_FOUND"
    whole = ask(answers, QUERY, hash_of(QUERY))
    assert whole["data"] == {"emotion": {"label": "joy"}}
    assert ask(answers, None, hash_of(QUERY)) == whole


def test_a_text_under_the_hash_of_another_is_refused_and_not_kept(answers: Answers) -> None:
    other = hash_of("{ version }")
    assert "not the SHA-256" in ask(answers, QUERY, other)["errors"][0]["message"]
    assert "PersistedQueryNotFound" in ask(answers, None, other)["errors"][0]["message"]
    for text in ("{ version }", QUERY):
        ask(answers, text)
    assert answers.remembered(Asked(QUERY, other), "") is None
    assert "not the SHA-256" in ask(answers, QUERY, other)["errors"][0]["message"]


def test_a_text_with_errors_is_not_kept(answers: Answers) -> None:
    wrong = "{ nothing }"
    assert ask(answers, wrong)["errors"]
    assert "PersistedQueryNotFound" in ask(answers, None, hash_of(wrong))["errors"][0]["message"]


def test_where_documents_are_trusted_no_other_is_answered(service: Service, tmp_path: Path) -> None:
    file = tmp_path / "documents.json"
    file.write_text(json.dumps({hash_of(QUERY): QUERY}), encoding="utf-8")
    answers = Answers(core, Documents(core, trusted=str(file)), service)
    assert ask(answers, None, hash_of(QUERY))["data"] == {"emotion": {"label": "joy"}}
    assert ask(answers, QUERY)["data"] == {"emotion": {"label": "joy"}}
    assert ask(answers, "{ version }")["errors"][0]["extensions"]["code"] == "UNTRUSTED_DOCUMENT"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("[]", "no JSON object of hashes"),
        ("{", "no JSON object of hashes"),
        ('{"abc": "{ version }"}', "'abc' is not the SHA-256 of its text"),
        (json.dumps({hash_of("{ nothing }"): "{ nothing }"}), "Cannot query field 'nothing'"),
    ],
)
def test_a_file_of_trusted_documents_is_looked_at_whole(tmp_path: Path, content: str, message: str) -> None:
    file = tmp_path / "documents.json"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(BadInput, match=message):
        Documents(core, trusted=str(file))


def test_an_answer_is_remembered_by_text_operation_and_variables(answers: Answers) -> None:
    query = "query A($id: String!) { emotion(id: $id) { label } } query B { version }"
    asked = [Asked(query, None, "A", {"id": id}) for id in ("joy", "fear")]
    bodies = [answers.answer(each, "").body for each in asked]
    assert bodies[0] != bodies[1]
    for each, body in zip(asked, bodies, strict=True):
        found = answers.remembered(each, "")
        assert found is not None
        assert found.body == body
    assert answers.remembered(Asked(query, None, "B"), "") is None


def test_what_depends_on_who_asks_or_went_wrong_is_not_remembered(answers: Answers) -> None:
    asked = Asked(QUERY, None)
    answers.answer(asked, "Bearer x")
    assert answers.remembered(asked, "") is None
    answers.answer(asked, "")
    assert answers.remembered(asked, "Bearer x") is None
    wrong = Asked('{ emotion(id: "jov") { label } }', None)
    answers.answer(wrong, "")
    assert answers.remembered(wrong, "") is None


# -- over HTTP -----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def client(server_url: str) -> Any:
    with httpx.Client(base_url=server_url, timeout=60) as opened:
        yield opened


def test_a_hash_is_taken_in_every_way(client: httpx.Client) -> None:
    hash = hash_of(QUERY)
    client.post("/graphql", json={"query": QUERY})
    extensions = {"persistedQuery": {"version": 1, "sha256Hash": hash}}
    for response in (
        client.post("/graphql", json={"extensions": extensions}),
        client.post("/graphql", json={"documentId": f"sha256:{hash}"}),
        client.get("/graphql", params={"extensions": json.dumps(extensions)}),
        client.get("/graphql", params={"documentId": f"sha256:{hash}"}, headers={"accept": "text/html, */*;q=0.1"}),
    ):
        assert response.json()["data"] == {"emotion": {"label": "joy"}}, response.text


#: What the scanner graphql-cop looks for, as requests; none may work.
SCANNED = {
    "array of requests": {"json": [{"query": "{ version }"}] * 10},
    "a hundred aliases": {"json": {"query": "{" + " ".join(f"a{n}: __typename" for n in range(101)) + "}"}},
    "five hundred times a field": {"json": {"query": "{" + "__typename " * 500 + "}"}},
    "overloaded directives": {"json": {"query": "{ __typename " + "@aa" * 10 + " }"}},
    "circular introspection": {"json": {"query": TOO_MUCH["introspection in circles"][0]}},
    "form instead of JSON": {"data": {"query": "{ __typename }"}},
    "text instead of JSON": {"content": '{"query": "{ __typename }"}', "headers": {"content-type": "text/plain"}},
}


@pytest.mark.parametrize("request_", SCANNED.values(), ids=SCANNED)
def test_what_scanners_look_for_does_not_work(client: httpx.Client, request_: dict[str, Any]) -> None:
    answer = client.post("/graphql", **request_).json()
    assert "data" not in answer
    assert 1 <= len(answer["errors"]) <= 2


def test_a_mutation_by_get_and_traces_of_execution_are_not_there(client: httpx.Client) -> None:
    response = client.get("/graphql", params={"query": "mutation { __typename }"})
    assert (response.status_code, response.headers["allow"]) == (405, "POST")
    assert set(client.post("/graphql", json={"query": QUERY}).json()["extensions"]) == {"cost"}


def test_an_error_says_whose_fault_it_is(client: httpx.Client) -> None:
    answer = client.post("/graphql", json={"query": '{ emotion(id: "jov") { id } version }'}).json()
    error = answer["errors"][0]
    assert error["extensions"] == {"code": "UNKNOWN_EMOTION", "classification": "BAD_USER_INPUT"}
    assert answer["data"]["emotion"] is None
    assert answer["data"]["version"]
