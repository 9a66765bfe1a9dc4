"""Chaining matches, climbing the tree, translating labels."""

from itertools import product

import pytest

from ontology.harmonize import labels_of, translate
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
