"""Personality and transitions: Mehrabian's equations with stability, paths that never overshoot."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ontology.errors import BadInput, OutOfRange
from ontology.personality import Personality
from ontology.traits import read_personality
from ontology.transition import trajectory
from ontology.vad import ORIGIN, VAD

axis = st.floats(-1, 1)
points = st.builds(VAD, axis, axis, axis)
trait = st.floats(-4, 4)
people = st.builds(Personality, trait, trait, trait, trait, trait)


@pytest.mark.parametrize(
    ("traits", "expected"),
    [
        ("E=1", (0.21, 0.0, 0.60)),
        ("A=1", (0.59, 0.30, -0.32)),
        ("N=-1", (0.19, -0.57, 0.0)),  # stable people are a little happier and much calmer
        ("O=1", (0.0, 0.15, 0.25)),
        ("C=1", (0.0, 0.0, 0.17)),
    ],
)
def test_each_trait_moves_the_temperament_as_mehrabian_says(traits: str, expected: tuple[float, ...]) -> None:
    assert tuple(read_personality(traits).temperament) == pytest.approx(expected)


def test_the_worked_case_of_ross_with_stability() -> None:
    """PELD's raw scores with Stability = 1 - N, as the facts work it out (there unstandardised)."""
    ross = Personality(0.722, 0.489, 0.600, 0.533, -(1 - 0.356))
    assert tuple(ross.temperament) == pytest.approx((0.563, -0.099, 0.453), abs=6e-4)


def test_a_person_of_mean_traits_goes_half_the_way() -> None:
    path = trajectory(ORIGIN, VAD(0.5, -0.5, 0.25), Personality(), steps=2)
    assert path.states == (ORIGIN, VAD(0.25, -0.25, 0.125), VAD(0.375, -0.375, 0.1875))


@given(points, points, people, st.integers(1, 20))
def test_no_axis_overshoots_and_every_step_comes_nearer(now: VAD, stimulus: VAD, person: Personality, n: int) -> None:
    states = trajectory(now, stimulus, person, steps=n).states
    assert len(states) == n + 1
    for before, after in itertools.pairwise(states):
        for x, y, goal in zip(before, after, stimulus, strict=True):
            assert abs(goal - y) <= abs(goal - x) + 1e-12


@given(points, people)
def test_a_stimulus_that_is_felt_already_changes_nothing(now: VAD, person: Personality) -> None:
    assert trajectory(now, now, person).states == (now, now)


@pytest.mark.parametrize(
    ("text", "error", "message"),
    [
        ("X=1", BadInput, "no trait 'X'; write O, C, E, A or N"),
        ("E=loud", BadInput, "extraversion 'loud' is not a number"),
        ("E=1,E=2", BadInput, "trait 'extraversion' is given twice"),
        ("N=55", OutOfRange, r"neuroticism \(a z-score\) 55.0 is outside -4.0 … 4.0"),
        ("N=nan", OutOfRange, "neuroticism"),
    ],
)
def test_a_wrong_trait_is_said_to_be_wrong(text: str, error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        read_personality(text)


@pytest.mark.parametrize("steps", [0, -1, 1001])
def test_steps_are_bounded(steps: int) -> None:
    with pytest.raises(BadInput, match="steps"):
        trajectory(ORIGIN, ORIGIN, Personality(), steps=steps)


@given(points, points, points)
def test_distance_is_a_metric(a: VAD, b: VAD, c: VAD) -> None:
    assert a.distance(a) == 0
    assert a.distance(b) == b.distance(a)
    assert a.distance(c) <= a.distance(b) + b.distance(c) + 1e-12
