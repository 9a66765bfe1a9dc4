"""The last step of making a classifier: temperature and neutral gate on dev texts, and the figures of its card.

Dev texts are GoEmotions dev and ISEAR train: of the first the engine has met the labels and the manner, of the second
neither, so the temperature for sets it has not met is taken there.  No test set is read.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ontology.tables import read
from ontology.world import Ontology
from vocab.arrays import write_arrays
from vocab.calibrate import odds, temperature
from vocab.candidates import set_candidates
from vocab.classify import together
from vocab.engine import MET, Engine
from vocab.evaluate import auroc, calibration_error, evaluate
from vocab.lexicon import Lexicon
from vocab.workshop.classifier_fit import Tell

#: The dev files, by label set.
DEV = {"goemotions": "goemotions.dev.tsv", "isear": "isear.train.tsv"}


@dataclass(frozen=True, slots=True)
class Dev:
    """Texts with one label each, by number; ``neutral`` is the number of the label that says so, or None."""

    label_set: str
    texts: list[str]
    gold: list[int]
    neutral: int | None


def read_dev(world: Ontology, data: Path) -> list[Dev]:
    """The dev files that are in a folder; rows with several labels are left out."""
    found = []
    for id, name in DEV.items():
        if (data / name).is_file():
            labels = world.label_set(id)
            rows = [row for row in read(data / name, ("text", "label")) if "|" not in row.text("label")]
            neutral = next((label.position for label in labels if label.label == "neutral"), None)
            gold = [labels[row.text("label")].position for row in rows]
            found.append(Dev(id, [row.text("text") for row in rows], gold, neutral))
    return found


def settle(
    engine: Engine, world: Ontology, lexicon: Lexicon, dev: Sequence[Dev], file: Path, tell: Tell
) -> dict[str, object]:
    """Write temperature and gate into the engine's file; gives what the engine does on each dev set with them.

    The file must hold a temperature of 1 and the gate (1, 0) when the engine is opened.
    """
    cases, read_by = [], {}
    gate = (1.0, 0.0)
    for d in dev:
        neutral, logits, gold = _emotional(engine, world, lexicon, d)
        tell(f"{engine.name}: {d.label_set} read")
        cases.append((logits, gold))
        read_by[d.label_set] = (d, neutral, logits, gold)
        if d.neutral is not None and neutral is not None:
            share = np.clip(neutral.astype(float), 1e-9, 1 - 1e-9)
            gate = odds(list(np.log(share / (1 - share))), [label == d.neutral for label in d.gold])
    met, warmth = (
        temperature([c for c, d in zip(cases, dev, strict=True) if (d.label_set == MET) is is_met])
        for is_met in (True, False)
    )
    _rewrite(file, warmth, met, gate)
    return {
        "temperature": round(warmth, 3),
        "temperature_met": round(met, 3),
        "gate": [round(x, 3) for x in gate],
        **{
            id: _figures(d, neutral, logits / (met if id == MET else warmth), gold)
            for id, (d, neutral, logits, gold) in read_by.items()
        },
    }


def measured(engine: Engine, world: Ontology, lexicon: Lexicon, dev: Sequence[Dev], tell: Tell) -> dict[str, object]:
    """What an engine does on each dev set as it is."""
    found: dict[str, object] = {}
    for d in dev:
        _, logits, gold = _emotional(engine, world, lexicon, d)
        tell(f"{engine.name}: {d.label_set} read")
        found[d.label_set] = _figures(d, None, logits, gold)
    return found


def _emotional(
    engine: Engine, world: Ontology, lexicon: Lexicon, dev: Dev
) -> tuple[NDArray[np.float32] | None, NDArray[np.float32], list[int]]:
    """(How neutral every text is, logits without the neutral label of the texts that have another, their labels)."""
    candidates = set_candidates(world, lexicon, dev.label_set)
    reading = engine.read(dev.texts, candidates)
    emotional = [at for at, label in enumerate(dev.gold) if label != dev.neutral]
    columns = [at for at in range(len(candidates)) if at != dev.neutral]
    gold = [columns.index(dev.gold[at]) for at in emotional]
    return reading.neutral, reading.logits[np.ix_(emotional, columns)], gold


def _figures(
    dev: Dev, neutral: NDArray[np.float32] | None, logits: NDArray[np.float32], gold: Sequence[int]
) -> dict[str, float]:
    shares = together(logits)
    best = shares.argmax(axis=1)
    told = evaluate([str(g) for g in gold], [str(b) for b in best], sorted({str(g) for g in gold}))
    figures = {
        "texts": float(len(gold)),
        "macro-F1": round(told.macro_f1, 4),
        "accuracy": round(told.accuracy, 4),
        "ECE": round(calibration_error(list(best == np.array(gold)), list(shares.max(axis=1))), 4),
    }
    if dev.neutral is not None and neutral is not None:
        is_neutral = np.array(dev.gold) == dev.neutral
        figures["neutral AUROC"] = round(auroc(list(neutral[is_neutral]), list(neutral[~is_neutral])), 4)
    return figures


def _rewrite(file: Path, warmth: float, met: float, gate: tuple[float, float]) -> None:
    with np.load(file) as found:
        parts = {name: found[name] for name in found.files}
    parts["temperature"], parts["temperature_met"] = np.array(warmth, np.float32), np.array(met, np.float32)
    parts["gate"] = np.array(gate, np.float32)
    write_arrays(file, parts)
