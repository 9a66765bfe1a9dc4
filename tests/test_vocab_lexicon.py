"""Laws of the shipped lexicon, and what its reader refuses."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from ontology.errors import BadTable
from ontology.world import Ontology
from vocab.lexicon import (
    COLUMNS,
    Lexicon,
    PartOfSpeech,
    Register,
    Role,
    Term,
    TermStatus,
    compiled,
    from_compiled,
    load_lexicon,
    read_terms,
    shipped_folder,
)
from vocab.workshop.laws import findings


@pytest.fixture(scope="module")
def terms(world: Ontology) -> list[Term]:
    return read_terms(world, shipped_folder() / "lexicon.tsv")


def test_the_shipped_lexicon_breaks_no_law(world: Ontology) -> None:
    assert list(findings(world)) == []


def test_there_are_more_than_seven_thousand_terms_and_eight_at_least_for_every_emotion(world: Ontology) -> None:
    lexicon = load_lexicon(world)
    assert len(lexicon) > 7000
    assert {len(lexicon.of(e.id)) >= 8 for e in world} == {True}


def test_the_weights_of_a_term_add_up_to_one_and_its_home_weighs_most(terms: list[Term]) -> None:
    for term in terms:
        assert sum(weight for _, weight in term.also) + term.weight == pytest.approx(1)
        assert all(0 < weight <= term.weight for _, weight in term.also), term.text
        assert term.emotion not in dict(term.also), term.text


def test_every_term_is_placed_by_a_source_or_marked_as_predicted(world: Ontology, terms: list[Term]) -> None:
    assert all(term.vad is not None for term in terms)
    assert {term.vad_source for term in terms} == {"glasgow2019", "predicted", "russell-mehrabian1977"}
    assert {"glasgow2019", "russell-mehrabian1977"} <= world.sources.keys()


def test_the_compiled_form_is_the_table(world: Ontology, terms: list[Term]) -> None:
    """If this fails: tone vocab publish."""
    assert (shipped_folder() / "lexicon.json").read_text(encoding="utf-8") == compiled(terms)
    assert [t for t in load_lexicon(world) if not t.is_label] == [
        t for t in load_lexicon(world, shipped_folder() / "lexicon.tsv") if not t.is_label
    ]


def test_a_term_reads_back_as_it_was_written(terms: list[Term]) -> None:
    assert list(from_compiled(compiled(terms))) == terms


def test_a_label_wins_over_a_term_of_the_same_spelling(mini: Ontology) -> None:
    term = Term("joy", PartOfSpeech.NOUN, "pleasure", Register.STANDARD, "made-up")
    other = replace(term, text="glee")
    lexicon = Lexicon.of_terms([term, other]).with_labels([replace(term, emotion="joy", status=TermStatus.LABEL)])
    assert [(t.text, t.emotion) for t in lexicon] == [("joy", "joy"), ("glee", "pleasure")]
    assert lexicon.find("joy") == lexicon.of("joy")[0]


def test_a_term_of_many_spellings_is_found_by_its_folded_form(world: Ontology) -> None:
    lexicon = load_lexicon(world)
    found = lexicon.find_folded("over the moon")
    assert found is not None
    assert found.emotion == "elation"
    assert lexicon.find_folded("") is None


ROW = "glee\tnoun\tjoy\tnames\tstandard\t\treviewed\tmade-up\tmade-up\t0.5\t0.5\t0.5\tpredicted\t"


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (ROW.replace("\tjoy\t", "\tjoj\t"), "lexicon.tsv:2: no emotion 'joj'"),
        (ROW.replace("standard\t\t", "standard\trage=0.6\t"), "'glee' weighs more elsewhere than at its home joy"),
        (ROW.replace("standard\t\t", "standard\trage=much\t"), "'rage=much' is not an emotion with a weight"),
        (ROW.replace("names", "shouts"), "role 'shouts' is not one of names, expresses, evokes"),
        (ROW.replace("0.5\t0.5\t0.5", "0.5\t\t0.5"), "arousal is empty"),
        (ROW.replace("0.5\t0.5\t0.5", "5\t0.5\t0.5"), "valence 5.0 is outside -1 … 1"),
        (f"{ROW}\n{ROW}", "lexicon.tsv:3: term 'glee' already has a home at joy"),
    ],
)
def test_a_row_that_breaks_the_format_is_named(mini: Ontology, tmp_path: Path, row: str, message: str) -> None:
    file = tmp_path / "lexicon.tsv"
    file.write_text("\t".join(COLUMNS) + f"\n{row}\n", encoding="utf-8")
    with pytest.raises(BadTable, match=message):
        load_lexicon(mini, file)


def test_the_shipped_lexicon_does_not_fit_another_ontology(mini: Ontology) -> None:
    with pytest.raises(BadTable, match="this ontology needs a lexicon of its own"):
        load_lexicon(mini)


def _spoilt(folder: Path, old: str, new: str) -> None:
    file = folder / "lexicon.tsv"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "codes"),
    [
        ("\nfurious\tadjective\tfury\tnames", "\nfurious\tadjective\tanger\tnames", {"E614", "E615"}),
        ("\nfurious\tadjective\tfury\tnames", "\nfurioso\tadjective\tfury\tnames", {"E614", "E615", "E616"}),
        ("glasgow2019", "nobody", {"E612", "E614", "E616"}),
        ("\tthis-project\t", "\tnobody\t", {"E613", "E614"}),
    ],
)
def test_each_law_catches_its_defect(world: Ontology, tmp_path: Path, old: str, new: str, codes: set[str]) -> None:
    shutil.copytree(shipped_folder(), tmp_path / "data")
    _spoilt(tmp_path / "data", old, new)
    assert {f.code for f in findings(world, tmp_path / "data")} == codes


def test_an_emotion_with_few_terms_is_found(world: Ontology, tmp_path: Path) -> None:
    shutil.copytree(shipped_folder(), tmp_path / "data")
    file = tmp_path / "data" / "lexicon.tsv"
    lines = [line for line in file.read_text(encoding="utf-8").splitlines() if line.split("\t")[2] != "woe"]
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert ("E611", "woe") in {(f.code, f.at) for f in findings(world, tmp_path / "data")}


def test_roles_are_told_apart(world: Ontology) -> None:
    lexicon = load_lexicon(world)
    roles = {text: term.role for text in ("furious", "yay", "funeral") if (term := lexicon.find(text))}
    assert roles == {"furious": Role.NAMES, "yay": Role.EXPRESSES, "funeral": Role.EVOKES}
