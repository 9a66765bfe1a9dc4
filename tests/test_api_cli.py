"""The command line as a person meets it: results, formats, exit codes, errors."""

import csv
import io
import json
import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent


def _tone(*arguments: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    environment = {"TONE_EMBEDDER": "hashing", "TONE_ENGINE": "vocabulary", **environment}
    command = [sys.executable, "-m", "api", *arguments]
    return subprocess.run(command, capture_output=True, text=True, env={**os.environ, **environment}, check=False)


def test_the_five_labels_of_the_issue() -> None:
    done = _tone(
        "normalize", "happiness", "furious", "over the moon", "schadenfreude", "xyzzy", "--to", "emonet40", "--json"
    )
    answers = json.loads(done.stdout)
    assert [(a["label"], a["targets"][0]["label"] if a["targets"] else None) for a in answers] == [
        ("happiness", "Elation"),
        ("furious", "Anger"),
        ("over the moon", "Elation"),
        ("schadenfreude", "Malevolence/Malice"),
        ("xyzzy", None),
    ]
    assert all(a["found"][0]["step"] in {"label", "term"} for a in answers[:4])
    assert answers[4]["found"] == []


def test_labels_can_be_piped_in_and_rows_come_out_as_csv() -> None:
    command = [sys.executable, "-m", "api", "normalize", "-", "-O", "csv", "--to", "ekman"]
    done = subprocess.run(command, input="furious\n\ngrief\n", capture_output=True, text=True, check=True)
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert [(row["label"], row["emotion"], row["ekman"]) for row in rows] == [
        ("furious", "fury", "anger (broad)"),
        ("grief", "grief", "sadness (broad)"),
    ]


@pytest.mark.parametrize(
    "arguments",
    [
        ["show", "tone:joy"],
        ["tree"],
        ["search", "moon"],
        ["normalize", "H", "--from", "meld"],
        ["translate", "--from", "carer", "--to", "goemotions"],
        ["lookup", "furious"],
        ["vad", "over the moon"],
        ["classify", "I was so angry", "--labels", "anger,joy"],
        ["classify", "I was so angry", "--tier", "1"],
        ["transition", "--from", "joy", "--stimulus", "fear"],
        ["transition", "--from", "joy", "--model", "affect", "--steps", "3"],
        ["transitions", "expect", "anger", "guilt"],
        ["path", "fury", "anger"],
        ["check", "--tables"],
    ],
    ids=lambda a: " ".join(a),
)
def test_every_answer_has_a_form_for_machines(arguments: list[str]) -> None:
    if arguments == ["normalize", "H", "--from", "meld"]:
        arguments = ["normalize", "4", "--from", "meld"]
    done = _tone(*arguments, "--json")
    assert done.returncode == 0, done.stderr
    json.loads(done.stdout)
    assert _tone(*arguments, "--json").stdout == done.stdout


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["show", "jov"], 2, "tone: no emotion 'jov'; did you mean 'joy'?\n"),
        (
            ["normalize", "joy", "--to", "emonet"],
            2,
            "tone: no label set 'emonet'; did you mean 'emonet40' or 'emoset' or 'emoint'?\n",
        ),
        (["normalize", "jolly good", "--from", "meld"], 2, "tone: no meld label 'jolly good'; there are anger, "),
        (["normalize", "xyzzy"], 1, ""),
        (["search", "xyzzy"], 1, "nothing holds 'xyzzy'"),
        (["sparql", "SELECT * WHERE {"], 2, "tone: not a SPARQL query: error at 1:17: "),
        (["sparql", "INSERT DATA {}"], 2, "tone: INSERT is an update; this graph is read-only"),
        (["sparql", "ASK {}", "--format", "turtle"], 2, "tone: no format 'turtle' for this answer; there are json"),
        (["transition", "--from", "joy", "--stimulus", "anger", "--personality", "N=55"], 2, "tone: neuroticism"),
        (["classify", "x", "--labels", "joy,joy"], 2, "tone: label 'joy' is given twice\n"),
        (["classify", "--labels", "ekman"], 2, "tone: give one text, or a file with --input\n"),
        (["classify", "--input", "no-such-file", "--labels", "ekman"], 2, "tone: no file no-such-file\n"),
        (["lookup", " "], 2, "tone: the text is empty; give a word or a sentence\n"),
        (["lookup", "joy", "-k", "0"], 2, "tone: k 0 is outside 1 … 100\n"),
        (["eval", "classification", "--data", "no-such-folder"], 2, "tone: no file named <label set>.test.tsv in "),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_wrong_input_has_one_clear_line_and_its_exit_code(arguments: list[str], code: int, message: str) -> None:
    done = _tone(*arguments)
    assert done.returncode == code
    assert done.stderr.startswith(message)
    assert done.stderr.count("\n") <= 1
    if code == 2:
        assert done.stdout == ""


