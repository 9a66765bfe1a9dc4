"""The graph as a graph on every face: service, GraphQL, command line, pictures."""

import csv
import json
import re
import subprocess
import sys
from io import StringIO
from pathlib import Path
from xml.etree import ElementTree

import pytest

from api.context import Context
from api.graph_plot import communities_picture, spread_picture, ways_picture
from api.plain import plain
from api.schema import schema
from api.service import Service
from ontology.errors import BadInput, UnknownEmotion

SVG = "{http://www.w3.org/2000/svg}"


def _ask(service: Service, query: str) -> tuple[dict[str, object], list[str]]:
    result = schema.execute_sync(query, context_value=Context(service, ""))
    return result.data or {}, [str(error.message) for error in result.errors or ()]


def _tone(*arguments: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "api", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


# -- service -------------------------------------------------------------------------------------------


def test_a_word_that_is_no_choice_is_named_with_the_choices(service: Service) -> None:
    with pytest.raises(BadInput, match="no cost 'feet'; there are vad, hops, relation, affective"):
        service.ways("joy", "fear", by="feet")
    with pytest.raises(BadInput, match="no type of edge 'twig'; there are tree, intensity"):
        service.centrality(edges=["twig"])
    with pytest.raises(BadInput, match="no measure 'fame'"):
        service.centrality(measure="fame")
    with pytest.raises(BadInput, match="no links 'chains'; there are terms, edges"):
        service.communities(links="chains")
    with pytest.raises(BadInput, match="k 21 is outside 1 … 20"):
        service.ways("joy", "fear", k=21)
    with pytest.raises(UnknownEmotion, match="did you mean 'joy'"):
        service.bridges(between=("jov", "fear"))


def test_activation_starts_from_a_term_else_from_what_is_spotted_and_not_negated(service: Service) -> None:
    known = service.spread("furious")
    term = service.term("furious")
    assert (known.by, known.terms) == ("term", ("furious",))
    assert dict(known.spread.start) == pytest.approx({term.emotion: term.weight, **dict(term.also)}, abs=1e-3)
    spotted = service.spread("I felt lonely, not angry, and then afraid")
    assert (spotted.by, spotted.terms) == ("spotted", ("lonely", "afraid"))
    assert {id for id, _ in spotted.spread.start} >= {"loneliness", "fear"}
    assert sum(share for _, share in spotted.spread.start) == pytest.approx(1)


def test_communities_by_edges_leave_the_tree_out_unless_it_is_named(service: Service) -> None:
    without = service.communities(links="edges", permutations=20)
    named = service.communities(links="edges", edges=["tree"], permutations=20)
    assert without.over is not None and "tree" not in [t.value for t in without.over.edges]
    assert named.agreement[0].ari > without.agreement[0].ari > 0


# -- GraphQL -------------------------------------------------------------------------------------------


def test_every_field_answers_what_the_service_answers(service: Service) -> None:
    data, errors = _ask(
        service,
        """{
        affectivePath(from: "fear", to: "tone:relief", by: AFFECTIVE, k: 2) { ways { cost steps { edge { kind } } } }
        centrality(measure: PAGERANK, edges: [TREE], first: 3) { over { parts } emotions { emotion pagerank } }
        communities(links: "edges", permutations: 10) { modularity communities { emotions } agreement { ari } }
        bridges(between: ["love", "sadness"], roles: [NAMES], first: 3) { term { text } strength }
        spread(text: "furious", first: 3) { settled emotions { emotion activation way { kind } } }
        randomWalk(from: "joy", corpus: "peld2021", steps: 5) { walk states { state stationary } }
        }""",
    )
    assert not errors
    ways = service.ways("fear", "relief", by="affective", k=2).ways
    assert data["affectivePath"] == {
        "ways": [{"cost": w.cost, "steps": [{"edge": {"kind": s.edge.kind}} for s in w.steps]} for w in ways]
    }
    central = service.centrality(measure="pagerank", edges=["tree"], first=3)
    assert data["centrality"] == {
        "over": {"parts": central.over.parts},
        "emotions": [{"emotion": c.emotion, "pagerank": c.pagerank} for c in central.emotions],
    }
    groups = service.communities(links="edges", permutations=10)
    assert data["communities"] == {
        "modularity": groups.modularity,
        "communities": [{"emotions": list(c.emotions)} for c in groups.communities],
        "agreement": [{"ari": a.ari} for a in groups.agreement],
    }
    bridges = service.bridges(between=("love", "sadness"), roles=["names"], first=3)
    assert data["bridges"] == [{"term": {"text": b.term.text}, "strength": b.strength} for b in bridges]
    spread = service.spread("furious").spread
    assert data["spread"] == {
        "settled": True,
        "emotions": [
            {"emotion": a.emotion, "activation": a.activation, "way": [{"kind": e.kind} for e in a.way]}
            for a in spread.emotions[:3]
        ],
    }
    walk = service.walk("joy", corpus="peld2021", steps=5)
    assert data["randomWalk"] == {
        "walk": list(walk.walk),
        "states": [{"state": s.state, "stationary": s.stationary} for s in walk.states],
    }


def test_many_at_once_fail_one_by_one(service: Service) -> None:
    data, errors = _ask(
        service,
        """{
        affectivePaths(questions: [{from: "joy", to: "fear"}, {from: "jov", to: "fear"}]) { ways { cost } }
        spreads(texts: ["furious", " "], first: 1) { emotions { emotion } }
        randomWalks(questions: [{from: "joy", steps: 1}, {from: "joy", corpus: "none"}]) { start: from }
        }""",
    )
    assert [bool(answer) for field in data.values() for answer in field] == [True, False] * 3  # type: ignore[attr-defined]
    assert len(errors) == 3


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ('{bridges(between: ["love"]) {held}}', "between names 1 emotions; name two"),
        ("{communities(permutations: 5000) {linked}}", "5000 permutations altogether; at most 1000"),
        ('{randomWalks(questions: [{from: "joy", steps: 200000}]) {seen}}', "200000 steps altogether"),
        ("{centrality(first: 2000) {measure}}", "first 2000 is outside 1 … 1000"),
    ],
)
def test_what_asks_for_too_much_is_refused(service: Service, query: str, message: str) -> None:
    assert message in _ask(service, query)[1][0]


