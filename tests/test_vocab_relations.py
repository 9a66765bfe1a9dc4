"""Proposals over the miniature world, with a WordNet of four senses."""

from pathlib import Path

import pytest

from ontology.errors import Missing
from ontology.review import Decision, precision
from ontology.world import Ontology, load_reviews
from vocab.embedders import hashing
from vocab.lexicon import COLUMNS, load_lexicon
from vocab.relations import arousal_steps, blends, gloss_intensity, read_turns, transitions, wordnet_antonyms
from vocab.wordnet import FEELING, WordNet, open_wordnet

HERE = Path(__file__).parent


@pytest.fixture
def wordnet() -> WordNet:
    return open_wordnet(str(HERE / "data" / "wordnet"))


def test_a_sense_has_its_words_section_and_gloss_without_examples(wordnet: WordNet) -> None:
    (joy,) = wordnet.senses("joy")
    assert (joy.id, joy.words, joy.section, joy.gloss) == (
        "00000010-n",
        ("joy", "gladness"),
        FEELING,
        "a made-up gloss",
    )


def test_antonyms_belong_to_the_word_not_to_its_synset(wordnet: WordNet) -> None:
    assert wordnet.antonyms("joy") == {"anger"}
    assert wordnet.antonyms("gladness") == frozenset()


def test_the_release_is_read_from_the_files(wordnet: WordNet) -> None:
    assert wordnet.version == "3.0"


def test_a_missing_wordnet_says_where_to_get_it(tmp_path: Path) -> None:
    with pytest.raises(Missing, match="install Debian's wordnet-base"):
        open_wordnet(str(tmp_path))


def test_antonyms_propose_opposites_with_their_words_as_evidence(
    mini: Ontology, wordnet: WordNet, tmp_path: Path
) -> None:
    empty = tmp_path / "lexicon.tsv"
    empty.write_text("\t".join(COLUMNS) + "\n", encoding="utf-8")
    (found,) = wordnet_antonyms(mini, load_lexicon(mini, empty), wordnet, least=0.5)
    assert (found.first, found.second, found.score, found.evidence) == ("anger", "joy", 0.5, "anger – joy")


def test_a_gloss_that_calls_one_feeling_a_strong_case_of_another_makes_it_more_intense(
    mini: Ontology, wordnet: WordNet
) -> None:
    (found,) = gloss_intensity(mini, wordnet)
    assert (found.first, found.second, found.score) == ("fury", "anger", 0.9)


def test_turns_are_proposed_only_above_chance() -> None:
    even = {(a, b): 50 for a in "xy" for b in "xy"}
    assert list(transitions(even)) == []
    found = transitions({("x", "x"): 10, ("x", "y"): 90, ("y", "x"): 30, ("y", "y"): 70})
    assert [(p.first, p.second, p.score) for p in found] == [("x", "y", 0.9), ("y", "x", 0.3)]


def test_the_shipped_turns_are_all_of_peld() -> None:
    assert sum(read_turns().values()) == 6510


def test_the_same_proposals_come_twice(world: Ontology) -> None:
    assert list(arousal_steps(world)) == list(arousal_steps(world))
    assert list(blends(world, hashing.open(None), most=5)) == list(blends(world, hashing.open(None), most=5))


def test_every_accepted_proposal_is_in_the_tables_and_no_rejected_one(world: Ontology) -> None:
    ours = {(r.kind.value, r.subject, r.object, r.method) for r in world.relations}
    ours |= {("blend", b.first, b.second, b.method) for b in world.blends}
    for review in load_reviews():
        p = review.proposal
        stated = (p.predicate, p.first, p.second, p.method) in ours
        assert stated == (review.decision is Decision.ACCEPT), p


def test_precision_is_stated_for_every_method_of_ours(world: Ontology) -> None:
    methods = {s.method for s in (*world.relations, *world.blends)} - {"published"}
    assert methods <= {p.method for p in precision(load_reviews())}