@pytest.mark.parametrize(
    ("environment", "message"),
    [
        ({"TONE_STORE": "memroy"}, "tone: no store 'memroy'; did you mean 'memory'?\n"),
        ({"TONE_STOER": "memory"}, "tone: no setting TONE_STOER; there are TONE_CANDIDATES, "),
        ({"TONE_PORT": "http"}, "tone: TONE_PORT 'http' is not a port number\n"),
    ],
)
def test_a_wrong_setting_is_named(environment: dict[str, str], message: str) -> None:
    done = _tone("sparql", "ASK {}", **environment)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(message)


def test_a_missing_model_is_named_with_the_way_out() -> None:
    done = _tone("lookup", "a strange day", TONE_EMBEDDER="sentence", TONE_MODEL="/no/such/model")
    assert done.returncode == 2
    assert done.stderr.startswith("tone: model '/no/such/model' is not on this machine; TONE_MODEL names a folder")


def test_tables_of_ones_own_are_held_to_the_same_laws(tmp_path: Path) -> None:
    tables = HERE / "data" / "mini"
    done = _tone("check", str(tables))
    assert (done.returncode, done.stderr) == (1, "31 laws over 6 emotions: 1 findings\n")
    broken = Path(shutil.copytree(tables, tmp_path / "tables"))
    text = (broken / "vad.tsv").read_text(encoding="utf-8").replace("\t0.8\t0.5\t", "\t2.0\t0.5\t")
    (broken / "vad.tsv").write_text(text, encoding="utf-8")
    done = _tone("check", str(broken))
    assert (done.returncode, done.stderr) == (2, "tone: vad.tsv:5: valence 2.0 is outside -1 … 1\n")


def test_a_port_in_use_is_said_at_once() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = _tone("serve", "--port", str(port))
    assert done.returncode == 2
    assert done.stderr == (
        f"tone: cannot listen on 127.0.0.1:{port}: Address already in use; "
        "stop what runs there, or choose another: tone serve --port 8001\n"
    )


def test_texts_of_a_file_are_classified_in_their_order(tmp_path: Path) -> None:
    file = tmp_path / "texts.txt"
    file.write_text("I was angry\n\nI felt joy\n", encoding="utf-8")
    done = _tone("classify", "--input", str(file), "--labels", "ekman", "--top", "1", "-O", "csv")
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert [(row["text"], row["label"]) for row in rows] == [("I was angry", "anger"), ("I felt joy", "joy")]


def test_an_evaluation_stands_beside_its_baselines(tmp_path: Path) -> None:
    lines = ["text\tlabel", "I felt joy\tjoy", "I felt anger\tanger", "both\tjoy|anger", "I felt shame\tshame"]
    (tmp_path / "isear.test.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    done = _tone("eval", "classification", "--data", str(tmp_path), "--json", TONE_EMBEDDER="onnx")
    reports = {r["method"]: r for r in json.loads(done.stdout)}
    assert list(reports) == ["majority", "bare label", "prompt", "vocabulary", "transfer", "fast"]
    assert reports["transfer"]["macro_f1"] == 1.0
    assert (reports["transfer"]["texts"], reports["transfer"]["left_out"]) == (3, 1)


def test_a_label_that_the_set_does_not_know_is_named_by_file_and_line(tmp_path: Path) -> None:
    (tmp_path / "isear.test.tsv").write_text("text\tlabel\nI felt joy\tjoi\n", encoding="utf-8")
    done = _tone("eval", "classification", "--data", str(tmp_path))
    assert done.returncode == 2
    assert "isear.test.tsv:2: label 'joi' is not in the set isear" in done.stderr


def test_the_help_names_every_command_with_a_line() -> None:
    help_text = _tone("--help").stdout
    for command in ("show", "tree", "search", "normalize", "translate", "lookup", "vad", "classify", "transition",
                    "path", "sparql", "check", "relations", "lock", "diff", "reference", "build", "serve",
                    "eval", "mcp"):  # fmt: skip
        assert f" {command} " in help_text
