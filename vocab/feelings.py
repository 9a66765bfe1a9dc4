"""How alike two feelings are: small vectors of words as names of feelings, and a map for words that have none.

A word is put to a large encoder as *a feeling of …*, freed of what all emotions share, and kept in few numbers.
Words the file lacks are put to all-MiniLM-L6-v2 in the same way and carried over by a linear map.
"""

from collections.abc import Callable, Sequence
from functools import cache, cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ontology.errors import ModelMissing
from vocab.arrays import as_texts
from vocab.embedder import Embedder
from vocab.kernel import Array
from vocab.predictor import require_minilm
from vocab.text import normalise
from vocab.wordtable import model_folder

#: How a word is put to the encoders.
PROMPT = "a feeling of {}"


class Feelings:
    """Unit vectors of words as feelings; the encoder is opened only for words the file lacks."""

    def __init__(
        self, words: list[str], rows: NDArray[np.int8], scale: Array, carry: Array, open: Callable[[], Embedder]
    ) -> None:
        self._words, self._rows, self._scale, self._carry, self._open = words, rows, scale, carry, open

    @cached_property
    def _place(self) -> dict[str, int]:
        return {word: i for i, word in enumerate(self._words)}

    def vectors(self, words: Sequence[str]) -> Array:
        """Shape (len(words), dim), each of length 1.

        Raises:
            BadInput: a word is not in the file and the embedder is not the one the map reads.
            MissingExtra, ModelMissing: the same, and there is no encoder.
        """
        forms = [normalise(word) for word in words]
        found = np.zeros((len(forms), len(self._scale)), np.float32)
        lacking = [i for i, form in enumerate(forms) if form not in self._place]
        for i, form in enumerate(forms):
            if form in self._place:
                found[i] = self._rows[self._place[form]] * self._scale
        if lacking:
            seen = require_minilm(self._open()).encode([PROMPT.format(forms[i]) for i in lacking])
            found[lacking] = np.concatenate([seen, np.ones((len(seen), 1), np.float32)], axis=1) @ self._carry
        unit: Array = found / np.maximum(np.linalg.norm(found, axis=1, keepdims=True), 1e-9)
        return unit


def feelings(open: Callable[[], Embedder], path: Path | None = None) -> Feelings:
    """The shipped vectors, or others of the same make.

    Raises:
        ModelMissing: the file is not there.
    """
    return Feelings(*_read(path or model_folder() / "feelings.npz"), open)


@cache
def _read(path: Path) -> tuple[list[str], NDArray[np.int8], Array, Array]:
    if not path.is_file():
        raise ModelMissing("vectors of feelings", f"{path} is missing; make vad-model makes it")
    with np.load(path) as found:
        return as_texts(found["words"]), found["rows"], found["scale"], found["carry"].astype(np.float32)
