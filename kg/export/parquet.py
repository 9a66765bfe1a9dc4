"""Two Parquet tables, nodes and edges: a column a property, typed, empty where a thing has none."""

from collections.abc import Iterator, Sequence
from io import BytesIO
from typing import Any

from kg.export.columns import columns
from kg.property_graph.graph import Graph
from ontology.errors import MissingExtra


def parquet(graph: Graph) -> Iterator[tuple[str, bytes]]:
    """(name, content) of ``nodes.parquet`` (iri, node_label, …) and ``edges.parquet`` (start, edge_type, end, …).

    Raises:
        MissingExtra: pyarrow is not installed.
    """
    try:
        import pyarrow as pa
        from pyarrow.parquet import write_table
    except ModuleNotFoundError as error:
        if error.name not in ("pyarrow", "pyarrow.parquet"):
            raise
        raise MissingExtra("Parquet files", "parquet") from None

    types = {str: pa.string(), int: pa.int64(), float: pa.float64(), bool: pa.bool_(), list: pa.list_(pa.string())}

    def written(own: tuple[str, ...], rows: Sequence[dict[str, Any]]) -> bytes:
        others = {name: type for name, type in columns(rows).items() if name not in own}
        fields = [pa.field(name, pa.string(), nullable=False) for name in own]
        schema = pa.schema([*fields, *((name, types[type]) for name, type in others.items())])
        held = BytesIO()
        write_table(pa.Table.from_pylist(rows, schema=schema), held, compression="zstd")
        return held.getvalue()

    nodes = [{"iri": n.iri, "node_label": n.label, **n.properties} for n in graph.nodes]
    yield "nodes.parquet", written(("iri", "node_label"), nodes)
    edges = [{"start": e.start, "edge_type": e.type, "end": e.end, **e.properties} for e in graph.edges]
    yield "edges.parquet", written(("start", "edge_type", "end"), edges)
