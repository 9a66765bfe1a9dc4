"""Each export is read back by a program that is not ours, and nothing is lost, neither value nor type."""

import csv
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import Any

import networkx as nx
import pyarrow.parquet
import pyoxigraph
import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st

from api.service import Service
from kg.export.cypher import BATCH, cypher, literal
from kg.export.jsonld import jsonld
from kg.export.model import EDGES, NODES, TYPES, Node, PropertyGraph, core, property_graph
from kg.export.neo4j_csv import BETWEEN, neo4j_csv
from kg.export.write import FORMS, write
from kg.export.xml import EDGE_TYPE, NODE_LABEL, gexf, graphml, shown
from kg.rdf import Literal, Quad
from kg.store import open_store
from kg.triples import expand
from kg.vocabulary import vocabulary
from ontology.emotion import Module
from ontology.errors import BadInput
from ontology.world import Ontology
from vocab.lexicon import PartOfSpeech, Register, Term
from vocab.ratings import TermRating

TERMS = (
    Term('it\'s "all" <over> & out\\', PartOfSpeech.PHRASE, "fury", Register.IDIOM, "made-up", origins=("a b", "c'd")),
    Term("bittersweet", PartOfSpeech.ADJECTIVE, "joy", Register.STANDARD, "made-up", also=(("anger", 0.25),)),
    Term("😡", PartOfSpeech.EMOJI, "anger", Register.SYMBOL, "made-up", comment="two\nlines; tab\there"),
)
RATINGS = (TermRating("bittersweet", "made-up", (0.5, None, -1.0), (None, None, 0.25), 12, "1..9"),)

Read = tuple[dict[str, tuple[str, dict[str, object]]], list[tuple[str, str, str, dict[str, object]]]]


@pytest.fixture(scope="module", params=["mini", "shipped"])
def exported(request: pytest.FixtureRequest, mini: Ontology, service: Service) -> PropertyGraph:
    """A world that one can read, with terms of odd spelling, and all that is shipped, of the terms a fifth."""
    if request.param == "mini":
        return property_graph(mini, TERMS, RATINGS)
    some = list(islice(service.lexicon, 0, None, 5))
    texts = {term.text for term in some}
    return property_graph(service.world, some, [r for r in service.all_ratings if r.term in texts])


def _whole(graph: PropertyGraph) -> Read:
    nodes = {n.iri: (n.label, dict(n.properties)) for n in graph.nodes}
    return nodes, [(e.start, e.type, e.end, dict(e.properties)) for e in graph.edges]


def _same(found: Read, graph: PropertyGraph) -> None:
    """Equal nodes and edges, and every value of the same type."""
    nodes, edges = _whole(graph)
    assert found[0] == nodes
    assert sorted(found[1], key=repr) == sorted(edges, key=repr)
    properties = [p for _, p in found[0].values()] + [p for *_, p in found[1]]
    assert all(type(value) is TYPES.get(name, str) for p in properties for name, value in p.items())


# -- the model -----------------------------------------------------------------------------------------


def test_the_miniature_world_as_nodes_and_edges(mini: Ontology) -> None:
    graph = property_graph(mini, TERMS, RATINGS)
    base = "https://w3id.org/tone-kg/"
    fury = next(n for n in graph.nodes if n.iri == f"{base}fury")
    assert (fury.label, dict(fury.properties)) == (
        "Emotion",
        {
            "id": "fury",
            "label": "fury",
            "tier": "tertiary",
            "module": "parrott",
            "kind": "emotion",
            "definition": "unbridled wish to destroy",
            "comment": "the far end",
            "valence": -0.6,
            "arousal": 0.9,
            "dominance": 0.4,
        },
    )
    leaving = {(e.type, e.end.removeprefix(base)) for e in graph.edges if e.start == fury.iri}
    assert leaving == {("BROADER", "rage"), ("MORE_INTENSE_THAN", "rage"), ("FROM_SOURCE", "source/made-up")}
    (more,) = [e for e in graph.edges if e.type == "MORE_INTENSE_THAN"]
    assert {k: v for k, v in more.properties.items() if k != "iri"} == {
        "source": "made-up",
        "method": "vad-arousal",
        "score": 0.4,
        "status": "accepted",
        "evidence": "one step",
    }
    meant = [(e.end, dict(e.properties)) for e in graph.edges if e.type == "MEANS" and "bittersweet" in e.start]
    assert meant == [
        (f"{base}anger", {"weight": 0.25, "is_preferred": False}),
        (f"{base}joy", {"weight": 0.75, "is_preferred": True}),
    ]


