"""The workshop from candidates to lexicon, over the miniature world, a WordNet of three senses and nine ratings."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from ontology.errors import BadInput, BadTable
from ontology.world import Ontology
from vocab.embedder import Embedder
from vocab.embedders import hashing
from vocab.embedders.hashing import HashingEmbedder
from vocab.lexicon import Lexicon, PartOfSpeech, Register, Role, Term, TermStatus, label_terms
from vocab.norms import read_norms
from vocab.predictor import Predictor
from vocab.ratings import TermRating, by_term, read_ratings
from vocab.wordnet import WordNet, open_wordnet
from vocab.workshop import candidates as sources
from vocab.workshop.candidates import Candidate, Zipf, gather
from vocab.workshop.decisions import Decision, Proposed, Verdict, read_candidates, write_candidates
from vocab.workshop.model import Model
from vocab.workshop.norms import Guesser
from vocab.workshop.propose import Material, propose, usefulness
from vocab.workshop.publish import placed, terms_of
from vocab.workshop.ranking import Acceptance, Ranking, homes
from vocab.workshop.rated import gather_ratings, write_ratings

HERE = Path(__file__).parent
NORMS = HERE / "data" / "norms.csv"


@pytest.fixture
def wordnet() -> WordNet:
    return open_wordnet(str(HERE / "data" / "wordnet"))


@pytest.fixture
def lexicon(mini: Ontology) -> Lexicon:
    wild = Term("wild", PartOfSpeech.ADJECTIVE, "rage", Register.STANDARD, "made-up")
    merry = Term("merry", PartOfSpeech.ADJECTIVE, "joy", Register.STANDARD, "made-up")
    return Lexicon.of_terms([*label_terms(mini), wild, merry])


@pytest.fixture
def embedder() -> Embedder:
    return hashing.open(None)


@pytest.fixture
def material(mini: Ontology, lexicon: Lexicon, wordnet: WordNet, embedder: Embedder) -> Material:
    return Material(mini, lexicon, (), wordnet, embedder, NORMS)


# -- candidates ------------------------------------------------------------------------------------


def test_wordnet_gives_words_of_feeling_with_their_sense(wordnet: WordNet, lexicon: Lexicon) -> None:
    found = {c.text: c for c in sources.from_wordnet(wordnet, lexicon)}
    assert found["gladness"] == Candidate("gladness", PartOfSpeech.NOUN, "00000010-n", ("wordnet-synonym",))


def test_a_form_met_twice_is_one_candidate_with_both_origins(lexicon: Lexicon) -> None:
    met = [
        Candidate("glee", PartOfSpeech.NOUN, "", ("a",)),
        Candidate("glee", PartOfSpeech.NOUN, "1-n", ("b",)),
        Candidate("Merry", PartOfSpeech.NOUN, "", ("a",)),
    ]
    assert gather(met, lexicon) == (Candidate("glee", PartOfSpeech.NOUN, "1-n", ("a", "b")),)


def test_rare_words_are_left_out_and_phrases_and_symbols_stay(lexicon: Lexicon) -> None:
    forms = ["sadness", "zzyzxic", "over the moon", "🙂"]
    met = [Candidate(form, PartOfSpeech.NOUN, "", ("a",)) for form in forms]
    assert {c.text for c in gather(met, lexicon, zipf=Zipf())} == {"sadness", "over the moon", "🙂"}


def test_families_are_made_only_where_the_word_exists(lexicon: Lexicon) -> None:
    made = sources.from_families(lexicon, lambda word: word in {"merrily", "wildness"})  # type: ignore[arg-type]  # any test of words
    assert {(c.text, c.part_of_speech) for c in made} == {
        ("merrily", PartOfSpeech.ADVERB),
        ("wildness", PartOfSpeech.NOUN),
    }


def test_labels_and_rated_words_are_candidates(mini: Ontology) -> None:
    origins = {origin for c in sources.from_ontology(mini) for origin in c.origins}
    assert any(origin.startswith("label-set:") for origin in origins)
    assert any(origin.startswith("rated:") for origin in origins)


def test_only_strongly_rated_words_are_candidates() -> None:
    assert "table" not in {c.text for c in sources.from_norms(read_norms(NORMS).words)}
    assert "torture" in {c.text for c in sources.from_norms(read_norms(NORMS).words)}


def test_a_corpus_gives_what_stands_behind_feeling_verbs(tmp_path: Path) -> None:
    corpus = tmp_path / "talk.txt"
    corpus.write_text("I feel jubilant.\nShe seems jubilant today.\nWe were jubilant!\nThe car is red.\n")
    assert [c.text for c in sources.from_corpus(corpus)] == ["jubilant"]


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"I feel\x00 glad"])
def test_a_corpus_that_is_not_text_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "corpus").write_bytes(content)
    with pytest.raises(BadInput, match="is not"):
        list(sources.from_corpus(tmp_path / "corpus"))


def test_a_list_of_ones_own_says_which_line_is_wrong(tmp_path: Path) -> None:
    file = tmp_path / "mine.tsv"
    file.write_text("glee\tnoun\tmine\ngleeful\tadj\tmine\n")
    with pytest.raises(BadTable, match="mine.tsv:2: part of speech 'adj' is not one of"):
        list(sources.from_list(file))


# -- ratings ---------------------------------------------------------------------------------------


def test_norms_come_on_our_scale_and_without_senses_in_brackets() -> None:
    norms = read_norms(NORMS).words
    assert norms["joy"].valence == pytest.approx(0.875)
    assert not any("limb" in word for word in norms)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Word,Valence,Arousal\njoy,8,7\n", "header is of no known kind"),
        ("Word,Valence,Arousal,Dominance\njoy,x,7,6\n", "norms.csv:2"),
    ],
)
def test_norms_with_a_fault_are_named(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "norms.csv").write_text(text)
    with pytest.raises(BadTable, match=message):
        read_norms(tmp_path / "norms.csv")


def test_a_word_that_was_rated_is_guessed_near_its_rating(embedder: Embedder) -> None:
    norms = read_norms(NORMS).words
    guess = Guesser(norms, embedder).guess(["joy", "anger"])
    assert guess[0, 0] > 0.2 > -0.1 > guess[1, 0]
    assert guess.shape == (2, 3)


# -- judging ---------------------------------------------------------------------------------------


def test_ranking_learns_which_signal_tells_the_truth() -> None:
    rng = np.random.default_rng(1)
    home = rng.integers(0, 4, 200)
    truth = np.eye(4)[home] + rng.normal(0, 0.3, (200, 4))
    signals = np.stack([truth, rng.normal(0, 1, (200, 4))], axis=2)
    ranking = Ranking.fit(signals[:100], list(home[:100]))
    assert ranking.weights[0] > 5 * abs(ranking.weights[1])
    shares = ranking.shares(signals[100:])
    assert np.allclose(shares.sum(axis=1), 1)
    assert (homes(shares, np.arange(4)) == home[100:]).mean() > 0.9


def test_the_family_is_chosen_before_the_emotion_in_it() -> None:
    """Two emotions of one family share what a single one of another cannot outweigh."""
    shares = np.array([[0.3, 0.3, 0.4]])
    assert homes(shares, np.array([0, 0, 1])).tolist() == [0]


def test_acceptance_is_a_probability_that_comes_true() -> None:
    rng = np.random.default_rng(2)
    x = rng.normal(0, 1, (4000, 1))
    accepted = rng.random(4000) < 1 / (1 + np.exp(-2 * x[:, 0]))
    chance = Acceptance.fit(x[:2000], list(accepted[:2000])).probability(x[2000:])
    sure = chance > 0.8
    assert accepted[2000:][sure].mean() == pytest.approx(chance[sure].mean(), abs=0.04)


# -- a run -----------------------------------------------------------------------------------------


def test_a_run_writes_what_is_undecided_with_its_likeliest_home(material: Material, tmp_path: Path) -> None:
    output = tmp_path / "candidates.tsv"
    found = propose(material, output)
    assert read_candidates(output) == tuple(
        replace(p, shares=tuple((i, round(s, 3)) for i, s in p.shares)) for p in found
    )
    assert "gladness" in {p.text for p in found}
    assert not {p.text for p in found} & {"merry", "wild"}
    for p in found:
        assert p.home in material.world
        assert p.score is None  # nobody has decided enough to learn from


def test_what_was_decided_is_not_proposed_again(material: Material, tmp_path: Path) -> None:
    gladness = Proposed("gladness", PartOfSpeech.NOUN, "", ("made-up",), "joy", None, ())
    no = Decision(gladness, Verdict.REJECT, "", Role.NAMES, "ann", "2026-11-23")
    found = propose(replace(material, decisions=(no,)), tmp_path / "candidates.tsv")
    assert "gladness" not in {p.text for p in found}


def test_a_run_that_was_broken_off_goes_on_where_it_stopped(
    material: Material, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vocab.workshop.propose.CHUNK", 5)
    output = tmp_path / "candidates.tsv"

    def stop(done: int, of: int) -> None:
        if done >= 10:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        propose(material, output, progress=stop)
    part = tmp_path / "candidates.tsv.part"
    assert len(read_candidates(part)) == 10
    part.write_text(part.read_text(encoding="utf-8") + "half a li", encoding="utf-8")

    steps: list[int] = []
    resumed = propose(material, output, progress=lambda done, of: steps.append(done))
    assert steps[0] == 10
    assert not part.exists()
    whole = propose(material, tmp_path / "again.tsv")
    assert [(p.text, p.home) for p in resumed] == [(p.text, p.home) for p in whole]


def test_the_most_useful_candidates_come_first() -> None:
    base = Proposed("x", PartOfSpeech.NOUN, "", (), "joy", 0.5, ())
    ranked = sorted([replace(base, text="sure", score=0.95), replace(base, text="open", score=0.52)], key=usefulness)
    assert [p.text for p in ranked] == ["open", "sure"]


def test_verdicts_teach_the_score(material: Material, embedder: Embedder) -> None:
    """With enough verdicts a proposal comes with the probability that a reader accepts it."""
    words = [f"{stem}{end}" for stem in ("merri", "wild", "angr", "joy") for end in ("ly", "ness", "ish")]
    texts = [f"{word}{i}" for i in range(10) for word in words]
    trail = [
        Decision(
            Proposed(text, PartOfSpeech.NOUN, "", ("made-up",), "joy", None, ()),
            Verdict.ACCEPT if text.startswith(("merri", "joy")) else Verdict.REJECT,
            "joy" if text.startswith(("merri", "joy")) else "",
            Role.NAMES,
            "ann",
            "2026-11-23",
        )
        for text in texts
    ]
    guesser = Guesser(read_norms(NORMS).words, embedder)
    m = material
    model = Model.fit(m.world, m.lexicon, trail, m.wordnet, embedder, guesser)
    (found,) = model.propose([Candidate("gladness", PartOfSpeech.NOUN, "", ("made-up",))])
    assert found.score is not None
    assert 0 <= found.score <= 1


# -- publishing ------------------------------------------------------------------------------------


def kept(text: str, home: str, reviewer: str = "ann") -> Decision:
    proposed = Proposed(
        text, PartOfSpeech.NOUN, "", ("made-up",), home, None, ((home, 0.5), ("fury", 0.25), ("rage", 0.25))
    )
    return Decision(proposed, Verdict.ACCEPT, home, Role.NAMES, reviewer, "2026-11-23")


def test_a_published_term_keeps_home_weights_and_who_decided(mini: Ontology) -> None:
    rejected = Decision(kept("table", "joy").proposed, Verdict.REJECT, "", Role.NAMES, "ann", "2026-11-23")
    terms = terms_of(mini, [kept("wrath", "anger"), kept("glee", "joy", "rule:score>=0.9"), rejected], {})
    assert [(t.text, t.emotion, t.status) for t in terms] == [
        ("glee", "joy", TermStatus.AUTOMATIC),
        ("wrath", "anger", TermStatus.REVIEWED),
    ]
    assert terms[1].also == (("fury", 0.1), ("rage", 0.1))


def test_a_label_of_the_ontology_is_not_published_again(mini: Ontology) -> None:
    assert terms_of(mini, [kept("joy", "anger")], {}) == []


def test_people_place_a_term_before_any_guess(mini: Ontology) -> None:
    said = TermRating("torture", "glasgow2019", (-0.9, 0.5, -0.4), (None, None, None), 30, "1..9")
    terms = terms_of(mini, [kept("torture", "anger"), kept("wrath", "anger")], {})
    rated, guessed = placed(mini, terms, by_term([said]), Predictor(HashingEmbedder))
    assert (rated.vad, rated.vad_source) == (said.vad, "glasgow2019")
    assert guessed.vad_source == "predicted"
    assert guessed.vad is not None
    assert guessed.vad.valence < 0


def test_a_new_term_that_the_word_table_lacks_asks_for_the_encoder(mini: Ontology) -> None:
    with pytest.raises(BadInput, match="read from all-MiniLM-L6-v2"):
        list(placed(mini, terms_of(mini, [kept("zorblish", "anger")], {}), {}, Predictor(HashingEmbedder)))


def test_ratings_are_gathered_for_our_terms_alone_and_others_stay(tmp_path: Path) -> None:
    lines = "glee\t2.0\t0.8\t[2]\ntable\t0.1\t0.5\t[0]\n"
    (tmp_path / "vader.txt").write_text(lines, encoding="utf-8")
    before = TermRating("glee", "russell-mehrabian1977", (0.7, 0.6, 0.4), (None, None, None), None, "-1..1")
    found = gather_ratings(["glee", "torture"], [before], NORMS, tmp_path / "vader.txt")
    assert [(r.term, r.source) for r in found] == [
        ("glee", "hutto-gilbert2014"),
        ("glee", "russell-mehrabian1977"),
        ("torture", "glasgow2019"),
    ]
    assert (found[0].places, found[0].sd[0]) == ((0.5, None, None), 0.2)
    write_ratings(found, tmp_path / "ratings.tsv")
    assert read_ratings(tmp_path / "ratings.tsv") == tuple(found)


def test_candidates_written_twice_are_the_same_bytes(tmp_path: Path) -> None:
    for name in "ab":
        write_candidates([kept("glee", "joy").proposed], tmp_path / name)
    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
