"""Classifying files, over HTTP, and in the shapes that other libraries know."""

import json
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from pathlib import Path

import httpx
import numpy as np
import pytest
import spacy
from sklearn.exceptions import NotFittedError, SkipTestWarning
from sklearn.pipeline import make_pipeline
from sklearn.utils import estimator_checks
from sklearn.utils.estimator_checks import check_estimator

from api.batching import Batcher
from api.classification import LONGEST_TEXT, Choice
from api.classify_eval import classification
from api.classify_file import ADDED, Task, classify_file
from api.estimators import EmotionClassifier
from api.pipeline import pipeline
from api.service import Service
from api.settings import Settings
from api.tabular import rows_of
from ontology.errors import BadInput, Busy
from tests.conftest import Serving
from vocab.candidates import Candidate
from vocab.classify import Scores

FAST = Settings(engine="fast", embedder="onnx")


@pytest.fixture(scope="module")
def quick() -> Iterator[Service]:
    """A service whose engine needs no encoder."""
    service = Service(FAST)
    yield service
    service.close()


@pytest.fixture(scope="module")
def ekman(quick: Service) -> tuple[Candidate, ...]:
    return quick.classification.candidates(Choice("ekman"))


def silent(text: str) -> None:
    pass


# -- files -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("kind", "to"), [(".csv", ".jsonl"), (".tsv", ".csv"), (".jsonl", ".tsv"), (".txt", ".csv")])
def test_every_row_is_kept_and_a_fault_is_named_beside_it(
    quick: Service, ekman: tuple[Candidate, ...], tmp_path: Path, kind: str, to: str
) -> None:
    texts = [b"I am so angry", b"", b"caf\xe9 na\xefve", b"x" * (LONGEST_TEXT + 1), b"what a happy day"]
    lines = {
        ".txt": texts,
        ".csv": [b"n,text", *(b'1,"' + text + b'"' for text in texts)],
        ".tsv": [b"n\ttext", *(b"1\t" + text for text in texts)],
        ".jsonl": [b'{"text": "' + text + b'"}' for text in texts],
    }
    file, out = tmp_path / f"in{kind}", tmp_path / f"out{to}"
    file.write_bytes(b"\n".join(lines[kind]) + b"\n")
    done = classify_file(quick.classification, Task(file, "text", out), ekman, silent)
    rows = list(rows_of(out))
    assert (done.rows, done.faults, len(rows)) == (5, 3, 5)
    assert [bool(row["tone_error"]) for row in rows] == [False, True, True, True, False]
    assert [rows[0]["tone_label"], rows[4]["tone_label"]] == ["anger", "joy"]
    assert "is empty" in str(rows[1]["tone_error"])
    assert "is not UTF-8" in str(rows[2]["tone_error"])
    assert f"at most {LONGEST_TEXT}" in str(rows[3]["tone_error"])
    assert sorted(f.name for f in tmp_path.iterdir()) == sorted((file.name, out.name))


def test_a_run_that_was_broken_off_goes_on_where_it_stopped(
    quick: Service, ekman: tuple[Candidate, ...], tmp_path: Path
) -> None:
    file = tmp_path / "in.txt"
    file.write_text("".join(f"text number {n}\n" for n in range(1300)), encoding="utf-8")
    whole, broken = (Task(file, "text", tmp_path / name) for name in ("whole.csv", "broken.csv"))
    classify_file(quick.classification, whole, ekman, silent)

    def break_off(text: str) -> None:
        if text.startswith("1024 "):
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        classify_file(quick.classification, broken, ekman, break_off)
    assert not broken.output.exists()
    with broken.part.open("a", encoding="utf-8") as part:
        part.write("half a li")
    done = classify_file(quick.classification, broken, ekman, silent)
    assert done.resumed == 1024
    assert broken.output.read_bytes() == whole.output.read_bytes()
    assert not broken.journal.exists()


def test_another_task_does_not_go_on_from_a_broken_one(
    quick: Service, ekman: tuple[Candidate, ...], tmp_path: Path
) -> None:
    file = tmp_path / "in.txt"
    file.write_text("I am so angry\n" * 600, encoding="utf-8")

    def break_off(text: str) -> None:
        raise KeyboardInterrupt

    task = Task(file, "text", tmp_path / "out.csv")
    with pytest.raises(KeyboardInterrupt):
        classify_file(quick.classification, task, ekman, break_off)
    assert classify_file(quick.classification, task, ekman[:3], silent).resumed == 0


@pytest.mark.parametrize(
    ("column", "out", "message"),
    [
        ("body", "out.csv", "has no column 'body'; there are text"),
        ("text", "out.xlsx", "ends in none of .csv, .tsv, .jsonl"),
        ("text", "in.csv", "would overwrite"),
    ],
)
def test_a_task_that_cannot_be_is_refused(
    quick: Service, ekman: tuple[Candidate, ...], tmp_path: Path, column: str, out: str, message: str
) -> None:
    (tmp_path / "in.csv").write_text("text\nhello\n", encoding="utf-8")
    with pytest.raises(BadInput, match=message):
        classify_file(quick.classification, Task(tmp_path / "in.csv", column, tmp_path / out), ekman, silent)


