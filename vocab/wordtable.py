"""Predicted coordinates of about a hundred thousand English words and phrases, as one small file.

A look-up needs no model.  How the table was made, and how good it is: ``vocab/models/vad/README.md``.
"""

from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ontology.errors import ModelMissing
from ontology.vad import VAD
from vocab.arrays import as_bytes, as_texts, write_arrays

#: Steps a coordinate and a model error are stored in: a byte each.
STEP, SD_STEP = 1 / 127, 1 / 255

Triple = tuple[float, float, float]


def model_folder() -> Path:
    """Where the weights for valence, arousal and dominance lie."""
    return models() / "vad"


def models() -> Path:
    """The folder of all shipped models."""
    return Path(str(files("vocab"))) / "models"


@dataclass(frozen=True, slots=True)
class Placed:
    """A prediction: the place and the standard deviation of its error on each axis."""

    vad: VAD
    sd: Triple


class WordTable:
    """Normalised word or phrase -> prediction."""

    def __init__(self, words: list[str], vad: NDArray[np.int8], sd: NDArray[np.uint8]) -> None:
        self._words, self._vad, self._sd = words, vad, sd

    @cached_property
    def _place(self) -> dict[str, int]:
        return {word: i for i, word in enumerate(self._words)}

    def __len__(self) -> int:
        return len(self._words)

    def __contains__(self, word: object) -> bool:
        return word in self._place

    def find(self, word: str) -> Placed | None:
        """The prediction for a word or phrase in lower case, None where the table lacks it."""
        place = self._place.get(word)
        if place is None:
            return None
        vad, sd = self._vad[place].astype(float) * STEP, self._sd[place].astype(float) * SD_STEP
        return Placed(VAD.clipped(*vad), (float(sd[0]), float(sd[1]), float(sd[2])))

    def row(self, word: str) -> NDArray[np.float64] | None:
        """The coordinates alone, shape (3,)."""
        place = self._place.get(word)
        return None if place is None else self._vad[place].astype(np.float64) * STEP


@cache
def word_table(path: Path | None = None) -> WordTable:
    """The shipped table, or another of the same make.

    Raises:
        ModelMissing: the file is not there.
    """
    where = path or model_folder() / "words.npz"
    if not where.is_file():
        raise ModelMissing("VAD word table", f"{where} is missing; make vad-model makes it")
    with np.load(where) as found:
        return WordTable(as_texts(found["words"]), found["vad"], found["sd"])


def write_table(path: Path, words: list[str], vad: NDArray[np.float64], sd: NDArray[np.float64]) -> None:
    """Write a table; rows of ``vad`` and ``sd`` are (n, 3), clipped to what a byte holds.  The same bytes each time."""
    places = np.clip(np.rint(vad / STEP), -127, 127).astype(np.int8)
    errors = np.clip(np.rint(sd / SD_STEP), 1, 255).astype(np.uint8)
    write_arrays(path, {"words": as_bytes(words), "vad": places, "sd": errors})
