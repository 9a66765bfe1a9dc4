"""The stores that hold our graph and an annotation graph: opened, filled, asked, and how much memory they take.

Servers are started for the occasion (``bench.servers``); with ``TONE_NEO4J_URI`` set, the annotations of an earlier run
there are removed and our own graph is brought up to date.
"""

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from tempfile import TemporaryDirectory

from api.settings import Settings
from bench.annotation_questions import Question, Rows, ask_cypher, ask_sparql, text
from bench.annotations import BASE, Annotation, Text, quads
from bench.servers import arcadedb, oxigraph
from kg.neo4j.sync import sync
from kg.property_graph.graph import Graph
from kg.rdf import Quad
from kg.store import Store, open_store
from kg.stores.neo4j import Login, Neo4j
from kg.stores.neo4j import open as open_database

Things = Iterable[Text | Annotation]
STORES = ("memory", "oxigraph", "sparql", "neo4j")
#: Texts with their annotations that one transaction of Bolt takes.
BATCH = 2000
#: What ArcadeDB's Java may take.
HEAP = "4g"


@dataclass(frozen=True, slots=True)
class Holder:
    """One store: what fills it with our statements and the annotations, what asks it, and the process that holds it."""

    load: Callable[[Iterable[Quad], Things], None]
    ask: Callable[[Question, dict[str, str]], Rows]
    pid: int | None


@contextmanager
def holder(name: str, seconds: float) -> Iterator[Holder]:
    """An empty store of this name, gone after the block; no request waits longer than so many seconds.

    Raises:
        NotInstalled, NotReady; StoreUnreachable, StoreRefused.
    """
    match name:
        case "sparql":
            with oxigraph("serve") as server:
                query, update = f"{server.address}/query", f"{server.address}/update"
                yield _of_sparql(open_store(name, query, update=update, seconds=seconds), server.pid)
        case "neo4j":
            with _bolt() as (database, pid):
                yield Holder(
                    lambda ours, things: fill(database, ours, things),
                    lambda question, values: ask_cypher(database, question, values),
                    pid,
                )
                database.close()
        case _:
            yield _of_sparql(open_store(name), os.getpid())


def _of_sparql(store: Store, pid: int) -> Holder:
    return Holder(
        lambda ours, things: store.load(chain(ours, quads(iter(things)))),
        lambda question, values: ask_sparql(store, question, values),
        pid,
    )


@contextmanager
def _bolt() -> Iterator[tuple[Neo4j, int | None]]:
    settings = Settings.read()
    if "TONE_NEO4J_URI" in os.environ:
        s = settings
        database = open_database(Login(s.neo4j_uri, s.neo4j_user, s.neo4j_password, s.neo4j_database))
        forget(database)
        yield database, None
        return
    with TemporaryDirectory() as folder, arcadedb(Path(folder), "bench", heap=HEAP) as server:
        assert server.process
        yield open_database(server.login("bench")), server.process.pid


def forget(database: Neo4j) -> None:
    """Remove the annotations of an earlier run, and nothing else."""
    while database.write(text("forget-annotations.cypher"), base=BASE)[0]["gone"]:
        pass


def fill(database: Neo4j, ours: Iterable[Quad], things: Things) -> None:
    """Our graph by ``tone neo4j sync``, then texts, speakers and annotations in batches of one transaction a kind."""
    sync(database, Graph.of(ours), "bench")
    for statement in text("annotation-keys.cypher").split(";"):
        database.write(statement)
    known: set[int] = set()
    rest = iter(things)
    while batch := list(islice(rest, BATCH)):
        texts = [thing for thing in batch if isinstance(thing, Text)]
        fresh = dict.fromkeys(t.speaker for t in texts if t.speaker not in known)
        known.update(fresh)
        database.write(text("add-speakers.cypher"), rows=[{"iri": f"{BASE}speaker/{n}"} for n in fresh])
        database.write(
            text("add-texts.cypher"),
            rows=[
                {"iri": f"{BASE}text/{t.number}", "speaker": f"{BASE}speaker/{t.speaker}", "content": t.words}
                for t in texts
            ],
        )
        database.write(
            text("add-annotations.cypher"),
            rows=[
                {
                    "iri": f"{BASE}annotation/{a.number}",
                    "text": f"{BASE}text/{a.text}",
                    "emotion": a.emotion,
                    "confidence": a.confidence,
                }
                for a in batch
                if isinstance(a, Annotation)
            ],
        )


def resident(pid: int | None) -> int | None:
    """Bytes of memory that a process holds; None where that cannot be seen (another machine, no /proc)."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines()
    except OSError:
        return None
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("VmRSS:")), None)
