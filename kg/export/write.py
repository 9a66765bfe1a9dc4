"""An export by its name: made whole in memory, then put in its place, so that nobody meets half a file."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

from kg.export.cypher import cypher
from kg.export.jsonld import jsonld
from kg.export.neo4j_csv import neo4j_csv
from kg.export.parquet import parquet
from kg.export.xml import gexf, graphml
from kg.property_graph.graph import Graph
from kg.rdf import Quad
from ontology.errors import BadInput
from ontology.tables import write_bytes

#: Forms that are one file, made of the graph and the version of the tables.
FILES: Mapping[str, Callable[[Graph, str], Iterable[str]]] = {
    "graphml": lambda graph, _: graphml(graph),
    "gexf": lambda graph, _: gexf(graph),
    "cypher": cypher,
}

#: Forms that are a folder of files.
FOLDERS: Mapping[str, Callable[[Graph, str], Iterable[tuple[str, str | bytes]]]] = {
    "neo4j-csv": neo4j_csv,
    "parquet": lambda graph, _: parquet(graph),
}

FORMS = (*FILES, *FOLDERS, "jsonld")


def write(
    form: str, where: Path, graph: Callable[[], Graph], quads: Callable[[], Iterable[Quad]], version: str
) -> tuple[Path, ...]:
    """Write one form to a file, or for some forms to a folder (made if absent); gives the paths written.

    Every file is made first and then replaced at once; the same graph gives the same bytes.

    Raises:
        BadInput: no such form, the place cannot be written to, or XML cannot hold what a text holds.
        MissingExtra: a package that the form needs is not installed.
    """
    if form not in FORMS:
        raise BadInput(f"no form '{form}' to export; there are {', '.join(FORMS)}")
    contents = dict(_contents(form, where, graph, quads, version))
    try:
        for path in contents:
            path.parent.mkdir(parents=True, exist_ok=True)
        for path, content in contents.items():
            write_bytes(path, content)
    except OSError as error:
        raise BadInput(f"cannot write {form} to {where}: {error.strerror}") from None
    return tuple(contents)


def _contents(
    form: str, where: Path, graph: Callable[[], Graph], quads: Callable[[], Iterable[Quad]], version: str
) -> Iterator[tuple[Path, bytes]]:
    if form in FOLDERS:
        for name, content in FOLDERS[form](graph(), version):
            yield where / name, content if isinstance(content, bytes) else content.encode()
    else:
        yield where, "".join(jsonld(quads()) if form == "jsonld" else FILES[form](graph(), version)).encode()