#: The checks of scikit-learn that ask for no numbers.
CHECKS = [
    estimator_checks.check_estimator_cloneable,
    estimator_checks.check_estimator_repr,
    estimator_checks.check_no_attributes_set_in_init,
    estimator_checks.check_parameters_default_constructible,
    estimator_checks.check_get_params_invariance,
    estimator_checks.check_set_params,
    estimator_checks.check_valid_tag_types,
]


# -- shapes that others know -------------------------------------------------------------------------


def test_the_call_has_the_shape_of_the_zero_shot_pipeline() -> None:
    classifier = pipeline(model="fast")
    one = classifier("I am so angry at them", "joy, anger")
    assert list(one) == ["sequence", "labels", "scores"]
    assert (one["sequence"], one["labels"]) == ("I am so angry at them", ["anger", "joy"])
    assert sum(one["scores"]) == pytest.approx(1, abs=1e-5)
    several = classifier(["what a happy day", "I am so angry"], ["joy", "anger"], multi_label=True)
    assert [s["labels"][0] for s in several] == ["joy", "anger"]
    assert classifier("I am so angry", "ekman")["labels"][0] == "anger"


def test_a_template_that_no_engine_reads_is_refused() -> None:
    with pytest.raises(BadInput, match="no engine reads hypothesis_template"):
        pipeline(model="fast")("x", ["a", "b"], hypothesis_template="I feel {}.")


def test_the_estimator_works_in_a_pipeline_and_learns_labels_from_y() -> None:
    texts, labels = ["what a happy day", "I am so angry at them"], ["joy", "anger"]
    model = make_pipeline(EmotionClassifier(engine="fast")).fit(texts, labels)
    assert list(model.predict(texts)) == labels
    assert list(model.classes_) == ["anger", "joy"]
    assert model.predict_proba(texts).sum(axis=1) == pytest.approx(np.ones(2))
    assert model.score(texts, labels) == 1
    with pytest.raises(NotFittedError):
        EmotionClassifier().predict(texts)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_the_estimator_passes_the_checks_of_scikit_learn_that_apply(check: Callable[[str, object], None]) -> None:
    """Those that feed numbers do not apply, and check_estimator leaves them out by the tags."""
    check("EmotionClassifier", EmotionClassifier("ekman", engine="fast"))
    with pytest.warns(SkipTestWarning, match="requires input"):
        check_estimator(EmotionClassifier("ekman", engine="fast"))


def test_a_document_gets_its_emotions() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("tone_emotions", config={"labels": ["joy", "anger"], "engine": "fast"})
    one = nlp("I am so angry at them")
    assert list(one._.emotions) == ["anger", "joy"]
    assert 0 <= one._.neutral <= 1
    assert [next(iter(doc._.emotions)) for doc in nlp.pipe(["what a happy day", "I am so angry"])] == ["joy", "anger"]


# -- many at once ------------------------------------------------------------------------------------


class Slow:
    """Classifies nothing, slowly, and notes how much it was given at a time."""

    def __init__(self) -> None:
        self.batches: list[int] = []
        self.go = threading.Event()

    def classify(self, texts: list[str], candidates: object, *, engine: object, multi: object) -> tuple[Scores, ...]:
        self.go.wait(10)
        self.batches.append(len(texts))
        if "bad" in texts:
            raise BadInput("bad text")
        return tuple(Scores(((text, 1.0),)) for text in texts)


def test_requests_that_wait_are_read_together_and_each_gets_its_own() -> None:
    slow = Slow()
    batcher = Batcher(slow, waiting=100)  # type: ignore[arg-type]  # what a classification does
    asked: list[Future[tuple[Scores, ...]]] = [
        batcher.submit([f"text {n}"], (), engine=None, multi=False) for n in range(30)
    ]
    slow.go.set()
    assert [future.result(10)[0].best for future in asked] == [f"text {n}" for n in range(30)]
    assert max(slow.batches) > 10
    batcher.close()


def test_what_does_not_fit_the_queue_is_refused_and_what_was_accepted_is_done() -> None:
    slow = Slow()
    batcher = Batcher(slow, waiting=5)  # type: ignore[arg-type]  # what a classification does
    first = batcher.submit(["a"] * 5, (), engine=None, multi=False)
    with pytest.raises(Busy, match="too many classifications are waiting; ask again in 1 s"):
        batcher.submit(["b"], (), engine=None, multi=False)
    slow.go.set()
    assert len(first.result(10)) == 5
    other = batcher.submit(["bad"], (), engine="x", multi=False)
    with pytest.raises(BadInput, match="bad text"):
        other.result(10)
    batcher.close()
    assert batcher.waiting == 5


def test_a_caller_who_has_gone_does_not_stop_the_classification_of_others() -> None:
    slow = Slow()
    batcher = Batcher(slow, waiting=3)  # type: ignore[arg-type]  # what a classification does
    gone = batcher.submit(["gone"], (), engine=None, multi=False)
    gone.cancel()
    slow.go.set()
    assert batcher.submit(["here"], (), engine=None, multi=False).result(timeout=5)
    batcher.close()
    assert batcher.waiting == 3


