"""One server process as an operator lives with it: its log, its numbers, its limits, reload, accidents and the end.

One server serves all tests of this module, in their order; the last ones end it.
"""

import json
import os
import re
import shutil
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from urllib.parse import urlencode

import httpx
import pytest

from api.around import SECURITY
from ontology.world import shipped
from tests.conftest import Running
from tests.watching import HOP, NAMES, SPARQL, Asking, children, family, is_there, number, wait_for

TOKEN = "an-operators-token"  # noqa: S105  # of this test
#: What must never stand in a log: parts of queries, bodies and headers of these tests.
SECRETS = ("innermost", "Bearer", TOKEN, "guessed")
SAID = f"{NAMES} SELECT ?d {{ tone:joy skos:definition ?d }}"
#: Takes longer than the fast lane lets it.
SLOW = "SELECT (COUNT(*) AS ?n) { { SELECT * { ?a ?b ?c } LIMIT 1000 } { SELECT * { ?d ?e ?f } LIMIT 4000 } }"
#: Takes one to three seconds, and has this answer.
LONG = "SELECT (COUNT(*) AS ?n) { { SELECT * { ?a ?b ?c } LIMIT 4500 } { SELECT * { ?d ?e ?f } LIMIT 4000 } }"
COUNTED = 4500 * 4000


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Tables of the operator's own: the shipped ones, for now."""
    return Path(shutil.copytree(shipped(), tmp_path_factory.mktemp("tables") / "data"))


@pytest.fixture(scope="module")
def server(running: Callable[[dict[str, str]], AbstractContextManager[Running]], tables: Path) -> Iterator[Running]:
    settings = {"TONE_LOG": "json", "TONE_DATA": str(tables), "TONE_TOKEN": TOKEN, "TONE_RATE": "3"}
    with running(settings) as server:
        yield server


@pytest.fixture(scope="module")
def client(server: Running) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server.url, timeout=30) as client:
        yield client


# -- the log -------------------------------------------------------------------------------------------


def _lines(server: Running) -> list[dict[str, object]]:
    return [json.loads(line) for line in server.said() if line.startswith("{")]


def _line_of(server: Running, id: str) -> dict[str, object]:
    def found() -> list[dict[str, object]]:
        return [line for line in _lines(server) if line.get("request") == id]

    wait_for(found, f"a line of request {id}")
    (line,) = found()
    return line


def test_a_request_is_one_line_with_the_id_that_its_answer_has(server: Running, client: httpx.Client) -> None:
    answer = client.get("/sparql", params={"query": "ASK { ?innermost ?p ?o }"})
    line = _line_of(server, answer.headers["x-request-id"])
    assert {name: line[name] for name in ("level", "message", "method", "route", "status", "client")} == {
        "level": "info",
        "message": "answered",
        "method": "GET",
        "route": "sparql",
        "status": 200,
        "client": "127.0.0.1",
    }
    assert line["bytes"] == len(answer.content)
    assert isinstance(line["ms"], float)
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", str(line["time"]))


def test_an_id_that_is_given_is_kept(server: Running, client: httpx.Client) -> None:
    answer = client.get("/joy", headers={"x-request-id": "proxy-7.a_B"})
    assert answer.headers["x-request-id"] == "proxy-7.a_B"
    assert _line_of(server, "proxy-7.a_B")["route"] == "term"


@pytest.mark.parametrize("id", ['"}{"level":"error', "a" * 65, "a b", "", "ä", "<script>"])
def test_an_id_that_could_do_harm_is_replaced(client: httpx.Client, id: str) -> None:
    answer = client.get("/healthz", headers={"x-request-id": id.encode("latin-1")})  # type: ignore[dict-item]  # bytes are sent as they are
    assert re.fullmatch("[0-9a-f]{32}", answer.headers["x-request-id"])


def test_no_line_holds_a_token_or_a_query_or_a_body(server: Running, client: httpx.Client) -> None:
    given = {"authorization": f"Bearer {TOKEN}"}
    answers = [
        client.get("/search", params={"q": "innermost"}, headers=given),
        client.post("/graphql", json={"query": '{ search(text: "innermost") { id } }'}, headers=given),
        client.get("/graphql", params={"query": '{ emotion(id: "innermost") { id } }'}, headers=given),
        client.post("/sparql", data={"query": "SELECT innermost"}, headers={"authorization": "Bearer guessed"}),
        client.post("/classify?labels=ekman", content=b'"innermost"\n', headers={"content-type": "text/plain"}),
    ]
    for answer in answers:
        _line_of(server, answer.headers["x-request-id"])
    assert not [line for line in server.said() for secret in SECRETS if secret in line]


