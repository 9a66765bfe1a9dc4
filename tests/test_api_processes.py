"""Several server processes behind one address: one set of numbers, replaced one by one, stopped together."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path

import httpx
import pytest

from tests.conftest import Running
from tests.watching import SPARQL, Asking, children, family, is_there, number, wait_for

Server = Callable[[dict[str, str]], AbstractContextManager[Running]]


@pytest.fixture(scope="module")
def server(running: Server) -> Iterator[Running]:
    traces = {"TONE_TRACES": "on", "OTEL_TRACES_EXPORTER": "console"}
    with running({"TONE_WORKERS": "2", "TONE_LOG": "json", **traces}) as server:
        wait_for(lambda: len(_answering(server)) == 2, "two processes")
        yield server


def _answering(server: Running) -> list[int]:
    """The processes that answer: each of them has a spawner."""
    return [pid for pid in children(server.process.pid) if children(pid)]


def _ask(server: Running, path: str) -> httpx.Response:
    """On a connection of its own, which any of the processes may take."""
    return httpx.get(f"{server.url}{path}", headers={"accept": "application/json"}, timeout=30)


def _counted(server: Running, name: str, **labels: str) -> float:
    with httpx.Client(base_url=server.url) as client:
        return number(client, name, **labels)


def test_whichever_process_is_asked_tells_the_numbers_of_all(server: Running) -> None:
    for _ in range(20):
        assert _ask(server, SPARQL).status_code == 200
    wait_for(lambda: _counted(server, "tone_classify_room") == 4000, "the gauges of both")
    for _ in range(10):
        assert _counted(server, "tone_sparql_queries_total", outcome="asked") == 20
        assert _counted(server, "tone_requests_total", route="sparql", method="GET", status="200") == 20


def test_when_one_is_killed_the_other_answers_and_it_is_replaced(server: Running) -> None:
    right = {SPARQL: {_ask(server, SPARQL).content}}
    asked = _counted(server, "tone_sparql_queries_total", outcome="asked")
    first, second = _answering(server)
    relatives = family(first)
    os.kill(first, signal.SIGKILL)
    with Asking(server.url, SPARQL) as load:
        wait_for(lambda: len(_answering(server)) == 2, "the replacement", 60)
        load.more(20)
    assert load.judge(right) == 0
    assert second in _answering(server)
    wait_for(lambda: not any(map(is_there, relatives)), "the end of its workers", 5)
    assert _counted(server, "tone_sparql_queries_total", outcome="asked") >= asked + len(load.answers)
    wait_for(lambda: _counted(server, "tone_classify_room") == 4000, "the gauges of those that live")


def test_a_hangup_replaces_both_under_load_and_fails_nobody(server: Running) -> None:
    right = {SPARQL: {_ask(server, SPARQL).content}}
    old = set(_answering(server))
    with Asking(server.url, SPARQL) as load:
        server.process.send_signal(signal.SIGHUP)
        wait_for(lambda: len(now := set(_answering(server))) == 2 and not now & old, "two others", 60)
        load.more(20)
    assert load.judge(right) == 0


def test_told_to_stop_all_of_them_stop(server: Running) -> None:
    everybody = family(server.process.pid)
    assert len(everybody) >= 5  # the first, and two with a spawner each
    server.process.send_signal(signal.SIGTERM)
    assert server.process.wait(30) == 0
    wait_for(lambda: not any(map(is_there, everybody)), "the end of all processes", 5)
    assert not [line for line in server.said() if "Traceback" in line or '"level": "error"' in line]
    assert any('"name": "GET sparql"' in line for line in server.said())  # the spans


def test_when_the_first_is_killed_the_others_stop_by_themselves(running: Server, tmp_path: Path) -> None:
    with running({"TONE_WORKERS": "2", "TMPDIR": str(tmp_path)}) as server:
        wait_for(lambda: len(_answering(server)) == 2, "two processes")
        everybody = family(server.process.pid)
        server.process.kill()
        wait_for(lambda: not any(map(is_there, everybody)), "the end of all processes", 10)


def test_when_none_can_start_the_reason_is_said_and_the_whole_ends(tmp_path: Path) -> None:
    graphs = tmp_path / "mine.nq"
    graphs.write_text("this is no statement\n", encoding="utf-8")
    settings = {"TONE_WORKERS": "2", "TONE_GRAPHS": str(graphs), "TONE_EMBEDDER": "hashing"}
    command = [sys.executable, "-m", "api", "serve", "--port", "0"]
    done = subprocess.run(
        command, env={**os.environ, **settings}, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 2
    said = [line for line in done.stderr.splitlines() if line.startswith("tone: ")]
    assert said
    assert all("mine.nq" in line for line in said)
    assert "Traceback" not in done.stderr
