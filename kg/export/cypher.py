"""A Cypher script that leaves a Neo4j with what ``tone neo4j sync`` would: labels, keys, hashes, indexes and mark.

It is made of the texts of the sync, but a script has no parameters: values are literals, escaped here; labels and
types come from the allow list alone, names of properties from the model.  What is there already is overwritten, never
removed; the mark says ``whole`` at the end only if there is then as much of everything as there should be.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from operator import attrgetter

from kg.neo4j.texts import indexes, text
from kg.property_graph.graph import MARK, Graph
from kg.property_graph.model import MEANS, TYPES

#: How many nodes or edges one statement makes.
BATCH = 500

Literal = str | int | float | bool | Sequence["Literal"] | Mapping[str, "Literal"]

Row = Mapping[str, Literal]

_ESCAPES = str.maketrans({"\\": "\\\\", "'": "\\'", "\n": "\\n", "\r": "\\r", "\t": "\\t"})
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")


def cypher(graph: Graph, version: str) -> Iterator[str]:
    """The script, statement by statement; each ends in a semicolon and a line end, which are nowhere else together."""
    for statement in (text("constraint"), *indexes()):
        yield _filled(statement)
    yield _filled(text("mark"), name=MARK, state={"state": "running", "version": version})
    nodes = sorted(graph.nodes, key=attrgetter("label"))
    for label, members in groupby(nodes, key=attrgetter("label")):
        rows: list[Row] = [{"iri": node.iri, "properties": graph.held_of_node(node)} for node in members]
        yield from _batches(text("put-nodes", LABEL=label), rows)
    edges = sorted(graph.edges, key=attrgetter("type"))
    for type, found in groupby(edges, key=attrgetter("type")):
        rows = [{"start": e.start, "end": e.end, "properties": graph.held_of_edge(e)} for e in found]
        yield from _batches(text("put-edges", TYPE=type), rows)
    yield _filled(
        text("mark-whole"),
        name=MARK,
        types=sorted((*TYPES, MEANS)),
        nodes=_counted(node.label for node in nodes),
        edges=_counted(edge.type for edge in edges),
        state=graph.mark(version),
    )


def literal(value: Literal) -> str:
    """A value as Cypher writes it; the names of a map must be those of the model.

    A backslash never stands before a u, which servers would take for the number of a letter, some of them before
    anything else is read.

    >>> literal({"text": "it's", "n": 3, "origin": ["a", "b"]})
    "{text: 'it\\\\'s', n: 3, origin: ['a', 'b']}"
    """
    match value:
        case bool():
            return "true" if value else "false"
        case int() | float():
            return repr(value)
        case str():
            apart = re.sub(r"\\(?=[uU])", r"\\' + '", value.translate(_ESCAPES))
            return "'" + _CONTROL.sub(lambda found: f"\\u{ord(found[0]):04x}", apart) + "'"
        case Mapping():
            return "{" + ", ".join(f"{name}: {literal(item)}" for name, item in value.items()) + "}"
        case _:
            return f"[{', '.join(map(literal, value))}]"


def _batches(statement: str, rows: Sequence[Row]) -> Iterator[str]:
    return (_filled(statement, rows=rows[start : start + BATCH]) for start in range(0, len(rows), BATCH))


def _filled(statement: str, **values: Literal) -> str:
    """A text of ours with literals for its parameters; rows stand one a line."""

    def given(found: re.Match[str]) -> str:
        value = values[found[1]]
        return _rows(value) if found[1] == "rows" else literal(value)

    return re.sub(r"\$(\w+)", given, statement.strip()) + ";\n"


def _rows(value: Literal) -> str:
    assert isinstance(value, Sequence)  # noqa: S101  # made so above
    return "[\n" + ",\n".join(map(literal, value)) + "\n]"


def _counted(names: Iterable[str]) -> list[Literal]:
    return [[name, many] for name, many in sorted(Counter(names).items())]
