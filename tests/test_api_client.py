"""The Python client, sync and async, against a real server; and against small ones that misbehave."""

import asyncio
import inspect
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from importlib.resources import files
from typing import Any

import pytest
from graphql import build_schema, parse, validate

from api.classify_http import HELD
from api.client import QUERIES, AsyncClient, Client, Refused, Unreachable
from api.client.sending import BATCH
from ontology.emotion import Tier
from ontology.errors import BadInput
from ontology.mapping import Match
from ontology.personality import Personality
from ontology.vad import VAD
from ontology.world import Ontology

PLEASANT = """PREFIX tone: <https://w3id.org/tone-kg/>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?emotion ?valence WHERE { ?emotion a skos:Concept ; tone:valence ?valence } ORDER BY DESC(?valence) LIMIT 3"""

#: A method, what it is asked, and what must hold of the answer.
CASES: list[tuple[str, tuple[Any, ...], dict[str, Any], Callable[[Any], bool]]] = [
    ("emotion", ("tone:joy",), {}, lambda e: (e.id, e.tier, e.parent) == ("joy", Tier.PRIMARY, None) and e.vad),
    ("search", ("moon",), {"limit": 3}, lambda hits: len(hits) == 3 and hits[0].field == "term"),
    ("lookup", ("over the moon",), {}, lambda found: (found[0].emotion, found[0].step) == ("elation", "term")),
    (
        "normalize",
        (["furious", "xyzzy"],),
        {"target": "emonet40"},
        lambda a: a[0].emotion == "fury" and a[0].targets[0].label.label == "Anger" and not a[1].known,
    ),
    (
        "translate",
        (["remorse"], "goemotions", "isear"),
        {},
        lambda a: [s.match for s in a[0].targets[0].chain] == [Match.EXACT, Match.BROAD, Match.EXACT],
    ),
    ("vad", ("joy",), {}, lambda p: p.vad.valence > 0.5 and p.low.valence <= p.vad.valence <= p.high.valence),
    ("vads", (["joy", "fear"],), {}, lambda a: a[0].vad.valence > 0 > a[1].vad.valence),
    ("classify", (["I was so angry"], "ekman"), {"top": 2}, lambda a: (a[0].label, len(a[0].scores)) == ("anger", 2)),
    ("classify", (["I was so angry"],), {"labels": ["joy", "anger"]}, lambda a: a[0].label == "anger"),
    ("classify", (["I was so angry"],), {"tier": Tier.PRIMARY, "multi": True}, lambda a: a[0].label == "anger"),
    (
        "transition",
        ("joy", "anger"),
        {"personality": Personality(extraversion=1), "steps": 2},
        lambda t: len(t.states) == 3 and t.temperament.valence == 0.21 and t.states[1].nearest[0][1] >= 0,
    ),
    ("path", ("fury", "anger"), {}, lambda hops: hops[-1].target == "anger"),
    ("neighbours", ("joy",), {}, lambda hops: {h.source for h in hops} == {"joy"}),
    (
        "sparql",
        (PLEASANT,),
        {},
        lambda rows: rows[0] == {"emotion": "https://w3id.org/tone-kg/optimism", "valence": 0.868},
    ),
    ("sparql", ("ASK {}",), {}, lambda rows: rows == [{"boolean": True}]),
    ("turtle", ("https://w3id.org/tone-kg/joy",), {}, lambda text: '"joy"@en' in text),
    ("turtle", ("labelset/isear",), {}, lambda text: "isear" in text),
]

WRONG: list[tuple[str, tuple[Any, ...], str, int, str]] = [
    ("emotion", ("jov",), "UNKNOWN_EMOTION", 200, "no emotion 'jov'; did you mean 'joy'?"),
    ("translate", (["joy"], "isear", "emonet"), "UNKNOWN_LABEL_SET", 200, "no label set 'emonet'; did you mean"),
    ("turtle", ("jov",), "UNKNOWN_EMOTION", 404, "no emotion 'jov'; did you mean 'joy'?"),
    ("sparql", ("INSERT DATA {}",), "QUERY_REFUSED", 400, "INSERT is an update"),
]


