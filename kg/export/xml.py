"""GraphML and GEXF 1.3, written line by line: the same bytes on every machine, whatever XML library it has.

Neither has lists that all readers know, so a list of texts (``model.LISTS``) is written as JSON.
"""

import json
import re
from collections.abc import Iterator, Mapping
from xml.sax.saxutils import escape, quoteattr

from kg.export.columns import columns
from kg.property_graph.graph import Graph
from kg.property_graph.model import Value
from ontology.errors import BadInput

#: Names of the attributes that hold a node's label and an edge's type in GraphML.
NODE_LABEL, EDGE_TYPE = "node_label", "edge_type"
#: What GEXF calls the property ``label``: its own ``label`` is what is shown beside any node.
LABEL = "rdfs_label"

_GRAPHML = {str: "string", int: "long", float: "double", bool: "boolean", list: "string"}
_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")

Properties = Mapping[str, Value]


def graphml(graph: Graph) -> Iterator[str]:
    """The graph as GraphML; ids of nodes are IRIs, those of edges their numbers.

    Raises:
        BadInput: a text holds what XML cannot hold.
    """
    yield _HEAD + '<graphml xmlns="http://graphml.graphdrawing.org/xmlns">\n'
    for which, types in _types(graph).items():
        for name, type in types.items():
            kind = _GRAPHML[type]
            yield f'<key id="{which}-{name}" for="{which}" attr.name="{name}" attr.type="{kind}"/>\n'
    yield '<graph id="tone-kg" edgedefault="directed">\n'
    for node in graph.nodes:
        yield f"<node id={quoteattr(node.iri)}>{_data('node', {NODE_LABEL: node.label, **node.properties})}</node>\n"
    for number, edge in enumerate(graph.edges):
        ends = f"source={quoteattr(edge.start)} target={quoteattr(edge.end)}"
        yield f'<edge id="{number}" {ends}>{_data("edge", {EDGE_TYPE: edge.type, **edge.properties})}</edge>\n'
    yield "</graph>\n</graphml>\n"


def _data(which: str, properties: Properties) -> str:
    texts = ((name, escape(_text(value), {"\r": "&#13;"})) for name, value in properties.items())
    return "".join(f'<data key="{which}-{name}">{text}</data>' for name, text in texts)


def gexf(graph: Graph) -> Iterator[str]:
    """The graph as GEXF 1.3.

    GEXF's own label of a node is what a picture writes beside it, see ``shown``; that of an edge is its type.

    Raises:
        BadInput: a text holds what XML cannot hold.
    """
    yield _HEAD + '<gexf xmlns="http://gexf.net/1.3" version="1.3">\n'
    yield '<graph defaultedgetype="directed" mode="static">\n'
    for which, types in _types(graph).items():
        yield f'<attributes class="{which}" mode="static">\n'
        for name, type in types.items():
            yield f'<attribute id="{_gexf(name)}" title="{_gexf(name)}" type="{_GRAPHML[type]}"/>\n'
        yield "</attributes>\n"
    yield "<nodes>\n"
    for node in graph.nodes:
        own = f"id={quoteattr(node.iri)} label={quoteattr(shown(node.properties))}"
        yield f"<node {own}>{_values({NODE_LABEL: node.label, **node.properties})}</node>\n"
    yield "</nodes>\n<edges>\n"
    for number, edge in enumerate(graph.edges):
        ends = f'source={quoteattr(edge.start)} target={quoteattr(edge.end)} label="{edge.type}"'
        yield f'<edge id="{number}" {ends}>{_values({EDGE_TYPE: edge.type, **edge.properties})}</edge>\n'
    yield "</edges>\n</graph>\n</gexf>\n"


def shown(properties: Properties) -> str:
    """What a picture writes beside a node: its label, else its text, else its id."""
    return str(next(properties[name] for name in ("label", "text", "id") if name in properties))


def _values(properties: Properties) -> str:
    values = (f'<attvalue for="{_gexf(name)}" value={quoteattr(_text(value))}/>' for name, value in properties.items())
    return f"<attvalues>{''.join(values)}</attvalues>"


def _gexf(name: str) -> str:
    return LABEL if name == "label" else name


def _types(graph: Graph) -> dict[str, dict[str, type]]:
    """What there is of nodes and of edges, by its name."""
    return {
        "node": {NODE_LABEL: str, **columns(node.properties for node in graph.nodes)},
        "edge": {EDGE_TYPE: str, **columns(edge.properties for edge in graph.edges)},
    }


def _text(value: Value) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case list():
            return json.dumps(value, ensure_ascii=False)
        case str():
            if found := _NO_XML.search(value):
                raise BadInput(f"XML cannot hold U+{ord(found[0]):04X} of {value[:60]!r}; export cypher or parquet")
            return value
        case _:
            return repr(value)
