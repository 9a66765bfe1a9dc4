"""The worlds tests live in: a miniature one of six emotions, the shipped one, and a real server."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
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


@pytest.fixture(scope="session")
def serving() -> Serving:
    """Starts a ``tone serve`` with further settings, and gives its address; it ends with the block."""
    return _serving


@pytest.fixture(scope="session")
def server_url() -> Iterator[str]:
    """A running ``tone serve`` on a free loopback port, with the embedder that needs no weights."""
    with _serving({}) as url:
        yield url


@contextmanager
def _serving(settings: dict[str, str]) -> Iterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {**os.environ, "TONE_EMBEDDER": "hashing", "TONE_ENGINE": "vocabulary", **settings}
    command = [sys.executable, "-m", "api", "serve", "--port", str(port)]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        url = f"http://127.0.0.1:{port}"
        _wait_until_ready(f"{url}/readyz", process)
        yield url
        process.terminate()
        process.communicate(timeout=20)


def _wait_until_ready(url: str, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + 240  # a cold start on a busy machine
    while process.poll() is None and time.monotonic() < deadline:
        try:
            with urlopen(url, timeout=5):  # noqa: S310  # our own loopback address
                return
        except (URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    process.kill()
    _, talk = process.communicate()
    pytest.fail(f"the server did not get ready: {talk.decode()}")