def test_every_query_of_the_client_fits_the_committed_schema() -> None:
    schema = build_schema((files("api") / "schema.graphql").read_text(encoding="utf-8"))
    assert len(QUERIES) == 11
    for name, text in QUERIES.items():
        assert validate(schema, parse(text)) == [], name


def test_both_clients_have_the_same_methods_with_the_same_words() -> None:
    def told(kind: type) -> dict[str, str]:
        names = [n for n in vars(kind) if not n.startswith("_") and n not in {"ask", "close"}]
        return {n: str(inspect.signature(getattr(kind, n))).partition(" -> ")[0] for n in names}

    assert told(Client) == told(AsyncClient)
    assert {name for name, *_ in CASES} | {"emotions", "classify_lines"} == set(told(Client))
    assert str(inspect.signature(Client("http://x").emotion)).startswith("(id: str)")
    assert inspect.getdoc(Client.turtle) == inspect.getdoc(AsyncClient.turtle)


def test_both_clients_give_the_same_answers_and_the_right_ones(server_url: str) -> None:
    with Client(server_url) as client:
        found = [getattr(client, name)(*given, **named) for name, given, named, _ in CASES]

    async def asked() -> list[Any]:
        async with AsyncClient(server_url) as client:
            return await asyncio.gather(*(getattr(client, name)(*given, **named) for name, given, named, _ in CASES))

    for (name, *_, holds), answer, again in zip(CASES, found, asyncio.run(asked()), strict=True):
        assert holds(answer), (name, answer)
        assert again == answer, name


def test_all_emotions_come_over_all_pages(server_url: str, world: Ontology) -> None:
    with Client(server_url) as client:
        found = list(client.emotions())
        assert [e.id for e in client.emotions("wonder", extension=False)] == ["amazement"]
        assert {e.tier for e in client.emotions(tier=Tier.PRIMARY)} == {Tier.PRIMARY}

    async def asked() -> list[Any]:
        async with AsyncClient(server_url) as client:
            return [e async for e in client.emotions()]

    assert [e.id for e in found] == [e.id for e in world]
    assert {e.id: e.vad for e in found} == {e.id: world.vad(e.id) for e in world}
    assert asyncio.run(asked()) == found
    assert all(isinstance(e.vad, VAD | None) for e in found)


def test_an_error_carries_the_code_and_the_words_of_the_server(server_url: str) -> None:
    with Client(server_url) as client:
        for name, given, code, status, text in WRONG:
            with pytest.raises(Refused) as refused:
                getattr(client, name)(*given)
            assert (refused.value.code, refused.value.status) == (code, status)
            assert str(refused.value).startswith(text)


def test_a_stream_of_texts_is_answered_in_order_and_faults_stand_in_their_place(server_url: str) -> None:
    texts = ["I was angry", " ", "I felt joy\u2028and cried"] * 50
    with Client(server_url) as client:
        found = list(client.classify_lines(iter(texts), "ekman", top=1))
        with pytest.raises(Refused, match="no label set 'ekmann'"):
            next(client.classify_lines(texts, "ekmann"))
        with pytest.raises(BadInput, match="without commas"):
            next(client.classify_lines(texts, labels=["a,b", "c"]))
        own = next(client.classify_lines(texts, labels=["joy", "anger"]))

    async def asked() -> list[Any]:
        async with AsyncClient(server_url) as client:
            return [c async for c in client.classify_lines(texts, "ekman", top=1)]

    assert [c.label for c in found] == ["anger", "", "joy"] * 50
    assert [c.error for c in found[:3]] == ["", "text is empty", ""]
    assert asyncio.run(asked()) == found
    assert own.label == "anger"


def test_no_more_lines_are_sent_at_once_than_the_server_reads_before_it_answers() -> None:
    assert BATCH <= HELD


