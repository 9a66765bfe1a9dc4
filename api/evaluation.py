"""How well texts are classified without training, measured on a user's labelled files.

Rows with several labels are left out and counted: the figures are for single labels.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from api.output import say
from api.service import Service
from ontology.errors import BadInput, BadTable
from ontology.tables import read
from vocab.evaluate import evaluate


@dataclass(frozen=True, slots=True)
class Measured:
    """One method on one file; macro-F1 over all labels of the set that occur in the file."""

    label_set: str
    method: str
    texts: int
    left_out: int
    macro_f1: float
    accuracy: float


def classification(service: Service, folder: Path, *, split: str, only: Sequence[str]) -> tuple[Measured, ...]:
    """Every ``<label set>.<split>.tsv`` of a folder, by three methods: majority, bare label, ours.

    Raises:
        BadInput: the folder holds no such file.
        BadTable: a row has no text or a label that the set does not know.
        UnknownLabelSet: a file is named for no label set.
    """
    files = [p for p in sorted(folder.glob(f"*.{split}.tsv")) if not only or p.name.split(".")[0] in only]
    if not files:
        raise BadInput(
            f"no file named <label set>.{split}.tsv in {folder}" + (f" for {', '.join(only)}" if only else "")
        )
    return tuple(measured for file in files for measured in _measure(service, file))


def _measure(service: Service, file: Path) -> Iterator[Measured]:
    from vocab.classify import bare_candidates

    set_id = file.name.split(".")[0]
    texts, gold, left_out = _examples(service, file, set_id)
    say(f"{file.name}: {len(texts)} texts with one label ({left_out} with several are left out) …")
    present = sorted(set(gold))
    names = [label.label for label in service.label_set(set_id)]
    majority = Counter(gold).most_common(1)[0][0]
    methods = {
        "majority": [majority] * len(gold),
        "bare label": [s.best for s in service.classify_with(texts, bare_candidates(names))],
        "tone": [s.best for s in service.classify_with(texts, service.candidates(label_set=set_id))],
    }
    for method, predicted in methods.items():
        report = evaluate(gold, predicted, present)
        yield Measured(set_id, method, len(gold), left_out, report.macro_f1, report.accuracy)


def _examples(service: Service, file: Path, set_id: str) -> tuple[list[str], list[str], int]:
    labels = service.label_set(set_id)
    texts: list[str] = []
    gold: list[str] = []
    left_out = 0
    for row in read(file, ("text", "label")):
        if "|" in row.text("label"):
            left_out += 1
            continue
        found = labels.find(row.text("label"))
        if found is None:
            raise BadTable(file.name, row.line, f"label '{row.cells['label']}' is not in the set {set_id}")
        texts.append(row.text("text"))
        gold.append(found.label)
    if not texts:
        raise BadInput(f"{file.name} holds no text with a single label")
    return texts, gold, left_out
