"""Personality and transitions: Mehrabian's equations with stability, paths that never overshoot."""

import itertools
import math
from dataclasses import replace
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.plot import picture
from api.service import Service
from ontology.dynamics import ATTRACTION, DYNAMICS, VOLATILITY, core_affect, mood, toward_stimulus
from ontology.emotion import Tier
from ontology.errors import BadInput, OutOfRange
from ontology.personality import Personality
from ontology.traits import read_personality
from ontology.transition import Situation, shares
from ontology.vad import ORIGIN, VAD
from ontology.world import Ontology

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
    path = toward_stimulus(Situation(ORIGIN, VAD(0.5, -0.5, 0.25), steps=2))
    assert path.states == (ORIGIN, VAD(0.25, -0.25, 0.125), VAD(0.375, -0.375, 0.1875))


@given(points, points, people, st.integers(1, 20))
def test_no_axis_overshoots_and_every_step_comes_nearer(now: VAD, stimulus: VAD, person: Personality, n: int) -> None:
    states = toward_stimulus(Situation(now, stimulus, person, n)).states
    assert len(states) == n + 1
    for before, after in itertools.pairwise(states):
        for x, y, goal in zip(before, after, stimulus, strict=True):
            assert abs(goal - y) <= abs(goal - x) + 1e-12


@given(points, people)
def test_a_stimulus_that_is_felt_already_changes_nothing(now: VAD, person: Personality) -> None:
    assert toward_stimulus(Situation(now, now, person)).states == (now, now)


@given(points, st.none() | points, people, st.integers(1, 12), st.data())
def test_every_model_starts_where_one_is_and_stays_in_the_cube(
    now: VAD, stimulus: VAD | None, person: Personality, steps: int, data: st.DataObject
) -> None:
    situation = Situation(now, stimulus, person, steps, hold=data.draw(st.integers(0, steps)))
    for name in ("wen", "alma"):
        path = DYNAMICS[name][1](situation)
        assert path.states[0] == now
        assert len(path.states) == steps + 1


def test_a_mood_crosses_from_octant_to_octant_in_ten_minutes_and_comes_home_in_twenty() -> None:
    """Gebhard 2005: the two times that set the speeds."""
    relaxed, exuberant = VAD(0.5, -0.5, 0.5), VAD(0.5, 0.5, 0.5)
    assert mood(Situation(relaxed, exuberant, steps=10)).states[-1] == pytest.approx(exuberant)
    assert mood(Situation(VAD(1, 1, 1), steps=20)).states[-1].length == pytest.approx(0)
    assert mood(Situation(VAD(1, 1, 1), steps=19)).states[-1].length > 0


def test_a_mood_beyond_the_emotion_is_pushed_further_in_its_direction() -> None:
    happy = VAD(0.3, 0.0, 0.0)
    pushed = mood(Situation(VAD(0.5, 0.2, 0.0), happy)).states[-1]
    assert tuple(pushed) == pytest.approx((0.6, 0.2, 0.0))
    pulled = mood(Situation(VAD(0.1, 0.0, 0.0), happy)).states[-1]
    assert tuple(pulled) == pytest.approx((0.2, 0.0, 0.0))


def test_a_mood_left_alone_ends_at_the_temperament_and_stays() -> None:
    neurotic = Personality(neuroticism=1)
    states = mood(Situation(VAD(0.8, -0.4, 0.5), None, neurotic, 40)).states
    assert states[-1] == states[-2] == neurotic.temperament


def test_core_affect_returns_home_by_the_strength_of_the_attractor() -> None:
    path = core_affect(Situation(VAD(0.8, 0, 0), steps=3))
    assert path.states[1].valence == pytest.approx(0.8 * math.exp(-ATTRACTION))
    assert path.variance[0] == (0, 0, 0)
    assert path.variance[3][0] < VOLATILITY**2 / (2 * ATTRACTION)


def test_a_stimulus_pulls_core_affect_only_while_it_lasts() -> None:
    held = core_affect(Situation(ORIGIN, VAD(0.8, 0, 0), steps=6, hold=3)).states
    assert held[3].valence > held[2].valence > 0
    assert held[6].valence < held[3].valence


