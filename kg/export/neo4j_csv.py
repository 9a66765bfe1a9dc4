"""Files for ``neo4j-admin database import``: for each label and each type a header and a table.

``import.args`` holds the options that name them: ``neo4j-admin database import full @import.args``.  An import makes
no indexes; ``schema.cypher`` does, and so does ``tone neo4j sync``, which then finds nothing else to do.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from operator import attrgetter

from kg.export.columns import columns
from kg.neo4j.texts import indexes, text
from kg.property_graph.graph import MARK, Graph
from kg.property_graph.model import OURS, Value

#: What may stand between the texts of a list, as a sign and as an option: the first that no text of any list holds.
BETWEEN = {"|": "|", "\x1f": "U+001F", "\x1e": "U+001E"}

_CSV = {str: "string", int: "long", float: "double", bool: "boolean", list: "string[]"}

Row = Mapping[str, Value]


def neo4j_csv(graph: Graph, version: str) -> Iterator[tuple[str, str]]:
    """(name, text) of every file; labels and types that nothing has are left out.

    Every text is in quotes and nothing else is, so what is not known is told from a text without letters.

    Raises:
        ValueError: texts of lists hold every sign that may stand between them.
    """
    sign = _between(graph)
    options = [f"--array-delimiter={BETWEEN[sign]}", "--multiline-fields=true"]
    for label, members in groupby(sorted(graph.nodes, key=attrgetter("label")), key=attrgetter("label")):
        options.append(f"--nodes={OURS}:{label}=nodes-{label}-header.csv,nodes-{label}.csv")
        yield from _files(f"nodes-{label}", ("iri", "", ""), [graph.held_of_node(node) for node in members], sign)
    options.append("--nodes=Sync=nodes-Sync-header.csv,nodes-Sync.csv")
    yield from _files("nodes-Sync", ("name", "", ""), [{"name": MARK, **graph.mark(version)}], sign)
    for type, found in groupby(sorted(graph.edges, key=attrgetter("type")), key=attrgetter("type")):
        options.append(f"--relationships={type}=edges-{type}-header.csv,edges-{type}.csv")
        rows = [{":START_ID": e.start, **graph.held_of_edge(e), ":END_ID": e.end} for e in found]
        yield from _files(f"edges-{type}", ("", ":START_ID", ":END_ID"), rows, sign)
    yield "import.args", "\n".join(options) + "\n"
    yield "schema.cypher", "".join(f"{statement.strip()};\n" for statement in (text("constraint"), *indexes()))


def _between(graph: Graph) -> str:
    lists = (value for node in graph.nodes for value in node.properties.values() if isinstance(value, list))
    used = set().union(*(one for texts in lists for one in texts))
    free = [sign for sign in BETWEEN if sign not in used]
    if not free:
        raise ValueError("texts of lists hold every sign that may stand between them: |, U+001F and U+001E")
    return free[0]


def _files(name: str, own: tuple[str, str, str], rows: Sequence[Row], sign: str) -> Iterator[tuple[str, str]]:
    """Header and table; ``own`` are the columns of the key, of the start and of the end, where there are any."""
    key, start, end = own
    types = columns(rows)
    names = [n for n in (start, key, *(n for n in types if n not in own), end) if n]
    heads = (n if n in (start, end) else f"{n}:ID" if n == key else f"{n}:{_CSV[types[n]]}" for n in names)
    yield f"{name}-header.csv", ",".join(heads) + "\n"
    yield f"{name}.csv", "".join(_line((row.get(n) for n in names), sign) for row in rows)


def _line(values: Iterable[Value | None], sign: str) -> str:
    return ",".join("" if value is None else _cell(value, sign) for value in values) + "\n"


def _cell(value: Value, sign: str) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case int() | float():
            return repr(value)
        case _:
            text = sign.join(value) if isinstance(value, list) else value
            return '"' + text.replace('"', '""') + '"'
