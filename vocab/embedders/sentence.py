"""Sentence-transformers, from the packaged model or a folder of the user's.  Never goes to a hub."""

import os
from collections.abc import Sequence
from copy import deepcopy
from pathlib import Path

import numpy as np

os.environ.setdefault("HF_HUB_OFFLINE", "1")  # read by the library when it is imported
os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")

import torch
from sentence_transformers import SentenceTransformer
from transformers.utils import logging as transformers_logging

from ontology.errors import ModelMissing
from vocab.embedder import Vectors, has_whole_word
from vocab.embedders import weights
from vocab.embedders.lowrank import Changes

transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]  # the library leaves it unannotated


#: A table with more rows than this is the one of word pieces.
MANY_ROWS = 10_000


class SentenceEmbedder:
    """A sentence encoder with unit vectors."""

    def __init__(self, name: str, model: SentenceTransformer) -> None:
        self.name = f"sentence:{name}"
        self._model = model
        self.dim = model.encode("x").shape[0]

    def encode(self, texts: Sequence[str]) -> Vectors:
        if not texts:
            return np.zeros((0, self.dim), dtype=np.float32)
        rows = np.asarray(self._model.encode(list(texts), normalize_embeddings=True, show_progress_bar=False))
        rows[[not text.strip() for text in texts]] = 0
        return rows.astype(np.float32)

    def knows(self, text: str) -> bool:
        return has_whole_word(self._model.tokenizer.tokenize(text))

    def tuned(self, changes: Changes) -> "SentenceEmbedder":
        """A copy with changed weights; the table of word pieces, half the memory, is shared."""
        kept = {id(p): p for p in self._model.parameters() if p.shape[0] > MANY_ROWS}
        model = deepcopy(self._model, memo=dict(kept))
        weights_of = dict(model.named_parameters())
        with torch.no_grad():
            for name, weight in weights_of.items():
                matrix = name[name.find("encoder.layer") :].removesuffix(".weight")
                if matrix in changes.parts:
                    weight.add_(torch.from_numpy(changes.to(matrix)))
        return SentenceEmbedder(f"{self.name.partition(':')[2]}+tuned", model)


def open(where: str | None) -> SentenceEmbedder:
    """The encoder in a folder, or the packaged all-MiniLM-L6-v2.

    Raises:
        ModelMissing: the folder is not there, holds no model, or the packaged weights are not as tested.
    """
    path = Path(where).expanduser() if where else weights.folder()
    way_out = "TONE_MODEL names a folder that holds a sentence-transformers model; leave it empty for the packaged one"
    if not path.is_dir():
        raise ModelMissing(str(where), way_out)
    try:
        model = SentenceTransformer(str(path), device="cpu", local_files_only=True)
    except (OSError, ValueError) as error:
        raise ModelMissing(str(where), f"{way_out} ({str(error)[:120]})") from None
    return SentenceEmbedder(path.name if where else "all-MiniLM-L6-v2", model)