class _Stub:
    """A server that gives the answers it was told, one a request, the last again and again."""

    def __init__(self, *answers: tuple[int, dict[str, str], bytes]) -> None:
        self.answers, self.heard = list(answers), list[str]()

    @contextmanager
    def serving(self) -> Iterator[str]:
        stub = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                self.rfile.read(int(self.headers["content-length"]))
                stub.heard.append(self.headers.get("authorization", ""))
                status, headers, body = stub.answers.pop(0) if len(stub.answers) > 1 else stub.answers[0]
                self.send_response(status)
                for name, value in ({"content-length": str(len(body))} | headers).items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *args: Any) -> None:
                """Say nothing."""

        with HTTPServer(("127.0.0.1", 0), Handler) as server:
            thread = threading.Thread(target=server.serve_forever, args=(0.01,))
            thread.start()
            yield f"http://127.0.0.1:{server.server_port}"
            server.shutdown()
            thread.join()


GOOD = (200, {}, b'{"data": {"path": []}}')


def _busy(retry_after: str | None, status: int = 503) -> tuple[int, dict[str, str], bytes]:
    body = b'{"detail": "too many questions are waiting", "code": "BUSY"}'
    return status, {"retry-after": retry_after} if retry_after is not None else {}, body


@pytest.mark.parametrize("status", [503, 429])
def test_a_busy_server_is_asked_again_when_it_says_so(status: int) -> None:
    stub = _Stub(_busy("0", status), _busy("Thu, 01 Jan 2026 00:00:00 GMT", status), GOOD)
    with stub.serving() as url, Client(url, token="secret") as client:  # of a server of this test
        assert client.path("joy", "fear") == ()
    assert stub.heard == ["Bearer secret"] * 3

    async def asked(url: str) -> Any:
        async with AsyncClient(url) as client:
            return await client.path("joy", "fear")

    stub = _Stub(_busy("0", status), GOOD)
    with stub.serving() as url:
        assert asyncio.run(asked(url)) == ()
    assert stub.heard == [""] * 2


@pytest.mark.parametrize(
    ("answer", "times"),
    [(_busy("0"), 3), (_busy(None), 1), (_busy("3600"), 1), (_busy("soon"), 1), (_busy("0", 500), 1)],
    ids=["always busy", "no word when", "too long", "no number", "broken"],
)
def test_a_server_is_not_asked_for_ever(answer: tuple[int, dict[str, str], bytes], times: int) -> None:
    stub = _Stub(answer)
    with stub.serving() as url, Client(url, retries=2) as client, pytest.raises(Refused, match="too many") as refused:
        client.path("joy", "fear")
    assert (refused.value.code, refused.value.status, len(stub.heard)) == ("BUSY", answer[0], times)


@pytest.mark.parametrize(
    ("answer", "code"),
    [
        ((200, {}, b"<html>"), "NOT_TONE_KG"),
        ((200, {}, b'{"data": {"path": [{"to": 1}]}}'), "NOT_TONE_KG"),
        ((502, {}, b"<html>"), "BAD_GATEWAY"),
        ((599, {}, b"[]"), "HTTP_599"),
    ],
)
def test_what_is_no_service_of_ours_is_said_to_be_none(answer: tuple[int, dict[str, str], bytes], code: str) -> None:
    with _Stub(answer).serving() as url, Client(url) as client, pytest.raises(Refused) as refused:
        client.path("joy", "fear")
    assert refused.value.code == code


def test_a_server_that_is_silent_away_or_gone_in_the_middle_is_unreachable() -> None:
    with _Stub((200, {"content-length": "1000"}, b'{"data"')).serving() as url, Client(url) as client:
        with pytest.raises(Unreachable, match="no answer from http://127"):
            client.path("joy", "fear")
        with pytest.raises(Unreachable):
            list(client.classify_lines(["joy"], "ekman"))
    with Client(url) as client, pytest.raises(Unreachable, match="refused"):
        client.path("joy", "fear")
    with HTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler) as mute:  # listens, and is never asked to answer
        address = f"http://127.0.0.1:{mute.server_port}"
        with Client(address, timeout=0.1) as client, pytest.raises(Unreachable, match="timed out"):
            client.path("joy", "fear")


def test_without_its_library_the_client_says_which_extra_it_needs() -> None:
    code = "import sys; sys.modules['httpx'] = None\ntry: import api.client\nexcept Exception as e: print(e)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "api.client needs: pip install 'tone-kg[client]'\n"
