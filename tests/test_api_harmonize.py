"""A corpus from one label set to another: every kind of file, codes and several labels, nothing dropped."""

import json
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from api.harmonizing import Job, harmonize_file
from api.tabular import rows_of, writing
from ontology.errors import BadInput, BadTable
from ontology.world import Ontology

CORPUS = [
    {"text": 'say "hi", now', "label": "4"},  # the code of joy
    {"text": "two\tat once", "label": "anger|sadness"},
    {"text": "plain", "label": "neutral"},
    {"text": "nothing", "label": ""},
]


def silent(text: str) -> None:
    pass


def corpus(path: Path, rows: list[dict[str, object]]) -> Path:
    if path.suffix == ".tsv":
        rows = [{k: str(v).replace("\t", " ") for k, v in row.items()} for row in rows]
    with writing(path, list(rows[0])) as write:
        for row in rows:
            write(row)
    return path


@pytest.mark.parametrize("kind", [".csv", ".tsv", ".jsonl", ".parquet"])
def test_every_kind_of_file_keeps_its_rows_and_gets_a_column(world: Ontology, tmp_path: Path, kind: str) -> None:
    file = corpus(tmp_path / f"in{kind}", [dict(row) for row in CORPUS])
    out = tmp_path / f"out{kind}"
    report = harmonize_file(world, Job(file, "label", "meld", "ekman", out), silent)
    before, after = list(rows_of(file)), list(rows_of(out))
    assert [{k: v for k, v in row.items() if k != "label_ekman"} for row in after] == before
    assert [row["label_ekman"] for row in after] == ["joy", "anger|sadness", "", ""]
    assert (report.rows, report.empty, report.unmapped) == (4, 1, {"neutral": 1})
    assert report.moved["anger", "anger"] == 1


def test_a_list_of_labels_stays_a_list(world: Ontology, tmp_path: Path) -> None:
    file = tmp_path / "in.jsonl"
    file.write_text('{"label": ["joy", 6]}\n{"label": null}\n', encoding="utf-8")
    harmonize_file(world, Job(file, "label", "meld", "parrott", tmp_path / "out.jsonl"), silent)
    assert [row["label_parrott"] for row in rows_of(tmp_path / "out.jsonl")] == [["joy", "anger"], ""]


def test_the_output_says_what_it_was_made_from(world: Ontology, tmp_path: Path) -> None:
    file = corpus(tmp_path / "in.csv", [dict(CORPUS[0])])
    harmonize_file(world, Job(file, "label", "meld", "ekman", tmp_path / "out.csv"), silent)
    said = json.loads((tmp_path / "out.csv.provenance.json").read_text(encoding="utf-8"))
    assert (said["ontology"], said["from"], said["to"]) == (world.version, "meld", "ekman")
    assert set(said["mappings"]) == {"meld.sssom.tsv", "ekman.sssom.tsv"}
    assert all(len(sum) == 64 for sum in said["mappings"].values())


def test_known_traps_are_told_with_the_report(world: Ontology, tmp_path: Path) -> None:
    file = corpus(tmp_path / "in.csv", [{"label": "hate"}])
    report = harmonize_file(world, Job(file, "label", "crowdflower", "ekman", tmp_path / "out.csv"), silent)
    assert "hate: in this corpus mostly mild annoyance" in report.warnings
    assert report.loss is not None
    assert report.loss.entropy == 0


@pytest.mark.parametrize(
    ("name", "content", "error", "message"),
    [
        ("in.csv", "label\njoy\njoi\n", BadTable, "in.csv:3: label: no meld label 'joi'"),
        ("in.jsonl", '{"label": "joy"}\n{"label": "joi"}\n', BadTable, "in.jsonl:2: label: no meld label 'joi'"),
        ("in.jsonl", '{"label": "joy"}\n{oops\n', BadTable, "in.jsonl:2: no JSON"),
        ("in.jsonl", "[1]\n", BadTable, "in.jsonl:1: no JSON object"),
        ("in.csv", "label,text\njoy\n", BadTable, "in.csv:2: the row has not the 2 cells of the header"),
        ("in.csv", "emotion\njoy\n", BadInput, "has no column 'label'; there are emotion"),
        ("in.csv", "label\n", BadInput, "has no rows"),
        ("in.txt", "label\njoy\n", BadInput, "ends in none of .csv, .tsv, .jsonl, .parquet"),
    ],
)
def test_a_fault_is_named_and_nothing_is_half_written(
    world: Ontology, tmp_path: Path, name: str, content: str, error: type[Exception], message: str
) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    with pytest.raises(error, match=message):
        harmonize_file(world, Job(tmp_path / name, "label", "meld", "ekman", tmp_path / "out.csv"), silent)
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_the_input_is_never_overwritten(world: Ontology, tmp_path: Path) -> None:
    file = corpus(tmp_path / "in.csv", [dict(CORPUS[0])])
    with pytest.raises(BadInput, match="would overwrite"):
        harmonize_file(world, Job(file, "label", "meld", "ekman", file), silent)


def tone(*arguments: object) -> subprocess.CompletedProcess[str]:
    run = [sys.executable, "-m", "api", *map(str, arguments)]
    return subprocess.run(run, capture_output=True, text=True, check=False)


def test_the_command_rewrites_reports_and_warns(tmp_path: Path) -> None:
    file = corpus(tmp_path / "in.csv", [dict(row) for row in CORPUS])
    done = tone("harmonize", file, "--from", "meld", "--to", "ekman", "-o", tmp_path / "out.csv")
    assert done.returncode == 0, done.stderr
    assert "4 rows, 1 without a label" in done.stdout
    assert "note: MELD: dialogues of a television series" in done.stderr


def test_the_matrix_comes_as_picture_and_as_table(tmp_path: Path) -> None:
    assert tone("harmonize", "--matrix", tmp_path / "m.svg").returncode == 0
    assert tone("harmonize", "--matrix", tmp_path / "m.tsv").returncode == 0
    cells = ElementTree.parse(tmp_path / "m.svg").findall(".//{*}rect")  # noqa: S314 - our own text
    lines = (tmp_path / "m.tsv").read_text(encoding="utf-8").splitlines()
    assert len(cells) - 1 == len(lines) - 1 >= 45**2


@pytest.mark.parametrize(
    "arguments",
    [("--matrix", "m.png"), ("in.csv", "--from", "meld"), ("in.csv", "--from", "meld", "--to", "nope", "-o", "o.csv")],
)
def test_a_question_that_is_not_whole_is_refused(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    assert tone("harmonize", *arguments).returncode == 2