def test_every_thing_of_the_tables_is_a_node(world: Ontology) -> None:
    graph = property_graph(world)
    counts = {label: sum(n.label == label for n in graph.nodes) for label in NODES}
    assert counts["Emotion"] == len(world) and counts["Mapping"] == len(world.mappings)
    assert counts["Transition"] == len(world.observed) and counts["TraitEffect"] == len(world.trait_effects)
    relations = [e for e in graph.edges if "/relation/" in str(e.properties.get("iri"))]
    assert len(relations) == len(world.relations)
    assert {n.label for n in graph.nodes} <= set(NODES) and {e.type for e in graph.edges} <= set(EDGES)


def test_the_core_is_parrotts_emotions_and_what_is_said_of_them(world: Ontology) -> None:
    small = core(world)
    assert len(small) == 137 and {e.module for e in small} == {Module.PARROTT}
    assert {n.label for n in property_graph(small).nodes} <= {"Emotion", "Rating", "Blend", "Name", "Source"}


# -- each form, read by another program ----------------------------------------------------------------


def test_graphml_is_read_by_networkx(exported: PropertyGraph, tmp_path: Path) -> None:
    (tmp_path / "g.graphml").write_text("".join(graphml(exported)), encoding="utf-8", newline="")
    read = nx.read_graphml(tmp_path / "g.graphml", force_multigraph=True)
    _same(_of_networkx(read, lambda data: data), exported)


def test_gexf_is_read_by_networkx(exported: PropertyGraph, tmp_path: Path) -> None:
    (tmp_path / "g.gexf").write_text("".join(gexf(exported)), encoding="utf-8", newline="")
    read = nx.read_gexf(tmp_path / "g.gexf", version="1.3")
    kinds = {label for label, names in NODES.items() if "label" in names}

    def without_shown(data: Mapping[str, object]) -> Mapping[str, object]:
        """GEXF's own label counts where the kind has one; an edge's repeats its type, and its id is a number."""
        own = set() if data.get(NODE_LABEL) in kinds else {"label"}
        if NODE_LABEL not in data:
            assert data["label"] == data[EDGE_TYPE]
            own.add("id")
        return {name: value for name, value in data.items() if name not in own}

    _same(_of_networkx(nx.MultiDiGraph(read), without_shown), exported)
    assert all(read.nodes[n.iri]["label"] == shown(n.properties) for n in exported.nodes)


def _of_networkx(read: nx.MultiDiGraph, ours: Callable[[Mapping[str, object]], Mapping[str, object]]) -> Read:
    def properties(data: Mapping[str, object]) -> dict[str, object]:
        return {
            name: tuple(json.loads(str(value))) if TYPES.get(name) is tuple else value
            for name, value in ours(data).items()
            if name not in (NODE_LABEL, EDGE_TYPE)
        }

    nodes = {iri: (data[NODE_LABEL], properties(data)) for iri, data in read.nodes(data=True)}
    return nodes, [(a, data[EDGE_TYPE], b, properties(data)) for a, b, data in read.edges(data=True)]


def test_the_cypher_script_makes_the_graph(exported: PropertyGraph) -> None:
    """Read by a small reader of its literals; what MERGE and SET would make is made here."""
    nodes: dict[str, tuple[str, dict[str, object]]] = {}
    edges: list[tuple[str, str, str, dict[str, object]]] = []
    statements = list(cypher(exported))
    made = [s for s in statements if s.startswith("UNWIND")]
    assert statements == [s for s in statements if s.startswith("CREATE CONSTRAINT")] + made
    for statement in made:
        rows, make = _rows(statement)
        assert len(rows) <= BATCH
        if node := re.fullmatch(r"MERGE \(n:(\w+) \{iri: row\.iri\}\) SET n = row;\n", make):
            nodes |= {row["iri"]: (node[1], {k: v for k, v in row.items() if k != "iri"}) for row in rows}
            continue
        edge = re.fullmatch(
            r"MATCH \(a:(\w+) \{iri: row\.start\}\) MATCH \(b:(\w+) \{iri: row\.end\}\) "
            r"MERGE \(a\)-\[r:(\w+)( \{iri: row\.properties\.iri\})?\]->\(b\) SET r = row\.properties;\n",
            make,
        )
        assert edge is not None, make
        assert all((nodes[r["start"]][0], nodes[r["end"]][0]) == (edge[1], edge[2]) for r in rows)
        assert all(("iri" in r["properties"]) == bool(edge[4]) for r in rows)
        edges += [(r["start"], edge[3], r["end"], r["properties"]) for r in rows]
    _same((nodes, edges), exported)