# -- pictures ------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def pictures(service: Service) -> dict[str, str]:
    world = service.world
    return {
        "ways": ways_picture(world, service.ways("fear", "relief", k=2)),
        "none": ways_picture(world, service.ways("joy", "fear", edges=["tree"])),
        "communities": communities_picture(world, service.communities(permutations=10)),
        "spread": spread_picture(world, service.spread("lonely")),
        "hostile": spread_picture(world, service.spread("furious </title><script>&")),
    }


def test_a_picture_has_a_title_a_description_and_both_colour_schemes(pictures: dict[str, str]) -> None:
    for name, text in pictures.items():
        svg = ElementTree.fromstring(text)  # noqa: S314  # our own text
        assert svg.get("role") == "img" and svg.get("aria-labelledby") == "title desc"
        assert [svg.find(f"{SVG}{part}").text for part in ("title", "desc")], name  # type: ignore[union-attr]
        assert "prefers-color-scheme:dark" in svg.findtext(f"{SVG}style", "")
        assert not list(svg.iter(f"{SVG}script"))
    assert "cheapest way, cost 1.49: fear leads to relief" in pictures["ways"]
    assert "no way leads there" in pictures["none"]


def test_groups_are_told_by_number_and_not_by_colour_alone(service: Service, pictures: dict[str, str]) -> None:
    svg = ElementTree.fromstring(pictures["communities"])  # noqa: S314  # our own text
    numbers = [t.text for t in svg.iter(f"{SVG}text") if re.fullmatch(r"\d", t.text or "") and t.get("class") == "halo"]
    found = service.communities(permutations=10)
    assert len(numbers) == found.linked and set(numbers) == {str(n + 1) for n in range(len(found.communities))}


