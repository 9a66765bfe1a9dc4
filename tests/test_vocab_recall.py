"""Recall by meaning and by feeling, in a world of four memories one can count."""

import numpy as np
import pytest

from ontology.errors import BadInput
from ontology.vad import VAD
from vocab.recall import Strategy, recall

MEMORIES = [
    ("same words, other feeling", np.array([1.0, 0.0], dtype=np.float32), VAD(-1, 1, 0)),
    ("other words, same feeling", np.array([0.0, 1.0], dtype=np.float32), VAD(1, 0, 0)),
    ("both halfway", np.array([0.8, 0.6], dtype=np.float32), VAD(0.5, 0.2, 0)),
    ("neither", np.array([-1.0, 0.0], dtype=np.float32), VAD(-1, -1, -1)),
]
QUERY = (np.array([1.0, 0.0], dtype=np.float32), VAD(1, 0, 0))


def order(**options: object) -> list[int]:
    return [r.place for r in recall(QUERY, MEMORIES, 4, **options)]  # type: ignore[arg-type]  # options of recall


def test_without_weight_meaning_decides_and_with_all_of_it_feeling() -> None:
    assert order(weight=0.0) == [0, 2, 1, 3]
    assert order(weight=1.0)[0] == 1


def test_the_sequential_strategy_ranks_the_nearest_in_meaning_by_feeling() -> None:
    assert [r.place for r in recall(QUERY, MEMORIES, 1, strategy=Strategy.SEQUENTIAL, pool=2)] == [2]


def test_both_parts_of_a_score_are_told() -> None:
    first = recall(QUERY, MEMORIES, 1, weight=0.3)[0]
    assert first.score == pytest.approx(0.7 * first.meaning + 0.3 * first.affect)
    assert 0 <= first.affect <= 1


def test_no_memories_give_nothing() -> None:
    assert recall(QUERY, [], 3) == ()


@pytest.mark.parametrize(
    ("options", "message"),
    [({"k": 0}, "k 0 and pool 5 must be at least 1"), ({"k": 1, "weight": 2.0}, "weight 2.0 is not within 0 … 1")],
)
def test_numbers_that_cannot_be_are_refused(options: dict[str, float], message: str) -> None:
    with pytest.raises(BadInput, match=message):
        recall(QUERY, MEMORIES, **options)  # type: ignore[arg-type]  # a k and a weight
