"""The worlds tests live in: a miniature one of six emotions, the shipped one, and real servers."""

import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from api.gql.answering import Answers
from api.gql.documents import Documents
from api.gql.request import Asked
from api.schema import core
from api.service import Service
from api.settings import Settings
from kg.stores.neo4j import Login
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
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
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
    if not _answers(f"{server.url}/readyz", server.process):
        pytest.fail("the server did not get ready: " + "\n".join(server.said()))


def _answers(url: str, process: "subprocess.Popen[bytes]") -> bool:
    """Whether a server that was just started answers there in the end; it is killed where it does not."""
    deadline = time.monotonic() + 240  # a cold start on a busy machine
    while process.poll() is None and time.monotonic() < deadline:
        try:
            with urlopen(url, timeout=5):  # noqa: S310  # our own loopback address
                return True
        except (URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    process.kill()
    return False


@dataclass
class Bolt:
    """A server that speaks Bolt, and who may do what there."""

    uri: str
    user: str
    password: str
    databases: dict[str, str]
    reader: tuple[str, str] | None = None
    folder: Path | None = None
    process: "subprocess.Popen[bytes] | None" = None

    def login(self, database: str = "mini") -> Login:
        return Login(self.uri, self.user, self.password, self.databases[database])

    def environment(self, database: str = "mini") -> dict[str, str]:
        """What the command line reads."""
        names = {"URI": self.uri, "USER": self.user, "PASSWORD": self.password, "DATABASE": self.databases[database]}
        return {f"TONE_NEO4J_{name}": value for name, value in names.items()}

    def start(self) -> None:
        """Start the server in its folder, on its port, and wait until it answers."""
        assert self.folder
        packages = pytest.importorskip("arcadedb_embedded", reason="arcadedb-embedded is not installed")
        here = Path(packages.__file__).parent
        (self.folder / "config").mkdir(exist_ok=True)
        (self.folder / "log").mkdir(exist_ok=True)
        (self.folder / "config" / "server-groups.json").write_text(json.dumps(GROUPS))
        users = f"[{self.user}:{self.password}:admin,reader:{READER}:reader]"
        port = self.uri.rpartition(":")[2]
        options = {
            "server.rootPath": self.folder,
            "server.rootPassword": secrets.token_hex(),
            "server.httpIncomingHost": "127.0.0.1",
            "server.httpIncomingPort": _free_port(),
            "server.plugins": "Bolt:com.arcadedb.bolt.BoltProtocolPlugin",
            "bolt.host": "127.0.0.1",
            "bolt.port": port,
            "server.defaultDatabases": ";".join(f"{name}{users}" for name in dict.fromkeys(self.databases.values())),
        }
        java = [str(here / "jre" / "bin" / "java"), "-Xmx1g", "-XX:TieredStopAtLevel=1"]
        modules = ["--add-modules", "jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"]
        given = [f"-Darcadedb.{name}={value}" for name, value in options.items()]
        command = [*java, *modules, *given, "-cp", f"{here / 'jars'}/*", "com.arcadedb.server.ArcadeDBServer"]
        said = self.folder / "talk"
        with said.open("wb") as talk:
            self.process = subprocess.Popen(command, cwd=self.folder, stdout=talk, stderr=talk)
        deadline = time.monotonic() + 120
        while self.process.poll() is None and time.monotonic() < deadline:
            if b"ArcadeDB Server started" in said.read_bytes():  # who asks before is taken for an intruder
                return
            time.sleep(0.1)
        self.stop()
        pytest.fail(f"ArcadeDB did not start: {said.read_text()[-2000:]}")

    def stop(self) -> None:
        """End it without a word, as a machine does that loses its power."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()


READER = "reads-and-no-more"
GROUPS = {
    "version": 1,
    "databases": {
        "*": {
            "groups": {
                "admin": {
                    "resultSetLimit": -1,
                    "readTimeout": -1,
                    "access": ["updateSecurity", "updateSchema", "updateDatabaseSettings"],
                    "types": {"*": {"access": ["createRecord", "readRecord", "updateRecord", "deleteRecord"]}},
                },
                "reader": {
                    "resultSetLimit": -1,
                    "readTimeout": -1,
                    "access": [],
                    "types": {"*": {"access": ["readRecord"]}},
                },
            }
        }
    },
}


@contextmanager
def _arcadedb(folder: Path) -> Iterator[Bolt]:
    """A server of our own on a free port."""
    address = f"bolt://127.0.0.1:{_free_port()}"
    names = {"mini": "mini", "shipped": "shipped"}
    server = Bolt(address, "tone", secrets.token_hex(), names, ("reader", READER), folder)
    server.start()
    try:
        yield server
    finally:
        server.stop()


@pytest.fixture(scope="session")
def bolt(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bolt]:
    """The Neo4j of ``TONE_NEO4J_URI`` where that is set (its database is overwritten), else an ArcadeDB of our own."""
    if uri := os.environ.get("TONE_NEO4J_URI"):
        settings = Settings.read()
        database = settings.neo4j_database
        yield Bolt(uri, settings.neo4j_user, settings.neo4j_password, {"mini": database, "shipped": database})
        return
    with _arcadedb(tmp_path_factory.mktemp("arcadedb")) as server:
        yield server


@pytest.fixture
def own_bolt(tmp_path: Path) -> Iterator[Bolt]:
    """A server that a test may kill."""
    with _arcadedb(tmp_path) as server:
        yield server


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def _oxigraph(*options: str) -> Iterator[str]:
    """A running ``oxigraph`` server, by its address."""
    found = shutil.which("oxigraph", path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    if found is None:
        pytest.skip("the oxigraph server is not installed: pip install oxigraph")
    address = f"127.0.0.1:{_free_port()}"
    with subprocess.Popen(
        [found, *options, "--bind", address], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        try:
            assert _answers(f"http://{address}/query?query=ASK%7B%7D", process), "the oxigraph server did not start"
            yield f"http://{address}"
        finally:
            process.kill()


@pytest.fixture(scope="session")
def endpoint() -> Iterator[str]:
    """The address of a SPARQL server that can be filled: ``/query`` and ``/update``."""
    with _oxigraph("serve") as address:
        yield address


@pytest.fixture
def own_endpoint() -> Callable[..., AbstractContextManager[str]]:
    """Starts a SPARQL server with options of its own."""
    return _oxigraph
