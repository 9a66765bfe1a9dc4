"""The reference embedder: hashed character n-grams.  No weights, no meaning, always there."""

from collections.abc import Sequence
from hashlib import blake2b

import numpy as np

from ontology.errors import BadInput
from vocab.embedder import Vectors
from vocab.text import normalise

SIZES = (3, 4, 5)


class HashingEmbedder:
    """Counts of character 3- to 5-grams with word borders, each hashed to a signed place."""

    name = "hashing"
    dim = 512

    def encode(self, texts: Sequence[str]) -> Vectors:
        rows = np.zeros((len(texts), self.dim), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            padded = f" {normalise(text)} " if text.strip() else ""
            for size in SIZES:
                for start in range(len(padded) - size + 1):
                    number = int.from_bytes(blake2b(padded[start : start + size].encode(), digest_size=8).digest())
                    row[number % self.dim] += 1 if number >> 63 else -1
            if length := float(np.linalg.norm(row)):
                row /= length
        return rows

    def knows(self, text: str) -> bool:
        """Any letters are as good as any others to it."""
        return any(character.isalpha() for character in text)


def open(where: str | None) -> HashingEmbedder:
    """The embedder.

    Raises:
        BadInput: a model is named, but this backend has none.
    """
    if where:
        raise BadInput(f"embedder 'hashing' has no model, so it cannot use '{where}'; choose sentence or onnx")
    return HashingEmbedder()
