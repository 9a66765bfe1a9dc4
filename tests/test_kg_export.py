"""Each export is read back by a program that is not ours, and nothing is lost, neither value nor type."""

import csv
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from io import BytesIO
from itertools import chain, groupby, islice
from operator import attrgetter
from pathlib import Path
from typing import Any

import networkx as nx
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet
import pyoxigraph
import pytest
import rdflib
from hypothesis import given, settings
from hypothesis import strategies as st

from api.service import Service
from api.settings import Settings
from kg.contract import contract
from kg.export.columns import columns
from kg.export.core import core
from kg.export.cypher import BATCH, cypher, literal
from kg.export.jsonld import jsonld
from kg.export.neo4j_csv import neo4j_csv
from kg.export.write import FORMS, write
from kg.export.xml import EDGE_TYPE, LABEL, NODE_LABEL, gexf, graphml, shown
from kg.property_graph.graph import MARK, Graph, Hashes
from kg.property_graph.model import CLASSES, LISTS, Edge, Node, triples
from kg.rdf import Iri, Literal, Quad
from kg.store import open_store
from kg.triples import expand
from kg.vocabulary import term_ratings, vocabulary
from ontology.emotion import Module
from ontology.errors import BadInput
from ontology.world import Ontology
from vocab.lexicon import Lexicon, PartOfSpeech, Register, Term, label_terms
from vocab.ratings import TermRating

TERMS = (
    Term('it\'s "all" <over> & out\\', PartOfSpeech.PHRASE, "fury", Register.IDIOM, "made-up", origins=("a b", "c'd")),
    Term("bittersweet", PartOfSpeech.ADJECTIVE, "joy", Register.STANDARD, "made-up", also=(("anger", 0.25),)),
    Term("😡", PartOfSpeech.EMOJI, "anger", Register.SYMBOL, "made-up", comment="two\nlines; tab\there"),
)
RATINGS = (TermRating("bittersweet", "made-up", (0.5, None, -1.0), (None, None, 0.25), 12, "1..9"),)

Read = tuple[dict[str, tuple[str, dict[str, object]]], list[tuple[str, str, str, dict[str, object]]]]


def _graph(world: Ontology, terms: Iterable[Term], ratings: Iterable[TermRating]) -> Graph:
    return Graph.of(chain(expand(world), vocabulary(terms), term_ratings(ratings)))


@pytest.fixture(scope="module", params=["mini", "shipped"])
def exported(request: pytest.FixtureRequest, mini: Ontology, service: Service) -> Graph:
    """A world that one can read, with terms of odd spelling, and of the shipped one a tenth with what it leads to."""
    if request.param == "mini":
        return _graph(mini, TERMS, RATINGS)
    whole = service.property_graph
    of_a_kind = groupby(sorted(whole.nodes, key=attrgetter("label")), key=attrgetter("label"))
    some = {node.iri for _, members in of_a_kind for node in islice(members, 0, None, 10)}
    edges = tuple(edge for edge in whole.edges if edge.start in some)
    some |= {edge.end for edge in edges}
    return Graph(tuple(node for node in whole.nodes if node.iri in some), edges)


def _typed(properties: Mapping[str, object]) -> dict[str, tuple[str, object]]:
    return {name: (type(value).__name__, value) for name, value in properties.items()}


def _same(found: Read, graph: Graph) -> None:
    """Equal nodes and edges, and every value of the same type."""
    nodes, edges = found
    assert {iri: (label, _typed(held)) for iri, (label, held) in nodes.items()} == {
        n.iri: (n.label, _typed(n.properties)) for n in graph.nodes
    }
    assert sorted(((*ends, _typed(held)) for *ends, held in edges), key=repr) == sorted(
        ((e.start, e.type, e.end, _typed(e.properties)) for e in graph.edges), key=repr
    )


def _without_hashes(found: Read, graph: Graph) -> Read:
    """What is left when the hashes, which are to be those of a sync, are taken away."""
    nodes, edges = found
    hashes = {iri: f"{label} {held.pop('hash')}" for iri, (label, held) in nodes.items()}
    assert Hashes(hashes, {(a, type, b): str(held.pop("hash")) for a, type, b, held in edges}) == graph.hashes
    return found


# -- the model -----------------------------------------------------------------------------------------


