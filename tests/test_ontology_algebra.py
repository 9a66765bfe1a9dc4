"""Chaining matches, climbing the tree, translating labels."""

import itertools
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ontology.errors import BadInput
from ontology.harmonize import Chain, Step, compose, confidence_of, invert, labels_of, match_of, translate
from ontology.mapping import Match
from ontology.similarity import nearest, wu_palmer
from ontology.taxonomy import ancestors, descendants, lowest_common_ancestor
from ontology.vad import VAD
from ontology.world import Ontology


@pytest.mark.parametrize(("first", "second"), list(product(Match, Match)))
def test_a_chain_is_no_stronger_than_its_links(first: Match, second: Match) -> None:
    assert first.then(second).strength <= min(first.strength, second.strength)


@pytest.mark.parametrize(("a", "b", "c"), list(product(Match, Match, Match)))
def test_it_does_not_matter_which_end_a_chain_is_read_from(a: Match, b: Match, c: Match) -> None:
    assert a.then(b).inverse == b.inverse.then(a.inverse)
    assert a.then(b).then(c).strength <= 5


@pytest.mark.parametrize("match", Match)
def test_exact_is_the_identity_and_turning_twice_changes_nothing(match: Match) -> None:
    assert Match.EXACT.then(match) == match == match.then(Match.EXACT)
    assert match.inverse.inverse == match


def test_nothing_becomes_exact_by_chaining() -> None:
    inexact = [m for m in Match if m is not Match.EXACT]
    assert all(m.then(n) is not Match.EXACT for m in inexact for n in Match)


@st.composite
def chains(draw: st.DrawFn, at: str = "") -> Chain:
    """Up to four steps, each beginning where the one before it ends; ``at`` is where the first begins."""
    places = [at or draw(st.sampled_from("abc")), *draw(st.lists(st.sampled_from("abc"), max_size=4))]
    return tuple(
        Step(a, draw(st.sampled_from(Match)), b, draw(st.floats(0, 1)), "drawn") for a, b in itertools.pairwise(places)
    )


@given(chain=chains())
def test_a_chain_turned_twice_is_the_chain(chain: Chain) -> None:
    assert invert(invert(chain)) == chain
    assert match_of(invert(chain)) is match_of(chain).inverse
    assert confidence_of(invert(chain)) == pytest.approx(confidence_of(chain))


@given(data=st.data())
def test_chains_compose_like_their_matches(data: st.DataObject) -> None:
    first = data.draw(chains())
    then = data.draw(chains(first[-1].object if first else ""))
    whole = compose(first, then)
    assert match_of(whole).strength <= min(match_of(first).strength, match_of(then).strength)
    assert confidence_of(whole) == pytest.approx(confidence_of(first) * confidence_of(then))
    assert invert(whole) == compose(invert(then), invert(first))
    assert match_of(whole) is not Match.EXACT or all(step.match is Match.EXACT for step in whole)


@given(chain=chains())
def test_no_step_at_all_is_the_identity(chain: Chain) -> None:
    assert compose((), chain) == chain == compose(chain, ())
    assert (match_of(()), confidence_of(())) == (Match.EXACT, 1)


def test_a_chain_goes_on_only_from_where_it_ended() -> None:
    step = Step("a", Match.EXACT, "b", 1.0, "drawn")
    with pytest.raises(BadInput, match="a chain that ends at b cannot go on from a"):
        compose((step,), (step,))


def test_the_targets_of_every_label_share_it(world: Ontology) -> None:
    sets = [s.id for s in world.label_sets.values() if len(s)]
    for a, b in product(sets[:12], sets):
        for label in world.label_set(a):
            targets = translate(world, label.label, a, b)
            assert sum(t.weight for t in targets) == pytest.approx(1 if targets else 0)
            assert all(t.weight == 0 for t in targets if t.match.strength < targets[0].match.strength)


def test_the_tree_is_climbed_and_descended(mini: Ontology) -> None:
    assert [e.id for e in ancestors(mini, "fury")] == ["rage", "anger"]
    assert [e.id for e in descendants(mini, "anger")] == ["rage", "fury"]
    assert lowest_common_ancestor(mini, "fury", "anger") == mini["anger"]
    assert lowest_common_ancestor(mini, "fury", "joy") is None


def test_a_label_without_a_direct_target_goes_up_the_tree(mini: Ontology) -> None:
    (target,) = translate(mini, "mad", "toy", "wide")
    assert (target.label.id, target.match) == ("wide/negative", Match.BROAD)
    assert target.confidence == pytest.approx(0.9 * 0.9)
    assert [(s.subject, s.object) for s in target.chain] == [
        ("toy/mad", "tone:anger"),
        ("tone:anger", "wide/negative"),
    ]


def test_a_part_climbs_with_each_step_shown(mini: Ontology) -> None:
    (target,) = labels_of(mini, "fury", "toy")
    assert (target.label.id, target.match) == ("toy/mad", Match.BROAD)
    assert [(s.subject, s.object) for s in target.chain] == [
        ("tone:fury", "tone:rage"),
        ("tone:rage", "tone:anger"),
        ("tone:anger", "toy/mad"),
    ]


def test_a_label_that_names_no_emotion_goes_nowhere(mini: Ontology) -> None:
    assert translate(mini, "other", "toy", "wide") == ()


def test_a_label_of_the_same_set_is_itself(mini: Ontology) -> None:
    (target,) = translate(mini, "hap", "toy", "toy")
    assert (target.label.id, target.match, target.confidence) == ("toy/happy-calm", Match.EXACT, 1.0)


def test_every_label_of_every_set_that_names_an_emotion_comes_back_by_its_emotion(world: Ontology) -> None:
    """A round trip: among the labels of the emotion an exact label names stands the label itself."""
    for m in world.mappings:
        if m.match is Match.EXACT and m.emotion is not None:
            assert labels_of(world, m.emotion, m.label_set)[0].label.id == m.label


def test_wu_palmer_is_symmetric_and_one_only_with_itself(mini: Ontology) -> None:
    for a, b in product(mini.emotions, mini.emotions):
        assert wu_palmer(mini, a, b) == wu_palmer(mini, b, a)
        assert (wu_palmer(mini, a, b) == 1) is (a == b)


def test_the_nearest_emotions_come_in_order(mini: Ontology) -> None:
    found = nearest(mini, VAD(-0.5, 0.8, 0.4), k=2)
    assert [e.id for e, _ in found] == ["rage", "fury"]
    assert found[0][1] == 0
