"""Attacks on the public endpoints: each is refused, or stopped in time, and nobody else is held up.

The server of these tests gives a query one second and 256 MiB.  Attackers ask from 127.0.0.2, others from 127.0.0.1.
"""

import gzip
import http.client
import json
import socket
import statistics
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, suppress
from typing import Any
from urllib.parse import urlencode

import httpx
import pytest

Serving = Callable[[dict[str, str]], AbstractContextManager[str]]
DEADLINE, GRACE = 1.0, 0.2
HOP = "SELECT ?c { ?c <http://www.w3.org/2004/02/skos/core#broader> <https://w3id.org/tone-kg/love> }"
#: A path over everything that leads nowhere fast.
EVERYWHERE = "(!<urn:x>|!^<urn:x>)"


def _times(count: int, made: Callable[[int], str]) -> str:
    return " ".join(made(n) for n in range(count))


TWO = "?a ?b ?c . ?d ?e ?f"
HUNDRED = " ".join(map(str, range(100)))
#: Queries that run away: stopped at the deadline, or before by what they use.
RUNAWAYS = {
    "two-way cross product": f"SELECT (COUNT(*) AS ?n) {{ {TWO} }}",
    "three-way cross product": f"SELECT (COUNT(*) AS ?n) {{ {TWO} . ?g ?h ?i }}",
    "cross product with a filter": f"SELECT * {{ {TWO} FILTER(STR(?c) = CONCAT(STR(?f), 'x')) }}",
    "cross product told once": f"SELECT DISTINCT ?n {{ {TWO} BIND(STRLEN(CONCAT(STR(?c), STR(?f))) AS ?n) }}",
    "sorted by chance": f"SELECT * {{ {TWO} }} ORDER BY RAND()",
    "path explosion": f"SELECT (COUNT(*) AS ?n) {{ ?x {EVERYWHERE}* ?y }}",
    "path of paths": f"SELECT * {{ ?x ({EVERYWHERE}+/{EVERYWHERE}+)+ ?y }}",
    "negated path fan-out": "SELECT (COUNT(*) AS ?n) { ?a !<urn:x>/^!<urn:x>/!<urn:x>/^!<urn:x> ?b }",
    "group concat bomb": f"SELECT (GROUP_CONCAT(CONCAT(STR(?c), STR(?f))) AS ?x) {{ {TWO} }}",
    "regex over a cross product": f"SELECT * {{ {TWO} FILTER REGEX(CONCAT(STR(?c), STR(?f)), '(a+)+(b+)+zz$') }}",
    "replace that grows": f"SELECT (STRLEN(?x14) AS ?n) {{ BIND('{'a' * 100}' AS ?x0) "
    + _times(14, lambda n: f"BIND(REPLACE(?x{n}, 'a', 'aaaa') AS ?x{n + 1})") + "}",
    "concat doubling": "SELECT (STRLEN(?x40) AS ?n) { BIND('aaaaaaaa' AS ?x0) "
    + _times(40, lambda n: f"BIND(CONCAT(?x{n}, ?x{n}) AS ?x{n + 1})") + "}",
    "cross product of values": "SELECT (COUNT(*) AS ?n) {"
    + _times(6, lambda n: f"VALUES ?v{n} {{ {HUNDRED} }}") + "}",
    "sub-selects of sub-selects": "SELECT (COUNT(*) AS ?n) {"
    + _times(5, lambda n: f"{{ SELECT ?s{n} {{ ?s{n} ?p{n} ?o{n} }} }}") + "}",
    "optional tower": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o "
    + _times(6, lambda n: f"OPTIONAL {{ ?a{n} ?b{n} ?c{n} }}") + "}",
    "minus everything": f"SELECT * {{ {TWO} MINUS {{ ?a ?g ?h . ?d ?i ?j }} }}",
    "exists inside a cross product": f"SELECT * {{ {TWO} FILTER NOT EXISTS {{ ?a ?x ?f . ?d ?y ?c . ?z ?b ?e }} }}",
    "graph of graphs": "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?a ?b ?c } GRAPH ?h { ?d ?e ?f } GRAPH ?i { ?j ?k ?l } }",
    "hash of a cross product": f"SELECT (MAX(SHA512(CONCAT(STR(?c), STR(?f)))) AS ?x) {{ {TWO} }}",
    "average of a cross product": f"SELECT (AVG(STRLEN(STR(?c)) * STRLEN(STR(?f))) AS ?x) {{ {TWO} }} GROUP BY ?b",
}  # fmt: skip
#: Answers that would be too long.
FLOODS = {
    "everything": "SELECT * { ?a ?b ?c }",
    "everything as triples": "CONSTRUCT { ?a ?b ?c } { ?a ?b ?c }",
    "a limit that is none": "SELECT * { ?a ?b ?c } LIMIT 1000000000",
    "describe everything": "DESCRIBE * { ?a ?b ?c }",
    "blank node flood": f"CONSTRUCT {{ _:x <urn:p> [ <urn:q> ?a ] }} {{ {TWO} }}",
}
#: What reaches outside or wants to change something.
FORBIDDEN = {
    "service": "SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
    "service by variable": "SELECT * { VALUES ?s { <http://127.0.0.1:1/> } SERVICE ?s { ?a ?b ?c } }",
    "service in other letters": r"SELECT * { SERVI\u0043E <http://127.0.0.1:1/> { ?s ?p ?o } }",
    "from the web": "SELECT * FROM <http://127.0.0.1:1/x.ttl> { ?s ?p ?o }",
    "from a file": "SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }",
    "load": "LOAD <http://127.0.0.1:1/x.ttl>",
    "insert": "INSERT DATA { <urn:a> <urn:b> <urn:c> }",
    "drop": "DROP ALL",
    "query and update": "SELECT * { ?s ?p ?o } ; DROP ALL",
    "function of others": "SELECT (<http://127.0.0.1:1/f>(1) AS ?x) {}",
}
#: Texts that are hard to read.
TANGLES = {
    "nested groups": "ASK " + "{" * 20_000 + "}" * 20_000,
    "nested brackets": "SELECT * { FILTER(" + "(" * 50_000 + "1" + ")" * 50_000 + ") }",
    "nested lists": "SELECT * { ?s ?p " + "(" * 50_000 + ")" * 50_000 + " }",
    "a sum without end": "SELECT (" + "+".join(["1"] * 100_000) + " AS ?x) {}",
    "ten thousand unions": "SELECT * { " + " UNION ".join([f"{{ {TWO} }}"] * 10_000) + " }",
    "nots of nots": "ASK { FILTER(" + "!" * 100_000 + "true) }",
    "path of a thousand steps": "SELECT (COUNT(*) AS ?n) { ?a " + "/".join([f"{EVERYWHERE}"] * 500) + " ?b }",
    "a huge list of values": f"SELECT * {{ {TWO} FILTER(?c IN (" + ",".join(map(str, range(90_000))) + ")) }",
    "quotes that never close": "SELECT * { ?s ?p '''" + "\\'" * 200_000,
    "half a surrogate": "SELECT * { ?s ?p '\\uD800' . ?a ?b ?c . ?d ?e ?f }",
}  # fmt: skip


