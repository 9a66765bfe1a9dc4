"""The worlds tests live in: a miniature one of six emotions, the shipped one, and a real server."""

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from api.service import Service
from api.settings import Settings
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
    deadline = time.monotonic() + 240  # a cold start on a busy machine
    while server.process.poll() is None and time.monotonic() < deadline:
        try:
            with urlopen(f"{server.url}/readyz", timeout=5):  # noqa: S310  # our own loopback address
                return
        except (URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    server.process.kill()
    pytest.fail("the server did not get ready: " + "\n".join(server.said()))
