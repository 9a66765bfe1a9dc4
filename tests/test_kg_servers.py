"""What goes wrong with servers: each failure is said in one line or got over, and nothing answers in their place."""

import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager, suppress
from dataclasses import replace
from itertools import chain
from pathlib import Path

import pytest

from api.neo4j_cli import load_endpoint
from api.service import Service
from api.settings import Settings
from bench.annotations import made, quads
from kg.beside import read_graphs
from kg.neo4j.sync import sync
from kg.neo4j.verify import must_be_whole, verify
from kg.property_graph.graph import Graph
from kg.stores.neo4j import Login
from kg.stores.neo4j import open as open_database
from kg.stores.oxigraph import write_quads
from kg.stores.sparql import open as open_endpoint
from kg.triples import expand
from ontology.errors import GraphNotWhole, StoreRefused, StoreUnreachable, ToneError
from ontology.world import Ontology

SECRET = "secret-" + "word"


class Proxy:
    """A TCP proxy to a server; can be slow, and can cut every connection and take no new one for a while."""

    def __init__(self, port: int) -> None:
        self._target = port
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._pairs: list[socket.socket] = []
        self.delay = 0.0
        self.seen = 0
        #: Bytes after which the network is cut once, and for how many seconds.
        self.cut_after, self.cut_for = 0, 0.0
        self._until = 0.0
        self.cuts = 0
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def port(self) -> int:
        port: int = self._listening.getsockname()[1]
        return port

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                client, _ = self._listening.accept()
                if time.monotonic() < self._until:
                    client.close()
                    continue
                server = socket.create_connection(("127.0.0.1", self._target))
                self._pairs += [client, server]
                for source, sink in ((client, server), (server, client)):
                    threading.Thread(target=self._carry, args=(source, sink), daemon=True).start()

    def _carry(self, source: socket.socket, sink: socket.socket) -> None:
        with suppress(OSError):
            while data := source.recv(1 << 16):
                time.sleep(self.delay)
                self.seen += len(data)
                if self.cut_after and self.seen > self.cut_after and not self.cuts:
                    self.cut()
                sink.sendall(data)
        for end in (source, sink):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def cut(self) -> None:
        self.cuts += 1
        self._until = time.monotonic() + self.cut_for
        for end in self._pairs:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        self._listening.close()
        for end in self._pairs:
            end.close()


@contextmanager
def _proxy(address: str) -> Iterator[Proxy]:
    with closing(Proxy(int(address.rpartition(":")[2]))) as proxy:
        yield proxy


@pytest.fixture(scope="module")
def graph(mini: Ontology) -> Graph:
    return Graph.of(expand(mini))