@pytest.fixture(scope="module")
def url(serving: Serving) -> Iterator[str]:
    with serving({"TONE_SPARQL_SECONDS": "1", "TONE_SPARQL_MEMORY": "256", "TONE_RATE": "0"}) as address:
        yield address


@pytest.fixture(scope="module")
def attacker(url: str) -> Iterator[httpx.Client]:
    transport = httpx.HTTPTransport(local_address="127.0.0.2")
    with httpx.Client(base_url=url, timeout=30, transport=transport) as client:
        client.post("/sparql", data={"query": HOP})
        yield client


def _timed(client: httpx.Client, query: str) -> tuple[httpx.Response, float]:
    begun = time.perf_counter()
    response = client.post("/sparql", content=query, headers={"content-type": "application/sparql-query"})
    return response, time.perf_counter() - begun


@pytest.mark.parametrize("query", RUNAWAYS.values(), ids=RUNAWAYS)
def test_a_query_that_runs_away_is_stopped_in_time(attacker: httpx.Client, query: str) -> None:
    response, seconds = _timed(attacker, query)
    assert (response.status_code, response.json()["code"]) == (503, "QUERY_STOPPED"), response.text[:300]
    assert seconds < DEADLINE + GRACE
    assert "stopped" in response.json()["detail"] or "memory" in response.json()["detail"]


