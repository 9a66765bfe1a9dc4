"""Files for ``neo4j-admin database import``: for each label and each type a header and a table.

``import.args`` holds the options that name them: ``neo4j-admin database import full @import.args``.
"""

import csv
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from io import StringIO

from kg.export.model import EDGES, NODES, TYPES, Properties, PropertyGraph, Value

#: What stands between the texts of a list; none of ours holds it.
BETWEEN = "|"

_CSV = {str: "string", int: "long", float: "double", bool: "boolean", tuple: "string[]"}


def neo4j_csv(graph: PropertyGraph) -> Iterator[tuple[str, str]]:
    """(name, text) of every file; labels and types that nothing has are left out.

    Raises:
        ValueError: a text of a list holds the sign that stands between them.
    """
    nodes: defaultdict[str, list[tuple[str, ...]]] = defaultdict(list)
    for node in graph.nodes:
        nodes[node.label].append((node.iri, *_cells(NODES[node.label], node.properties), node.label))
    edges: defaultdict[str, list[tuple[str, ...]]] = defaultdict(list)
    for edge in graph.edges:
        edges[edge.type].append((edge.start, *_cells(EDGES[edge.type], edge.properties), edge.end, edge.type))
    options = [f"--array-delimiter={BETWEEN}", "--multiline-fields=true"]
    for label, rows in sorted(nodes.items()):
        header = ("iri:ID", *_columns(NODES[label]), ":LABEL")
        yield from _files(f"nodes-{label}", header, rows)
        options.append(f"--nodes=nodes-{label}-header.csv,nodes-{label}.csv")
    for type, rows in sorted(edges.items()):
        header = (":START_ID", *_columns(EDGES[type]), ":END_ID", ":TYPE")
        yield from _files(f"edges-{type}", header, rows)
        options.append(f"--relationships=edges-{type}-header.csv,edges-{type}.csv")
    yield "import.args", "\n".join(options) + "\n"


def _files(name: str, header: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[tuple[str, str]]:
    for file, lines in ((f"{name}-header.csv", [header]), (f"{name}.csv", rows)):
        held = StringIO()
        csv.writer(held, lineterminator="\n").writerows(lines)
        yield file, held.getvalue()


def _columns(names: Iterable[str]) -> Iterator[str]:
    return (f"{name}:{_CSV[TYPES.get(name, str)]}" for name in names)


def _cells(names: Iterable[str], properties: Properties) -> Iterator[str]:
    return (_cell(properties[name]) if name in properties else "" for name in names)


def _cell(value: Value) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case tuple():
            if any(BETWEEN in text for text in value):
                raise ValueError(f"{value} holds {BETWEEN}, which stands between the texts of a list")
            return BETWEEN.join(value)
        case str():
            return value
        case _:
            return repr(value)
