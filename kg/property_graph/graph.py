"""All nodes and relationships that the tables ask for, with hashes of what each says."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from kg.property_graph.model import ALSO_READ, Edge, Node, Value, property_graph
from kg.rdf import Quad

#: Start, type and end of a relationship.
Ends = tuple[str, str, str]
#: The name of the ``Sync`` node, which says whether a database holds all of it.
MARK = "tone-kg"


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
    """Nodes by IRI and relationships by their ends, each once."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]

    @classmethod
    def of(cls, quads: Iterable[Quad]) -> "Graph":
        """The property graph of these statements, the same in whatever order they come.

        Raises:
            ValueError: a statement has no place in it, or a term means what is not there.
        """
        nodes, edges = property_graph((q.subject, q.predicate, q.object) for q in quads)
        known = {node.iri for node in nodes}
        for edge in edges:
            if edge.end not in known:
                raise ValueError(f"<{edge.start}> {edge.type} <{edge.end}>, which is no node")
        return cls(
            tuple(sorted((replace(n, properties=_sorted(n.properties)) for n in nodes), key=lambda n: n.iri)),
            tuple(sorted(edges, key=lambda e: (e.start, e.type, e.end))),
        )

    @cached_property
    def hashes(self) -> Hashes:
        return Hashes(
            {n.iri: f"{n.label} {node_hash(n.label, n.iri, n.properties)}" for n in self.nodes},
            {(e.start, e.type, e.end): edge_hash((e.start, e.type, e.end), e.properties) for e in self.edges},
        )

    def held_of_node(self, node: Node) -> dict[str, Value]:
        """All properties that a database holds of a node: what it says, its key and its hash."""
        return {"iri": node.iri, **node.properties, "hash": self.hashes.nodes[node.iri].partition(" ")[2]}

    def held_of_edge(self, edge: Edge) -> dict[str, Value]:
        """All properties that a database holds of a relationship: what it says and its hash."""
        return {**edge.properties, "hash": self.hashes.edges[edge.start, edge.type, edge.end]}

    def mark(self, version: str) -> dict[str, str]:
        """What the ``Sync`` node says where all of this graph is there, made of that version of the tables."""
        return {"state": "whole", "version": version, "checksum": self.hashes.checksum}


def node_hash(label: str, iri: str, properties: Mapping[str, Value]) -> str:
    """Of everything a node says but its own hash."""
    return _hash([label, iri, sorted((k, v) for k, v in properties.items() if k not in ALSO_READ)])


def edge_hash(ends: Ends, properties: Mapping[str, Value]) -> str:
    """Of everything a relationship says but its own hash."""
    return _hash([*ends, sorted((k, v) for k, v in properties.items() if k not in ALSO_READ)])


def _hash(parts: list[object]) -> str:
    return hashlib.sha256(json.dumps(parts, ensure_ascii=False).encode()).hexdigest()[:16]


def _sorted(properties: Mapping[str, Value]) -> dict[str, Value]:
    return dict(sorted(properties.items()))
