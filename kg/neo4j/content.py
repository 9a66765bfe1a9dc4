"""What is to be in a database, and what is there: nodes and relationships with hashes of what they say."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from kg.neo4j.model import ALSO_READ, OURS, Edge, Node, Value, property_graph
from kg.neo4j.texts import ALLOWED, text
from kg.rdf import Quad
from kg.stores.neo4j import Neo4j

#: Start, type and end of a relationship.
Ends = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Hashes:
    """What a node is and the hash of what it says, by IRI; the hash of a relationship, by its ends."""

    nodes: Mapping[str, str]
    edges: Mapping[Ends, str]

    @property
    def checksum(self) -> str:
        """One hash of all; equal graphs have equal ones."""
        lines = sorted((*self.nodes.values(), *self.edges.values()))
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]


@dataclass(frozen=True)
class Graph:
    """Every node and relationship that the tables ask for."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]

    @classmethod
    def of(cls, quads: Iterable[Quad]) -> "Graph":
        """The property graph of these statements."""
        nodes, edges = property_graph((q.subject, q.predicate, q.object) for q in quads)
        return cls(tuple(nodes), tuple(edges))

    @cached_property
    def hashes(self) -> Hashes:
        return Hashes(
            {n.iri: f"{n.label} {node_hash(n.label, n.iri, n.properties)}" for n in self.nodes},
            {(e.start, e.type, e.end): edge_hash((e.start, e.type, e.end), e.properties) for e in self.edges},
        )


def node_hash(label: str, iri: str, properties: Mapping[str, Value]) -> str:
    """Of everything a node says but its own hash."""
    return _hash([label, iri, sorted((k, v) for k, v in properties.items() if k not in ALSO_READ)])


def edge_hash(ends: Ends, properties: Mapping[str, Value]) -> str:
    """Of everything a relationship says but its own hash."""
    return _hash([*ends, sorted((k, v) for k, v in properties.items() if k not in ALSO_READ)])


def _hash(parts: list[object]) -> str:
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()[:16]


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
