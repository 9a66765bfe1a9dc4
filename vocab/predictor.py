"""Coordinates of any text, with the error to expect: a table for words, one model for phrases, one for sentences.

The two models read the vectors of all-MiniLM-L6-v2 and nothing else will do: another encoder is refused.
What they were trained on, and how good they are: ``vocab/models/vad/README.md``.
"""

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import Protocol

import numpy as np

from ontology.errors import BadInput, ModelMissing
from ontology.vad import VAD
from vocab.embedder import Embedder
from vocab.kernel import Array, KernelRidge, unpacked
from vocab.sentence_features import features
from vocab.wordtable import Placed, WordTable, model_folder, word_table

#: How to get the encoder that our models read.
WAY_OUT = "set TONE_EMBEDDER to sentence or onnx, with TONE_MODEL empty"

#: The encoder whose vectors the models read.
ENCODER = "all-MiniLM-L6-v2"


class Open(Protocol):
    """Gives the embedder when it is needed."""

    def __call__(self) -> Embedder: ...


class Predictor:
    """Predictions for words, phrases and sentences; the encoder is opened at the first text that needs it."""

    def __init__(self, embedder: Open, folder: Path | None = None) -> None:
        self._open, self._folder = embedder, folder or model_folder()

    @cached_property
    def table(self) -> WordTable:
        """The word table; needs no model."""
        return word_table(self._folder / "words.npz")

    @cached_property
    def _models(self) -> tuple[KernelRidge, KernelRidge, Array, Array]:
        path = self._folder / "text.npz"
        if not path.is_file():
            raise ModelMissing("VAD text models", f"{path} is missing; make vad-model makes it")
        with np.load(path) as found:
            phrase, sentence = unpacked(found, "phrase"), unpacked(found, "sentence")
            return phrase, sentence, found["features_middle"], found["features_scale"]

    @cached_property
    def _embedder(self) -> Embedder:
        return require_minilm(self._open())

    def phrases(self, texts: Sequence[str]) -> list[Placed]:
        """Predictions for words and short phrases that the table lacks.

        Raises:
            BadInput: the embedder is not the one the model reads.
            MissingExtra, ModelMissing: the encoder or the weights are not there.
        """
        model = self._models[0]
        return _placed(model, model.predict(self._embedder.encode(texts)))

    def sentences(self, texts: Sequence[str]) -> list[Placed]:
        """Predictions for running text, from its vector and from what its words say; raises like ``phrases``."""
        _, model, middle, scale = self._models
        said = np.stack([features(text, self.table) for text in texts])
        rows = np.concatenate([self._embedder.encode(texts), (said - middle) * scale], axis=1)
        return _placed(model, model.predict(rows.astype(np.float32)))


def require_minilm(embedder: Embedder) -> Embedder:
    """The embedder, if it is the one that our models read.

    Raises:
        BadInput: it is another.
    """
    if ENCODER not in embedder.name:
        raise BadInput(f"our models of text are read from {ENCODER}; the embedder here is {embedder.name}; {WAY_OUT}")
    return embedder


def _placed(model: KernelRidge, found: Array) -> list[Placed]:
    sd = (float(model.sd[0]), float(model.sd[1]), float(model.sd[2]))
    return [Placed(VAD.clipped(*map(float, row)), sd) for row in found]
