"""Each step of a lookup in the order they are tried, and what it says of itself."""

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.service import Service
from ontology.world import Ontology
from vocab.embedder import Embedder
from vocab.embedders.onnx import open as open_onnx
from vocab.engines.transfer import open as open_transfer
from vocab.lexicon import Lexicon, load_lexicon
from vocab.lookup import Found, Lookup
from vocab.meaning import ByTransfer
from vocab.text import bare, normalise, undrawn


@pytest.fixture(scope="module")
def lexicon(world: Ontology) -> Lexicon:
    return load_lexicon(world)


@pytest.fixture(scope="module")
def lookup(world: Ontology, lexicon: Lexicon) -> Lookup:
    return Lookup(lexicon, lambda: pytest.fail("a known term needs no embedder"))


@pytest.fixture(scope="module")
def by_meaning(world: Ontology, lexicon: Lexicon) -> Lookup:
    """With the real model, in its quicker form."""
    embedder: Embedder = open_onnx(None)
    meaning = ByTransfer(world, lexicon, open_transfer(lambda: embedder))
    return Lookup(lexicon, lambda: meaning)


@pytest.mark.parametrize(
    ("text", "emotion", "step", "term"),
    [
        ("joy", "joy", "label", "joy"),
        ("sadness", "sadness", "label", "sadness"),
        ("arousal", "sexual-arousal", "label", "arousal"),
        ("furious", "fury", "term", "furious"),
        ("over the moon", "elation", "term", "over the moon"),
        ("😂", "amusement", "term", "😂"),
        ("Over-the-Moon!", "elation", "normalised", "over the moon"),
        ("FURIOUS", "fury", "normalised", "furious"),
        ("sooo happyyy", "happiness", "normalised", "happy"),
        ("I am so very angry", "anger", "normalised", "angry"),
        ("can’t wait", "excitement", "normalised", "can't wait"),
        ("❤", "love", "normalised", "❤️"),
        ("annoyances", "annoyance", "lemma", "annoyance"),
        ("embarassed", "embarrassment", "spelling", "embarrassed"),
        ("hapiness", "happiness", "spelling", "happiness"),
    ],
)
def test_a_known_text_is_found_by_the_cheapest_step(
    lookup: Lookup, text: str, emotion: str, step: str, term: str
) -> None:
    (found,) = lookup.known(text)
    assert (found.emotion, found.step, found.term) == (emotion, step, term)
    assert lookup.known(text) == (found,)


@pytest.mark.parametrize("text", ["xyzzy", "qwrtp", "jov", "the invoice is attached", "42", "?!", ""])
def test_what_no_term_explains_is_not_known(lookup: Lookup, text: str) -> None:
    assert lookup.known(text) == ()


def test_not_happy_is_not_happiness(lookup: Lookup) -> None:
    assert lookup.known("not happy")[0].emotion == "unhappiness"


@pytest.mark.parametrize(
    ("text", "among"),
    [
        ("my dog died yesterday", {"grief", "sorrow"}),
        ("feeling of being far from home", {"homesickness"}),
        ("heart is pounding before the exam", {"anxiety", "nervousness"}),
        ("I got the job!!", {"joy", "excitement", "enthusiasm"}),
    ],
)
def test_a_situation_is_found_by_meaning(by_meaning: Lookup, text: str, among: set[str]) -> None:
    found = by_meaning.lookup(text)
    assert found[0].step == "embedding"
    assert {f.emotion for f in found[:3]} & among
    assert [f.score for f in found] == sorted((f.score for f in found), reverse=True)


@pytest.mark.parametrize("text", ["xyzzy", "qwrtp", "asdf jkl", "table", "the invoice is attached", "chair leg"])
def test_what_names_no_feeling_finds_nothing(by_meaning: Lookup, text: str) -> None:
    assert by_meaning.lookup(text) == ()


def test_a_guessed_spelling_is_followed_by_what_is_near_in_meaning(by_meaning: Lookup) -> None:
    found = by_meaning.lookup("lonelyness", k=3)
    assert [f.step for f in found] == ["spelling", "embedding", "embedding"]
    assert len({f.emotion for f in found}) == 3


def test_every_label_of_an_emotion_is_found_as_itself(lookup: Lookup, world: Ontology) -> None:
    for emotion in world:
        (found,) = lookup.known(emotion.word)
        assert world[found.emotion].word == emotion.word
        assert found.step == "label"


def test_every_term_has_the_home_the_table_gives_it(lookup: Lookup, lexicon: Lexicon) -> None:
    for term in lexicon:
        assert lookup.known(term.text)[0].emotion == term.emotion


def test_every_primary_has_at_least_ten_terms_and_every_emotion_three(lexicon: Lexicon, world: Ontology) -> None:
    for emotion in world:
        least = 10 if emotion.is_primary else 3
        assert emotion.id.endswith("-group") or len(lexicon.of(emotion.id)) >= least, emotion.id


def test_known_words_load_no_model_library() -> None:
    script = """
import sys
sys.argv = ["tone", "normalize", "joy", "furious", "--to", "emonet40"]
from api.__main__ import main
try:
    main()
except SystemExit as stop:
    assert not stop.code, stop.code
heavy = {"torch", "sentence_transformers", "transformers", "spacy", "onnxruntime", "rdflib", "pyoxigraph", "numpy"}
assert not heavy & set(sys.modules), heavy & set(sys.modules)
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@given(st.text())
def test_normalising_twice_changes_nothing_more(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


@given(st.text(alphabet="aehopsy ", max_size=20))
def test_folding_never_makes_a_text_longer(text: str) -> None:
    assert len(undrawn(normalise(text))) <= len(normalise(text)) <= len(text)
    assert bare(text) in text


def test_a_known_term_lies_where_the_lexicon_puts_it(service: Service) -> None:
    answer = service.vad("over the moon")
    assert answer.vad == service.term("over the moon").vad
    assert answer.evidence == (Found("elation", 1.0, "term", "over the moon", "over the moon", "names"),)