def test_probes_are_not_logged(server: Running, client: httpx.Client) -> None:
    for path in ("/healthz", "/readyz", "/metrics"):
        client.get(path)
    assert not {"healthz", "readyz", "metrics"} & {line.get("route") for line in _lines(server)}


# -- what every answer has -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/", 200),
        ("GET", "/joy.ttl", 200),
        ("GET", "/metrics", 200),
        ("GET", "/web/icon.svg", 200),
        ("GET", "/favicon.ico", 307),
        ("GET", "/no-such-thing", 404),
        ("GET", "/web/no-such-file", 404),
        ("DELETE", "/graphql", 405),
        ("GET", "/classify", 405),
        ("OPTIONS", "/sparql", 204),
        ("GET", "/sparql?query=nonsense", 400),
        ("POST", "/sparql", 415),
        ("POST", "/graphql", 415),
    ],
)
def test_every_answer_has_the_headers_of_safety(client: httpx.Client, method: str, path: str, status: int) -> None:
    answer = client.request(method, path)
    assert answer.status_code == status
    for name, value in SECURITY.items():
        assert answer.headers.get_list(name) == [value], name
    assert answer.headers["x-request-id"]
    assert "server" not in answer.headers


# -- numbers -------------------------------------------------------------------------------------------


def test_requests_are_counted_and_timed_by_route_and_status(client: httpx.Client) -> None:
    def counted() -> list[float]:
        return [
            number(client, "tone_requests_total", route="sparql", method="GET", status="200"),
            number(client, "tone_requests_total", route="term", method="GET", status="404"),
            number(client, "tone_requests_total", route="term", method="other", status="405"),
            number(client, "tone_request_seconds_count", route="sparql"),
            number(client, "tone_sparql_queries_total", outcome="asked"),
        ]

    before = counted()
    for _ in range(3):
        client.get("/sparql", params={"query": HOP})
    client.get("/no-such-thing")
    client.put("/joy")
    assert [now - then for then, now in zip(before, counted(), strict=True)] == [3, 1, 1, 3, 3]


def test_a_path_that_nobody_knows_makes_no_number_of_its_own(client: httpx.Client) -> None:
    for n in range(5):
        client.get(f"/made-up-{n}/{n}")
    assert "made-up" not in client.get("/metrics").text


def test_the_graph_and_the_room_are_shown(client: httpx.Client) -> None:
    version = client.get("/readyz").json()["graph"]
    assert number(client, "tone_graph", version=version) == 1
    assert number(client, "tone_classify_room") == 2000
    assert number(client, "tone_sparql_waiting") == 0


def test_a_query_that_needs_long_is_counted_as_slow_and_its_worker_replaced(client: httpx.Client) -> None:
    slow, killed = "tone_sparql_queries_total", "tone_sparql_workers_killed_total"
    before = number(client, slow, outcome="slow"), number(client, killed)
    assert _count(client.get("/sparql", params={"query": LONG})) == COUNTED
    assert (number(client, slow, outcome="slow"), number(client, killed)) == (before[0] + 1, before[1] + 1)


# -- limits --------------------------------------------------------------------------------------------


def test_a_client_elsewhere_is_told_to_wait_and_others_are_not(server: Running, client: httpx.Client) -> None:
    before = number(client, "tone_refused_total", reason="rate")
    with httpx.Client(base_url=server.url, transport=httpx.HTTPTransport(local_address="127.0.0.2")) as hasty:
        answers = [hasty.get("/joy.ttl") for _ in range(10)]
        probe = hasty.get("/healthz")
        patient = httpx.Client(base_url=server.url, transport=httpx.HTTPTransport(local_address="127.0.0.3"))
        with patient:
            assert patient.get("/joy.ttl").status_code == 200
        refused = [answer for answer in answers if answer.status_code == 429]
        assert [answer.status_code for answer in answers[:6]] == [200] * 6  # twice the rate at once
        assert refused
        answer = refused[-1]
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["code"] == "TOO_MANY_REQUESTS"
        assert answer.headers["retry-after"] == "1"
        assert answer.headers["access-control-allow-origin"] == "*"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert probe.status_code == 200
        assert number(client, "tone_refused_total", reason="rate") == before + len(refused)
        time.sleep(1.01)  # as the answer said
        assert hasty.get("/joy.ttl").status_code == 200
    assert {client.get("/joy.ttl").status_code for _ in range(20)} == {200}  # 127.0.0.1 is the user