_STRING_OR_NAME = re.compile(r"'((?:[^'\\]|\\.)*)'|(\w+):", re.DOTALL)


def _rows(statement: str) -> tuple[list[dict[str, Any]], str]:
    """The rows of an UNWIND, its literals respelt as JSON, and what is made of each."""
    body, _, make = statement.removeprefix("UNWIND ").rpartition("\n] AS row ")
    return [{k: _listed(k, v) for k, v in row.items()} for row in json.loads(_json(body + "]"))], make


def _json(text: str) -> str:
    return _STRING_OR_NAME.sub(lambda m: f'"{m[2]}":' if m[2] else json.dumps(_unescaped(m[1])), text)


def _unescaped(text: str) -> str:
    return re.sub(r"\\(.)", lambda m: {"n": "\n", "r": "\r", "t": "\t"}.get(m[1], m[1]), text)


def _listed(name: str, value: Any) -> Any:
    if isinstance(value, dict):
        return {k: _listed(k, v) for k, v in value.items()}
    return tuple(value) if TYPES.get(name) is tuple else value


def test_the_files_for_neo4j_admin_hold_every_value(exported: PropertyGraph) -> None:
    files = dict(neo4j_csv(exported))
    nodes: dict[str, tuple[str, dict[str, object]]] = {}
    edges: list[tuple[str, str, str, dict[str, object]]] = []
    options = files.pop("import.args").splitlines()
    named = [o.partition("=")[2].split(",") for o in options if o.startswith(("--nodes=", "--relationships="))]
    assert sorted(name for pair in named for name in pair) == sorted(files)
    for header, table in named:
        (columns,) = csv.reader(files[header].splitlines())
        for row in csv.reader(files[table].splitlines(keepends=True)):
            cells = dict(zip(columns, row, strict=True))
            ours = dict(_cell(name, cell) for name, cell in cells.items() if cell and name not in _OWN)
            if ":LABEL" in cells:
                nodes[cells["iri:ID"]] = (cells[":LABEL"], ours)
            else:
                edges.append((cells[":START_ID"], cells[":TYPE"], cells[":END_ID"], ours))
    _same((nodes, edges), exported)


_OWN = {"iri:ID", ":LABEL", ":START_ID", ":END_ID", ":TYPE"}
_READ: dict[str, Callable[[str], object]] = {
    "string": str,
    "long": int,
    "double": float,
    "boolean": lambda cell: {"true": True, "false": False}[cell],
    "string[]": lambda cell: tuple(cell.split(BETWEEN)),
}


def _cell(column: str, cell: str) -> tuple[str, object]:
    name, _, kind = column.partition(":")
    return name, _READ[kind](cell)


def test_parquet_is_read_by_pyarrow(exported: PropertyGraph, tmp_path: Path) -> None:
    write("parquet", tmp_path, lambda: exported, tuple)
    tables = [pyarrow.parquet.read_table(tmp_path / f"{name}.parquet").to_pylist() for name in ("nodes", "edges")]
    for table in tables:
        for row in table:
            for name in [name for name, value in row.items() if value is None]:
                del row[name]
            row |= {name: tuple(value) for name, value in row.items() if isinstance(value, list)}
    nodes = {row.pop("iri"): (row.pop("node_label"), row) for row in tables[0]}
    edges = [(row.pop("start"), row.pop("edge_type"), row.pop("end"), row) for row in tables[1]]
    _same((nodes, edges), exported)


