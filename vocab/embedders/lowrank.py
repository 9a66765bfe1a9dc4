"""Small changes to the weights of all-MiniLM-L6-v2: to each matrix W of a layer a product B A of thin ones is added."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from vocab.embedder import Embedder

Array = NDArray[np.float32]

LAYERS = 6
#: The matrices of a layer, by their names in the published model, in the order they are used.
MATRICES = (
    *("attention.self.query", "attention.self.key", "attention.self.value"),
    *("attention.output.dense", "intermediate.dense", "output.dense"),
)


def matrices() -> Iterator[str]:
    """Every changed matrix, such as ``encoder.layer.0.attention.self.query``."""
    return (f"encoder.layer.{layer}.{name}" for layer in range(LAYERS) for name in MATRICES)


@dataclass(frozen=True)
class Changes:
    """Matrix -> (A of shape (rank, inputs), B of shape (outputs, rank))."""

    parts: Mapping[str, tuple[Array, Array]]

    def to(self, matrix: str) -> Array:
        """What is added to a matrix: shape (outputs, inputs)."""
        a, b = self.parts[matrix]
        added: Array = b @ a
        return added


@runtime_checkable
class Tunable(Protocol):
    """An encoder that gives a changed copy of itself."""

    def tuned(self, changes: Changes) -> Embedder:
        """The copy; the encoder itself stays as it is."""