def test_the_miniature_world_as_nodes_and_edges(mini: Ontology) -> None:
    graph = _graph(mini, TERMS, RATINGS)
    base = "https://w3id.org/tone-kg/"
    fury = next(n for n in graph.nodes if n.iri == f"{base}fury")
    assert (fury.label, dict(fury.properties)) == (
        "Emotion",
        {
            "id": "fury",
            "label": "fury",
            "prefLabel": "fury",
            "tier": "tertiary",
            "module": "parrott",
            "kind": "emotion",
            "definition": "unbridled wish to destroy",
            "comment": "the far end",
            "valence": -0.6,
            "arousal": 0.9,
            "dominance": 0.4,
            "altLabel": [TERMS[0].text],
            "inScheme": f"{base}scheme",
            "source": "made-up",
        },
    )
    leaving = {(e.type, e.end.removeprefix(base)) for e in graph.edges if e.start == fury.iri}
    assert leaving >= {("BROADER", "rage"), ("SUB_CLASS_OF", "rage"), ("MORE_INTENSE_THAN", "rage")}
    meant = [(e.end, dict(e.properties)) for e in graph.edges if e.type == "MEANS" and "bittersweet" in e.start]
    assert meant == [(f"{base}anger", {"weight": 0.25}), (f"{base}joy", {"weight": 0.75})]


def test_every_thing_of_the_tables_is_a_node(service: Service) -> None:
    world, counts = service.world, Counter(n.label for n in service.property_graph.nodes)
    assert (counts["Emotion"], counts["Mapping"]) == (len(world), len(world.mappings))
    assert (counts["ObservedTransition"], counts["TraitEffect"]) == (len(world.observed), len(world.trait_effects))
    assert (counts["Relation"], counts["Rating"]) == (len(world.relations), len(world.ratings))
    assert counts.keys() <= CLASSES.keys()


def test_the_core_is_parrotts_emotions_and_what_is_said_of_them(world: Ontology) -> None:
    small = core(world)
    assert len(small) == 137 and {e.module for e in small} == {Module.PARROTT}
    labels = {n.label for n in Graph.of(expand(small)).nodes}
    assert labels == {"Emotion", "Rating", "Relation", "Blend", "Name", "Source"}


def test_the_table_of_the_model_says_what_there_is(service: Service, mini: Ontology) -> None:
    page = (Path(__file__).parent.parent / "docs" / "neo4j.md").read_text(encoding="utf-8")
    leaving: dict[str, set[str]] = {label: set() for label in CLASSES}
    found = set()
    for graph in (service.property_graph, Graph.of(expand(mini))):
        label_of = {n.iri: n.label for n in graph.nodes}
        found |= set(label_of.items())
        for edge in graph.edges:
            leaving[label_of[edge.start]].add(edge.type)
    rows = [line.split(" | ") for line in page.splitlines() if line.startswith("| `") and line.count(" | ") == 3]
    told = {label: row for row in rows for label in re.findall(r"`(\w+)`", row[0]) if label in CLASSES}
    assert {label: set(re.findall(r"`([A-Z_]+)`", row[3])) for label, row in told.items()} == leaving
    for iri, label in found:
        (prefix,) = re.findall(r"^`([a-z-]+/)`", told[label][2]) or ("",)
        assert label == "Foreign" or iri.startswith(f"https://w3id.org/tone-kg/{prefix}"), iri


# -- each form, read by another program ----------------------------------------------------------------


def test_graphml_is_read_by_networkx(exported: Graph, tmp_path: Path) -> None:
    _same(_of_graphml(exported, tmp_path), exported)


def test_the_tables_come_back_out_of_graphml(mini: Ontology, tmp_path: Path) -> None:
    nodes, edges = _of_graphml(Graph.of(expand(mini)), tmp_path)
    none = Iri("urn:x:none")
    said = {
        Quad(t.subject, t.predicate, t.object, none)  # type: ignore[arg-type]  # ours have no blank nodes
        for iri, (label, held) in nodes.items()
        for t in triples(Node(label, iri, held), (Edge(*e) for e in edges if e[0] == iri))  # type: ignore[arg-type]  # as networkx read them
    }
    assert contract(said) == mini


def _of_graphml(graph: Graph, folder: Path) -> Read:
    (folder / "g.graphml").write_text("".join(graphml(graph)), encoding="utf-8", newline="")
    return _of_networkx(nx.read_graphml(folder / "g.graphml", force_multigraph=True), lambda data: data)


