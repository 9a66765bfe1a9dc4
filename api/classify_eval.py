"""How well texts are classified without training, measured on labelled files of a user's, beside plain baselines.

Rows with several labels are left out and counted: the figures are for single labels.
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from api.classification import Choice, fault_of
from api.output import say
from api.service import Service
from ontology.errors import BadInput, BadTable
from ontology.labels import LabelSet
from ontology.tables import named_text, read

if TYPE_CHECKING:
    from vocab.classify import Scores

#: Engines measured unless others are named.
ENGINES = ("vocabulary", "transfer", "fast")


@dataclass(frozen=True, slots=True)
class Examples:
    """Texts with one gold label each; how many rows were left out, and how many of the texts are neutral."""

    label_set: str
    texts: list[str]
    gold: list[str]
    left_out: int


@dataclass(frozen=True, slots=True)
class Measured:
    """One method on one file; macro-F1 over the labels of the set that occur in it.

    ``ece`` is the calibration error, ``neutral_auroc`` how often a neutral text is called more neutral than another;
    None where the method or the file has none.
    """

    label_set: str
    method: str
    texts: int
    left_out: int
    macro_f1: float
    low: float
    high: float
    accuracy: float
    top3: float | None = None
    ece: float | None = None
    neutral_auroc: float | None = None
    confusion: Mapping[tuple[str, str], float] = field(default_factory=dict, repr=False)


def classification(
    service: Service,
    folder: Path,
    *,
    split: str,
    only: Sequence[str] = (),
    engines: Sequence[str] = ENGINES,
    without: Sequence[str] = (),
    guess: bool = False,
) -> tuple[Measured, ...]:
    """Every ``*.<split>.tsv`` of a folder (columns text and label) by the baselines and by each engine.

    The label set of a file is what its name says before the first dot, else what ``<file>.json`` beside it names
    (``{"label_set": "isear"}``), else, with ``guess``, the smallest set that has all its labels.  Texts whose label is
    in ``without`` are left out, and their labels are not offered.

    Raises:
        BadInput: the folder holds no such file, or the set of a file is not known; says how to name it.
        BadTable: a row has no text or a label that the set does not know.
    """
    files = [p for p in sorted(folder.glob(f"*.{split}.tsv")) if not only or p.name.split(".")[0] in only]
    if not files:
        raise BadInput(
            f"no file named <label set>.{split}.tsv in {folder}" + (f" for {', '.join(only)}" if only else "")
        )
    found = [(file, _set_of(service, file, guess)) for file in files]
    return tuple(m for file, labels in found for m in _measure(service, file, labels, engines, frozenset(without)))


def _set_of(service: Service, file: Path, guess: bool) -> LabelSet:
    name, sidecar = file.name.split(".")[0], file.with_name(file.name + ".json")
    if sidecar.is_file():
        return service.label_set(_named(sidecar))
    if name in service.world.label_sets:
        return service.label_set(name)
    met = {label for row in read(file, ("text", "label")) for label in row.text("label").split("|")}
    fitting = [s for s in service.world.label_sets.values() if len(s) and all(s.find(label) for label in met)]
    if not fitting:
        raise BadInput(f"no label set has the labels of {file.name}: {', '.join(sorted(met)[:12])}")
    best = min(fitting, key=lambda s: (len(s), s.id))
    if not guess:
        way_out = f'name it in {sidecar.name}: {{"label_set": "{best.id}"}}, or take the guess with --guess'
        raise BadInput(f"the labels of {file.name} look like {best.id}; {way_out}")
    return best


def _named(sidecar: Path) -> str:
    try:
        said = json.loads(named_text(sidecar))
    except (ValueError, RecursionError):
        said = None
    if not (isinstance(said, dict) and isinstance(said.get("label_set"), str)):
        raise BadInput(f'{sidecar} names no label set; it must be like {{"label_set": "isear"}}')
    return str(said["label_set"])


def _measure(
    service: Service, file: Path, labels: LabelSet, engines: Sequence[str], without: frozenset[str]
) -> Iterator[Measured]:
    from vocab.candidates import bare_candidates, sentence_candidates

    whole = _examples(file, labels)
    kept = [at for at, gold in enumerate(whole.gold) if gold not in without]
    texts, gold = [whole.texts[at] for at in kept], [whole.gold[at] for at in kept]
    if not texts:
        raise BadInput(f"{file.name} holds no text with a single label that is not left out")
    say(f"{file.name}: {len(texts)} texts with one label ({whole.left_out} with several are left out) …")
    candidates = [c for c in service.classification.candidates(Choice(labels.id)) if c.label not in without]
    names = [c.label for c in candidates]
    yield _figures(labels.id, "majority", gold, [Counter(gold).most_common(1)[0][0]] * len(gold), whole.left_out)
    if "vocabulary" in engines:
        for method, plain in (("bare label", bare_candidates(names)), ("prompt", sentence_candidates(names))):
            found = service.classification.classify(texts, plain, engine="vocabulary")
            yield _figures(labels.id, method, gold, [s.best for s in found], whole.left_out, found)
    for engine in engines:
        found = service.classification.classify(whole.texts, candidates, engine=engine)
        at_kept = [found[at] for at in kept]
        yield _figures(
            labels.id, engine, gold, [s.best for s in at_kept], whole.left_out, at_kept, _neutral(service, whole, found)
        )


def _neutral(service: Service, whole: Examples, found: "Sequence[Scores]") -> float | None:
    """AUROC of telling neutral texts from the others, over all texts of the file."""
    from vocab.evaluate import auroc

    told = [s.neutral for s in found if s.neutral is not None]
    labels = service.label_set(whole.label_set)
    meant = {label.label: service.world.mappings_of_label.get(label.id, ()) for label in labels}
    neutral = [any(m.emotion == "neutral" for m in meant[gold]) for gold in whole.gold]
    if len(told) < len(found) or all(neutral) or not any(neutral):
        return None
    return auroc(
        [t for t, n in zip(told, neutral, strict=True) if n], [t for t, n in zip(told, neutral, strict=True) if not n]
    )


def _figures(
    label_set: str,
    method: str,
    gold: Sequence[str],
    predicted: Sequence[str],
    left_out: int,
    scores: "Sequence[Scores]" = (),
    neutral: float | None = None,
) -> Measured:
    from vocab.evaluate import calibration_error, confusion, evaluate, interval

    present = sorted(set(gold))
    report = evaluate(gold, predicted, present)
    low, high = interval(gold, predicted, present)
    right = [g == p for g, p in zip(gold, predicted, strict=True)]
    top3 = ece = None
    if scores:
        top3 = sum(g in {x for x, _ in s.top(3)} for g, s in zip(gold, scores, strict=True)) / len(gold)
        ece = calibration_error(right, [s.ranked[0][1] for s in scores])
    return Measured(
        *(label_set, method, len(gold), left_out, report.macro_f1, low, high, report.accuracy, top3, ece, neutral),
        confusion=confusion(gold, predicted),
    )


def _examples(file: Path, labels: LabelSet) -> Examples:
    texts: list[str] = []
    gold: list[str] = []
    left_out = 0
    for row in read(file, ("text", "label")):
        if "|" in row.text("label"):
            left_out += 1
            continue
        found = labels.find(row.text("label"))
        if found is None:
            raise BadTable(file.name, row.line, f"label '{row.cells['label']}' is not in the set {labels.id}")
        if fault := fault_of(row.text("text")):
            raise BadTable(file.name, row.line, f"text {fault}")
        texts.append(row.text("text"))
        gold.append(found.label)
    return Examples(labels.id, texts, gold, left_out)


def as_markdown(reports: Sequence[Measured]) -> str:
    """A table for a page."""
    head = ("set", "method", "texts", "macro-F1", "95 %", "accuracy", "top 3", "ECE", "neutral AUROC")
    rows = [
        (
            *(r.label_set, r.method, str(r.texts), f"{r.macro_f1:.3f}", f"{r.low:.3f} … {r.high:.3f}"),
            *("" if x is None else f"{x:.3f}" for x in (r.accuracy, r.top3, r.ece, r.neutral_auroc)),
        )
        for r in reports
    ]
    lines = [head, ("---",) * len(head), *rows]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines) + "\n"