@pytest.mark.parametrize("query", FLOODS.values(), ids=FLOODS)
def test_an_answer_without_end_is_refused(attacker: httpx.Client, query: str) -> None:
    response, seconds = _timed(attacker, query)
    assert response.json()["code"] in {"ANSWER_TOO_LONG", "QUERY_STOPPED"}
    assert seconds < DEADLINE + GRACE


@pytest.mark.parametrize("query", FORBIDDEN.values(), ids=FORBIDDEN)
def test_what_reaches_outside_or_changes_something_is_refused(attacker: httpx.Client, query: str) -> None:
    response, seconds = _timed(attacker, query)
    assert (response.status_code, response.json()["code"]) == (400, "QUERY_REFUSED")
    assert seconds < GRACE


@pytest.mark.parametrize("query", TANGLES.values(), ids=TANGLES)
def test_a_text_that_is_hard_to_read_is_refused_or_stopped(attacker: httpx.Client, query: str) -> None:
    response, seconds = _timed(attacker, query)
    assert response.status_code in {400, 503}, response.text[:300]
    assert response.json()["code"] in {"QUERY_REFUSED", "QUERY_STOPPED"}
    assert seconds < DEADLINE + GRACE


# -- the wire ------------------------------------------------------------------------------------------


def _raw(url: str, text: bytes, seconds: float = 15) -> bytes:
    host, port = url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=seconds, source_address=("127.0.0.2", 0)) as wire:
        wire.sendall(text)
        answer = b""
        with suppress(ConnectionResetError):
            while chunk := wire.recv(65536):
                answer += chunk
        return answer


@pytest.mark.parametrize("path", ["/sparql", "/graphql", "/classify"])
def test_a_compressed_body_is_not_unpacked(attacker: httpx.Client, path: str) -> None:
    bomb = gzip.compress(b"SELECT " + b" " * 10_000_000)
    kind = {"/sparql": "application/sparql-query", "/graphql": "application/json", "/classify": "application/x-ndjson"}
    headers = {"content-encoding": "gzip", "content-type": kind[path]}
    response = attacker.post(path, content=bomb, headers=headers)
    assert response.status_code == 415
    assert "send it plain" in response.text


@pytest.mark.parametrize("path", ["/sparql", "/graphql"])
def test_a_body_beyond_the_limit_is_refused_whether_it_says_its_length_or_not(url: str, path: str) -> None:
    kind = "application/sparql-query" if path == "/sparql" else "application/json"
    head = f"POST {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-type: {kind}\r\n"
    told = _raw(url, f"{head}content-length: 100000000\r\n\r\n".encode())
    assert b" 413 " in told.partition(b"\r\n")[0]
    chunks = b"".join(b"%x\r\n%s\r\n" % (65536, b" " * 65536) for _ in range(17))
    untold = _raw(url, f"{head}transfer-encoding: chunked\r\n\r\n".encode() + chunks)
    assert b" 413 " in untold.partition(b"\r\n")[0]


def test_a_body_that_comes_too_slowly_is_given_up(url: str) -> None:
    head = "POST /sparql HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-type: application/sparql-query\r\n"
    begun = time.perf_counter()
    answer = _raw(url, f"{head}content-length: 100\r\n\r\nASK".encode())
    assert b" 408 " in answer.partition(b"\r\n")[0]
    assert time.perf_counter() - begun < 12


def test_a_head_that_never_ends_is_given_up(url: str) -> None:
    begun = time.perf_counter()
    assert b" 200 " not in _raw(url, b"GET /healthz HTTP/1.1\r\nhost: x\r\nx-slow: ")
    assert time.perf_counter() - begun < 12


