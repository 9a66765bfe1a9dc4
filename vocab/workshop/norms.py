"""People's ratings of words, and a kernel ridge that guesses the rest from the encoder.

A guess is marked as one wherever it goes; its error stands in the docstring of ``Guesser``.
"""

import csv
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ontology.errors import BadTable
from ontology.tables import read_text
from ontology.vad import AXES, VAD
from vocab.embedder import Embedder, Vectors

#: Width of the kernel and weight of the penalty, chosen by five folds over families of words on Glasgow's norms.
GAMMA, PENALTY = 1.0, 0.2


def read_norms(path: Path) -> dict[str, VAD]:
    """Word -> coordinates on our scale, from a file with columns Word, Valence, Arousal, Dominance (1 … 9).

    Words whose sense stands in brackets behind them are left out: the word alone was not rated.

    Raises:
        BadTable: a column is missing, or a cell is no number of 1 … 9; names file and line.
    """
    found = {}
    for number, row in enumerate(csv.DictReader(read_text(path).splitlines()), 2):
        try:
            values = [(float(row[axis.capitalize()]) - 5) / 4 for axis in AXES]
            if "(" not in row["Word"]:
                found[row["Word"].casefold()] = VAD(*values)
        except KeyError as error:
            raise BadTable(path.name, 1, f"column {error.args[0]} is missing") from None
        except ValueError as error:
            raise BadTable(path.name, number, str(error)) from None
    return found


class Guesser:
    """Coordinates of words nobody rated, read off the encoder.

    Pearson r on Glasgow's words, no word family on both sides of a fold: see ``tests/test_vocab_workshop.py``.
    """

    def __init__(self, norms: Mapping[str, VAD], embedder: Embedder) -> None:
        self._embedder = embedder
        self._seen = embedder.encode(list(norms))
        values = np.array([tuple(vad) for vad in norms.values()], dtype=np.float64)
        self._middle = values.mean(axis=0)
        kernel = _kernel(self._seen, self._seen)
        self._weights = np.linalg.solve(kernel + PENALTY * np.eye(len(kernel)), values - self._middle)

    def guess(self, words: Sequence[str]) -> NDArray[np.float64]:
        """Shape (len(words), 3), clipped to -1 … 1."""
        rows = self._embedder.encode(words)
        blocks = [_kernel(rows[i : i + 2000], self._seen) @ self._weights for i in range(0, len(rows), 2000)]
        found: NDArray[np.float64] = np.clip(np.concatenate([*blocks, np.zeros((0, 3))]) + self._middle, -1, 1)
        return found


def _kernel(a: Vectors, b: Vectors) -> NDArray[np.float64]:
    """A Gaussian of the distance between unit vectors."""
    similar: NDArray[np.float64] = np.exp(-GAMMA * (2 - 2 * (a @ b.T)).astype(np.float64))
    return similar
