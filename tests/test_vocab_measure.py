"""Figures of the lexicon against a gold table, checked on golds one can count by hand."""

from pathlib import Path

import pytest

from ontology.errors import BadInput, BadTable
from ontology.vad import VAD
from ontology.world import Ontology
from vocab.lexicon import Lexicon, PartOfSpeech, Register, Term, label_terms
from vocab.lookup import Lookup
from vocab.workshop.measure import Measured, measure, read_gold


@pytest.fixture
def lexicon(mini: Ontology) -> Lexicon:
    def term(text: str, home: str, valence: float) -> Term:
        vad = VAD(valence, valence / 2, valence)
        return Term(
            text,
            PartOfSpeech.NOUN,
            home,
            Register.STANDARD,
            "made-up",
            also=(("joy", 0.2),) if home != "joy" else (),
            vad=vad,
        )

    words = [term("glee", "joy", 0.8), term("bile", "rage", -0.7), term("ease", "contentment", 0.4)]
    return Lexicon.of_terms([*label_terms(mini), *words])


@pytest.fixture
def lookup(mini: Ontology, lexicon: Lexicon) -> Lookup:
    return Lookup(lexicon, lambda: pytest.fail("gold needs no embedder"))


def measured(mini: Ontology, lexicon: Lexicon, lookup: Lookup, file: Path, text: str) -> Measured:
    file.write_text(text, encoding="utf-8")
    return measure(mini, lexicon, lookup, read_gold(mini, lookup, file))


def test_homes_are_judged_tier_by_tier(mini: Ontology, lexicon: Lexicon, lookup: Lookup, tmp_path: Path) -> None:
    gold = "word\temotion\nglee\tjoy\nbile\tfury\nease\tanger\nxyzzy\tjoy\n"
    found = measured(mini, lexicon, lookup, tmp_path / "gold.tsv", gold)
    assert (found.words, found.found, found.coverage) == (4, 3, 0.75)
    assert found.primary == pytest.approx(2 / 3)
    assert found.secondary == 1.0  # only bile has a gold emotion that deep, and its home is rage
    assert found.tertiary == 0.0


def test_several_gold_emotions_are_an_or_for_the_home_and_a_set_for_membership(
    mini: Ontology, lexicon: Lexicon, lookup: Lookup, tmp_path: Path
) -> None:
    found = measured(mini, lexicon, lookup, tmp_path / "gold.csv", "word,emotion\nbile,joy|anger\nglee,joy|anger\n")
    assert found.primary == 1.0
    assert found.precision == 1.0
    assert found.recall == 0.75  # bile has both, glee only one of its two


@pytest.mark.parametrize("scale", ["{0}", "{1}", "{2}"])
def test_ratings_on_any_scale_give_the_same_correlation(
    mini: Ontology, lexicon: Lexicon, lookup: Lookup, tmp_path: Path, scale: str
) -> None:
    rows = ["word,valence,arousal,dominance"]
    for word, v in (("glee", 0.8), ("bile", -0.7), ("ease", 0.4)):
        cells = [scale.format(x, 5 + 4 * x, (x + 1) / 2) for x in (v, v / 2, v)]
        rows.append(",".join([word, *cells]))
    found = measured(mini, lexicon, lookup, tmp_path / "gold.csv", "\n".join(rows) + "\n")
    assert found.pearson == pytest.approx((1, 1, 1))
    assert found.strong_coverage == 1.0


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("term\temotion\nglee\tjoy\n", "gold.tsv:1: column word is missing"),
        ("word\tlabel\nglee\tjoy\n", "gold.tsv:1: column emotion is missing, and so are valence"),
        ("word\temotion\nglee\tjoy\nbile\tbilious\n", "gold.tsv:3: no emotion 'bilious'"),
        ("word\tvalence\tarousal\tdominance\nglee\thigh\t0\t0\n", "gold.tsv:2: could not convert"),
    ],
)
def test_a_gold_with_a_fault_is_named(mini: Ontology, lookup: Lookup, tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "gold.tsv").write_text(text, encoding="utf-8")
    with pytest.raises(BadTable, match=message):
        read_gold(mini, lookup, tmp_path / "gold.tsv")


def test_a_gold_that_is_not_there_or_empty_is_named(
    mini: Ontology, lexicon: Lexicon, lookup: Lookup, tmp_path: Path
) -> None:
    with pytest.raises(BadInput, match="no file"):
        read_gold(mini, lookup, tmp_path / "gold.tsv")
    with pytest.raises(BadInput, match="has no words"):
        measure(mini, lexicon, lookup, [])
