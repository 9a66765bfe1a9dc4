"""Is what is in the database what the tables say?  Everything is read and its hash made anew; nothing is believed."""

from collections.abc import Callable
from dataclasses import dataclass

from kg.neo4j.content import looked_at
from kg.neo4j.sync import Difference, difference, is_marked, marked, sync
from kg.property_graph.graph import Graph
from kg.stores.neo4j import Neo4j, Row
from ontology.errors import GraphNotWhole

#: How many differences are named.
NAMED = 20


@dataclass(frozen=True, slots=True)
class Verified:
    """What was compared and what was found; ``mark`` is what the last sync said of itself."""

    nodes: int
    edges: int
    checksum: str
    wanted: str
    mark: Row
    difference: Difference

    @property
    def is_whole(self) -> bool:
        """Nothing differs, and the last sync ended."""
        return not self.difference.size and self.mark.get("state") == "whole" and self.mark["checksum"] == self.wanted

    def named(self) -> list[str]:
        """The first differences in words."""
        d = self.difference
        kinds = (("missing", d.add_nodes), ("otherwise", d.change_nodes), ("too much", d.delete_nodes))
        nodes = [f"{how}: <{iri}>" for how, iris in kinds for iri in iris]
        more = (("missing", d.add_edges), ("otherwise", d.change_edges), ("too much", d.delete_edges))
        edges = [f"{how}: <{start}> {type} <{end}>" for how, ends in more for start, type, end in ends]
        return [*nodes, *edges][:NAMED]


def verify(database: Neo4j, graph: Graph) -> Verified:
    """Compare all of it.

    Raises:
        StoreUnreachable, StoreRefused.
    """
    there = looked_at(database)
    return Verified(
        nodes=len(there.nodes),
        edges=len(there.edges),
        checksum=there.checksum,
        wanted=graph.hashes.checksum,
        mark=marked(database),
        difference=difference(graph.hashes, there),
    )


def repair(
    database: Neo4j, graph: Graph, version: str, *, progress: Callable[[int, int], None] = lambda done, all: None
) -> Difference:
    """Mend what differs by what is there, not by the hashes it carries; raises like ``sync``."""
    return sync(database, graph, version, progress=progress, there=looked_at)


def must_be_whole(database: Neo4j, graph: Graph, version: str) -> None:
    """Let a graph answer only if its last sync ended with these tables.

    Raises:
        GraphNotWhole: it did not; says what to do.
    """
    if is_marked(database, graph, version):
        return
    mark = marked(database)
    match mark.get("state"):
        case None:
            why = "nothing was ever synced into it"
        case "whole" if mark["version"] != version:
            why = f"it holds version {mark['version']} of the tables, not {version}"
        case "whole":
            why = f"it holds another part of version {version} of the tables, or other tables of that version"
        case state:
            why = f"a sync of version {mark['version']} was begun and not ended (it is {state})"
    raise GraphNotWhole(database.login.address, why, "tone neo4j sync")
