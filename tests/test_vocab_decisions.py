"""The trail of decisions: it grows, the latest stands, and contradictions are named."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ontology.errors import BadInput, BadTable
from ontology.world import Ontology
from vocab.lexicon import PartOfSpeech, Role
from vocab.workshop.decisions import (
    COLUMNS,
    Decision,
    Proposed,
    Verdict,
    agreement,
    append,
    kappa,
    latest,
    read_candidates,
    read_decisions,
    write_candidates,
)

GLEE = Proposed("glee", PartOfSpeech.NOUN, "", ("made-up",), "joy", 0.75, (("joy", 0.6), ("rage", 0.1)))


def decided(verdict: Verdict, home: str = "", *, reviewer: str = "ann", text: str = "glee") -> Decision:
    return Decision(replace(GLEE, text=text), verdict, home, Role.NAMES, reviewer, "2026-11-23", "made up")


def test_a_trail_reads_back_as_it_was_written(mini: Ontology, tmp_path: Path) -> None:
    trail = tmp_path / "decisions.tsv"
    first = append(mini, [decided(Verdict.ACCEPT, "joy"), decided(Verdict.REJECT, text="table")], trail)
    assert read_decisions(mini, trail) == first


def test_a_later_decision_stands_and_the_earlier_one_is_kept(mini: Ontology, tmp_path: Path) -> None:
    trail = tmp_path / "decisions.tsv"
    append(mini, [decided(Verdict.ACCEPT, "joy")], trail)
    append(mini, [decided(Verdict.MOVE, "pleasure")], trail)
    both = read_decisions(mini, trail)
    assert [d.home for d in both] == ["joy", "pleasure"]
    assert latest(both)["glee"].home == "pleasure"


def test_a_decision_that_stands_is_not_repeated(mini: Ontology, tmp_path: Path) -> None:
    trail = tmp_path / "decisions.tsv"
    append(mini, [decided(Verdict.ACCEPT, "joy")], trail)
    assert append(mini, [decided(Verdict.ACCEPT, "joy")], trail) == ()
    assert len(read_decisions(mini, trail)) == 1


def test_a_second_reviewer_who_agrees_is_recorded_too(mini: Ontology, tmp_path: Path) -> None:
    trail = tmp_path / "decisions.tsv"
    append(mini, [decided(Verdict.ACCEPT, "joy")], trail)
    assert len(append(mini, [decided(Verdict.ACCEPT, "joy", reviewer="bob")], trail)) == 1
    assert agreement(read_decisions(mini, trail)) == {("ann", "bob"): (1, 1.0)}


def test_a_table_edited_into_conflict_is_refused_and_the_trail_is_untouched(mini: Ontology, tmp_path: Path) -> None:
    trail = tmp_path / "decisions.tsv"
    append(mini, [decided(Verdict.REJECT, text="table")], trail)
    before = trail.read_bytes()
    with pytest.raises(BadInput, match="'glee' is decided twice: accept and reject"):
        append(mini, [decided(Verdict.ACCEPT, "joy"), decided(Verdict.REJECT)], trail)
    assert trail.read_bytes() == before


ROW = "glee\tnoun\t\tmade-up\tjoy\t0.750\tjoy=0.600\t{verdict}\t{home}\tnames\t{reviewer}\t2026-11-23\t"


@pytest.mark.parametrize(
    ("row", "message"),
    [
        (ROW.format(verdict="accept", home="rage", reviewer="ann"), "mine.tsv:2: accepts joy but names the home rage"),
        (ROW.format(verdict="move", home="", reviewer="ann"), "moves the term but names no home"),
        (ROW.format(verdict="reject", home="joy", reviewer="ann"), "rejects the term but names the home joy"),
        (ROW.format(verdict="move", home="joj", reviewer="ann"), "no emotion 'joj'"),
        (ROW.format(verdict="maybe", home="", reviewer="ann"), "decision 'maybe' is not one of accept, move"),
        (ROW.format(verdict="accept", home="joy", reviewer=""), "reviewer is empty"),
    ],
)
def test_a_row_that_contradicts_itself_is_named(mini: Ontology, tmp_path: Path, row: str, message: str) -> None:
    file = tmp_path / "mine.tsv"
    file.write_text("\t".join(COLUMNS) + f"\n{row}\n", encoding="utf-8")
    with pytest.raises(BadTable, match=message):
        read_decisions(mini, file)


def test_candidates_wait_until_somebody_fills_in_the_decision(mini: Ontology, tmp_path: Path) -> None:
    file = tmp_path / "candidates.tsv"
    write_candidates([GLEE], file)
    assert read_candidates(file) == (GLEE,)
    assert read_decisions(mini, file) == ()
    text = file.read_text(encoding="utf-8").replace("\t\t\t\t\t\t\n", "\taccept\t\t\tann\t2026-11-23\t\n")
    file.write_text(text, encoding="utf-8")
    (decision,) = read_decisions(mini, file)
    assert (decision.verdict, decision.home, decision.role) == (Verdict.ACCEPT, "joy", Role.NAMES)


def test_agreement_is_over_terms_that_both_decided(mini: Ontology) -> None:
    trail = [
        decided(Verdict.ACCEPT, "joy"),
        decided(Verdict.REJECT, text="table"),
        decided(Verdict.ACCEPT, "joy", reviewer="bob"),
        decided(Verdict.REJECT, text="table", reviewer="bob"),
        decided(Verdict.REJECT, text="chair", reviewer="bob"),
    ]
    assert agreement(trail) == {("ann", "bob"): (2, 1.0)}


@given(st.lists(st.sampled_from("abc"), min_size=2, max_size=30))
def test_kappa_is_one_with_oneself_and_at_most_one(answers: list[str]) -> None:
    assert kappa(answers, answers) == pytest.approx(1)
    assert kappa(answers, answers[::-1]) <= 1 + 1e-9


def test_kappa_of_chance_is_about_nought() -> None:
    first = ["a", "a", "b", "b"] * 5
    second = ["a", "b", "a", "b"] * 5
    assert kappa(first, second) == pytest.approx(0)
    with pytest.raises(BadInput, match="no term that both reviewers decided on"):
        kappa([], [])
