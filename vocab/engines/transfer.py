"""Scores by what was learnt from labelled texts: an encoder with small changes, and a place for every emotion.

A label's place is made from the vectors of what it says (``I felt …``) and of the terms of the emotions it means,
turned by one matrix, and from what was learnt of each emotion itself; a text is as likely a label as its vector
points there.  So any label has a place, whether or not a corpus ever had it.  What it was trained on and how good
it is: ``vocab/models/classifier/README.md``.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ontology.errors import BadInput, ModelMissing
from vocab.arrays import Array, as_texts, unit
from vocab.candidates import Candidate
from vocab.embedder import Embedder
from vocab.embedders.lowrank import Changes, Tunable, matrices
from vocab.engine import EVIDENCE, MET, NEUTRAL, Reading, neutral_share
from vocab.predictor import require_minilm
from vocab.prototypes import nearest_texts
from vocab.wordtable import models

#: What the plain middle of a label's words counts beside the learnt place (macro-F1 on GoEmotions dev / ISEAR train:
#: 0 .527 / .616, 3 .532 / .619, 5 .538 / .621, 8 .540 / .622, 10 .534 / .622, 15 .528 / .619).
HEED = 8.0


@dataclass(frozen=True)
class Places:
    """What was learnt of labels: see the file ``transfer.npz``.

    ``terms``: (emotions, 384), the mean vector of the terms of each emotion; ``offsets``: the same shape, what was
    learnt of each; ``turn``: (384, 384); ``scale``: what cosines are multiplied by; ``temperature``: what logits are
    divided by, ``temperature_met`` for labels of ``MET``; ``gate``: slope and offset of the odds of neutral.
    """

    emotions: tuple[str, ...]
    terms: Array
    offsets: Array
    turn: Array
    scale: float
    temperature: float
    temperature_met: float
    gate: tuple[float, float]

    @cached_property
    def _at(self) -> dict[str, int]:
        return {emotion: at for at, emotion in enumerate(self.emotions)}

    def of(self, said: Array, labels: Sequence[Candidate]) -> Array:
        """One row a label, whose product with a text's vector is its logit; ``said`` are the vectors of their names.

        Two places are added: the one that was learnt, and ``HEED`` times the plain middle of what the label says, of
        the terms of its emotions, and of those with the emotions below.
        """
        rows = []
        for vector, label in zip(said, labels, strict=True):
            at = [self._at[e] for e in label.emotions if e in self._at]
            if not at:
                rows.append(self.scale * unit(vector @ self.turn.T) + HEED * vector)
                continue
            deep = [*at, *(self._at[e] for e in label.below if e in self._at)]
            terms = unit(self.terms[at].mean(axis=0))
            learnt = unit((vector + terms) / 2) @ self.turn.T + self.offsets[at].mean(axis=0)
            middle = unit(vector + terms + unit(self.terms[deep].mean(axis=0)))
            rows.append(self.scale * unit(learnt) + HEED * middle)
        return np.stack(rows).astype(np.float32)

    @cached_property
    def whole(self) -> Array:
        """The row of every emotion, by its terms alone: shape (emotions, 384)."""
        terms = unit(self.terms)
        rows: Array = self.scale * unit(terms @ self.turn.T + self.offsets) + HEED * terms
        return rows

    def neutral(self, vectors: Array) -> Array:
        """How likely each text expresses no emotion, 0 … 1: shape (texts,)."""
        share = neutral_share(vectors @ self.whole.T, self._at[NEUTRAL], self.gate)
        return np.where(vectors.any(axis=1), share, 1.0).astype(np.float32)


class TransferEngine:
    """The engine over one file; the changed encoder is made at the first text."""

    name = "transfer"

    def __init__(self, embedder: Callable[[], Embedder], path: Path) -> None:
        self._embedder, self._path = embedder, path
        self._known: dict[Candidate, Array] = {}

    @cached_property
    def _file(self) -> tuple[Changes, Places]:
        if not self._path.is_file():
            raise ModelMissing("transfer classifier", f"{self._path} is missing; make classifier makes it")
        with np.load(self._path) as found:
            parts = {m: (_wide(found[f"{m}.a"]), _wide(found[f"{m}.b"])) for m in matrices() if f"{m}.a" in found}
            return Changes(parts), places_of(found)

    @property
    def places(self) -> Places:
        """What was learnt of labels."""
        return self._file[1]

    @cached_property
    def encoder(self) -> Embedder:
        """The changed encoder.

        Raises:
            BadInput: the embedder of the settings is not the one that was trained.
            ModelMissing, MissingExtra.
        """
        base = require_minilm(self._embedder())
        if not isinstance(base, Tunable):
            raise BadInput(f"engine 'transfer' changes the weights of its encoder; {base.name} has none to change")
        return base.tuned(self._file[0])

    def read(self, texts: Sequence[str], candidates: Sequence[Candidate]) -> Reading:
        """See ``vocab.engine.Engine``."""
        vectors = self.encoder.encode(texts)
        met = MET in {c.label_set for c in candidates}
        warmth = self.places.temperature_met if met else self.places.temperature
        logits = vectors @ self._places(candidates).T / warmth
        return Reading(logits.astype(np.float32), self.places.neutral(vectors))

    def why(self, text: str, candidate: Candidate) -> tuple[tuple[str, float], ...]:
        """The texts of the label that are nearest, by cosine."""
        return nearest_texts(self.encoder, text, candidate, EVIDENCE)

    def _places(self, candidates: Sequence[Candidate]) -> Array:
        new = [c for c in dict.fromkeys(candidates) if c not in self._known]
        if new:
            said = self.encoder.encode([c.groups[0][0] for c in new])
            self._known.update(zip(new, self.places.of(said, new), strict=True))
        return np.stack([self._known[c] for c in candidates])


def places_of(found: "np.lib.npyio.NpzFile") -> Places:
    """The part of a model file that is about labels."""
    return Places(
        tuple(as_texts(found["emotions"])),
        _wide(found["terms"]),
        _wide(found["offsets"]),
        _wide(found["turn"]),
        float(found["scale"]),
        float(found["temperature"]),
        float(found["temperature_met"]),
        (float(found["gate"][0]), float(found["gate"][1])),
    )


def _wide(values: NDArray[np.float16]) -> Array:
    return values.astype(np.float32)


def open(embedder: Callable[[], Embedder]) -> TransferEngine:
    """The engine over the shipped file."""
    return TransferEngine(embedder, models() / "classifier" / "transfer.npz")
