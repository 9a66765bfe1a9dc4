"""Open answers: synonyms are equal, a parent counts in part, another branch nothing, an opposite least of all."""

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.service import Service
from ontology.scoring import alike, mean, score
from ontology.world import Ontology, load

EMOTIONS = st.sampled_from(sorted(e.id for e in load() if e.tier is not None))
SIDES = st.lists(EMOTIONS, min_size=1, max_size=4, unique=True)


def test_a_parent_counts_in_part_another_branch_nothing_an_opposite_least(world: Ontology) -> None:
    same, parent, branch = (alike(world, "rage", other) for other in ("rage", "anger", "relief"))
    opposite = alike(world, "joy", "sadness")
    assert 1 == same > parent > branch == 0 > opposite == -1


@given(SIDES)
def test_a_perfect_answer_is_perfect_in_every_way(emotions: list[str]) -> None:
    found = score(load(), emotions, emotions)
    assert {a.f1 for a in (*found.tiers, found.hierarchical)} == {1.0}
    assert found.distance == 0


@given(SIDES, SIDES)
def test_turning_the_sides_round_turns_precision_and_recall(gold: list[str], predicted: list[str]) -> None:
    there, back = score(load(), gold, predicted), score(load(), predicted, gold)
    for a, b in zip((*there.tiers, there.hierarchical), (*back.tiers, back.hierarchical), strict=True):
        assert (a.precision, a.recall, a.f1) == pytest.approx((b.recall, b.precision, b.f1))


@given(SIDES, SIDES)
def test_what_agrees_at_a_tier_agrees_above_it_if_one_is_named(gold: list[str], predicted: list[str]) -> None:
    first, second, _ = score(load(), gold[:1], predicted[:1]).tiers
    assert first.f1 >= second.f1


def test_nothing_expected_and_nothing_said_agree(world: Ontology) -> None:
    assert score(world, [], []).hierarchical.f1 == 1
    assert score(world, ["joy"], []).hierarchical.f1 == 0
    assert mean([score(world, [], []), score(world, ["joy"], [])]).tiers[0].f1 == 0.5


def test_synonyms_are_equal_and_words_that_name_nothing_are_told(service: Service) -> None:
    found, lost = service.score(["furious", "over the moon"], ["fury", "over the moon", "carburettor"])
    assert (found.hierarchical.f1, lost) == (1.0, ("carburettor",))


def test_the_command_scores_and_tells_what_it_could_not_place(tmp_path: Path) -> None:
    (tmp_path / "gold.txt").write_text("furious|sad\njoy\n", encoding="utf-8")
    (tmp_path / "pred.txt").write_text("fury, sadness\ncarburettor\n", encoding="utf-8")
    run = [sys.executable, "-m", "api", "score", str(tmp_path / "gold.txt"), str(tmp_path / "pred.txt")]
    done = subprocess.run(run, capture_output=True, text=True, check=False)
    assert "2 rows" in done.stdout, done.stderr
    assert "row 2: 'carburettor' names no known emotion" in done.stderr
    (tmp_path / "pred.txt").write_text("fury\n", encoding="utf-8")
    done = subprocess.run(run, capture_output=True, text=True, check=False)
    assert (done.returncode, "they must be as many" in done.stderr) == (2, True)
