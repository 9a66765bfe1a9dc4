"""Classification without training: candidates, distributions, and the real model on plain cases."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ontology.emotion import Tier
from ontology.errors import BadInput
from ontology.world import Ontology
from vocab.candidates import (
    bare_candidates,
    free_candidates,
    set_candidates,
    state_candidates,
    tier_candidates,
)
from vocab.classify import Classifier
from vocab.embedder import open_embedder
from vocab.engines.vocabulary import VocabularyEngine
from vocab.evaluate import evaluate
from vocab.index import Index
from vocab.lexicon import Lexicon, load_lexicon


@pytest.fixture(scope="module")
def lexicon(world: Ontology) -> Lexicon:
    return load_lexicon(world)


@pytest.fixture(scope="module")
def real() -> Classifier:
    encoder = open_embedder("sentence")
    return Classifier(VocabularyEngine(lambda: encoder))


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("We buried my grandmother on Monday and I cannot stop crying.", "sadness"),
        ("He lied to me again and I could have hit him.", "anger"),
        ("There was a stranger in the dark hallway and I froze.", "fear"),
        ("The rotten meat smelled so foul that I had to vomit.", "disgust"),
        ("I passed all my exams and danced through the house!", "joy"),
    ],
)
def test_plain_cases_come_out_right(real: Classifier, world: Ontology, lexicon: Lexicon, text: str, label: str) -> None:
    (scores,) = real.classify([text], set_candidates(world, lexicon, "ekman"))
    assert scores.best == label


def test_scores_are_a_distribution_best_first(real: Classifier, world: Ontology, lexicon: Lexicon) -> None:
    for scores in real.classify(["", "hm", "I am furious"], tier_candidates(world, lexicon, Tier.SECONDARY)):
        shares = [share for _, share in scores.ranked]
        assert sum(shares) == pytest.approx(1, abs=1e-5)
        assert shares == sorted(shares, reverse=True)
        assert len(shares) == 25


def test_nothing_to_read_is_spread_evenly(real: Classifier) -> None:
    (scores,) = real.classify([""], bare_candidates(["a", "b"]))
    assert scores.ranked == (("a", 0.5), ("b", 0.5))


def test_a_label_brings_the_terms_of_its_emotion(world: Ontology, lexicon: Lexicon) -> None:
    anger = next(c for c in set_candidates(world, lexicon, "ekman") if c.label == "anger")
    assert anger.groups[0] == ("I felt anger.",)
    assert "I felt angry." in anger.groups[1]
    assert "I felt furious." in anger.groups[2]


def test_a_free_label_that_is_no_term_stands_for_itself(world: Ontology, lexicon: Lexicon) -> None:
    spam, furious = free_candidates(world, lexicon, ["spam", "furious"])
    assert spam.groups == (("I felt spam.",),)
    assert "I felt infuriated." in furious.groups[1]


def test_a_free_label_brings_its_emotion_however_it_is_written(world: Ontology, lexicon: Lexicon) -> None:
    found = free_candidates(world, lexicon, ["Joyful!", "FURIOUS", "no_emotion", "Over-the-Moon", "spam"])
    assert [c.emotions for c in found] == [("joy",), ("fury",), ("neutral",), ("elation",), ()]


def test_every_state_with_terms_is_a_candidate_once(world: Ontology, lexicon: Lexicon) -> None:
    labels = [c.label for c in state_candidates(world, lexicon)]
    assert len(labels) == len(set(labels)) == len(world) - 2  # sadness and surprise stand on two tiers


@pytest.mark.parametrize(
    ("labels", "message"),
    [
        (["joy"], "1 label is nothing to choose from"),
        (["joy", " "], "a label is empty"),
        (["joy", "joy"], "label 'joy' is given twice"),
    ],
)
def test_labels_that_leave_no_choice_are_refused(
    world: Ontology, lexicon: Lexicon, labels: list[str], message: str
) -> None:
    with pytest.raises(BadInput, match=message):
        free_candidates(world, lexicon, labels)


def test_the_nearest_come_first_and_one_query_is_as_good_as_a_batch() -> None:
    rows = np.eye(3, dtype=np.float32)
    index = Index(rows, ["x", "y", "z"])
    queries = np.array([[0.8, 0.6, 0.0], [0.0, 0.0, 1.0]], dtype=np.float32)
    assert index.search(queries, 2) == [
        [("x", pytest.approx(0.8)), ("y", pytest.approx(0.6))],
        [("z", 1.0), ("x", 0.0)],
    ]
    assert index.search(queries, 2) == [index.search(queries[i : i + 1], 2)[0] for i in range(2)]


@given(st.lists(st.sampled_from("abc"), min_size=1, max_size=30))
def test_perfect_predictions_score_one(gold: list[str]) -> None:
    report = evaluate(gold, gold, sorted(set(gold)))
    assert (report.accuracy, report.macro_f1) == (1, 1)


def test_figures_of_a_case_one_can_count() -> None:
    report = evaluate(["a", "a", "a", "b"], ["a", "a", "b", "a"], ["a", "b"])
    assert report.accuracy == 0.5
    assert dict(report.f1) == {"a": pytest.approx(4 / 6), "b": 0.0}