def test_gexf_is_read_by_networkx(exported: Graph, tmp_path: Path) -> None:
    (tmp_path / "g.gexf").write_text("".join(gexf(exported)), encoding="utf-8", newline="")
    read = nx.read_gexf(tmp_path / "g.gexf", version="1.3")

    def without_shown(data: Mapping[str, object]) -> Mapping[str, object]:
        """GEXF's own label only shows what is a property too; an edge's repeats its type, and its id is a number."""
        held = {name: value for name, value in data.items() if name not in ("label", LABEL)}
        if NODE_LABEL in data:
            return held | ({"label": data[LABEL]} if LABEL in data else {})
        assert data["label"] == data[EDGE_TYPE]
        del held["id"]
        return held

    _same(_of_networkx(nx.MultiDiGraph(read), without_shown), exported)
    assert all(read.nodes[n.iri]["label"] == shown(n.properties) for n in exported.nodes)


def _of_networkx(read: nx.MultiDiGraph, ours: Callable[[Mapping[str, object]], Mapping[str, object]]) -> Read:
    def properties(data: Mapping[str, object]) -> dict[str, object]:
        return {
            name: json.loads(str(value)) if name in LISTS else value
            for name, value in ours(data).items()
            if name not in (NODE_LABEL, EDGE_TYPE)
        }

    nodes = {iri: (data[NODE_LABEL], properties(data)) for iri, data in read.nodes(data=True)}
    return nodes, [(a, data[EDGE_TYPE], b, properties(data)) for a, b, data in read.edges(data=True)]


def test_the_cypher_script_makes_the_graph(exported: Graph) -> None:
    """Read by a small reader of its literals; what a server makes of it, tests/test_kg_neo4j.py shows."""
    nodes: dict[str, tuple[str, dict[str, object]]] = {}
    edges: list[tuple[str, str, str, dict[str, object]]] = []
    statements = list(cypher(exported, "1"))
    assert statements == [f"{part};\n" for part in "".join(statements).split(";\n")[:-1]]
    for statement in (s for s in statements if "UNWIND" in s):
        rows, make = _rows(statement)
        assert len(rows) <= BATCH
        if node := re.search(r"CREATE \(m:Tone:`(\w+)`\)", make):
            assert all(row["properties"].pop("iri") == row["iri"] for row in rows)
            nodes |= {row["iri"]: (node[1], row["properties"]) for row in rows}
            continue
        edge = re.search(r"MERGE \(a\)-\[r:`(\w+)`\]->\(b\)", make)
        assert edge is not None, make
        assert all({r["start"], r["end"]} <= nodes.keys() for r in rows)
        edges += [(r["start"], edge[1], r["end"], r["properties"]) for r in rows]
    _same(_without_hashes((nodes, edges), exported), exported)


_STRING_OR_NAME = re.compile(r"'((?:[^'\\]|\\.)*)'|(\w+):", re.DOTALL)


def _rows(statement: str) -> tuple[list[dict[str, Any]], str]:
    """The rows of an UNWIND, its literals respelt as JSON, and what is made of each."""
    body, _, make = statement[statement.index("UNWIND") :].removeprefix("UNWIND ").rpartition("\n] AS row ")
    return json.loads(_json(body + "]")), make


def _json(text: str) -> str:
    whole = text.replace("' + '", "")
    return _STRING_OR_NAME.sub(lambda m: f'"{m[2]}":' if m[2] else json.dumps(_unescaped(m[1])), whole)


def _unescaped(text: str) -> str:
    def one(found: re.Match[str]) -> str:
        return chr(int(found[1], 16)) if found[1] else {"n": "\n", "r": "\r", "t": "\t"}.get(found[2], found[2])

    return re.sub(r"\\(?:u([0-9a-f]{4})|(.))", one, text)


def test_the_files_for_neo4j_admin_hold_what_a_sync_would_write(exported: Graph, tmp_path: Path) -> None:
    write("neo4j-csv", tmp_path, lambda: exported, tuple, "1")
    found, marks = _of_csv(tmp_path)
    assert marks == [{"name": MARK, **exported.mark("1")}]
    _same(_without_hashes(found, exported), exported)
    assert (tmp_path / "schema.cypher").read_text().count(" IF NOT EXISTS ") == 5


