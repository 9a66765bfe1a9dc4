"""A Cypher script that makes the graph in an empty Neo4j, and changes nothing in one that has it.

Constraints come first, so that every MERGE is a look-up.  A script has no parameters: values are literals, escaped
here, and labels, types and names of properties come from the model alone.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeVar

from kg.export.model import NODES, Edge, Node, PropertyGraph, Value

#: How many nodes or edges one statement makes.
BATCH = 500

T = TypeVar("T")

_ESCAPES = str.maketrans({"\\": "\\\\", "'": "\\'", "\n": "\\n", "\r": "\\r", "\t": "\\t"})


def cypher(graph: PropertyGraph) -> Iterator[str]:
    """The script, statement by statement, each ending in a semicolon and a line end."""
    for label in NODES:
        name = f"tone_{label.lower()}_iri"
        yield f"CREATE CONSTRAINT {name} IF NOT EXISTS FOR (n:{label}) REQUIRE n.iri IS UNIQUE;\n"
    nodes: defaultdict[str, list[Node]] = defaultdict(list)
    for node in graph.nodes:
        nodes[node.label].append(node)
    for label, group in sorted(nodes.items()):
        for some in _batches(group):
            rows = [literal({"iri": n.iri, **n.properties}) for n in some]
            yield _unwound(rows, f"MERGE (n:{label} {{iri: row.iri}}) SET n = row")
    label_of = {node.iri: node.label for node in graph.nodes}
    edges: defaultdict[tuple[str, str, str, bool], list[Edge]] = defaultdict(list)
    for edge in graph.edges:
        edges[edge.type, label_of[edge.start], label_of[edge.end], "iri" in edge.properties].append(edge)
    for (type, start, end, is_named), members in sorted(edges.items()):
        key = " {iri: row.properties.iri}" if is_named else ""
        make = (
            f"MATCH (a:{start} {{iri: row.start}}) MATCH (b:{end} {{iri: row.end}}) "
            f"MERGE (a)-[r:{type}{key}]->(b) SET r = row.properties"
        )
        for part in _batches(members):
            yield _unwound(
                [
                    f"{{start: {literal(e.start)}, end: {literal(e.end)}, properties: {literal(e.properties)}}}"
                    for e in part
                ],
                make,
            )


def literal(value: Value | Mapping[str, Value]) -> str:
    """A value as Cypher writes it; the names of a map must be those of the model.

    >>> literal({"text": "it's", "n": 3, "origins": ("a", "b")})
    "{text: 'it\\\\'s', n: 3, origins: ['a', 'b']}"
    """
    match value:
        case bool():
            return "true" if value else "false"
        case int() | float():
            return repr(value)
        case str():
            return f"'{value.translate(_ESCAPES)}'"
        case tuple():
            return f"[{', '.join(map(literal, value))}]"
        case _:
            return "{" + ", ".join(f"{name}: {literal(item)}" for name, item in value.items()) + "}"


def _unwound(rows: Sequence[str], make: str) -> str:
    return "UNWIND [\n" + ",\n".join(rows) + f"\n] AS row {make};\n"


def _batches(items: Sequence[T]) -> Iterator[Sequence[T]]:
    return (items[i : i + BATCH] for i in range(0, len(items), BATCH))