def test_bands_hold_nine_of_ten_paths_and_repeat_with_their_seed() -> None:
    situation = Situation(ORIGIN, steps=5, seed=7)
    path = core_affect(situation)
    assert path == core_affect(situation)
    assert path != core_affect(replace(situation, seed=8))
    expected = 1.645 * path.variance[5][0] ** 0.5
    assert path.high[5].valence == pytest.approx(expected, abs=0.04)
    assert path.low[5].valence == pytest.approx(-expected, abs=0.04)


def test_shares_are_a_distribution_with_the_nearest_emotion_first(mini: Ontology) -> None:
    found = shares(mini, mini.vad("joy") or ORIGIN)
    assert sum(found.values()) == pytest.approx(1)
    assert next(iter(found)) == "joy"
    wide = shares(mini, mini.vad("joy") or ORIGIN, (1, 1, 1))
    assert wide["joy"] < found["joy"]


def test_shares_at_a_tier_are_of_that_tier_only(world: Ontology) -> None:
    found = shares(world, ORIGIN, tier=Tier.PRIMARY)
    assert {world[id].tier for id in found} == {Tier.PRIMARY}
    assert sum(found.values()) == pytest.approx(1)


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
        Situation(ORIGIN, steps=steps)


@pytest.mark.parametrize("hold", [-1, 4])
def test_a_stimulus_lasts_no_longer_than_the_path(hold: int) -> None:
    with pytest.raises(BadInput, match=f"hold {hold} is outside 0 … 3"):
        Situation(ORIGIN, ORIGIN, steps=3, hold=hold)


@pytest.mark.parametrize("model", ["wen", "alma", "affect", "markov"])
def test_every_model_says_what_it_is_and_on_what_it_rests(service: Service, model: str) -> None:
    answer = service.transition("fear", "joy", Personality(), model=model, steps=2, tier=Tier.PRIMARY)
    assert answer.model.name == model
    assert answer.model.step
    assert answer.evidence
    assert all(source in service.world.sources for source in answer.model.sources)
    assert [s.step for s in answer.states] == [0, 1, 2]
    assert answer.states[0].nearest[0].emotion.id == "fear"


def test_counted_chances_rest_on_the_published_table(service: Service) -> None:
    """PELD: 142 of 457 fearful turns are followed by fear; 5 pseudo-counts draw it to the base rate."""
    answer = service.transition("fear", None, Personality(), model="markov", corpus="peld2021", k=7)
    fear = {share.state: share.share for share in answer.states[1].shares}["fear"]
    assert fear == pytest.approx((142 + 5 * 488 / 6517) / 462)
    assert answer.evidence[0].startswith("457 steps from 'fear' in PELD")


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"model": "magic"}, "no transition model 'magic'; there are wen, alma, affect, markov"),
        (
            {"model": "markov", "corpus": "friends"},
            "no corpus 'friends' with transitions; there are cped2022, peld2021",
        ),
        ({"model": "markov", "corpus": "peld2021"}, "PELD was counted without the partner's emotion"),
        ({"hold": 2}, "hold 2 is outside 0 … 1"),
    ],
)
def test_a_question_no_model_can_answer_is_refused(service: Service, changed: dict[str, Any], message: str) -> None:
    with pytest.raises(BadInput, match=message):
        service.transition("fear", "joy", Personality(), **changed)


def test_the_picture_is_svg_that_names_where_one_comes_by(service: Service) -> None:
    answer = service.transition("fear", "joy", Personality(), model="affect", steps=6)
    root = ElementTree.fromstring(picture(answer))  # noqa: S314 - our own text
    texts = {e.text for e in root.iter("{http://www.w3.org/2000/svg}text")}
    assert {"fear", answer.states[-1].nearest[0].emotion.id} <= texts
    assert picture(answer) == picture(answer)


@given(points, points, points)
def test_distance_is_a_metric(a: VAD, b: VAD, c: VAD) -> None:
    assert a.distance(a) == 0
    assert a.distance(b) == b.distance(a)
    assert a.distance(c) <= a.distance(b) + b.distance(c) + 1e-12