def _of_csv(folder: Path) -> tuple[Read, list[dict[str, object]]]:
    """Read by pyarrow: the tables that ``import.args`` names, with the labels and types that it gives them."""
    nodes: dict[str, tuple[str, dict[str, object]]] = {}
    edges: list[tuple[str, str, str, dict[str, object]]] = []
    marks: list[dict[str, object]] = []
    options = [o.removeprefix("--").split("=") for o in (folder / "import.args").read_text().splitlines()]
    (sign,) = (o[1].replace("U+001F", "\x1f") for o in options if o[0] == "array-delimiter")
    files = {file for o in options for file in o[-1].split(",") if file.endswith(".csv")}
    assert files == {path.name for path in folder.glob("*.csv")}
    for what, name, tables in (o for o in options if o[0] in ("nodes", "relationships")):
        for row in _csv_rows(*(folder / table for table in tables.split(",")), sign):  # type: ignore[misc]  # two of them
            if what == "relationships":
                edges.append((str(row.pop(":START_ID")), name, str(row.pop(":END_ID")), row))
            elif name == "Sync":
                marks.append(row)
            else:
                nodes[str(row.pop("iri"))] = (name.removeprefix("Tone:"), row)
    return (nodes, edges), marks


_ARROW = {"string": pa.string(), "ID": pa.string(), "long": pa.int64(), "double": pa.float64(), "boolean": pa.bool_()}


def _csv_rows(header: Path, table: Path, sign: str) -> Iterator[dict[str, object]]:
    (names,) = csv.reader(header.read_text().splitlines())
    kinds = {name: name.rpartition(":")[2] for name in names}
    read = pyarrow.csv.read_csv(
        table,
        pyarrow.csv.ReadOptions(column_names=names),
        pyarrow.csv.ParseOptions(newlines_in_values=True),
        pyarrow.csv.ConvertOptions(
            column_types={name: _ARROW.get(kind, pa.string()) for name, kind in kinds.items()},
            null_values=[""],
            strings_can_be_null=True,
            quoted_strings_can_be_null=False,
        ),
    )
    for row in read.to_pylist():
        yield {
            name if name.startswith(":") else name.partition(":")[0]: value.split(sign) if "[]" in name else value
            for name, value in row.items()
            if value is not None
        }


def test_parquet_is_read_by_pyarrow(exported: Graph, tmp_path: Path) -> None:
    write("parquet", tmp_path, lambda: exported, tuple, "1")
    tables = [pyarrow.parquet.read_table(tmp_path / f"{name}.parquet").to_pylist() for name in ("nodes", "edges")]
    for table in tables:
        for row in table:
            for name in [name for name, value in row.items() if value is None]:
                del row[name]
    nodes = {row.pop("iri"): (row.pop("node_label"), row) for row in tables[0]}
    edges = [(row.pop("start"), row.pop("edge_type"), row.pop("end"), row) for row in tables[1]]
    _same((nodes, edges), exported)


def test_json_ld_is_read_as_the_same_quads(world: Ontology, mini: Ontology, service: Service) -> None:
    """By pyoxigraph every fifth statement of the ontology and of some terms, by rdflib the miniature world."""
    quads = tuple(islice(chain(expand(world), vocabulary(islice(service.lexicon, 300))), 0, None, 5))
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
    value = {"text": text, "origin": texts, "n": 3, "score": 0.5, "is_preferred": True}
    found = literal(value)
    assert json.loads(_json(found)) == {
        **value,
        "text": text.replace("' + '", ""),
        "origin": [one.replace("' + '", "") for one in texts],
    }
    assert "\n" not in found and len(re.findall(r"(?<!\\)(?:\\\\)*'", found)) % 2 == 0


def test_no_backslash_of_a_literal_meets_a_u_by_chance() -> None:
    assert literal("joy\\u0027 \\U \x00") == r"'joy\\' + 'u0027 \\' + 'U \u0000'"


@pytest.mark.parametrize("form", FORMS)
def test_twice_gives_the_same_bytes_whatever_the_order(form: str, mini: Ontology, tmp_path: Path) -> None:
    written = []
    for name, is_turned in (("a", False), ("b", True)):
        quads = sorted(chain(expand(mini), vocabulary(TERMS), term_ratings(RATINGS)), key=repr, reverse=is_turned)
        graph = Graph.of(quads)
        paths = write(form, tmp_path / name, lambda graph=graph: graph, lambda quads=quads: quads, "1")
        written.append({path.name if len(paths) > 1 else "": path.read_bytes() for path in paths})
    assert written[0] == written[1]
    assert not list(tmp_path.rglob(".*"))


