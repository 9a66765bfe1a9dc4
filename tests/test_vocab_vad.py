"""Coordinates of any text: rated, looked up or predicted, with an error, by the shipped files and the real encoder."""

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.service import Service
from api.settings import Settings
from ontology.emotion import Tier
from ontology.errors import BadInput, ModelMissing
from ontology.vad import SOURCE_ERROR, VAD, disagreements
from vocab.embedders.hashing import HashingEmbedder
from vocab.feelings import feelings
from vocab.kernel import fit, packed, unpacked
from vocab.predictor import Predictor
from vocab.ratings import TermRating, preferred, read_ratings
from vocab.sentence_features import WIDTH, features, tokens, weighed
from vocab.wordtable import WordTable, model_folder, word_table, write_table


@pytest.fixture(scope="module")
def reading() -> Iterator[Service]:
    """A service on the small encoder that the models read."""
    service = Service(Settings(embedder="onnx"))
    yield service
    service.close()


@pytest.fixture
def table(tmp_path: Path) -> WordTable:
    """Four words one can hold in the head."""
    words = ["good", "bad", "very good day", "storm"]
    places = np.array([[0.8, 0.2, 0.4], [-0.8, 0.2, -0.4], [0.9, 0.5, 0.5], [-0.3, 0.7, 0.0]])
    write_table(tmp_path / "words.npz", words, places, np.full((4, 3), 0.2))
    return word_table(tmp_path / "words.npz")


def test_a_table_gives_back_what_was_written_to_a_byte(table: WordTable) -> None:
    found = table.find("good")
    assert found is not None
    assert tuple(found.vad) == pytest.approx((0.8, 0.2, 0.4), abs=0.004)
    assert found.sd == pytest.approx((0.2, 0.2, 0.2), abs=0.002)
    assert table.find("unheard") is None
    assert len(table) == 4


def test_a_table_written_twice_is_the_same_bytes(tmp_path: Path) -> None:
    for name in ("a.npz", "b.npz"):
        write_table(tmp_path / name, ["joy"], np.zeros((1, 3)), np.ones((1, 3)))
    assert (tmp_path / "a.npz").read_bytes() == (tmp_path / "b.npz").read_bytes()


def test_a_missing_file_is_named_with_the_way_to_get_it(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing, match="VAD word table.*make vad-model"):
        word_table(tmp_path / "words.npz")


def test_a_negator_turns_what_follows_up_to_the_next_stop(table: WordTable) -> None:
    plain, turned, after = (list(weighed(t, table)) for t in ("good", "not so good", "no storm, good"))
    assert [w.negated for w in turned] == [True]
    assert turned[0].meant[0] == pytest.approx(-0.74 * 1.3 * plain[0].place[0])
    assert [w.negated for w in after] == [True, False]


def test_a_phrase_comes_before_its_parts(table: WordTable) -> None:
    """Where the phrase begins with a booster, the booster is read as one and the parts are met."""
    places = WordTable(["good", "good day", "storm"], np.zeros((3, 3), np.int8), np.full((3, 3), 50, np.uint8))
    assert [w.text for w in weighed("A good day and a storm", places)] == ["good day", "storm"]
    assert [w.text for w in weighed("A very good day", table)] == ["good"]


@given(st.text(max_size=200))
def test_any_text_has_finite_features(text: str) -> None:
    table = WordTable(["good", "bad"], np.array([[90, 0, 0], [-90, 0, 0]], np.int8), np.full((2, 3), 50, np.uint8))
    found = features(text, table)
    assert found.shape == (WIDTH,)
    assert np.isfinite(found).all()


@given(st.text(max_size=100))
def test_tokens_are_lower_case_and_never_empty(text: str) -> None:
    assert all(token and token == token.lower() for token in tokens(text))


def test_a_packed_model_predicts_as_the_fitted_one() -> None:
    rng = np.random.default_rng(3)
    rows = rng.normal(size=(60, 5)).astype(np.float32)
    values = np.stack([rows[:, 0], rows[:, 1] * rows[:, 2]], axis=1).astype(np.float32)
    model = fit(rows, values, gamma=0.3, penalty=np.array([0.01, 0.01]))
    again = unpacked(packed(model, "m"), "m")
    assert np.corrcoef(model.predict(rows)[:, 0], values[:, 0])[0, 1] > 0.99
    assert again.predict(rows) == pytest.approx(model.predict(rows), abs=0.15)
    assert model.predict(rows[:0]).shape == (0, 2)


@pytest.mark.parametrize(
    ("text", "method"),
    [
        ("joy", "rating"),
        ("over the moon", "lexicon"),
        ("carburettor", "word table"),
        ("not very happy", "modified word"),
        ("zorbly greeble", "phrase model"),
        ("tastefulness-like", "phrase model"),
        ("inexpertly", "phrase model"),
        ("We sat in the garden until the rain drove us in.", "sentence model"),
    ],
)
def test_each_text_is_answered_by_the_first_that_knows_it(reading: Service, text: str, method: str) -> None:
    answer = reading.vad(text)
    assert answer.method == method
    assert all(low <= x <= high for low, x, high in zip(answer.low, answer.vad, answer.high, strict=True))
    assert all(0 < sd < 1 for sd in answer.sd)


def test_alone_and_in_a_batch_the_answer_is_the_same(reading: Service) -> None:
    texts = ["joy", "What a dreadful, dreadful morning that was!", "carburettor", "It rained and nobody came to help."]
    for together, text in zip(reading.vads(texts), texts, strict=True):
        assert tuple(together.vad) == pytest.approx(tuple(reading.vad(text).vad), abs=2e-3)