# -- command line --------------------------------------------------------------------------------------


def test_a_path_as_table_json_csv_and_picture(service: Service, tmp_path: Path) -> None:
    plot = tmp_path / "path.svg"
    arguments = ["path", "fear", "relief", "--by", "affective", "-k", "2"]
    shown = _tone(*arguments, "--plot", str(plot))
    assert "cost 1.49, 1.72, by affective over tree, intensity, related, cause, blend: 191 emotions" in shown.stdout
    assert plot.read_text(encoding="utf-8").startswith("<svg ")
    told = json.loads(_tone(*arguments, "--json").stdout)
    assert told == plain(service.ways("fear", "relief", by="affective", k=2))
    (first, *_) = csv.DictReader(StringIO(_tone(*arguments, "-O", "csv").stdout))
    assert first == {
        "way": "1",
        "from": "fear",
        "by": "leads_to",
        "to": "relief",
        "distance": "1.44",
        "cost": "1.49",
        "source": "ortony1988",
    }


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["path", "joy", "fear", "--edges", "tree"], 1, "no way leads from joy to fear"),
        (["path", "joy", "fear", "--plot", "p.png"], 2, "tone: --plot 'p.png' does not end in .svg"),
        (["graph", "bridges", "--between", "love"], 2, "tone: --between 'love' does not name two emotions"),
        (["graph", "walk", "jov", "--corpus", "peld2021"], 2, "tone: the transitions of peld2021 have no state 'jov'"),
        (["export", "xml", "-o", "g.xml"], 2, "tone: no form 'xml' to export; there are graphml, gexf"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_what_is_wrong_is_said_with_the_way_out(arguments: list[str], code: int, message: str) -> None:
    done = _tone(*arguments)
    assert (done.returncode, done.stderr.startswith(message)) == (code, True), done.stderr


@pytest.mark.parametrize(
    "arguments",
    [
        ["centrality", "-n", "2"],
        ["communities", "--permutations", "10"],
        ["bridges", "--between", "love,sadness", "-n", "2"],
        ["spread", "furious"],
        ["walk", "fear", "--corpus", "peld2021"],
    ],
    ids=lambda a: a[0],
)
def test_every_graph_command_has_a_form_for_machines(arguments: list[str]) -> None:
    told = _tone("graph", *arguments, "--json")
    assert told.returncode == 0, told.stderr
    assert json.loads(told.stdout)


def test_the_export_is_written_where_it_is_told(tmp_path: Path) -> None:
    done = _tone("export", "neo4j-csv", "--core", "-o", str(tmp_path / "csv"))
    assert done.returncode == 0, done.stderr
    files = sorted(path.name for path in (tmp_path / "csv").iterdir())
    assert done.stderr == f"wrote {len(files)} files to {tmp_path / 'csv'}\n"
    assert "import.args" in files and "nodes-Emotion-header.csv" in files


# -- the page ------------------------------------------------------------------------------------------


def _page_blocks() -> list[tuple[str, str]]:
    page = (Path(__file__).parent.parent / "docs" / "graph.md").read_text(encoding="utf-8")
    parts = re.findall(r"```console\n(.*?)```", page, flags=re.DOTALL)
    return [tuple(p.split("\n", 1)) for block in parts for p in re.split(r"^\$ ", block, flags=re.M)[1:]]  # type: ignore[misc]


@pytest.mark.parametrize(("command", "output"), _page_blocks(), ids=[c for c, _ in _page_blocks()])
def test_the_page_shows_what_the_commands_print(command: str, output: str) -> None:
    done = subprocess.run(
        ["bash", "-c", command.replace("tone ", f"{sys.executable} -m api ", 1)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    printed = "\n".join(line.rstrip() for line in (done.stdout + done.stderr).splitlines()).strip("\n")
    assert printed == output.rstrip()