def test_a_place_that_cannot_be_written_to_is_named_and_nothing_is_lost(mini: Ontology, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("kept")
    with pytest.raises(BadInput, match="cannot write graphml to .*file/g: "):
        write("graphml", tmp_path / "file" / "g", lambda: Graph.of(expand(mini)), tuple, "1")
    with pytest.raises(BadInput, match="no form 'xml' to export; there are graphml, gexf"):
        write("xml", tmp_path / "g", lambda: Graph.of(expand(mini)), tuple, "1")
    with pytest.raises(BadInput, match=r"XML cannot hold U\+0007 of 'ring\\x07'; export cypher or parquet"):
        write("gexf", tmp_path / "file", lambda: _with_origin("ring\x07", "text"), tuple, "1")
    with pytest.raises(ValueError, match="every sign that may stand between"):
        write("neo4j-csv", tmp_path / "file", lambda: _with_origin("|\x1e\x1f"), tuple, "1")
    assert (tmp_path / "file").read_text() == "kept"


def test_what_stands_between_the_texts_of_a_list_is_in_none_of_them(tmp_path: Path) -> None:
    graph = _with_origin('a|"b"')
    for name, text in neo4j_csv(graph, "1"):
        (tmp_path / name).write_text(text)
    assert "--array-delimiter=U+001F" in (tmp_path / "import.args").read_text()
    _same(_without_hashes(_of_csv(tmp_path)[0], graph), graph)


def _with_origin(*texts: str) -> Graph:
    return Graph((Node("Term", "urn:x", {"id": "x", "origin": list(texts), "text": texts[0]}),), ())


def test_what_breaks_the_model_is_refused(mini: Ontology) -> None:
    same = Term("bittersweet", PartOfSpeech.ADJECTIVE, "joy", Register.STANDARD, "made-up", also=(("anger", 0.5),))
    with pytest.raises(ValueError, match="/term/bittersweet/.*> has two weights"):
        _graph(mini, (*TERMS, same), ())
    with pytest.raises(ValueError, match="/ratingOfTerm> .* has no place in the property graph"):
        _graph(mini, (), RATINGS)
    with pytest.raises(ValueError, match="MEANS <https://w3id.org/tone-kg/nothing>, which is no node"):
        _graph(mini, (Term("x", PartOfSpeech.NOUN, "joy", Register.STANDARD, "made-up", also=(("nothing", 0.5),)),), ())
    with pytest.raises(ValueError, match="raters holds int and str"):
        columns([{"raters": 3}, {"raters": "3"}])


def test_the_service_writes_the_whole_graph_or_its_core(service: Service, tmp_path: Path) -> None:
    (whole,) = service.export("cypher", tmp_path / "all" / "g.cypher")
    (small,) = service.export("graphml", tmp_path / "core.graphml", core=True)
    assert whole.stat().st_size > 1_000_000 > small.stat().st_size
    text = whole.read_text(encoding="utf-8")
    assert text.count("{iri: 'https://w3id.org/tone-kg/term-rating/") > 10_000
    assert text.endswith(f"SET s += {literal(service.property_graph.mark(service.world.version))};\n")
    (quads,) = service.export("jsonld", tmp_path / "core.jsonld", core=True)
    assert {graph["@id"].rpartition("/")[2] for graph in json.loads(quads.read_bytes())} >= {"parrott", "vad"}
    assert len(nx.read_graphml(small)) == len(Graph.of(expand(core(service.world))).nodes)


def test_graphs_of_yours_are_refused_but_by_json_ld(mini: Ontology, tmp_path: Path) -> None:
    (tmp_path / "mine.nq").write_text("<urn:x:a> <urn:x:feels> <urn:x:b> <urn:x:mine> .\n")
    mine = Service(Settings(graphs=str(tmp_path / "mine.nq")), mini)
    mine.lexicon, mine.all_ratings = Lexicon.of_terms(label_terms(mini)), ()
    with pytest.raises(BadInput, match="the property graph holds the tables only, not TONE_GRAPHS: <urn:x:a>"):
        mine.export("graphml", tmp_path / "g.graphml")
    (quads,) = mine.export("jsonld", tmp_path / "g.jsonld")
    assert "urn:x:feels" in quads.read_text(encoding="utf-8")
