"""The worlds tests live in: a miniature one of six emotions, the shipped one, and real servers."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from api.gql.answering import Answers
from api.gql.documents import Documents
from api.gql.request import Asked
from api.schema import core
from api.service import Service
from api.settings import Settings
from bench.servers import Bolt, NotInstalled, NotReady, arcadedb, free_port, oxigraph, wait_until_ready
from ontology.world import Ontology, load

HERE = Path(__file__).parent
MINI = HERE / "data" / "mini"


@pytest.fixture(scope="session")
def mini() -> Ontology:
    """Six emotions one can hold in the head: joy > contentment > pleasure, anger > rage > fury."""
    return load(MINI)


@pytest.fixture(scope="session")
def world() -> Ontology:
    """The shipped tables."""
    return load()


@pytest.fixture(scope="session")
def service(world: Ontology) -> Service:
    """The service over the shipped tables, with the embedder that needs no weights."""
    return Service(Settings(embedder="hashing", engine="vocabulary"), world)


def graphql(service: Service, query: str, variables: dict[str, Any] | None = None) -> dict[str, Any]:
    """What the service answers to a GraphQL text, as a client gets it, without a server between."""
    answers = Answers(core, Documents(core), service)
    answer: dict[str, Any] = json.loads(answers.answer(Asked(query, None, None, variables or {}), "").body)
    return answer


Serving = Callable[[dict[str, str]], AbstractContextManager[str]]


@dataclass(frozen=True)
class Running:
    """A server of its own: where it is, its process, and what it says."""

    url: str
    process: "subprocess.Popen[bytes]"
    log: Path

    def said(self) -> list[str]:
        """The lines it wrote so far."""
        return self.log.read_text(encoding="utf-8").splitlines()


@pytest.fixture(scope="session")
def running() -> Callable[[dict[str, str]], AbstractContextManager[Running]]:
    """Starts a ``tone serve`` with further settings; what is left of it ends with the block."""
    return _running


@pytest.fixture(scope="session")
def serving() -> Serving:
    """The same for those who need its address only."""
    return _serving


@pytest.fixture(scope="session")
def server_url() -> Iterator[str]:
    """A running ``tone serve`` on a free loopback port, with the embedder that needs no weights."""
    with _serving({}) as url:
        yield url


@contextmanager
def _serving(settings: dict[str, str]) -> Iterator[str]:
    with _running(settings) as server:
        yield server.url


@contextmanager
def _running(settings: dict[str, str]) -> Iterator[Running]:
    port = free_port()
    environment = {**os.environ, "TONE_EMBEDDER": "hashing", "TONE_ENGINE": "vocabulary", **settings}
    command = [sys.executable, "-m", "api", "serve", "--port", str(port)]
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "log"  # a file, since nobody reads a pipe meanwhile
        with (
            log.open("wb") as out,
            subprocess.Popen(command, env=environment, stdout=out, stderr=subprocess.STDOUT) as process,
        ):
            server = Running(f"http://127.0.0.1:{port}", process, log)
            try:
                _wait_until_ready(server)
                yield server
            finally:
                process.terminate()
                try:
                    process.wait(timeout=40)
                except subprocess.TimeoutExpired:
                    process.kill()
                    raise


def _wait_until_ready(server: Running) -> None:
    try:
        wait_until_ready(f"{server.url}/readyz", server.process)
    except NotReady:
        pytest.fail("the server did not get ready: " + "\n".join(server.said()))


@contextmanager
def _skipped_where_absent() -> Iterator[None]:
    try:
        yield
    except NotInstalled as absent:
        pytest.skip(str(absent))


@pytest.fixture(scope="session")
def bolt(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bolt]:
    """The Neo4j of ``TONE_NEO4J_URI`` where that is set (its database is overwritten), else an ArcadeDB of our own."""
    if uri := os.environ.get("TONE_NEO4J_URI"):
        settings = Settings.read()
        database = settings.neo4j_database
        yield Bolt(uri, settings.neo4j_user, settings.neo4j_password, {"mini": database, "shipped": database})
        return
    folder = tmp_path_factory.mktemp("arcadedb")
    with _skipped_where_absent(), arcadedb(folder, "mini", "shipped") as server:
        yield server


@pytest.fixture
def own_bolt(tmp_path: Path) -> Iterator[Bolt]:
    """A server that a test may kill."""
    with _skipped_where_absent(), arcadedb(tmp_path, "mini", "shipped") as server:
        yield server


@contextmanager
def _oxigraph(*options: str) -> Iterator[str]:
    """A running ``oxigraph`` server, by its address."""
    with _skipped_where_absent(), oxigraph(*options) as server:
        yield server.address


@pytest.fixture(scope="session")
def endpoint() -> Iterator[str]:
    """The address of a SPARQL server that can be filled: ``/query`` and ``/update``."""
    with _oxigraph("serve") as address:
        yield address


@pytest.fixture
def own_endpoint() -> Callable[..., AbstractContextManager[str]]:
    """Starts a SPARQL server with options of its own."""
    return _oxigraph
