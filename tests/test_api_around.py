"""What goes around every answer, by itself: mistakes of ours, traces, and settings that cannot be."""

import asyncio
import io
import json
import logging
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields
from pathlib import Path

import httpx
import pytest
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.around import SECURITY, Around, Errors
from api.logs import LOGGER, JsonLines
from api.serving import run
from api.settings import Settings
from api.traces import Traced, traced
from kg.store import open_store
from kg.workers.frames import Question
from kg.workers.pool import Limits, Pool
from ontology.errors import BadInput, Busy, MissingExtra, ServerNotStarted, ToneError

# -- mistakes of ours ----------------------------------------------------------------------------------


async def _mistaken(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["path"] == "/half":
        await send({"type": "http.response.start", "status": 200, "headers": []})
    raise KeyError("the innermost secret")


@contextmanager
def _logged() -> Iterator[io.StringIO]:
    out, level = io.StringIO(), LOGGER.level
    writing = logging.StreamHandler(out)
    writing.setFormatter(JsonLines())
    LOGGER.addHandler(writing)
    LOGGER.setLevel(logging.INFO)
    try:
        yield out
    finally:
        LOGGER.removeHandler(writing)
        LOGGER.setLevel(level)


def _get(app: ASGIApp, path: str, headers: dict[str, str] | None = None) -> httpx.Response:
    async def ask() -> httpx.Response:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://x") as client:
            return await client.get(path, headers=headers)

    return asyncio.run(ask())


def test_a_mistake_of_ours_is_logged_whole_and_told_without_a_word_of_it() -> None:
    with _logged() as out:
        answer = _get(Around(Errors(_mistaken), rate=0), "/joy?q=asked")
    assert answer.status_code == 500
    assert answer.headers["content-type"] == "application/problem+json"
    id = answer.headers["x-request-id"]
    problem = answer.json()
    assert problem["code"] == "INTERNAL"
    assert id in problem["detail"]
    assert "innermost" not in answer.text
    assert "KeyError" not in answer.text
    for name, value in SECURITY.items():
        assert answer.headers[name] == value
    wrong, done = map(json.loads, out.getvalue().splitlines())
    assert (wrong["request"], wrong["level"], wrong["path"]) == (id, "error", "/joy")
    assert "Traceback" in wrong["error"]
    assert "KeyError: 'the innermost secret'" in wrong["error"]
    assert (done["request"], done["status"]) == (id, 500)
    assert "asked" not in out.getvalue()


def test_a_mistake_in_the_middle_of_an_answer_breaks_it_off() -> None:
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    scope = {"type": "http", "method": "GET", "path": "/half", "headers": [], "client": ("127.0.0.1", 1)}
    with _logged() as out, pytest.raises(KeyError):
        asyncio.run(Around(Errors(_mistaken), rate=0)(scope, receive, send))
    assert [message["type"] for message in sent] == ["http.response.start"]
    assert "innermost" in out.getvalue()


# -- traces --------------------------------------------------------------------------------------------


async def _told(scope: Scope, receive: Receive, send: Send) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": scope["query_string"]})


def test_a_request_is_one_span_with_its_id_and_without_its_query() -> None:
    spans, provider = InMemorySpanExporter(), TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(spans))
    parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
    app = Traced(Around(_told, rate=0), provider)
    answer = _get(app, "/sparql?query=innermost", {"traceparent": parent})
    assert answer.text == "query=innermost"
    (span,) = spans.get_finished_spans()
    assert span.name == "GET sparql"
    assert span.attributes
    assert span.attributes["http.route"] == "sparql"
    assert span.attributes["http.response.header.x_request_id"] == (answer.headers["x-request-id"],)
    assert span.parent
    assert f"{span.parent.trace_id:032x}" in parent
    assert "innermost" not in span.to_json()


def test_the_last_spans_are_sent_when_the_server_stops() -> None:
    async def lifespan(scope: Scope, receive: Receive, send: Send) -> None:
        assert scope["type"] == "lifespan"

    spans, provider = InMemorySpanExporter(), TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(spans))

    async def nothing() -> Message:
        return {}

    async def nowhere(message: Message) -> None:
        pass

    asyncio.run(Traced(lifespan, provider)({"type": "lifespan"}, nothing, nowhere))
    assert spans._stopped  # nothing public tells


