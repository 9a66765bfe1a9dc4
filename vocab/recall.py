"""Which of a user's texts come to mind for a query: near in meaning, and near in feeling.

Two strategies of Emotional RAG (Huang et al. 2024), with the distance in affective space where that paper has eight
emotion scores: *combined* ranks by one weighted sum, *sequential* takes the nearest in meaning first and ranks those by
feeling.  The weights are stated and the caller's to change.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

import numpy as np

from ontology.errors import BadInput
from ontology.vad import VAD
from vocab.embedder import Vectors

#: The longest way there is in affective space, from corner to corner.
FARTHEST = float(np.sqrt(12.0))


class Strategy(Enum):
    """How meaning and feeling are brought together."""

    COMBINED = "combined"
    SEQUENTIAL = "sequential"


@dataclass(frozen=True, slots=True)
class Recalled:
    """A text, its place among the texts from 0, its score, and what it is made of.

    ``meaning`` is the cosine with the query, -1 … 1; ``affect`` is 1 less the VAD distance over the farthest there is,
    0 … 1.
    """

    text: str
    place: int
    score: float
    meaning: float
    affect: float


def recall(
    query: tuple[Vectors, VAD],
    memories: Sequence[tuple[str, Vectors, VAD]],
    k: int,
    *,
    strategy: Strategy = Strategy.COMBINED,
    weight: float = 0.3,
    pool: int = 5,
) -> tuple[Recalled, ...]:
    """The ``k`` best of the memories, each a (text, unit vector, place); ties keep their order.

    ``weight`` is that of affect in the sum of the combined strategy, 0 … 1; the sequential one ranks the ``pool`` times
    ``k`` nearest in meaning by affect alone.

    Raises:
        BadInput: ``k`` or ``pool`` is not positive, or the weight lies outside 0 … 1.
    """
    if k < 1 or pool < 1:
        raise BadInput(f"k {k} and pool {pool} must be at least 1")
    if not 0 <= weight <= 1:
        raise BadInput(f"weight {weight} is not within 0 … 1")
    if not memories:
        return ()
    vector, vad = query
    meaning = np.stack([row for _, row, _ in memories]) @ vector
    affect = np.array([1 - vad.distance(place) / FARTHEST for _, _, place in memories])
    if strategy is Strategy.COMBINED:
        scores = (1 - weight) * meaning + weight * affect
        order = np.argsort(-scores, kind="stable")
    else:
        scores = affect
        near = np.argsort(-meaning, kind="stable")[: k * pool]
        order = near[np.argsort(-affect[near], kind="stable")]
    return tuple(
        Recalled(memories[i][0], int(i), float(scores[i]), float(meaning[i]), float(affect[i])) for i in order[:k]
    )