@pytest.mark.parametrize(
    "head",
    [
        b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n",
        b"GET /healthz HTTP/1.1\r\nhost: x\r\n" + b"x: " + b"a" * 200_000 + b"\r\nconnection: close\r\n\r\n",
        b"POST /sparql HTTP/1.1\r\nhost: x\r\ncontent-length: 5\r\ncontent-length: 6\r\nconnection: close\r\n\r\nASK{}",
        b"POST /sparql HTTP/1.1\r\nhost: x\r\ncontent-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\nGET /x",
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    ],
    ids=["long path", "long header", "two lengths", "smuggled request", "not HTTP"],
)
def test_a_request_that_is_no_request_is_refused(url: str, head: bytes) -> None:
    status = _raw(url, head).partition(b"\r\n")[0]
    assert not status or status.split(b" ")[1][:1] == b"4", status


# -- the others ----------------------------------------------------------------------------------------


def _ask(connection: http.client.HTTPConnection) -> float:
    begun = time.perf_counter()
    connection.request("GET", "/sparql?" + urlencode({"query": HOP}))
    response = connection.getresponse()
    text = response.read()
    assert response.status == 200, text
    return time.perf_counter() - begun


def _attack(
    url: str, asked: Callable[[httpx.Client], Any], clients: int, stop: threading.Event
) -> list[threading.Thread]:
    def run() -> None:
        transport = httpx.HTTPTransport(local_address="127.0.0.2")
        with httpx.Client(base_url=url, timeout=30, transport=transport) as client:
            while not stop.is_set():
                asked(client)

    threads = [threading.Thread(target=run, daemon=True) for _ in range(clients)]
    for thread in threads:
        thread.start()
    return threads


def test_a_hundred_runaway_queries_at_once_hold_up_nobody_else(url: str) -> None:
    connection = http.client.HTTPConnection(url.removeprefix("http://"), timeout=30)
    quiet = sorted(_ask(connection) for _ in range(200))
    connection.close()  # or it would be closed for idleness
    stop, seen = threading.Event(), list[int]()

    def ask(client: httpx.Client) -> None:
        response, _ = _timed(client, RUNAWAYS["path explosion"])
        seen.append(response.status_code)
        stop.wait(float(response.headers.get("retry-after", 0)))

    threads = _attack(url, ask, 100, stop)
    while len(seen) < 100:
        time.sleep(0.02)
    busy = sorted(_ask(connection) for _ in range(200))
    connection.close()
    stop.set()
    for thread in threads:
        thread.join(30)
    assert set(seen) <= {429, 503}
    assert statistics.median(busy) < 0.25, (
        f"p50 {statistics.median(busy):.3f} s, quiet {statistics.median(quiet):.4f} s"
    )
    assert busy[-3] < 1.0, f"p99 {busy[-3]:.3f} s, quiet {quiet[-3]:.4f} s"


def test_a_query_whose_client_has_gone_is_stopped(url: str) -> None:
    def counted(name: str) -> float:
        text = httpx.get(f"{url}/metrics").text
        return float(next(line.rpartition(" ")[2] for line in text.splitlines() if line.startswith(name)))

    name = 'tone_sparql_queries_total{outcome="gone"}'
    before = counted(name)
    host, port = url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), source_address=("127.0.0.2", 0)) as wire:
        text = urlencode({"query": RUNAWAYS["three-way cross product"]})
        wire.sendall(f"GET /sparql?{text} HTTP/1.1\r\nhost: x\r\n\r\n".encode())
        time.sleep(0.4)  # longer than the fast lane, shorter than the deadline
    deadline = time.monotonic() + 5
    while counted(name) == before and time.monotonic() < deadline:
        time.sleep(0.02)
    assert counted(name) == before + 1


def test_after_all_that_the_service_answers_as_before(url: str) -> None:
    answer = httpx.get(f"{url}/sparql", params={"query": HOP}).json()
    assert len(answer["results"]["bindings"]) > 3
    assert json.loads(httpx.get(f"{url}/readyz").text)["status"] == "ready"
