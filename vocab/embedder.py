"""What turns text into vectors, and how one is opened by name."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from ontology.backends import backend
from ontology.errors import UnknownEmbedder

Vectors = NDArray[np.float32]


class Embedder(Protocol):
    """Text to unit vectors; deterministic for one name."""

    name: str
    dim: int

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One row a text, in their order: shape (len(texts), dim), each of length 1.

        An empty text is the zero row.
        """

    def knows(self, text: str) -> bool:
        """Whether some word of the text is more to it than letters strung together."""


def has_whole_word(pieces: Sequence[str]) -> bool:
    """Whether word pieces (``##`` continues a word) hold a word, or the first four letters of one.

    >>> has_whole_word(["mourn", "##ful"]), has_whole_word(["x", "##yz", "##zy"]), has_whole_word(["so", "sad"])
    (True, False, True)
    """
    following = [*pieces[1:], ""]
    return any(
        piece.isalpha() and (len(piece) > 3 or (len(piece) > 1 and not after.startswith("##")))
        for piece, after in zip(pieces, following, strict=True)
    )


#: See ``ontology.backends``.
EMBEDDERS: dict[str, tuple[str, str]] = {
    "hashing": ("vocab.embedders.hashing", ""),
    "sentence": ("vocab.embedders.sentence", "models"),
    "onnx": ("vocab.embedders.onnx", "onnx"),
}


def open_embedder(name: str, model: str | None = None) -> Embedder:
    """An embedder ready to encode; ``model`` is a name or folder, None the default of the backend.

    Raises:
        UnknownEmbedder: no such backend; names those there are.
        MissingExtra: its packages are not installed.
        ModelMissing: the weights are not on this machine.
    """
    opened: Embedder = backend(EMBEDDERS, name, UnknownEmbedder).open(model)
    return opened
