"""Arrays as the shipped models hold them: one file of named arrays, texts as bytes, vectors in one byte a number."""

from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ontology.tables import write_bytes

Array = NDArray[np.float32]


def unit(rows: Array) -> Array:
    """Rows of length 1; a row of zeros stays what it is."""
    made: Array = (rows / np.maximum(np.linalg.norm(rows, axis=-1, keepdims=True), 1e-9)).astype(np.float32)
    return made


def write_arrays(path: Path, arrays: Mapping[str, NDArray[Any]]) -> None:
    """Replace a file of named arrays at once; the same bytes each time."""
    held = BytesIO()
    np.savez_compressed(held, allow_pickle=False, **arrays)
    write_bytes(path, held.getvalue())


def as_bytes(texts: Sequence[str]) -> NDArray[np.uint8]:
    """Texts, none with a line break, as one array."""
    return np.frombuffer("\n".join(texts).encode(), dtype=np.uint8)


def as_texts(held: NDArray[np.uint8]) -> list[str]:
    """The texts that ``as_bytes`` made an array of.

    >>> as_texts(as_bytes(["joy", "Freude"]))
    ['joy', 'Freude']
    """
    return bytes(held).decode().split("\n")


def small(rows: NDArray[np.floating[Any]]) -> tuple[NDArray[np.int8], Array]:
    """(Rows in one byte a number, what each column is to be multiplied by)."""
    scale = np.abs(rows).max(axis=0, keepdims=True) / 127
    return np.rint(rows / scale).astype(np.int8), scale.astype(np.float32)