@pytest.mark.parametrize("token", [None, "Bearer guessed", f"Bearer {TOKEN}x", "Bearer", f"Basic {TOKEN}"])
def test_a_change_needs_the_token_and_tables_to_change(client: httpx.Client, token: str | None) -> None:
    change = 'mutation { decideTerm(text: "x", verdict: ACCEPT, reviewer: "me") { text } }'
    answer = client.post("/graphql", json={"query": change}, headers={"authorization": token} if token else {})
    assert [error["extensions"]["code"] for error in answer.json()["errors"]] == ["FORBIDDEN"]


# -- accidents -----------------------------------------------------------------------------------------


def _spawner(server: Running) -> int:
    wait_for(lambda: children(server.process.pid), "a spawner")
    return children(server.process.pid)[-1]


def _count(answer: httpx.Response) -> int:
    return int(answer.json()["results"]["bindings"][0]["n"]["value"])


def test_killing_workers_under_load_makes_no_answer_wrong(server: Running, client: httpx.Client) -> None:
    right = {SPARQL: {client.get(SPARQL, headers={"accept": "application/json"}).content}}
    before = number(client, "tone_sparql_workers_killed_total")
    killed = 0
    with Asking(server.url, SPARQL) as load:
        for _ in range(10):
            load.more()
            for worker in children(_spawner(server)):
                os.kill(worker, signal.SIGKILL)
                killed += 1
        load.more(100)
    assert load.judge(right) <= killed
    assert number(client, "tone_sparql_workers_killed_total") > before
    assert client.get(SPARQL, headers={"accept": "application/json"}).content in right[SPARQL]


def test_killing_the_spawner_under_load_is_mended_without_help(server: Running, client: httpx.Client) -> None:
    right = {SPARQL: {client.get(SPARQL, headers={"accept": "application/json"}).content}}
    first = _spawner(server)
    with Asking(server.url, SPARQL) as load:
        os.kill(first, signal.SIGKILL)
        load.more(20)
        for _ in range(3):  # workers that are left have nobody to replace them
            client.get("/sparql", params={"query": SLOW})
        wait_for(lambda: any(child != first for child in children(server.process.pid)), "another spawner")
        wait_for(lambda: client.get(SPARQL).status_code == 200, "an answer", 20)
        load.more(50)
    load.judge(right)
    assert _count(client.get("/sparql", params={"query": LONG})) == COUNTED
    assert not is_there(first)


# -- another graph -------------------------------------------------------------------------------------


def _said_of_joy(client: httpx.Client) -> tuple[str, str, str]:
    """The definition of joy in GraphQL, in SPARQL, and on its page."""
    graphql = client.post("/graphql", json={"query": '{ emotion(id: "joy") { definition } }'}).json()
    sparql = client.get("/sparql", params={"query": SAID}).json()
    page = re.search('skos:definition "(.*?)"', client.get("/joy.ttl").text)
    assert page
    return (
        graphql["data"]["emotion"]["definition"],
        sparql["results"]["bindings"][0]["d"]["value"],
        page[1],
    )


def _redefine(tables: Path, new: str) -> None:
    path = tables / "emotions.tsv"
    rows = [row.split("\t") for row in path.read_text(encoding="utf-8").splitlines()]
    column = rows[0].index("definition")
    for row in rows:
        if row[0] == "joy":
            row[column] = new
    path.write_text("\n".join("\t".join(row) for row in rows) + "\n", encoding="utf-8")


def test_a_reload_under_load_fails_nobody_and_changes_every_answer(
    server: Running, client: httpx.Client, tables: Path
) -> None:
    graphql = '{ emotion(id: "joy") { definition } }'
    paths = ("/joy.ttl", f"/sparql?{urlencode({'query': SAID})}", f"/graphql?{urlencode({'query': graphql})}")
    headers = {"accept": "application/json, text/turtle"}
    old = {path: client.get(path, headers=headers) for path in paths}
    graph = client.get("/readyz").json()["graph"]
    done = number(client, "tone_reloads_total", outcome="done")
    definition = "gladness of this operator's own"
    _redefine(tables, definition)
    with Asking(server.url, *paths) as load:
        server.process.send_signal(signal.SIGHUP)
        wait_for(lambda: number(client, "tone_reloads_total", outcome="done") == done + 1, "the reload", 60)
        load.more(20)
        assert _said_of_joy(client) == (definition,) * 3
    new = {path: client.get(path, headers=headers) for path in paths}
    right = {path: {old[path].content, new[path].content} for path in paths}
    assert all(len(both) == 2 for both in right.values())
    assert load.judge(right) == 0
    for path in paths:  # once new, always new
        order = [answer.content == new[path].content for asked, answer in load.answers if asked == path]
        assert order[0] is False
        assert order[-1] is True
    assert new["/joy.ttl"].headers["etag"] != old["/joy.ttl"].headers["etag"]
    stale = client.get("/joy.ttl", headers={"if-none-match": old["/joy.ttl"].headers["etag"]})
    assert stale.status_code == 200
    assert client.get("/readyz").json()["graph"] != graph
    assert number(client, "tone_graph", version=graph) == 0


