"""The students that are shipped: a phrase model that repeats the teacher of words, a sentence model from EmoBank."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from vocab.kernel import Array, KernelRidge, fit, gaussian
from vocab.norms import Rated
from vocab.sentence_features import features
from vocab.wordtable import WordTable

#: Width, penalty and number of support words of the phrase model.
PHRASE_GAMMA, PHRASE_PENALTY, SUPPORT = 1.0, 0.3, 2500

#: Width, penalty an axis, and the weight of what the words say, chosen on EmoBank's dev part.
SENTENCE_GAMMA, SENTENCE_PENALTY, SAID = 1.2, np.array([1.0, 2.0, 2.0]), 0.05


def phrase_model(vectors: Array, places: Array, *, keep: Array | None = None) -> KernelRidge:
    """Kernel ridge on ``SUPPORT`` words, fitted to the teacher's places of all words.

    ``keep`` gives the chance of a word to be support, even if left out.
    """
    chosen = np.sort(np.random.default_rng(13).choice(len(vectors), min(SUPPORT, len(vectors)), replace=False, p=keep))
    support, middle = vectors[chosen], places.mean(axis=0)
    squares, seen = np.zeros((len(chosen), len(chosen))), np.zeros((len(chosen), places.shape[1]))
    for start in range(0, len(vectors), 5000):
        near = gaussian(vectors[start : start + 5000], support, PHRASE_GAMMA).astype(np.float64)
        squares += near.T @ near
        seen += near.T @ (places[start : start + 5000] - middle)
    bent = PHRASE_PENALTY * gaussian(support, support, PHRASE_GAMMA)
    weights = np.linalg.solve(squares + bent + 1e-4 * np.eye(len(chosen)), seen)
    zero = np.zeros(places.shape[1], np.float32)
    return KernelRidge(support, weights.astype(np.float32), middle.astype(np.float32), zero, PHRASE_GAMMA)


def sentence_rows(texts: Sequence[str], vectors: Array, table: WordTable, middle: Array, scale: Array) -> Array:
    """What the sentence model reads: the vector, then what the words say, standardised and weighed down."""
    said = np.stack([features(text, table) for text in texts])
    rows: Array = np.concatenate([vectors, (said - middle) * scale], axis=1).astype(np.float32)
    return rows


def standard(texts: Sequence[str], table: WordTable) -> tuple[Array, Array]:
    """Mean of the features over texts, and what each is multiplied by."""
    said = np.stack([features(text, table) for text in texts])
    scale = SAID / (said.std(axis=0) + 1e-6)
    return said.mean(axis=0).astype(np.float32), scale.astype(np.float32)


def sentence_model(rows: Array, rated: Sequence[Rated]) -> KernelRidge:
    """Kernel ridge on rated sentences."""
    places = np.array([tuple(r.vad) for r in rated], dtype=np.float32)
    return fit(rows, places, gamma=SENTENCE_GAMMA, penalty=SENTENCE_PENALTY)


def with_error(model: KernelRidge, rows: Array, places: Array) -> KernelRidge:
    """The model with the error it makes on rows it was not fitted on: ±1.645 of it holds 90 % of them."""
    off = np.abs(model.predict(rows) - places)
    return replace(model, sd=(np.quantile(off, 0.9, axis=0) / 1.645).astype(np.float32))