@pytest.fixture(scope="module")
def client(serving: Serving) -> Iterator[httpx.Client]:
    with serving({"TONE_ENGINE": "fast"}) as url, httpx.Client(base_url=url, timeout=60) as opened:
        yield opened


LINES = {"content-type": "application/x-ndjson"}


def test_lines_are_answered_in_their_order_and_a_faulty_one_stops_nothing(client: httpx.Client) -> None:
    body = '{"text": "I am so angry", "id": 7}\n"what a happy day"\nnot json\n{"text": ""}\n[1]\n'
    answer = client.post("/classify?labels=ekman&top=2", content=body, headers=LINES)
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("application/x-ndjson")
    first, second, *faulty = map(json.loads, answer.text.splitlines())
    assert (first["id"], first["label"], len(first["scores"])) == (7, "anger", 2)
    assert second["label"] == "joy"
    assert [f["line"] for f in faulty] == [3, 4, 5]
    assert ["no JSON" in faulty[0]["error"], "is empty" in faulty[1]["error"]] == [True, True]


def test_a_long_body_is_answered_while_it_is_read(client: httpx.Client) -> None:
    def body() -> Iterator[bytes]:
        for number in range(700):
            yield json.dumps({"text": "I am so angry", "n": number}).encode() + b"\n"

    answer = client.post("/classify?labels=joy,anger", content=body(), headers=LINES)
    rows = [json.loads(line) for line in answer.text.splitlines()]
    assert [row["n"] for row in rows] == list(range(700))
    assert {row["label"] for row in rows} == {"anger"}


@pytest.mark.parametrize(
    ("query", "headers", "status", "detail"),
    [
        ("", LINES, 400, "say what to choose from"),
        ("labels=nope", LINES, 404, "no label set 'nope'"),
        ("labels=ekman&tier=9", LINES, 400, "tier '9' is none of 1, 2, 3"),
        ("labels=ekman&best=1", LINES, 400, "no parameter 'best'"),
        ("labels=ekman&engine=slow", LINES, 404, "no engine 'slow'"),
        ("labels=ekman", {"content-type": "text/csv"}, 415, "send one JSON value a line"),
    ],
)
def test_a_question_that_cannot_be_answered_is_refused(
    client: httpx.Client, query: str, headers: dict[str, str], status: int, detail: str
) -> None:
    answer = client.post(f"/classify?{query}", content='"x"\n', headers=headers)
    assert answer.status_code == status
    assert detail in answer.json()["detail"]


def test_graphql_tells_shares_neutral_and_why(client: httpx.Client) -> None:
    query = """{ classify(texts: ["I am furious with them"], labelSet: "ekman") {
        label neutral decided scores(first: 1) { label score } why { terms { text } near { label score } } } }"""
    (found,) = client.post("/graphql", json={"query": query}).json()["data"]["classify"]
    assert found["label"] == found["scores"][0]["label"] == "anger"
    assert found["why"]["terms"] == [{"text": "furious"}]
    assert found["why"]["near"][0]["score"] > 0
    assert 0 <= found["neutral"] < 0.5


# -- measuring ---------------------------------------------------------------------------------------


def corpus(folder: Path, name: str) -> Path:
    lines = ["I am so angry\tanger", "what a happy day\tjoy", "what a happy angry day\tjoy|anger", "the bus\tneutral"]
    (folder / name).write_text("text\tlabel\n" + "\n".join(lines) + "\n", encoding="utf-8")
    return folder / name


def test_an_evaluation_has_every_figure_and_its_baselines(quick: Service, tmp_path: Path) -> None:
    corpus(tmp_path, "meld.test.tsv")
    majority, fast = classification(quick, tmp_path, split="test", engines=["fast"], without=["neutral"])
    assert (majority.method, majority.macro_f1) == ("majority", pytest.approx(1 / 3))
    assert (fast.texts, fast.left_out, fast.macro_f1, fast.top3) == (2, 1, 1.0, 1.0)
    assert fast.neutral_auroc == 1.0
    assert fast.low <= fast.macro_f1 <= fast.high
    assert fast.ece is not None
    assert fast.confusion == {("anger", "anger"): 1.0, ("joy", "joy"): 1.0}


def test_a_file_without_a_known_name_is_told_what_it_looks_like(quick: Service, tmp_path: Path) -> None:
    file = corpus(tmp_path, "mine.test.tsv")
    with pytest.raises(BadInput, match=r"look like emotion6; name it in mine.test.tsv.json"):
        classification(quick, tmp_path, split="test", engines=["fast"])
    assert classification(quick, tmp_path, split="test", engines=["fast"], guess=True)[0].label_set == "emotion6"
    file.with_name(file.name + ".json").write_text('{"label_set": "meld"}', encoding="utf-8")
    assert classification(quick, tmp_path, split="test", engines=["fast"])[0].label_set == "meld"


def test_the_added_columns_are_those_that_are_documented() -> None:
    assert ADDED == ("tone_label", "tone_score", "tone_neutral", "tone_decided", "tone_error")