def test_a_negated_word_lies_on_the_other_side(reading: Service) -> None:
    assert reading.vad("happy").vad.valence > 0.5 > 0 > reading.vad("not happy").vad.valence
    assert reading.vad("not glad").vad.valence < reading.vad("not very glad").vad.valence < 0
    assert 0 < reading.vad("not sad").vad.valence < -reading.vad("not glad").vad.valence
    assert reading.vad("extremely annoying").vad.valence < reading.vad("slightly annoying").vad.valence


def test_sentences_are_told_apart_by_what_they_say(reading: Service) -> None:
    glad, sorry = reading.vads(
        ["I had a wonderful day with people who love me.", "They buried the little boy in the cold this morning."]
    )
    assert glad.vad.valence > sorry.vad.valence + 0.3


def test_ratings_of_the_user_come_first(tmp_path: Path) -> None:
    path = tmp_path / "mine.tsv"
    path.write_text("term\tvalence\tarousal\tdominance\njoy\t0.1\t0.2\t0.3\n", encoding="utf-8")
    answer = Service(Settings(norms=str(path))).vad("Joy")
    assert (answer.vad, answer.method) == (VAD(0.1, 0.2, 0.3), "your norms")


def test_another_encoder_is_refused_and_not_used_in_silence() -> None:
    with pytest.raises(BadInput, match="are read from all-MiniLM-L6-v2; the embedder here is hashing"):
        Predictor(HashingEmbedder).sentences(["one two three four five"])


@pytest.mark.parametrize("text", ["", "   "])
def test_an_empty_text_is_refused(reading: Service, text: str) -> None:
    with pytest.raises(BadInput, match="the text is empty"):
        reading.vads(["joy", text])


def test_the_shipped_figures_are_as_the_card_says() -> None:
    """The card quotes ``metrics.json``, which the training run wrote."""
    metrics = json.loads((model_folder() / "metrics.json").read_text(encoding="utf-8"))
    card = (model_folder() / "README.md").read_text(encoding="utf-8")
    for part in (metrics["words"], metrics["sentences"]["test"]):
        for axis in ("valence", "arousal", "dominance"):
            assert f"{part[axis]['r']:.3f}".lstrip("0") in card


def test_intervals_hold_about_nine_of_ten_ratings(reading: Service) -> None:
    """Predictions of rated terms by the word table, whose own rating it was fitted on, are well inside."""
    rated = [r for r in read_ratings() if r.vad is not None and r.source == "glasgow2019"]
    table = reading.predictor.table
    for axis in range(3):
        inside = [
            abs(tuple(p.vad)[axis] - tuple(r.vad)[axis]) <= 1.645 * p.sd[axis]
            for r in rated
            if r.vad is not None and (p := table.find(r.term)) is not None
        ]
        assert sum(inside) / len(inside) > 0.9


def test_a_rating_of_one_axis_speaks_for_nothing_but_is_kept() -> None:
    half = TermRating("glee", "hutto-gilbert2014", (0.8, None, None), (0.1, None, None), 10, "-4..4")
    whole = TermRating("glee", "glasgow2019", (0.7, 0.5, 0.3), (0.2, 0.2, 0.2), 30, "1..9")
    assert preferred([half]) is None
    assert preferred([half, whole]) is whole


def test_sources_that_disagree_are_named_with_their_values() -> None:
    near = [("a", (0.1, 0.1, 0.1)), ("b", (0.1 + SOURCE_ERROR[0], 0.1, None))]
    assert disagreements(near) == ()
    (found,) = disagreements([("a", (0.6, 0.1, 0.1)), ("b", (-0.2, 0.1, None))])
    assert (found.lower, found.higher, found.axis) == ("b", "a", "valence")
    assert disagreements([]) == ()


def test_words_alike_as_feelings_are_near_and_opposite_ones_far(reading: Service) -> None:
    rows = reading.feelings.vectors(["anger", "fury", "Gratitude", "zorbly greeble"])
    assert rows.shape == (4, 64)
    assert np.linalg.norm(rows, axis=1) == pytest.approx(np.ones(4), abs=1e-5)
    assert rows[0] @ rows[1] > 0.5 > rows[0] @ rows[2]


def test_known_feelings_need_no_encoder_and_others_name_the_one_they_need() -> None:
    known = feelings(HashingEmbedder)
    assert known.vectors(["joy", "grief"]).shape == (2, 64)
    with pytest.raises(BadInput, match="are read from all-MiniLM-L6-v2"):
        known.vectors(["zorbly greeble"])


def test_people_are_expected_to_go_to_what_is_near_and_alike(service: Service) -> None:
    found = {(c.before, c.after): c for c in service.expected(["anger", "rage", "gratitude"])}
    assert len(found) == 6
    assert found["anger", "rage"].likelihood > found["anger", "gratitude"].likelihood
    assert all(0 <= c.likelihood <= 1 and c.sd > 0 and c.method for c in found.values())


def test_every_pair_of_primary_and_secondary_emotions_is_modelled_as_the_table_says(service: Service) -> None:
    """If this fails: tone transitions concepts."""
    emotions = [e for tier in (Tier.PRIMARY, Tier.SECONDARY) for e in service.emotions(tier=tier)]
    assert len(emotions) == 31
    assert set(service.expected_of(emotions)) == set(service.world.concept_transitions)


@pytest.mark.parametrize(("states", "message"), [(["joy"], "number of states 1"), (["joy", " "], "the text is empty")])
def test_expectations_want_two_states_that_say_something(service: Service, states: list[str], message: str) -> None:
    with pytest.raises(BadInput, match=message):
        service.expected(states)
