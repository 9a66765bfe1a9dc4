"""Every way to say who feels gives z-scores, and what cannot be one is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ontology.errors import BadInput, OutOfRange, ToneError
from ontology.personality import Personality, mehrabian
from ontology.traits import (
    BFI10,
    ORDER,
    PELD_ROLES,
    QUESTIONNAIRES,
    SCALES,
    TIPI,
    Questionnaire,
    Scale,
    from_answers,
    from_percentiles,
    on_scale,
    read_personality,
)
from ontology.world import Ontology


@pytest.mark.parametrize(
    ("role", "pleasure", "arousal", "dominance"),
    [
        ("chandler", 0.523, -0.027, 0.272),
        ("joey", 0.487, -0.061, 0.252),
        ("monica", 0.578, 0.026, 0.319),
        ("phoebe", 0.420, -0.023, 0.270),
        ("rachel", 0.536, -0.042, 0.355),
        ("ross", 0.563, -0.099, 0.453),
    ],
)
def test_the_equations_give_the_worked_cases(role: str, pleasure: float, arousal: float, dominance: float) -> None:
    """PELD's roles with Stability = 1 - N, worked out by hand."""
    o, c, e, a, n = PELD_ROLES[role]
    assert mehrabian(o, c, e, a, 1 - n) == pytest.approx((pleasure, arousal, dominance), abs=0.0006)


def test_neuroticism_in_place_of_stability_turns_the_order_of_arousal() -> None:
    """The slip of many ports: Ross is the most aroused with it, and the least without."""
    slipped = {role: mehrabian(o, c, e, a, n)[1] for role, (o, c, e, a, n) in PELD_ROLES.items()}
    right = {role: mehrabian(o, c, e, a, 1 - n)[1] for role, (o, c, e, a, n) in PELD_ROLES.items()}
    assert max(slipped, key=slipped.__getitem__) == min(right, key=right.__getitem__) == "ross"


@pytest.mark.parametrize(
    ("text", "trait", "z"),
    [
        ("E=1", "extraversion", 1.0),
        ("extraversion=1", "extraversion", 1.0),
        ("1-5:E=4", "extraversion", 1.5),
        ("0-1:N=0.5", "neuroticism", 0.0),
        ("1-7:O=7", "openness", 3.0),
        ("0-100:C=25", "conscientiousness", -1.5),
        ("percentile:A=50", "agreeableness", 0.0),
        ("ross", "neuroticism", -0.864),
        ("", "openness", 0.0),
    ],
)
def test_each_form_is_read(text: str, trait: str, z: float) -> None:
    assert getattr(read_personality(text), trait) == pytest.approx(z, abs=0.0005)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("1-5:E=6", "extraversion 6.0 is outside 1 … 5"),
        ("E=5", "extraversion (a z-score) 5.0 is outside -4.0 … 4.0"),
        ("percentile:E=100", "extraversion (a percentile) 100.0 is outside 0 … 100"),
        ("1-9:E=6", "no scale '1-9'; there are 0-1, 1-5"),
        ("monika", "no personality 'monika'; there are chandler, joey"),
        ("E=nan", "extraversion (a z-score) nan is outside"),
        ("1-5:E=nan", "extraversion nan is outside 1 … 5"),
        ("E=much", "extraversion 'much' is not a number"),
        ("X=1", "no trait 'X'"),
        ("E=1,E=2", "trait 'extraversion' is given twice"),
        ("tipi:1,2,3", "tipi has 10 items, and there are 3 answers"),
        ("bfi10:1,2,3,4,5,6,1,1,1,1", "answer 6 of bfi10 6.0 is outside 1 … 5"),
        ("tipi:1,2,3,4,5,6,7,a,1,1", "tipi 'a' is not a number"),
    ],
)
def test_what_cannot_be_a_personality_is_refused(text: str, message: str) -> None:
    with pytest.raises(ToneError) as refused:
        read_personality(text)
    assert message in str(refused.value)


@pytest.mark.parametrize("questionnaire", [TIPI, BFI10])
def test_every_item_counts_once_and_half_of_them_are_turned(questionnaire: Questionnaire) -> None:
    items = [item for items in questionnaire.items.values() for item in items]
    assert sorted(map(abs, items)) == list(range(1, 11))
    assert set(questionnaire.items) == set(ORDER)
    for a, b in questionnaire.items.values():
        assert a * b < 0  # one item of each trait is turned round


def test_the_most_extraverted_answers_give_the_most_extraverted_person() -> None:
    assert from_answers(TIPI, [7, 4, 4, 4, 4, 1, 4, 4, 4, 4]) == Personality(extraversion=3.0)
    assert from_answers(BFI10, [1, 3, 3, 3, 3, 5, 3, 3, 3, 3]) == Personality(extraversion=3.0)


def test_an_anxious_person_is_neurotic_by_both_keys() -> None:
    assert from_answers(TIPI, [4, 4, 4, 7, 4, 4, 4, 4, 1, 4]).neuroticism == 3.0
    assert from_answers(BFI10, [3, 3, 3, 1, 3, 3, 3, 3, 5, 3]).neuroticism == 3.0


def test_norms_of_ones_own_replace_the_assumption() -> None:
    assert on_scale({"openness": 5.38}, Scale(1, 7, mean=5.38, sd=1.07)) == Personality()


@given(st.sampled_from(sorted(QUESTIONNAIRES)), st.lists(st.integers(1, 5), min_size=10, max_size=10))
def test_answers_turned_round_give_the_opposite_person(name: str, answers: list[int]) -> None:
    questionnaire = QUESTIONNAIRES[name]
    low, high = questionnaire.scale.low, questionnaire.scale.high
    person = from_answers(questionnaire, answers)
    other = from_answers(questionnaire, [low + high - answer for answer in answers])
    for trait in ORDER:
        assert getattr(person, trait) == pytest.approx(-getattr(other, trait))


@given(st.floats(0.01, 99.99))
def test_percentiles_keep_their_order_and_their_middle(rank: float) -> None:
    z = from_percentiles({"openness": rank}).openness
    assert (z > 0) == (rank > 50)
    assert from_percentiles({"openness": 100 - rank}).openness == pytest.approx(-z, abs=1e-6)


@pytest.mark.parametrize("scale", sorted(SCALES))
def test_the_ends_of_a_raw_scale_are_three_deviations_away(scale: str) -> None:
    low, high = SCALES[scale].low, SCALES[scale].high
    assert on_scale({"openness": low, "neuroticism": high}, SCALES[scale]) == Personality(openness=-3, neuroticism=3)


def test_scoring_keys_have_their_source(world: Ontology) -> None:
    assert {q.source for q in QUESTIONNAIRES.values()} <= world.sources.keys()


def test_ten_answers_are_needed() -> None:
    with pytest.raises(BadInput, match="bfi10 has 10 items"):
        from_answers(BFI10, [3] * 9)
    with pytest.raises(OutOfRange, match="answer 1 of tipi 8 is outside 1 … 7"):
        from_answers(TIPI, [8] * 10)