def test_json_ld_is_read_as_the_same_quads(world: Ontology, mini: Ontology, service: Service) -> None:
    """By pyoxigraph the whole ontology and some terms, by rdflib the miniature world."""
    quads = (*expand(world), *vocabulary(islice(service.lexicon, 300)))
    read = pyoxigraph.parse("".join(jsonld(quads)).encode(), format=pyoxigraph.RdfFormat.JSON_LD)
    assert Counter(map(str, read)) == Counter(map(str, _oxigraph(quads)))
    small = list(expand(mini))
    parsed = rdflib.Dataset().parse(data="".join(jsonld(small)), format="json-ld")
    told = {(str(s), str(p), str(o), str(g)) for s, p, o, g in parsed.quads()}
    texts = {
        (q.subject, q.predicate, q.object.text if isinstance(q.object, Literal) else q.object, q.graph) for q in small
    }
    assert told == texts


def _oxigraph(quads: Iterable[Quad]) -> Iterator[pyoxigraph.Quad]:
    """The same by the store, as N-Quads tell it."""
    store, out = open_store("oxigraph"), BytesIO()
    store.load(quads)
    store.write(out)
    yield from pyoxigraph.parse(out.getvalue(), format=pyoxigraph.RdfFormat.N_QUADS)


# -- all forms -----------------------------------------------------------------------------------------


@settings(max_examples=60)
@given(st.text(), st.lists(st.text(), max_size=3))
def test_a_cypher_literal_says_what_it_was_made_of(text: str, texts: list[str]) -> None:
    value = {"text": text, "aliases": tuple(texts), "n": 3, "score": 0.5, "is_preferred": True}
    found = literal(value)
    assert _listed("", json.loads(_json(found))) == value
    assert "\n" not in found and len(re.findall(r"(?<!\\)(?:\\\\)*'", found)) % 2 == 0


@pytest.mark.parametrize("form", FORMS)
def test_twice_gives_the_same_bytes_whatever_the_order(form: str, mini: Ontology, tmp_path: Path) -> None:
    written = []
    for name, terms in (("a", TERMS), ("b", TERMS[::-1])):
        graph, quads = property_graph(mini, terms, RATINGS), sorted(expand(mini), reverse=name == "b", key=repr)
        paths = write(form, tmp_path / name, lambda graph=graph: graph, lambda quads=quads: quads)
        written.append({path.name if len(paths) > 1 else "": path.read_bytes() for path in paths})
    assert written[0] == written[1]
    assert not list(tmp_path.rglob(".*"))


def test_a_place_that_cannot_be_written_to_is_named_and_nothing_is_lost(mini: Ontology, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("kept")
    with pytest.raises(BadInput, match="cannot write graphml to .*file/g: "):
        write("graphml", tmp_path / "file" / "g", lambda: property_graph(mini), tuple)
    with pytest.raises(BadInput, match="no form 'xml' to export; there are graphml, gexf"):
        write("xml", tmp_path / "g", lambda: property_graph(mini), tuple)
    with pytest.raises(ValueError, match="stands between"):
        write("neo4j-csv", tmp_path / "file", lambda: _with_origins("a|b"), tuple)
    assert (tmp_path / "file").read_text() == "kept"


def _with_origins(text: str) -> PropertyGraph:
    return PropertyGraph((Node("x", "Term", {"text": "x", "origins": (text,)}),), ())


def test_what_breaks_the_model_is_refused(mini: Ontology) -> None:
    with pytest.raises(ValueError, match="2 nodes have one key: .*term/bittersweet"):
        property_graph(mini, (*TERMS, TERMS[1]))
    with pytest.raises(ValueError, match="is no node"):
        property_graph(mini, (), RATINGS)


def test_the_service_writes_the_whole_graph_or_its_core(service: Service, tmp_path: Path) -> None:
    (whole,) = service.export("cypher", tmp_path / "all" / "g.cypher")
    (small,) = service.export("graphml", tmp_path / "core.graphml", core=True)
    assert whole.stat().st_size > 1_000_000 > small.stat().st_size
    assert whole.read_text(encoding="utf-8").count("{iri: 'https://w3id.org/tone-kg/term-rating/") > 10_000
    (quads,) = service.export("jsonld", tmp_path / "core.jsonld", core=True)
    assert {graph["@id"].rpartition("/")[2] for graph in json.loads(quads.read_bytes())} >= {"parrott", "vad"}
    assert len(nx.read_graphml(small)) == len(property_graph(core(service.world)).nodes)
