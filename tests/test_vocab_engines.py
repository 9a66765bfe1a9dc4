"""What every engine promises, on the real models; and what is special to each."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ontology.emotion import Tier
from ontology.errors import BadInput, ModelMissing, UnknownEngine
from ontology.world import Ontology
from vocab.calibrate import odds, temperature
from vocab.candidates import Candidate, free_candidates, set_candidates, tier_candidates
from vocab.classify import Classifier, each, together
from vocab.embedder import Embedder, open_embedder
from vocab.embedders.lowrank import Changes, Tunable, matrices
from vocab.engine import ENGINES, EVIDENCE, Engine, open_engine
from vocab.engines.fast import FastEngine
from vocab.engines.transfer import TransferEngine
from vocab.evaluate import auroc, calibration_error, evaluate, interval
from vocab.fastwords import parts, tokens
from vocab.lexicon import Lexicon, load_lexicon
from vocab.meaning import models, read_terms, spoken

TEXTS = ["I passed all my exams and danced through the house!", "", "He lied to me again.", "not happy", "🙂 ok"]


@pytest.fixture(scope="module")
def lexicon(world: Ontology) -> Lexicon:
    return load_lexicon(world)


@pytest.fixture(scope="module")
def encoder() -> Embedder:
    return open_embedder("onnx")


@pytest.fixture(scope="module", params=sorted(ENGINES))
def engine(request: pytest.FixtureRequest, encoder: Embedder) -> Engine:
    return open_engine(request.param, lambda: encoder)


@pytest.fixture(scope="module")
def ekman(world: Ontology, lexicon: Lexicon) -> tuple[Candidate, ...]:
    return set_candidates(world, lexicon, "ekman")


def test_a_text_alone_is_read_as_in_a_batch(engine: Engine, ekman: tuple[Candidate, ...]) -> None:
    whole = engine.read(TEXTS, ekman)
    assert whole.logits.shape == (len(TEXTS), len(ekman))
    for place, text in enumerate(TEXTS):
        alone = engine.read([text], ekman)
        assert alone.logits[0] == pytest.approx(whole.logits[place], abs=2e-2)
        assert alone.logits[0].argmax() == whole.logits[place].argmax()
        if whole.neutral is not None and alone.neutral is not None:
            assert alone.neutral[0] == pytest.approx(whole.neutral[place], abs=1e-2)
            assert 0 <= alone.neutral[0] <= 1


def test_what_else_is_offered_does_not_change_a_label(
    engine: Engine, world: Ontology, lexicon: Lexicon, ekman: tuple[Candidate, ...]
) -> None:
    more = (*free_candidates(world, lexicon, ["nostalgia", "spam"]), *ekman)
    assert engine.read(TEXTS, more).logits[:, 2:] == pytest.approx(engine.read(TEXTS, ekman).logits, abs=1e-3)


def test_plain_cases_come_out_right(engine: Engine, ekman: tuple[Candidate, ...]) -> None:
    cases = {
        "We buried my grandmother on Monday and I cannot stop crying.": "sadness",
        "Stop lying to me, I am furious!": "anger",
        "There was a stranger in the dark hallway and I was terrified.": "fear",
        "The rotten meat smelled so disgusting that I had to vomit.": "disgust",
        "We won! This is the happiest day of my life!": "joy",
    }
    found = Classifier(engine).classify(list(cases), ekman)
    assert [s.best for s in found] == list(cases.values())


def test_evidence_is_short_and_sorted(engine: Engine, ekman: tuple[Candidate, ...]) -> None:
    found = engine.why("I am so angry that they lied", ekman[0])
    assert 0 < len(found) <= EVIDENCE
    assert [weight for _, weight in found] == sorted((weight for _, weight in found), reverse=True)


def test_no_child_is_likelier_than_its_parent(engine: Engine, world: Ontology, lexicon: Lexicon) -> None:
    levels = [tier_candidates(world, lexicon, tier) for tier in Tier]
    parent = {e.id: e.parent for e in world if e.tier is not None and e.parent is not None}
    for tiers in Classifier(engine).tree(TEXTS, levels, parent):
        share = {label: s for scores in tiers for label, s in scores.ranked}
        assert all(share[label] <= share[up] + 1e-6 for label, up in parent.items() if label in share)
        assert [sum(s for _, s in scores.ranked) for scores in tiers[:2]] == pytest.approx([1, 1], abs=1e-4)


@pytest.mark.parametrize("name", ["transfer", "fast"])
def test_a_plain_fact_is_more_neutral_than_a_feeling(
    name: str, encoder: Embedder, ekman: tuple[Candidate, ...]
) -> None:
    told = open_engine(name, lambda: encoder).read(["The meeting is at noon.", "I hate you so much!"], ekman).neutral
    assert told is not None
    assert told[0] > 0.5 > told[1]


def test_negation_turns_the_fast_engine(encoder: Embedder, ekman: tuple[Candidate, ...]) -> None:
    happy, unhappy = Classifier(FastEngine(models() / "classifier" / "fast.npz")).classify(
        ["I am happy with this", "I am not happy with this"], ekman
    )
    assert dict(happy.ranked)["joy"] > 2 * dict(unhappy.ranked)["joy"]


def test_both_forms_of_the_changed_encoder_agree(encoder: Embedder) -> None:
    torch = open_embedder("sentence")
    changed = [
        TransferEngine(lambda e=e: e, models() / "classifier" / "transfer.npz").encoder for e in (encoder, torch)
    ]
    texts = ["I am furious", "The cat sat on the mat."]
    before, (int8, whole) = torch.encode(texts), [e.encode(texts) for e in changed]
    assert (int8 * whole).sum(axis=1) == pytest.approx([1, 1], abs=0.02)
    assert ((before * whole).sum(axis=1) < 0.9).all()
    assert torch.encode(texts) == pytest.approx(before)  # the encoder itself stays as it was


def test_no_change_changes_nothing(encoder: Embedder) -> None:
    assert isinstance(encoder, Tunable)
    width = {"intermediate.dense": (384, 1536), "output.dense": (1536, 384)}
    parts_of = {}
    for name in matrices():
        narrow = name.endswith("attention.output.dense")
        inputs, outputs = next((v for k, v in width.items() if name.endswith(k) and not narrow), (384, 384))
        parts_of[name] = (np.zeros((1, inputs), np.float32), np.zeros((outputs, 1), np.float32))
    same = encoder.tuned(Changes(parts_of)).encode(["I am furious"])
    assert same == pytest.approx(encoder.encode(["I am furious"]), abs=1e-4)


def test_an_encoder_that_cannot_be_changed_is_refused(ekman: tuple[Candidate, ...]) -> None:
    hashing = open_embedder("hashing")
    with pytest.raises(BadInput, match="our models of text are read from all-MiniLM-L6-v2; the embedder here is"):
        open_engine("transfer", lambda: hashing).read(["x"], ekman)


@pytest.mark.parametrize("make", [lambda p: FastEngine(p), lambda p: TransferEngine(lambda: open_embedder("onnx"), p)])
def test_a_missing_file_is_named_with_the_way_out(
    make: "type[Engine]", tmp_path: Path, ekman: tuple[Candidate, ...]
) -> None:
    with pytest.raises(ModelMissing, match="gone.npz is missing; make classifier makes it"):
        make(tmp_path / "gone.npz").read(["x"], ekman)  # type: ignore[call-arg]  # a function of one path


def test_an_unknown_engine_is_refused_with_those_there_are() -> None:
    with pytest.raises(UnknownEngine, match="no engine 'transfr'; did you mean 'transfer'"):
        open_engine("transfr", lambda: pytest.fail("no encoder is asked for"))


def test_the_shipped_term_vectors_cover_the_lexicon(lexicon: Lexicon) -> None:
    """If this fails: make classifier, or write_terms over the shipped engine."""
    known = read_terms(models() / "classifier" / "terms.npz")
    terms = {term.text for term in spoken(lexicon)}
    assert len(terms & known.keys()) / len(terms) > 0.95
    assert len(terms & known.keys()) / len(known) > 0.95


@given(
    logits=st.lists(st.lists(st.floats(-30, 30), min_size=3, max_size=3), min_size=1, max_size=5).map(
        lambda rows: np.array(rows, dtype=np.float32)
    )
)
def test_shares_are_a_distribution_and_single_labels_keep_their_order(logits: np.ndarray) -> None:
    shares = together(logits)
    assert shares.sum(axis=1) == pytest.approx(np.ones(len(logits)), abs=1e-5)
    alone = each(logits)
    assert ((alone >= 0) & (alone <= 1)).all()
    for row, single in zip(shares, alone, strict=True):
        assert all(single[a] >= single[b] - 1e-6 for a in range(3) for b in range(3) if row[a] >= row[b])


def test_the_temperature_of_logits_that_are_twice_too_sure_is_two() -> None:
    draw = np.random.default_rng(1)
    logits = draw.normal(0, 2, (20_000, 4)).astype(np.float32)
    shares = together(logits).astype(float)
    gold = [int(draw.choice(4, p=row / row.sum())) for row in shares]
    assert temperature([(2 * logits, gold)]) == pytest.approx(2, rel=0.05)


def test_odds_of_what_is_right_above_one_turn_there() -> None:
    scores = list(np.linspace(0, 2, 400))
    slope, offset = odds(scores, [s > 1 for s in scores])
    assert slope > 5
    assert -offset / slope == pytest.approx(1, abs=0.02)


def test_figures_of_calibration_one_can_count() -> None:
    assert calibration_error([True, False, False, False], [0.9, 0.9, 0.1, 0.1]) == pytest.approx(0.25)
    assert (auroc([1.0], [0.0]), auroc([0.0], [1.0]), auroc([0.5], [0.5])) == (1, 0, 0.5)


@given(st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from("ab")), min_size=2, max_size=40))
def test_the_interval_holds_what_samples_of_the_texts_give(pairs: list[tuple[str, str]]) -> None:
    gold, told = (list(side) for side in zip(*pairs, strict=True))
    low, high = interval(gold, told, ["a", "b"])
    assert 0 <= low <= high <= 1
    if gold == told and set(gold) == {"a", "b"}:
        assert high == evaluate(gold, told, ["a", "b"]).macro_f1 == 1


@given(st.text(max_size=80))
def test_words_of_any_text_are_words_and_their_neighbours(text: str) -> None:
    words = tokens(text)
    assert parts(text)[: len(words)] == words
    assert len(parts(text)) == max(0, 2 * len(words) - 1)
    assert tokens(" ".join(words)) == words or any(not w.isascii() for w in words)
