"""A small copy of ``transfer`` without an encoder: every word and pair of words has a vector, a text is their mean.

It was taught what ``transfer`` says of 133,264 texts, and knows negation and phrases as far as pairs of words hold
them.  A label lies where its emotions lie; one that means no emotion we know, where its own words lie.  How good and
how fast it is: ``vocab/models/classifier/README.md``.
"""

from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ontology.errors import ModelMissing
from vocab.arrays import Array, as_texts
from vocab.candidates import Candidate
from vocab.embedder import Embedder
from vocab.engine import EVIDENCE, MET, NEUTRAL, Reading, neutral_share
from vocab.fastwords import parts
from vocab.wordtable import models


class FastEngine:
    """The engine over one file; needs numpy and nothing else."""

    name = "fast"

    def __init__(self, path: Path) -> None:
        self._path = path

    @cached_property
    def _file(self) -> dict[str, NDArray[Any]]:
        if not self._path.is_file():
            raise ModelMissing("fast classifier", f"{self._path} is missing; make classifier makes it")
        with np.load(self._path) as found:
            return {name: found[name] for name in found.files}

    @cached_property
    def _place(self) -> dict[str, int]:
        return {word: at for at, word in enumerate(as_texts(self._file["words"]))}

    @cached_property
    def _rows(self) -> Array:
        """One row a word, and one of zeros behind them for texts without a known word."""
        rows = self._file["rows"].astype(np.float32) * self._file["scale"].astype(np.float32)
        return np.concatenate([rows, np.zeros((1, rows.shape[1]), np.float32)])

    @cached_property
    def _emotions(self) -> dict[str, int]:
        return {e: at for at, e in enumerate(as_texts(self._file["emotions"]))}

    @cached_property
    def _weights(self) -> tuple[Array, Array, Array, Array, Array, Array]:
        names = ("hidden", "hidden_offset", "out", "out_offset", "places", "place_offsets")
        hidden, hidden_offset, out, out_offset, places, place_offsets = (
            self._file[name].astype(np.float32) for name in names
        )
        return hidden, hidden_offset, out, out_offset, places, place_offsets

    def read(self, texts: Sequence[str], candidates: Sequence[Candidate]) -> Reading:
        """See ``vocab.engine.Engine``."""
        vectors = self._vectors(texts)
        places, offsets = self._of_labels(candidates)
        whole = vectors @ self._weights[4].T + self._weights[5]
        slope, offset = (float(x) for x in self._file["gate"])
        neutral = neutral_share(whole, self._emotions[NEUTRAL], (slope, offset))
        met = MET in {c.label_set for c in candidates}
        logits = (vectors @ places.T + offsets) / float(self._file["temperature_met" if met else "temperature"])
        return Reading(logits.astype(np.float32), neutral)

    def why(self, text: str, candidate: Candidate) -> tuple[tuple[str, float], ...]:
        """The words and pairs of words without which the label would be least likely, by what their loss costs it."""
        found = list(dict.fromkeys(part for part in parts(text) if part in self._place))
        (place,), (offset,) = self._of_labels([candidate])
        words = self._places_of_words(text)
        less = [[p for p in words if p != self._place[part]] for part in found]
        scores = self._through([words, *less]) @ place + offset
        lost = scores[0] - scores[1:]
        return tuple((found[i], float(lost[i])) for i in np.argsort(-lost, kind="stable")[:EVIDENCE])

    def _of_labels(self, candidates: Sequence[Candidate]) -> tuple[Array, Array]:
        """(A place for each label, its offset)."""
        places, offsets = self._weights[4:]
        rows, free = [], []
        for candidate in candidates:
            at = [self._emotions[e] for e in candidate.emotions if e in self._emotions]
            if not at:  # its own words, as a text, say which emotions it is like
                like = self._vectors([candidate.label]) @ places.T + offsets
                like = np.exp(like - like.max())
                rows.append((like / like.sum() @ places)[0])
                free.append(0.0)
            else:
                rows.append(places[at].mean(axis=0))
                free.append(float(offsets[at].mean()))
        return np.stack(rows), np.array(free, dtype=np.float32)

    def _places_of_words(self, text: str) -> list[int]:
        known = self._place
        return [at for part in parts(text) if (at := known.get(part)) is not None]

    def _vectors(self, texts: Sequence[str]) -> Array:
        return self._through([self._places_of_words(text) for text in texts])

    def _through(self, texts: Sequence[Sequence[int]]) -> Array:
        """Texts as places of words, through one hidden layer: shape (texts, dimensions)."""
        nothing = len(self._rows) - 1
        filled = [words or (nothing,) for words in texts]
        lengths = np.fromiter(map(len, filled), dtype=np.int64, count=len(filled))
        starts = np.concatenate([[0], np.cumsum(lengths)[:-1]])
        flat = np.fromiter((w for words in filled for w in words), dtype=np.int64, count=int(lengths.sum()))
        means = np.add.reduceat(self._rows[flat], starts, axis=0) / np.sqrt(lengths, dtype=np.float32)[:, None]
        hidden, hidden_offset, out, out_offset = self._weights[:4]
        made = means + np.maximum(means @ hidden.T + hidden_offset, 0) @ out.T + out_offset
        return made.astype(np.float32)


def open(embedder: Callable[[], Embedder]) -> FastEngine:
    """The engine over the shipped file; no encoder is asked for."""
    return FastEngine(models() / "classifier" / "fast.npz")
