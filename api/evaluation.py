"""How well texts are classified without training, measured on a user's labelled files.

Rows with several labels are left out and counted: the figures are for single labels.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from api.output import say
from api.service import MOST, Service
from ontology.errors import BadInput, BadTable
from ontology.tables import read
from ontology.vad import VAD, Z90
from vocab.evaluate import evaluate
from vocab.lexicon import Role
from vocab.norms import agreement, read_norms
from vocab.text import normalise
from vocab.vad import TextVAD


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


@dataclass(frozen=True, slots=True)
class Located:
    """How well places are told, axis by axis; ``covered`` is the share of ratings inside the 90 % interval."""

    texts: str
    n: int
    r: tuple[float, ...]
    rms: tuple[float, ...]
    covered: tuple[float, ...]


def coordinates(
    service: Service, file: Path, *, without: Path | None, split: str, reverse: Sequence[str]
) -> tuple[Located, ...]:
    """All rated texts of a file, then those that name emotions and the others apart.

    Raises:
        BadInput, BadTable: a file is not of a known kind, or nothing is left to measure on.
    """
    left_out = read_norms(without).words if without else {}
    rated = [
        row
        for row in read_norms(file, reverse=reverse).rows
        if row.text.casefold() not in left_out and (not split or row.split == split)
    ]
    if not rated:
        raise BadInput(f"{file} has no rated text to measure on" + (f" in its part {split}" if split else ""))
    say(f"{file.name}: {len(rated)} texts …")
    texts = [row.text for row in rated]
    told = [t for start in range(0, len(texts), MOST) for t in service.vads(texts[start : start + MOST])]
    names = [(term := service.lexicon.find_folded(normalise(t))) is not None and term.role is Role.NAMES for t in texts]
    groups = {
        "all": list(range(len(texts))),
        "names of emotions": [i for i, is_name in enumerate(names) if is_name],
        "others": [i for i, is_name in enumerate(names) if not is_name],
    }
    return tuple(_located(name, [(told[i], rated[i].vad) for i in at]) for name, at in groups.items() if at)


def _located(name: str, pairs: Sequence[tuple[TextVAD, VAD]]) -> Located:
    measured = list(agreement((told.vad, truth) for told, truth in pairs))
    covered = [
        sum(abs(x - y) <= Z90 * sd for x, y, sd in (_axis(*pair, axis) for pair in pairs)) / len(pairs)
        for axis in range(3)
    ]
    return Located(name, len(pairs), tuple(m.r for m in measured), tuple(m.rms for m in measured), tuple(covered))


def _axis(told: TextVAD, truth: VAD, axis: int) -> tuple[float, float, float]:
    return tuple(told.vad)[axis], tuple(truth)[axis], told.sd[axis]
