"""GraphML and GEXF 1.3, written line by line: the same bytes on every machine, whatever XML library it has.

Neither has lists that all readers know, so a list of texts is written as JSON.
"""

import json
from collections.abc import Iterator, Mapping
from xml.sax.saxutils import escape, quoteattr

from kg.export.model import EDGES, NODES, TYPES, Properties, PropertyGraph, Value

#: Names of the attributes that hold a node's label and an edge's type in GraphML.
NODE_LABEL, EDGE_TYPE = "node_label", "edge_type"

_GRAPHML = {str: "string", int: "long", float: "double", bool: "boolean", tuple: "string"}
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


def graphml(graph: PropertyGraph) -> Iterator[str]:
    """The graph as GraphML; ids of nodes are IRIs, those of edges their numbers."""
    yield _HEAD + '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'
    for which, own, names in (("node", NODE_LABEL, _names(NODES)), ("edge", EDGE_TYPE, _names(EDGES))):
        for name in (own, *names):
            kind = _GRAPHML[TYPES.get(name, str)]
            yield f'<key id="{which}-{name}" for="{which}" attr.name="{name}" attr.type="{kind}"/>\n'
    yield '<graph id="tone-kg" edgedefault="directed">\n'
    for node in graph.nodes:
        yield f"<node id={quoteattr(node.iri)}>{_data('node', {NODE_LABEL: node.label, **node.properties})}</node>\n"
    for number, edge in enumerate(graph.edges):
        ends = f"source={quoteattr(edge.start)} target={quoteattr(edge.end)}"
        yield f'<edge id="{number}" {ends}>{_data("edge", {EDGE_TYPE: edge.type, **edge.properties})}</edge>\n'
    yield "</graph>\n</graphml>\n"


def _data(which: str, properties: Properties) -> str:
    return "".join(f'<data key="{which}-{name}">{escape(_text(value))}</data>' for name, value in properties.items())


def gexf(graph: PropertyGraph) -> Iterator[str]:
    """The graph as GEXF 1.3.

    The property ``label`` of a node is GEXF's own label; a node of a kind that has none shows its text, id or term
    there instead.  The label of an edge is its type.
    """
    yield _HEAD + '<gexf xmlns="http://gexf.net/1.3" version="1.3">\n'
    yield '<graph defaultedgetype="directed" mode="static">\n'
    for which, own, names in (("node", NODE_LABEL, _names(NODES)), ("edge", EDGE_TYPE, _names(EDGES))):
        yield f'<attributes class="{which}" mode="static">\n'
        for name in (own, *names):
            if (which, name) != ("node", "label"):
                yield f'<attribute id="{name}" title="{name}" type="{_GRAPHML[TYPES.get(name, str)]}"/>\n'
        yield "</attributes>\n"
    yield "<nodes>\n"
    for node in graph.nodes:
        others = {name: value for name, value in node.properties.items() if name != "label"}
        label = quoteattr(shown(node.properties))
        yield f"<node id={quoteattr(node.iri)} label={label}>{_values({NODE_LABEL: node.label, **others})}</node>\n"
    yield "</nodes>\n<edges>\n"
    for number, edge in enumerate(graph.edges):
        ends = f'source={quoteattr(edge.start)} target={quoteattr(edge.end)} label="{edge.type}"'
        yield f'<edge id="{number}" {ends}>{_values({EDGE_TYPE: edge.type, **edge.properties})}</edge>\n'
    yield "</edges>\n</graph>\n</gexf>\n"


def shown(properties: Properties) -> str:
    """What a picture writes beside a node; empty for one that has no text of its own."""
    return str(next((properties[name] for name in ("label", "text", "id", "term") if name in properties), ""))


def _values(properties: Properties) -> str:
    values = (f'<attvalue for="{name}" value={quoteattr(_text(value))}/>' for name, value in properties.items())
    return f"<attvalues>{''.join(values)}</attvalues>"


def _names(table: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for names in table.values() for name in names))


def _text(value: Value) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case tuple():
            return json.dumps(value, ensure_ascii=False)
        case str():
            return value
        case _:
            return repr(value)
