"""Lists over GraphQL: pages both ways, conditions and orders, many items at once, and global ids."""

import re
from pathlib import Path
from typing import Any

import pytest

from api.selecting import EmotionKey, EmotionOrder, EmotionWhere, Range, TermKey, TermOrder, TermWhere
from api.service import Service
from kg.said import SAID
from ontology.errors import BadInput
from tests.conftest import graphql
from vocab.lexicon import Role


def ask(service: Service, query: str, **variables: object) -> dict[str, Any]:
    answer = graphql(service, query, variables)
    assert "errors" not in answer, answer["errors"]
    return dict(answer["data"])


def errors(service: Service, query: str, **variables: object) -> list[tuple[str, str]]:
    found = graphql(service, query, variables).get("errors", [])
    return [(error["message"], error["extensions"]["code"]) for error in found]


PAGES = """query($first: Int, $after: String, $last: Int, $before: String) {
    terms(first: $first, after: $after, last: $last, before: $before)
      { totalCount edges { cursor node { text } } nodes { text }
        pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } }"""


def test_the_lexicon_is_paged_forwards_whole(service: Service) -> None:
    seen: list[str] = []
    after = None
    while True:
        page = ask(service, PAGES, first=1000, after=after)["terms"]
        seen += [node["text"] for node in page["nodes"]]
        assert [edge["node"] for edge in page["edges"]] == page["nodes"]
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break
    assert seen == sorted(t.text for t in service.lexicon)
    assert page["totalCount"] == len(seen)


def test_a_page_backwards_ends_where_it_was_told_to(service: Service) -> None:
    texts = sorted(t.text for t in service.lexicon)
    end = ask(service, PAGES, last=3)["terms"]
    assert [node["text"] for node in end["nodes"]] == texts[-3:]
    assert (end["pageInfo"]["hasNextPage"], end["pageInfo"]["hasPreviousPage"]) == (False, True)
    before = ask(service, PAGES, last=2, before=end["pageInfo"]["startCursor"])["terms"]
    assert [node["text"] for node in before["nodes"]] == texts[-5:-3]
    assert before["pageInfo"]["hasNextPage"]


def test_an_empty_page_has_no_cursors(service: Service) -> None:
    page = ask(service, PAGES, first=0)["terms"]
    assert page["nodes"] == []
    assert page["pageInfo"] == {
        "hasNextPage": True, "hasPreviousPage": False, "startCursor": None, "endCursor": None,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ("first: -1", "first -1 is outside 0 … 1000"),
        ("last: 1001", "last 1001 is outside 0 … 1000"),
        ("first: 1, last: 1", "say first or last, not both"),
        ('after: "RW1vdGlvbjpqb3k="', "cursor 'RW1vdGlvbjpqb3k=' is not of this list"),
        ('before: "?"', "'?' is no global id"),
    ],
)
def test_a_page_that_cannot_be_is_refused(service: Service, arguments: str, message: str) -> None:
    ((found, code),) = errors(service, f"{{ terms({arguments}) {{ totalCount }} }}")
    assert found.startswith(message)
    assert code == "BAD_INPUT"


def test_a_cursor_goes_on_meaning_the_same_in_another_order(service: Service) -> None:
    query = "query($order: EmotionOrder, $after: String) { emotions(orderBy: $order, after: $after, first: 1000) "
    query += "{ nodes { id } edges { cursor } } }"
    by_id = ask(service, query)["emotions"]
    joy = by_id["edges"][[n["id"] for n in by_id["nodes"]].index("joy")]["cursor"]
    order = {"by": "VALENCE", "descending": True}
    behind = ask(service, query, order=order, after=joy)["emotions"]["nodes"]
    ranked = [e.id for e in service.emotions(order=EmotionOrder(EmotionKey.VALENCE, descending=True))]
    assert [n["id"] for n in behind] == ranked[ranked.index("joy") + 1 :]


def test_what_nobody_rated_comes_last_either_way(service: Service) -> None:
    for descending in (False, True):
        ranked = service.emotions(order=EmotionOrder(EmotionKey.AROUSAL, descending=descending))
        places = [service.world.vad(e.id) for e in ranked]
        rated = [vad.arousal for vad in places if vad is not None]
        assert rated == sorted(rated, reverse=descending)
        assert None not in places[: len(rated)]


def test_conditions_hold_together(service: Service) -> None:
    where = EmotionWhere(below="tone:joy", valence=Range(low=0.5), arousal=Range(high=0.2))
    for emotion in (found := service.emotions(where=where)):
        vad = service.world.vad(emotion.id)
        assert vad is not None
        assert vad.valence >= 0.5
        assert vad.arousal <= 0.2
        assert "joy" in {e.id for e in service.show(emotion.id).ancestors}
    assert found
    terms = service.terms(TermWhere("joy", Role.NAMES), TermOrder(TermKey.VALENCE, descending=True))
    assert {(t.emotion, t.role) for t in terms} == {("joy", Role.NAMES)}
    with pytest.raises(BadInput, match="low 1 is above high 0"):
        Range(1, 0)


def test_a_list_is_made_once_for_all_its_pages(service: Service) -> None:
    where = TermWhere(containing="full of")
    assert service.terms(where) is service.terms(where)


