"""Laws over the sentences we wrote, and errors of their reader."""

from collections import Counter
from pathlib import Path

import pytest

from ontology.errors import BadTable
from ontology.world import Ontology
from vocab.sentences import Genre, load_sentences


def test_every_emotion_that_has_sentences_has_enough_of_several_genres(world: Ontology) -> None:
    sentences = load_sentences(world)
    counts = Counter(s.emotion for s in sentences)
    assert len(sentences) >= 18000
    assert min(counts.values()) >= 30
    assert set(Genre) == {s.genre for s in sentences}
    assert all(len({s.genre for s in sentences if s.emotion == emotion}) >= 4 for emotion in counts)


def test_no_sentence_stands_twice(world: Ontology) -> None:
    texts = Counter(s.text.casefold() for s in load_sentences(world))
    assert [text for text, n in texts.items() if n > 1] == []


def test_the_label_set_of_the_sentences_names_their_emotions(world: Ontology) -> None:
    labels = {label.label for label in world.label_set("tone-sentences")}
    assert labels == {s.emotion for s in load_sentences(world)}


def test_the_word_of_the_emotion_stands_in_few_of_its_sentences(world: Ontology) -> None:
    sentences = load_sentences(world)
    assert sum(world[s.emotion].word in s.text.casefold() for s in sentences) / len(sentences) < 0.1


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("joi\tpost\tvaried\thi", "sentences.tsv:2: no emotion 'joi'"),
        ("joy\tpoem\tvaried\thi", "genre 'poem' is not one of situation"),
    ],
)
def test_a_row_that_is_wrong_is_named(world: Ontology, tmp_path: Path, row: str, message: str) -> None:
    (tmp_path / "sentences.tsv").write_text(f"emotion\tgenre\tmanner\ttext\n{row}\n", encoding="utf-8")
    with pytest.raises(BadTable, match=message):
        load_sentences(world, tmp_path / "sentences.tsv")