@pytest.mark.parametrize("harm", ["a broken row", "a missing table", "a table that is no text"])
def test_tables_that_cannot_be_read_leave_the_old_graph_in_place(
    server: Running, client: httpx.Client, tables: Path, harm: str
) -> None:
    before = _said_of_joy(client)
    failed = number(client, "tone_reloads_total", outcome="failed")
    path = tables / "emotions.tsv"
    kept = path.read_bytes()
    if harm == "a broken row":
        path.write_bytes(kept.replace(b"\tprimary\t", b"\tzeroth\t", 1))
    elif harm == "a missing table":
        path.unlink()
    else:
        path.write_bytes(b"\xff\xfe" + kept)
    try:
        server.process.send_signal(signal.SIGHUP)
        wait_for(lambda: number(client, "tone_reloads_total", outcome="failed") == failed + 1, "the failure")
    finally:
        path.write_bytes(kept)
    line = next(line for line in reversed(_lines(server)) if line["level"] == "error")
    assert str(line["message"]).startswith("the graph was not read anew, the old one is served: ")
    assert "emotions.tsv" in str(line["message"])
    assert _said_of_joy(client) == before


# -- the end -------------------------------------------------------------------------------------------


def test_told_to_stop_it_answers_what_it_accepted_and_leaves_nothing_behind(server: Running) -> None:
    texts = "".join(f'"so glad and so sad at once, number {n}"\n' for n in range(4000))
    answers: dict[str, httpx.Response] = {}

    def query() -> None:
        answers["query"] = httpx.get(f"{server.url}/sparql", params={"query": LONG}, timeout=30)

    def classify() -> None:
        headers = {"content-type": "application/x-ndjson"}
        url = f"{server.url}/classify?labels=ekman"
        answers["classify"] = httpx.post(url, content=texts, headers=headers, timeout=30)

    with httpx.Client(base_url=server.url) as waiting:
        waiting.get("/healthz")
        threads = [threading.Thread(target=query), threading.Thread(target=classify)]
        before = number(waiting, "tone_sparql_queries_total", outcome="slow")
        for thread in threads:
            thread.start()
        wait_for(lambda: number(waiting, "tone_sparql_queries_total", outcome="slow") > before, "the query")
        assert not answers
        everybody = family(server.process.pid)
        assert len(everybody) >= 3  # the server, the spawner, workers
        server.process.send_signal(signal.SIGTERM)
        while waiting.get("/healthz").headers.get("connection") != "close":  # it was open before, so it is not cut off
            pass
    for thread in threads:
        thread.join()
    assert _count(answers["query"]) == COUNTED
    labels = [json.loads(line)["label"] for line in answers["classify"].text.splitlines()]
    assert len(labels) == 4000
    assert server.process.wait(20) == 0
    wait_for(lambda: not any(map(is_there, everybody)), "the end of all processes", 5)
    assert not [line for line in _lines(server) if line["level"] in {"error", "critical"} and "anew" not in str(line)]
    assert not [line for line in server.said() if "Traceback" in line or "never" in line]


def test_killed_outright_it_leaves_no_process_behind(
    running: Callable[[dict[str, str]], AbstractContextManager[Running]],
) -> None:
    with running({}) as server:
        asked = threading.Thread(target=lambda: _broken_off(server.url))
        asked.start()
        wait_for(lambda: len(family(server.process.pid)) >= 3, "workers")
        everybody = family(server.process.pid)
        server.process.kill()
        asked.join()
        wait_for(lambda: not any(map(is_there, everybody)), "the end of all processes", 5)


def _broken_off(url: str) -> None:
    with pytest.raises(httpx.HTTPError):
        httpx.get(f"{url}/sparql", params={"query": LONG.replace("4500", "450000")}, timeout=30)
