"""Make a database hold the graph of the tables, writing no more than what differs.

Each batch is one transaction, tried again where the server says so.  Where a connection was lost and nobody knows
whether a batch was done, it is looked at what is there, and the rest is written.  A ``Sync`` node says ``running``
from before the first change until all was compared, so a sync that was cut off is seen and can just be run again.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from typing import TypeVar

from kg.neo4j.content import believed
from kg.neo4j.texts import indexes, text
from kg.property_graph.graph import MARK, Ends, Graph, Hashes
from kg.stores.neo4j import Neo4j, Row
from ontology.errors import GraphNotWhole, StoreUnreachable

K = TypeVar("K", bound=Hashable)
#: Rows of one transaction.
BATCH = 1000
#: How often a sync goes on after it lost its connection.
TRIES = 3


@dataclass(frozen=True, slots=True)
class Difference:
    """What has to be done so that there is what there should be: IRIs of nodes, ends of relationships."""

    add_nodes: tuple[str, ...] = ()
    change_nodes: tuple[str, ...] = ()
    delete_nodes: tuple[str, ...] = ()
    add_edges: tuple[Ends, ...] = ()
    change_edges: tuple[Ends, ...] = ()
    delete_edges: tuple[Ends, ...] = ()

    @property
    def size(self) -> int:
        """How many nodes and relationships are concerned."""
        return sum(self.counts().values())

    def counts(self) -> dict[str, int]:
        """How many of each."""
        return {
            "nodes to add": len(self.add_nodes),
            "nodes to change": len(self.change_nodes),
            "nodes to delete": len(self.delete_nodes),
            "relationships to add": len(self.add_edges),
            "relationships to change": len(self.change_edges),
            "relationships to delete": len(self.delete_edges),
        }


def difference(wanted: Hashes, there: Hashes) -> Difference:
    """What ``there`` lacks, has otherwise, or has too much of.

    What has become something else, such as an emotion that was retired, is removed with what it is joined by, and
    made anew: a label is no property that could be overwritten.
    """
    add, change, delete = _compared(wanted.nodes, there.nodes)
    other = {iri for iri in change if _label(wanted.nodes[iri]) != _label(there.nodes[iri])}
    change = tuple(iri for iri in change if iri not in other)
    left = (
        {k: hash for k, hash in there.edges.items() if not other.intersection((k[0], k[2]))} if other else there.edges
    )
    return Difference((*add, *other), change, (*delete, *other), *_compared(wanted.edges, left))


def _label(said: str) -> str:
    return said.partition(" ")[0]


def _compared(wanted: Mapping[K, str], there: Mapping[K, str]) -> tuple[tuple[K, ...], tuple[K, ...], tuple[K, ...]]:
    return (
        tuple(key for key in wanted if key not in there),
        tuple(key for key, hash in wanted.items() if key in there and there[key] != hash),
        tuple(key for key in there if key not in wanted),
    )


def sync(
    database: Neo4j,
    graph: Graph,
    version: str,
    *,
    batch: int = BATCH,
    progress: Callable[[int, int], None] = lambda done, all: None,
    there: Callable[[Neo4j], Hashes] = believed,
) -> Difference:
    """Write what differs, and say what that was; ``progress`` is told how much of how much is done.

    Raises:
        StoreUnreachable, StoreRefused; GraphNotWhole: what was written is not what is there.
    """
    first: Difference | None = None
    for left in reversed(range(TRIES)):
        try:
            if first is None:
                prepare(database)
            found = difference(graph.hashes, there(database))
            first = first or found
            if found.size or not is_marked(database, graph, version):
                _write(database, graph, found, version, batch, progress)
            return first
        except StoreUnreachable:
            if not left or first is None or not database.answers():
                raise
    raise AssertionError("a try either returns or raises")


def prepare(database: Neo4j) -> None:
    """Constraint and indexes where they are absent."""
    for statement in (text("constraint"), *indexes()):
        database.write(statement)


def is_marked(database: Neo4j, graph: Graph, version: str) -> bool:
    """Whether the last sync ended well, with this graph."""
    return marked(database) == graph.mark(version)


def marked(database: Neo4j) -> Row:
    """State, version and checksum of the last sync; empty where there was none."""
    return next(iter(database.read(text("marked"), name=MARK)), {})


def _write(
    database: Neo4j, graph: Graph, found: Difference, version: str, batch: int, progress: Callable[[int, int], None]
) -> None:
    _mark(database, {"state": "running", "version": version, "begun": _now()})
    done = 0
    for statement, rows in _statements(graph, found):
        for start in range(0, len(rows), batch):
            part = rows[start : start + batch]
            database.write(statement, rows=part)
            done += len(part)
            progress(done, found.size)
    left = difference(graph.hashes, believed(database))
    if left.size:
        what = ", ".join(f"{n} {name}" for name, n in left.counts().items() if n)
        raise GraphNotWhole(database.login.address, f"after the sync there are still {what}", "tone neo4j sync")
    _mark(database, {**graph.mark(version), "ended": _now()})


def _mark(database: Neo4j, state: Mapping[str, str]) -> None:
    database.write(text("mark"), name=MARK, state=dict(state))


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")


def _statements(graph: Graph, found: Difference) -> Iterator[tuple[str, Sequence[Row]]]:
    """Every statement with its rows: first what goes, then nodes, then relationships."""
    nodes = {n.iri: n for n in graph.nodes}
    edges = {(e.start, e.type, e.end): e for e in graph.edges}

    def node_rows(iris: Iterable[str]) -> list[Row]:
        return [{"iri": iri, "properties": graph.held_of_node(nodes[iri])} for iri in iris]

    def edge_rows(keys: Iterable[Ends]) -> list[Row]:
        return [{"start": k[0], "end": k[2], "properties": graph.held_of_edge(edges[k])} for k in keys]

    for type, keys in _by(found.delete_edges, lambda ends: ends[1]):
        yield text("delete-edges", TYPE=type), [{"start": k[0], "end": k[2]} for k in keys]
    yield text("delete-nodes"), [{"iri": iri} for iri in found.delete_nodes]
    for label, iris in _by(found.add_nodes, lambda iri: nodes[iri].label):
        yield text("add-nodes", LABEL=label), node_rows(iris)
    yield text("change-nodes"), node_rows(found.change_nodes)
    for type, keys in _by((*found.add_edges, *found.change_edges), lambda ends: ends[1]):
        yield text("put-edges", TYPE=type), edge_rows(keys)


def _by(keys: Iterable[K], name: Callable[[K], str]) -> Iterator[tuple[str, list[K]]]:
    return ((group, list(found)) for group, found in groupby(sorted(keys, key=name), key=name))
