"""Scores without any training: each label is a point among the vectors, each text goes to the nearest.

A label's point (its prototype) is the mean of up to three unit vectors: the label in a sentence,
the terms of the emotions it means, and the terms of all emotions below those, each term in a
sentence.  Figures by which the parts and the sentence were chosen (macro-F1, 1,500 ISEAR training
texts / 1,500 GoEmotions dev texts without neutral): bare label .445 / .185, label in the sentence
.481 / .208, all three parts .486 / .243.  Definitions as a fourth part did not help.
"""

from collections.abc import Callable, Sequence

import numpy as np

from vocab.candidates import Candidate
from vocab.embedder import Embedder, Vectors
from vocab.engine import EVIDENCE, Reading
from vocab.prototypes import nearest_texts, prototypes

#: Cosines are divided by this before they become shares (calibration error .03 on GoEmotions dev, .04 on ISEAR train).
TEMPERATURE = 0.034


class VocabularyEngine:
    """Texts to the nearest prototype; the prototypes of a candidate are computed once."""

    name = "vocabulary"

    def __init__(self, embedder: Callable[[], Embedder]) -> None:
        self._embedder = embedder
        self._prototypes: dict[Candidate, Vectors] = {}

    def read(self, texts: Sequence[str], candidates: Sequence[Candidate]) -> Reading:
        """See ``vocab.engine.Engine``; neutral is not told, since a cosine cannot."""
        new = [c for c in dict.fromkeys(candidates) if c not in self._prototypes]
        if new:
            self._prototypes.update(zip(new, prototypes(self._embedder(), new), strict=True))
        points = np.stack([self._prototypes[candidate] for candidate in candidates])
        return Reading((self._embedder().encode(texts) @ points.T / TEMPERATURE).astype(np.float32))

    def why(self, text: str, candidate: Candidate) -> tuple[tuple[str, float], ...]:
        """The texts of the label that are nearest, by cosine."""
        return nearest_texts(self._embedder(), text, candidate, EVIDENCE)


def open(embedder: Callable[[], Embedder]) -> VocabularyEngine:
    """The engine; it asks for the encoder at the first text."""
    return VocabularyEngine(embedder)
