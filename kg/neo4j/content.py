"""What is there: the nodes and relationships of a database by the hashes of what they say."""

from collections.abc import Iterable

from kg.neo4j.texts import ALLOWED, text
from kg.property_graph.graph import Hashes, edge_hash, node_hash
from kg.property_graph.model import OURS
from kg.stores.neo4j import Neo4j


def believed(database: Neo4j) -> Hashes:
    """What is there by the hashes it carries: quick, and true as long as nobody else writes."""
    nodes = {row["iri"]: f"{_own(row['labels'])} {row['hash']}" for row in database.read(text("sync-nodes"))}
    rows = (row for row in database.read(text("sync-edges")) if row["type"] in ALLOWED)
    return Hashes(nodes, {(row["start"], row["type"], row["end"]): row["hash"] or "" for row in rows})


def looked_at(database: Neo4j) -> Hashes:
    """What is there by what it says, whatever hash it carries."""
    nodes = {
        row["iri"]: f"{(own := _own(row['labels']))} {node_hash(own, row['iri'], row['properties'])}"
        for row in database.read(text("whole-nodes"))
    }
    edges = {}
    for row in database.read(text("whole-edges")):
        if row["type"] in ALLOWED:
            ends = (row["start"], row["type"], row["end"])
            edges[ends] = edge_hash(ends, row["properties"])
    return Hashes(nodes, edges)


def _own(labels: Iterable[str]) -> str:
    """The label beside ``Tone``; empty, and so of no hash of ours, where there is not just one."""
    own = [label for label in labels if label != OURS]
    return own[0] if len(own) == 1 else ""
