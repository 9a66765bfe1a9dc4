"""What turns text into vectors, and how one is opened by name."""

from collections.abc import Sequence
from importlib import import_module
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from ontology.errors import MissingExtra, UnknownEmbedder

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


#: name -> (module with ``open(where)``, the extra that installs what it needs)
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
    if name not in EMBEDDERS:
        raise UnknownEmbedder(name, EMBEDDERS)
    module, extra = EMBEDDERS[name]
    try:
        opened: Embedder = import_module(module).open(model)
    except ModuleNotFoundError as error:
        if error.name is not None and error.name.split(".")[0] in {"ontology", "vocab"}:
            raise  # our own broken import is not a missing package
        raise MissingExtra(f"embedder '{name}'", extra or "all") from None
    return opened
