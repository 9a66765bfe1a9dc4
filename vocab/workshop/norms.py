"""People's ratings of words, and a kernel ridge that guesses the rest from the encoder.

A guess is marked as one wherever it goes; its error stands in the docstring of ``Guesser``.
"""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from ontology.vad import VAD
from vocab.embedder import Embedder, Vectors

#: Width of the kernel and weight of the penalty, chosen by five folds over families of words on Glasgow's norms.
GAMMA, PENALTY = 1.0, 0.2


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