def test_traces_go_where_the_variables_of_opentelemetry_say(monkeypatch: pytest.MonkeyPatch) -> None:
    on = Settings(traces="on")
    monkeypatch.setenv("OTEL_TRACES_EXPORTER", "none")
    assert isinstance(traced(_told, on), Traced)
    monkeypatch.setenv("OTEL_TRACES_EXPORTER", "pigeon")
    with pytest.raises(BadInput, match="OTEL_TRACES_EXPORTER 'pigeon' is none of otlp, console, none"):
        traced(_told, on)


def test_without_the_packages_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "opentelemetry.sdk.trace", None)
    with pytest.raises(MissingExtra, match=r"TONE_TRACES=on needs: pip install 'tone-kg\[otel\]'"):
        traced(_told, Settings(traces="on"))


def test_traces_that_are_off_cost_nothing() -> None:
    assert traced(_told, Settings()) is _told
    code = "import sys, api.app, api.traces; print([m for m in sys.modules if m.startswith('opentelemetry.sdk')])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


# -- settings ------------------------------------------------------------------------------------------

#: Each setting with a value that cannot be, and what is said of it.
WRONG = {
    "TONE_HOST": ("no.such.host.invalid", "cannot listen on no.such.host.invalid"),
    "TONE_PORT": ("65536", "TONE_PORT '65536' is not a port number"),
    "TONE_STORE": ("mysql", "no store 'mysql'; there are memory, neo4j, oxigraph, sparql"),
    "TONE_STORE_PATH": ("/dev/null/store", "the store in /dev/null/store cannot be opened"),
    "TONE_GRAPHS": ("/no/such.nq", "TONE_GRAPHS '/no/such.nq' is no file"),
    "TONE_EMBEDDER": ("onyx", "no embedder 'onyx'; did you mean 'onnx'?"),
    "TONE_MODEL": ("/no/such/model", "/no/such/model"),
    "TONE_ENGINE": ("steam", "no engine 'steam'"),
    "TONE_NORMS": ("/no/such.csv", "TONE_NORMS '/no/such.csv' is no file"),
    "TONE_TOKEN": ("two words", "TONE_TOKEN holds a blank"),
    "TONE_CANDIDATES": ("/no/such.tsv", "TONE_CANDIDATES '/no/such.tsv' is no file"),
    "TONE_DECISIONS": ("/no/such/folder/d.tsv", "TONE_DECISIONS '/no/such/folder/d.tsv' is in no folder"),
    "TONE_SPARQL_SECONDS": ("0", "TONE_SPARQL_SECONDS '0' is not a whole number from 1 to 3600"),
    "TONE_SPARQL_MEMORY": ("1G", "TONE_SPARQL_MEMORY '1G' is not a whole number"),
    "TONE_SPARQL_ROWS": ("-1", "TONE_SPARQL_ROWS '-1' is not a whole number"),
    "TONE_RATE": ("often", "TONE_RATE 'often' is not a whole number from 0"),
    "TONE_WORKERS": ("65", "TONE_WORKERS '65' is not a whole number from 1 to 64"),
    "TONE_LOG": ("xml", "TONE_LOG 'xml' is neither json nor empty"),
    "TONE_TRACES": ("yes", "TONE_TRACES 'yes' is neither on nor empty"),
    "TONE_DATA": ("/no/such/folder", "TONE_DATA '/no/such/folder' is no folder"),
    "TONE_SPARQL_STORE": ("neo4j", "TONE_SPARQL_STORE 'neo4j' is no store of this process; there are memory, oxigraph"),
    "TONE_STORE_URL": ("ftp://example.org/", "the address of store 'sparql' is no http:// or https:// address"),
    "TONE_STORE_UPDATE_URL": ("ftp://example.org/", "the address of store 'sparql' is no http"),
    "TONE_NEO4J_URI": ("http://example.org/", "TONE_NEO4J_URI needs one of neo4j, neo4j+s"),
    "TONE_INTROSPECTION": ("no", "TONE_INTROSPECTION 'no' is neither off nor empty"),
    "TONE_DOCUMENTS": ("/no/such.json", "TONE_DOCUMENTS '/no/such.json' is no file"),
    "TONE_PROXIES": ("127.0.0.1, nginx", "TONE_PROXIES 'nginx' is no address or network"),
}