def _tone(*command: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "api", *command],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def _nobody() -> int:
    """A port where nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.mark.parametrize("command", [("neo4j", "verify"), ("serve", "--port", "0")])
def test_a_server_that_is_down_is_named_at_once_and_without_credentials(command: tuple[str, ...]) -> None:
    uri, begun = f"bolt://127.0.0.1:{_nobody()}", time.monotonic()
    done = _tone(*command, TONE_STORE="neo4j", TONE_NEO4J_URI=uri, TONE_NEO4J_PASSWORD=SECRET)
    assert time.monotonic() - begun < 20
    (line,) = [line for line in done.stderr.splitlines() if line.startswith("tone: ")]
    assert line.startswith(f"tone: the store at {uri} (database neo4j) does not answer: ")
    assert line.endswith("start it and ask again")
    assert done.returncode == 2
    assert SECRET not in done.stderr + done.stdout


def test_a_wrong_password_and_a_wrong_database_are_told_apart(bolt) -> None:  # type: ignore[no-untyped-def]  # Bolt
    login = bolt.login()
    with pytest.raises(StoreRefused, match="user or password is wrong; see TONE_NEO4J_USER and TONE_NEO4J_PASSWORD"):
        open_database(Login(login.uri, "nobody", SECRET, login.database))
    with pytest.raises(StoreRefused, match="(no such database|may not do that)") as refused:
        open_database(Login(login.uri, login.user, login.password, "nowhere"))
    assert "(database nowhere)" in str(refused.value)
    assert login.password not in str(refused.value)


def test_a_user_who_may_only_read_can_ask_and_cannot_sync(bolt, graph: Graph) -> None:  # type: ignore[no-untyped-def]
    if bolt.reader is None:
        pytest.skip("TONE_NEO4J_URI is set, and it is not known who may only read there")
    writer = open_database(bolt.login())
    sync(writer, graph, "1")
    reader = open_database(Login(bolt.uri, *bolt.reader, bolt.login().database))
    must_be_whole(reader, graph, "1")
    writer.write("MATCH (n:Tone {id: 'joy'}) SET n.hash = 'another'")
    with pytest.raises(StoreRefused, match="this user may not do that here"):
        sync(reader, graph, "1")
    sync(writer, graph, "1")
    assert verify(writer, graph).is_whole
    reader.close()
    writer.close()


def test_something_else_at_the_address_is_said_to_be_that(endpoint: str) -> None:
    port = endpoint.rpartition(":")[2]
    with pytest.raises((StoreRefused, StoreUnreachable)) as refused:
        open_database(Login(f"bolt://127.0.0.1:{port}", "a", "b", "c"))
    assert len(str(refused.value).splitlines()) == 1


def test_a_server_that_says_nothing_is_not_waited_for_long() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        begun = time.monotonic()
        with pytest.raises(StoreUnreachable, match="does not answer"):
            open_database(Login(f"bolt://127.0.0.1:{silent.getsockname()[1]}", "a", "b", "c"))
        assert time.monotonic() - begun < 8


def test_a_slow_line_only_takes_longer(bolt, graph: Graph) -> None:  # type: ignore[no-untyped-def]  # conftest's Bolt
    with _proxy(bolt.uri) as proxy:
        proxy.delay = 0.01
        login = bolt.login()
        database = open_database(Login(f"bolt://127.0.0.1:{proxy.port}", login.user, login.password, login.database))
        sync(database, graph, "slow")
        assert verify(database, graph).is_whole
        database.close()


def test_a_sync_gets_over_a_cut_of_the_network(bolt, graph: Graph) -> None:  # type: ignore[no-untyped-def]  # Bolt
    direct = open_database(bolt.login())
    direct.write("MATCH (n:Tone) DETACH DELETE n")
    with _proxy(bolt.uri) as proxy:
        login = bolt.login()
        database = open_database(Login(f"bolt://127.0.0.1:{proxy.port}", login.user, login.password, login.database))
        proxy.cut_after, proxy.cut_for = proxy.seen + 25_000, 3.0
        sync(database, graph, "cut", batch=10)
        assert proxy.cuts == 1
        database.close()
    assert verify(direct, graph).is_whole
    direct.close()


def test_a_server_that_dies_in_the_middle_is_not_believed_and_can_be_filled_again(  # type: ignore[no-untyped-def]
    own_bolt, world: Ontology, graph: Graph
) -> None:
    large = Graph.of(expand(world))
    database = open_database(replace(own_bolt.login(), patience=1.0))
    killing = threading.Event()

    def progress(done: int, all: int) -> None:
        if done > all // 8 and not killing.is_set():
            killing.set()
            own_bolt.stop()

    with pytest.raises(StoreUnreachable, match="does not answer"):
        sync(database, large, "1", batch=300, progress=progress)
    database.close()
    assert killing.is_set()
    own_bolt.start()
    database = open_database(own_bolt.login())
    with pytest.raises(GraphNotWhole, match=r"a sync of version 1 was begun and not ended .* run: tone neo4j sync"):
        must_be_whole(database, large, "1")
    left = sync(database, graph, "2")  # what the tables say now is less, so the rest goes
    assert left.delete_nodes
    assert verify(database, graph).is_whole
    database.close()


def test_an_endpoint_that_is_down_slow_or_elsewhere_is_named(endpoint: str) -> None:
    gone = f"http://127.0.0.1:{_nobody()}/query"
    with pytest.raises(StoreUnreachable, match="Connection refused; start it and ask again"):
        open_endpoint(gone, user="a", password=SECRET)
    with pytest.raises(StoreRefused, match=r"no endpoint is at this address \(404\)"):
        open_endpoint(f"{endpoint}/nowhere")
    with socket.create_server(("127.0.0.1", 0)) as silent, pytest.raises(StoreUnreachable, match="within 0.3 s"):
        open_endpoint(f"http://127.0.0.1:{silent.getsockname()[1]}/query", seconds=0.3)


def test_an_endpoint_that_is_only_read_answers_and_is_not_filled(
    own_endpoint: Callable[..., AbstractContextManager[str]], tmp_path: Path, mini: Ontology
) -> None:
    with own_endpoint("serve", "--location", str(tmp_path)) as address:
        open_endpoint(f"{address}/query", update=f"{address}/update").load(expand(mini))
    with own_endpoint("serve-read-only", "--location", str(tmp_path)) as address:
        store = open_endpoint(f"{address}/query", update=f"{address}/update")
        assert store.query("ASK { ?s ?p ?o }").boolean
        with pytest.raises(ToneError, match="the store at http://127.0.0.1:.* refuses"):
            store.load(expand(mini))
        with pytest.raises(StoreRefused, match="TONE_STORE_UPDATE_URL"):
            open_endpoint(f"{address}/query").load(expand(mini))


class OfTheTables(Service):
    """A service without the lexicon, which takes seconds to send."""

    def statements(self):  # type: ignore[no-untyped-def]  # as its parent
        yours = read_graphs(Path(self.settings.graphs)) if self.settings.graphs else ()
        return chain(expand(self.world), yours)


def test_a_graph_of_ones_own_is_loaded_into_an_endpoint_and_found_there(
    own_endpoint: Callable[..., AbstractContextManager[str]], tmp_path: Path, mini: Ontology
) -> None:
    file = tmp_path / "mine.nq"
    file.write_bytes(write_quads(quads(made(50, mini))))
    with own_endpoint("serve") as address:
        settings = Settings(
            store="sparql", store_url=f"{address}/query", store_update_url=f"{address}/update", graphs=str(file)
        )
        OfTheTables(settings, mini).open_endpoint().load(expand(mini))
        with pytest.raises(GraphNotWhole, match="run: tone store load"):
            OfTheTables(settings, mini).store  # noqa: B018  # opening it is the point
        service = OfTheTables(settings, mini)
        assert load_endpoint(service) == len(set(service.statements()))
        question = (
            "ASK { ?a <http://www.w3.org/ns/oa#hasBody> ?e . ?e <http://www.w3.org/2004/02/skos/core#broader> ?up }"
        )
        assert service.sparql(question).boolean


def test_an_endpoint_with_another_graph_is_not_believed(endpoint: str, mini: Ontology) -> None:
    settings = Settings(store="sparql", store_url=f"{endpoint}/query", store_update_url=f"{endpoint}/update")
    store = OfTheTables(settings, mini).open_endpoint()
    store.load(list(expand(mini))[10:])
    with pytest.raises(GraphNotWhole, match="run: tone store load"):
        OfTheTables(settings, mini).questions  # noqa: B018  # opening it is the point
    store.load(expand(mini))
    service, embedded = OfTheTables(settings, mini), OfTheTables(Settings(), mini)
    assert service.neighbours("rage") == embedded.neighbours("rage")
    assert service.sparql("ASK { ?s ?p ?o }").boolean
