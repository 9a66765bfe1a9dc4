"""The point of a label among the vectors of an encoder: the mean of the texts that stand for it."""

from collections.abc import Sequence

import numpy as np

from vocab.candidates import Candidate
from vocab.embedder import Embedder, Vectors


def prototypes(embedder: Embedder, candidates: Sequence[Candidate]) -> Vectors:
    """The point of each candidate: one unit row, the mean of the means of its groups."""
    texts = list(dict.fromkeys(text for c in candidates for group in c.groups for text in group))
    vectors = dict(zip(texts, embedder.encode(texts), strict=True))
    return np.stack([_middle([_middle([vectors[text] for text in group]) for group in c.groups]) for c in candidates])


def nearest_texts(embedder: Embedder, text: str, candidate: Candidate, k: int) -> tuple[tuple[str, float], ...]:
    """The texts of a candidate that are nearest to a text, by cosine."""
    texts = list(dict.fromkeys(text for group in candidate.groups for text in group))
    cosines = embedder.encode(texts) @ embedder.encode([text])[0]
    return tuple((texts[i], float(cosines[i])) for i in np.argsort(-cosines, kind="stable")[:k])


def _middle(vectors: Sequence[Vectors]) -> Vectors:
    """The mean, made unit length again; the zero vector stays what it is."""
    mean: Vectors = np.mean(vectors, axis=0)
    length = float(np.linalg.norm(mean))
    return mean / length if length else mean