#: What else has to be set for that to matter.
WITH = {
    "TONE_STORE_URL": {"TONE_STORE": "sparql"},
    "TONE_STORE_UPDATE_URL": {"TONE_STORE": "sparql", "TONE_STORE_URL": "http://127.0.0.1:1/"},
    "TONE_NEO4J_URI": {"TONE_STORE": "neo4j"},
}
#: What only a server elsewhere can call wrong; see the tests of servers.
THEIRS = {f"TONE_{name}" for name in ("STORE_USER", "STORE_PASSWORD", "NEO4J_USER", "NEO4J_PASSWORD", "NEO4J_DATABASE")}


@pytest.fixture
def signals() -> Iterator[None]:
    """A server takes signals over; the tests take them back."""
    kept = {s: signal.getsignal(s) for s in (signal.SIGHUP, signal.SIGTERM)}
    yield
    for number, taken in kept.items():
        signal.signal(number, taken)


def test_there_is_a_wrong_value_for_every_setting() -> None:
    assert set(WRONG) | THEIRS == {f"TONE_{field.name.upper()}" for field in fields(Settings)}


@pytest.mark.parametrize("name", WRONG)
@pytest.mark.usefixtures("signals")
def test_a_wrong_setting_is_one_clear_line_before_anything_is_served(name: str) -> None:
    value, said = WRONG[name]
    with pytest.raises(ToneError) as caught:
        given = {
            "TONE_PORT": "0",
            "TONE_EMBEDDER": "onnx",
            "TONE_ENGINE": "vocabulary",
            **WITH.get(name, {}),
            name: value,
        }
        run(Settings.read(given))
    assert said in str(caught.value)
    assert "\n" not in str(caught.value).strip()


@pytest.mark.usefixtures("signals")
def test_a_store_on_disk_and_several_processes_do_not_go_together(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="is a store for one process"):
        run(Settings(workers=2, store_path=str(tmp_path)))


@pytest.mark.usefixtures("signals")
def test_a_table_of_the_operator_that_is_none_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "candidates.tsv"
    path.write_text("this\tis\tno\ttable\n", encoding="utf-8")
    with pytest.raises(ToneError, match=r"candidates\.tsv"):
        run(Settings(port=0, candidates=str(path), embedder="hashing"))


def test_a_misspelt_variable_is_refused_and_an_empty_one_is_not_set() -> None:
    with pytest.raises(BadInput, match="no setting TONE_PROT; there are TONE_CANDIDATES"):
        Settings.read({"TONE_PROT": ""})
    assert Settings.read({"TONE_HOST": "", "TONE_PORT": "", "TONE_STORE": ""}) == Settings()


def test_the_command_says_it_in_one_line_and_exits_with_2() -> None:
    command = [sys.executable, "-m", "api", "serve"]
    done = subprocess.run(
        command, env={**os.environ, "TONE_LOG": "xml"}, capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "tone: TONE_LOG 'xml' is neither json nor empty\n"


@pytest.mark.usefixtures("signals")
def test_a_port_in_use_is_said_before_anything_is_loaded() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(ServerNotStarted, match="stop what runs there"):
        run(Settings(port=taken.getsockname()[1], data=""))


# -- workers that cannot be -----------------------------------------------------------------------------


def test_why_no_worker_can_be_started_is_logged_and_the_client_told_to_come_again(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", "/no/such/python")

    async def stay() -> None:
        await asyncio.Event().wait()

    async def ask() -> None:
        pool = Pool(Limits())
        pool.start(open_store("oxigraph"))
        with pytest.raises(Busy):
            await pool.ask(Question("ASK {}"), "me", stay)
        await pool.close()

    asyncio.run(ask())
    assert "no SPARQL query can be answered: no process could be started: No such file" in caplog.text
