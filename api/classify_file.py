"""A file of texts, classified row by row: any size, every row kept, faults named beside theirs, resumable."""

import csv
import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from api.classification import Classification, fault_of
from api.tabular import DELIMITED, Row, dialect, rows_of
from ontology.errors import BadInput, BadTable, FileRefused
from ontology.foreign import Lines, opened
from ontology.tables import write_text

if TYPE_CHECKING:
    from vocab.candidates import Candidate
    from vocab.classify import Scores

#: Rows in memory at a time; what is done is safe on disk after each.
BATCH = 512

#: What is added to each row.
ADDED = ("tone_label", "tone_score", "tone_neutral", "tone_decided", "tone_error")


@dataclass(frozen=True, slots=True)
class Task:
    """Which texts to classify as what, and where the rows go."""

    file: Path
    column: str
    output: Path
    engine: str | None = None
    multi: bool = False
    abstain: bool = False

    @property
    def part(self) -> Path:
        """Where finished rows are until all are."""
        return self.output.with_name(f".{self.output.name}.part")

    @property
    def journal(self) -> Path:
        """How far it is."""
        return self.output.with_name(f".{self.output.name}.part.json")


@dataclass(frozen=True, slots=True)
class Done:
    """How many rows were written, how many of them had no text that can be read, how many an earlier run had done."""

    rows: int
    faults: int
    resumed: int


def classify_file(
    classification: Classification, task: Task, candidates: "Sequence[Candidate]", tell: Callable[[str], None]
) -> Done:
    """Write every row of the file with the columns of ``ADDED``; a fault of one row stops nothing.

    Raises:
        BadInput: the file is not there, lacks the column or has no rows, or the output is of no kind we write.
        UnknownEngine, ModelMissing, MissingExtra.
    """
    if task.output.suffix not in (*DELIMITED, ".jsonl"):
        raise BadInput(f"the output '{task.output}' ends in none of {', '.join((*DELIMITED, '.jsonl'))}")
    if task.output.resolve() == task.file.resolve():
        raise BadInput(f"the output would overwrite {task.file}; name another with -o")
    rows, columns = _opened(task)
    fingerprint = _fingerprint(task, candidates)
    resumed, faults = _taken_up(task, fingerprint)
    done = resumed
    if resumed:
        tell(f"{resumed} rows were done before …")
    with task.part.open("a" if resumed else "w", encoding="utf-8", newline="") as out, _forgotten_where_refused(task):
        write = _writer(task, out, [*columns, *ADDED])
        if not resumed and task.output.suffix in DELIMITED:
            csv.DictWriter(out, [*columns, *ADDED], dialect=dialect(task.output)).writeheader()
        rest = islice(rows, resumed, None)
        while held := list(islice(rest, BATCH)):
            for row in _classified(classification, task, candidates, held):
                faults += bool(row["tone_error"])
                write(row)
            done += len(held)
            out.flush()
            state = {"task": fingerprint, "rows": done, "faults": faults, "bytes": task.part.stat().st_size}
            write_text(task.journal, json.dumps(state))
            tell(f"{done} rows …")
    task.part.replace(task.output)
    task.journal.unlink(missing_ok=True)
    return Done(done, faults, resumed)


@contextmanager
def _forgotten_where_refused(task: Task) -> Iterator[None]:
    """A file that has to be mended is another one then, so what was done of it is of no use."""
    try:
        yield
    except (BadTable, FileRefused):
        task.part.unlink(missing_ok=True)
        task.journal.unlink(missing_ok=True)
        raise


def texts_of(file: Path, column: str) -> Iterator[str]:
    """The texts of a file to be held in memory; raises like ``classify_file``, and FileRefused for a large one."""
    with suppress(FileNotFoundError):  # told below
        opened(file).close()
    rows, _ = _opened(Task(file, column, file))
    return (str(row[column]) for row in rows)


def _opened(task: Task) -> tuple[Iterator[Row], list[str]]:
    first = next(_rows(task), None)
    if first is None:
        raise BadInput(f"{task.file} has no rows")
    if task.column not in first:
        raise BadInput(f"{task.file} has no column '{task.column}'; there are {', '.join(map(str, first))}")
    return _rows(task), list(first)


def _rows(task: Task) -> Iterator[Row]:
    """The rows of the file; of a plain text file one line each, in the column asked for."""
    if task.file.suffix != ".txt":
        yield from rows_of(task.file, errors="surrogateescape")
        return
    try:
        with Lines(task.file, errors="surrogateescape") as lines:
            for line in lines:
                lines.next_row()
                yield {task.column: line.rstrip("\r\n")}
    except FileNotFoundError:
        raise BadInput(f"no file {task.file}") from None


def _classified(
    classification: Classification, task: Task, candidates: "Sequence[Candidate]", rows: list[Row]
) -> Iterator[dict[str, object]]:
    texts = [value if isinstance(value := row[task.column], str) else "" for row in rows]
    faults = [fault_of(text) for text in texts]
    readable = [text for text, fault in zip(texts, faults, strict=True) if not fault]
    found = iter(classification.classify(readable, candidates, engine=task.engine, multi=task.multi))
    for row, fault in zip(rows, faults, strict=True):
        kept = {name: _printable(value) for name, value in row.items()}
        yield {
            **kept,
            **(dict.fromkeys(ADDED, "") | {"tone_error": f"text {fault}"} if fault else _told(next(found), task)),
        }


def _told(scores: "Scores", task: Task) -> dict[str, object]:
    answer = scores.answer if task.abstain else scores.best
    label = "|".join(scores.over()) if task.multi else answer
    neutral = "" if scores.neutral is None else round(scores.neutral, 4)
    decided = "yes" if scores.decided else "no"
    return dict(zip(ADDED, (label, round(scores.ranked[0][1], 4), neutral, decided, ""), strict=True))


def _printable(value: object) -> object:
    return value.encode("utf-8", "surrogateescape").decode("utf-8", "replace") if isinstance(value, str) else value


def _writer(task: Task, out: TextIO, columns: list[str]) -> Callable[[dict[str, object]], None]:
    if task.output.suffix == ".jsonl":
        return lambda row: print(json.dumps(row, ensure_ascii=False), file=out)
    writer = csv.DictWriter(out, columns, dialect=dialect(task.output))
    return lambda row: writer.writerow({name: _flat(value, task) for name, value in row.items()})


def _flat(value: object, task: Task) -> object:
    text = json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else value
    return " ".join(text.split()) if task.output.suffix == ".tsv" and isinstance(text, str) else text


def _fingerprint(task: Task, candidates: "Sequence[Candidate]") -> str:
    """What must be the same for a stopped run to go on."""
    stat = task.file.stat()
    said = (stat.st_size, stat.st_mtime_ns, task.column, task.engine, task.multi, task.abstain, candidates)
    return hashlib.sha256(repr(said).encode()).hexdigest()


def _taken_up(task: Task, fingerprint: str) -> tuple[int, int]:
    """(Rows, faults) of a run of the same task that was broken off; what it had not finished writing is cut away."""
    if not (task.journal.is_file() and task.part.is_file()):
        return 0, 0
    state = json.loads(task.journal.read_text(encoding="utf-8"))
    if state["task"] != fingerprint or task.part.stat().st_size < state["bytes"]:
        return 0, 0
    with task.part.open("r+b") as part:
        part.truncate(state["bytes"])
    return state["rows"], state["faults"]