def test_what_is_not_there_is_null_among_many(service: Service) -> None:
    query = """{ emotionsById(ids: ["joy", "jov", "tone:fear", "https://w3id.org/tone-kg/awe"]) { id }
                 labelSetsById(ids: ["isear", "tone:labelset/goemotions", "none"]) { id }
                 labelsById(ids: ["goemotions/joy", "https://w3id.org/tone-kg/labelset/isear/guilt", "x"]) { id }
                 termsByText(texts: ["furious", "xyzzy", "FURIOUS"]) { text } }"""
    assert ask(service, query) == {
        "emotionsById": [{"id": "joy"}, None, {"id": "fear"}, {"id": "awe"}],
        "labelSetsById": [{"id": "isear"}, {"id": "goemotions"}, None],
        "labelsById": [{"id": "goemotions/joy"}, {"id": "isear/guilt"}, None],
        "termsByText": [{"text": "furious"}, None, {"text": "furious"}],
    }


@pytest.mark.parametrize(
    ("many", "one"),
    [
        ('lookups(texts: ["furious", " "]) { step }', 'lookup(text: "furious") { step }'),
        ('searches(texts: ["over the moon", ""]) { matched }', 'search(text: "over the moon") { matched }'),
        ('spots(texts: ["I was furious", ""]) { text }', 'spot(text: "I was furious") { text }'),
        ('paths(questions: [{from: "joy", to: "fear"}, {from: "x", to: "y"}]) { target }',
         'path(from: "joy", to: "fear") { target }'),
        ('neighboursOf(ids: ["joy", "jov"]) { kind target }', 'neighbours(id: "joy") { kind target }'),
        ('losses(questions: [{from: "meld", to: "isear"}, {from: "x", to: "isear"}]) { bits }',
         'loss(from: "meld", to: "isear") { bits }'),
        ('transitions(questions: [{from: "joy", stimulus: "anger"}, {from: "joy", model: "x"}]) { formula }',
         'transition(from: "joy", stimulus: "anger") { formula }'),
    ],
    ids=lambda text: text.partition("(")[0],
)  # fmt: skip
def test_asking_for_many_is_asking_for_each_and_an_error_stays_at_its_place(
    service: Service, many: str, one: str
) -> None:
    answer = graphql(service, f"{{ found: {many} }}")
    assert answer["data"]["found"] == [ask(service, f"{{ found: {one} }}")["found"], None]
    (error,) = answer["errors"]
    assert error["path"] == ["found", 1]
    assert error["extensions"]["code"] in {"BAD_INPUT", "UNKNOWN_EMOTION", "UNKNOWN_LABEL_SET"}


def test_many_scores_are_each_score(service: Service) -> None:
    query = """{ scores(questions: [{gold: ["furious"], predicted: ["fury"]}, {gold: ["joy"], predicted: ["xyzzy"]}])
                 { unplaced } }"""
    assert ask(service, query)["scores"] == [{"unplaced": []}, {"unplaced": ["xyzzy"]}]


def test_too_many_are_refused_at_once(service: Service) -> None:
    query = "query($ids: [String!]!) { emotionsById(ids: $ids) { id } }"
    assert errors(service, query, ids=["joy"] * 1001) == [
        ("number of ids 1001 is above 1000; ask in parts", "BAD_INPUT")
    ]
    query = "query($q: [TransitionQuestion!]!) { transitions(questions: $q) { model } }"
    ((message, _),) = errors(service, query, q=[{"from": "joy", "steps": 1000}] * 6)
    assert message == "the questions ask for 6000 steps altogether; at most 5000, so ask in parts"


def test_a_global_id_of_each_kind_leads_back(service: Service) -> None:
    query = """{ emotion(id: "awe") { nodeId } term(text: "furious") { nodeId } labelSet(id: "isear") { nodeId }
                 label(id: "goemotions/joy") { nodeId } }"""
    ids = [thing["nodeId"] for thing in ask(service, query).values()]
    query = """query($ids: [ID!]!) { nodes(ids: $ids) { nodeId __typename ... on Emotion { id } ... on Term { text }
               ... on LabelSet { set: id } ... on Label { label } } }"""
    assert ask(service, query, ids=ids)["nodes"] == [
        {"nodeId": ids[0], "__typename": "Emotion", "id": "awe"},
        {"nodeId": ids[1], "__typename": "Term", "text": "furious"},
        {"nodeId": ids[2], "__typename": "LabelSet", "set": "isear"},
        {"nodeId": ids[3], "__typename": "Label", "label": "joy"},
    ]


def test_a_label_set_and_a_label_are_known_by_their_names_on_the_web(service: Service) -> None:
    plain = service.translate(["remorse"], source="goemotions", target="isear")[0].targets
    base = "https://w3id.org/tone-kg/labelset/"
    iri = service.translate([f"{base}goemotions/remorse"], source=f"{base}goemotions", target="tone:labelset/isear")
    assert iri[0].targets == plain
    (normalized,) = service.normalize(["tone:labelset/goemotions/remorse"], source="goemotions")
    assert normalized.emotion is not None
    assert service.loss("tone:labelset/meld", f"{base}isear") == service.loss("meld", "isear")
    counts = {f"{base}meld/joy": 2.0, "joy": 3.0}
    assert service.loss("meld", "isear", counts) == service.loss("meld", "isear", {"joy": 5.0})


PAGE = (Path(__file__).parent.parent / "docs" / "graphql.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("query", re.findall(r"```graphql\n(.*?)```", PAGE, flags=re.DOTALL))
def test_a_query_of_the_graphql_page_finds_something(service: Service, query: str) -> None:
    assert all(ask(service, query).values())


def test_the_graphql_page_names_the_sparql_of_every_type() -> None:
    rows = re.findall(r"^\| `([\w.]+)` \| `([\w-]+)\.rq` \| (.*) \|$", PAGE, flags=re.MULTILINE)
    assert rows == [(what, said.query, said.given) for what, said in SAID.items()]
