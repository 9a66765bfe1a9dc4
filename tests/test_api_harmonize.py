"""A corpus from one label set to another: every kind of file, codes and several labels, nothing dropped."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from xml.etree import ElementTree

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.base import clone

from api.adapters import class_ids, harmonize_frame
from api.columns import BATCH
from api.estimators import LabelHarmonizer
from api.harmonizer import Job
from api.harmonizing import as_told, harmonize_file
from api.tabular import GROUP, rows_of, writing
from api.unifying import Part, unify
from ontology.errors import BadInput, BadTable, ToneError, UnknownLabelSet
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


def test_lists_and_codes_of_parquet_files_are_carried_by_the_column(world: Ontology, tmp_path: Path) -> None:
    table = pa.table({"n": pa.array([1, 2, 3, 4], pa.int16()), "label": [["joy", "6"], [], None, ["neutral"]]})
    pq.write_table(table, tmp_path / "in.parquet")
    harmonize_file(world, Job(tmp_path / "in.parquet", "label", "meld", "parrott", tmp_path / "out.parquet"), silent)
    out = pq.read_table(tmp_path / "out.parquet")
    assert out.drop(["label_parrott"]).equals(table)
    assert out["label_parrott"].to_pylist() == [["joy", "anger"], [], [], []]
    codes = pa.table({"label": pa.array([4, 6, None], pa.int8())})
    pq.write_table(codes, tmp_path / "in.parquet")
    harmonize_file(world, Job(tmp_path / "in.parquet", "label", "meld", "parrott", tmp_path / "out.parquet"), silent)
    assert pq.read_table(tmp_path / "out.parquet")["label_parrott"].to_pylist() == ["joy", "anger", ""]


@given(
    cells=st.lists(
        st.lists(st.sampled_from(["joy", "4", "anger", "neutral", " sadness "]), max_size=3).map("|".join), min_size=1
    )
)
def test_columns_and_rows_are_carried_alike(world: Ontology, cells: list[str]) -> None:
    """The reader of rows is the specification of the reader of columns."""
    with tempfile.TemporaryDirectory() as folder:
        reports = []
        for kind in (".jsonl", ".parquet"):
            file = corpus(Path(folder) / f"in{kind}", [{"label": cell} for cell in cells])
            job = Job(file, "label", "meld", "ekman", Path(folder) / f"out{kind}")
            reports.append((harmonize_file(world, job, silent), list(rows_of(job.output))))
    (by_rows, rows), (by_columns, same_rows) = reports
    assert rows == same_rows
    assert as_told(by_rows) == as_told(by_columns)


def test_the_wrong_label_of_a_large_parquet_file_is_found(world: Ontology, tmp_path: Path) -> None:
    labels = ["joy"] * (BATCH + 5)
    labels[BATCH + 2] = "joi"
    pq.write_table(pa.table({"label": labels}), tmp_path / "in.parquet")
    with pytest.raises(BadTable, match=f"in.parquet:{BATCH + 3}: label: no meld label 'joi'"):
        harmonize_file(world, Job(tmp_path / "in.parquet", "label", "meld", "ekman", tmp_path / "out.parquet"), silent)
    assert sorted(f.name for f in tmp_path.iterdir()) == ["in.parquet"]


def test_a_column_that_begins_empty_may_hold_text_later(tmp_path: Path) -> None:
    with writing(tmp_path / "out.parquet", ["note"]) as write:
        for number in range(GROUP + 1):
            write({"note": "late" if number == GROUP else None})
    assert list(rows_of(tmp_path / "out.parquet"))[-1] == {"note": "late"}


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
    assert len(cells) - 1 == len(lines) - 1 >= 45 * 49


@pytest.mark.parametrize(
    "arguments",
    [("--matrix", "m.gif"), ("in.csv", "--from", "meld"), ("in.csv", "--from", "meld", "--to", "nope", "-o", "o.csv")],
)
def test_a_question_that_is_not_whole_is_refused(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    assert tone("harmonize", *arguments).returncode == 2


def test_corpora_become_one_with_three_valued_cells(world: Ontology, tmp_path: Path) -> None:
    """Grounded-Emotions knows glad and sad only: of anger nobody there was asked."""
    first = corpus(tmp_path / "a.csv", [{"text": "x", "label": "happy"}])
    second = corpus(
        tmp_path / "b.jsonl", [{"text": "y", "mood": ["anger", "sadness"]}, {"text": "z", "mood": "neutral"}]
    )
    parts = [Part(first, "grounded-emotions", "label"), Part(second, "meld", "mood")]
    count = unify(world, parts, "ekman", tmp_path / "all.jsonl", separator="|", keep=["text"], tell=silent)
    rows = list(rows_of(tmp_path / "all.jsonl"))
    assert count == len(rows) == 3
    assert [(r["corpus"], r["row"]) for r in rows] == [("a.csv", 1), ("b.jsonl", 1), ("b.jsonl", 2)]
    assert [r["text"] for r in rows] == ["x", "y", "z"]
    assert [(r["joy"], r["sadness"], r["anger"]) for r in rows] == [(1, 0, None), (0, 1, 1), (0, 0, 0)]


@pytest.mark.parametrize(
    ("parts", "keep", "message"),
    [
        ([], [], "name at least one corpus"),
        ([("in.csv", "meld", "emotion")], [], "has no column 'emotion'; there are label"),
        ([("in.csv", "meld", "label")], ["text"], "has no column 'text'"),
        ([("in.csv", "meld", "label")], ["joy"], "column 'joy' is also a label of ekman"),
        ([("in.csv", "ravdess", "label")], [], "in.csv:1: row 1: no ravdess label 'joy'"),
    ],
)
def test_corpora_that_do_not_fit_are_refused(
    world: Ontology, tmp_path: Path, parts: list[tuple[str, str, str]], keep: list[str], message: str
) -> None:
    corpus(tmp_path / "in.csv", [{"label": "joy"}])
    asked = [Part(tmp_path / file, source, column) for file, source, column in parts]
    with pytest.raises(ToneError, match=message):
        unify(world, asked, "ekman", tmp_path / "out.csv", separator="|", keep=keep, tell=silent)
    assert not (tmp_path / "out.csv").exists()


def test_a_frame_keeps_its_columns_and_a_pipeline_gets_one_label_a_cell() -> None:
    class Frame(dict[str, list[str]]):
        def assign(self, **columns: list[str]) -> "Frame":
            return Frame({**self, **columns})

    frame = harmonize_frame(Frame(label=["joy", "4|6", "neutral"]), "label", "meld", "ekman")
    assert frame == {"label": ["joy", "4|6", "neutral"], "label_ekman": ["joy", "joy|anger", ""]}
    made = LabelHarmonizer("meld", "ekman", missing="none").fit([]).transform(["joy", "neutral"])
    assert made.tolist() == ["joy", "none"]
    assert class_ids(["neutral", "joy"], "meld", "ekman")[1] == {0: None, 1: 3}


def test_an_estimator_can_be_cloned_and_names_what_is_not_there() -> None:
    assert clone(LabelHarmonizer("meld", "isear")).get_params() == {"source": "meld", "target": "isear", "missing": ""}
    with pytest.raises(UnknownLabelSet):
        LabelHarmonizer("meld", "nope").fit([])


def test_the_command_unifies(tmp_path: Path) -> None:
    corpus(tmp_path / "a.csv", [{"label": "joy"}])
    done = tone("unify", f"{tmp_path / 'a.csv'}=meld", "--to", "parrott", "-o", tmp_path / "all.csv")
    assert done.returncode == 0, done.stderr
    assert "wrote 1 rows of 1 corpora" in done.stderr
    assert tone("unify", "a.csv", "--to", "parrott", "-o", tmp_path / "b.csv").returncode == 2
