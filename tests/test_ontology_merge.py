"""A reader's decisions become statements, and the trail keeps every one of them."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from ontology.errors import BadInput, BadTable, UnknownEmotion
from ontology.merge import merge, write_merged
from ontology.relation import RelationKind
from ontology.review import Decision, Proposal, Review
from ontology.tables import shipped
from ontology.world import Ontology, load, load_reviews

JOY_LEADS = Proposal("leads_to", "joy", "anger", "", "hand", 0.25, "5 of 20 turns")


def decided(proposal: Proposal, decision: Decision) -> Review:
    return Review(proposal, decision, "tone:tester", "2026-11-23")


@pytest.fixture
def ours(mini: Ontology) -> Ontology:
    """The miniature world, which knows statements of this project as a source."""
    return replace(mini, sources={**mini.sources, "this-project": replace(mini.sources["made-up"], id="this-project")})


def stated(world: Ontology) -> set[tuple[str, RelationKind, str, str]]:
    return {(r.subject, r.kind, r.object, r.method) for r in world.relations}


def test_an_accepted_proposal_becomes_a_statement_with_its_evidence(ours: Ontology) -> None:
    merged = merge(ours, [], [decided(JOY_LEADS, Decision.ACCEPT)])
    (new,) = set(merged.world.relations) - set(ours.relations)
    assert (new.subject, new.kind, new.object) == ("joy", RelationKind.LEADS_TO, "anger")
    assert (new.source, new.method, new.score, new.evidence) == ("this-project", "hand", 0.25, "5 of 20 turns")


def test_a_later_rejection_takes_the_statement_out_and_keeps_both_decisions(ours: Ontology) -> None:
    first = merge(ours, [], [decided(JOY_LEADS, Decision.ACCEPT)])
    second = merge(first.world, first.reviews, [decided(JOY_LEADS, Decision.REJECT)])
    assert second.world.relations == ours.relations
    assert [r.decision for r in second.reviews] == [Decision.ACCEPT, Decision.REJECT]


def test_a_decision_that_stands_already_changes_nothing(world: Ontology) -> None:
    reviews = load_reviews()
    merged = merge(world, reviews, reviews)
    assert (merged.world, merged.reviews, merged.added) == (world, reviews, ())


def test_the_shipped_tables_are_what_merging_the_whole_trail_gives(world: Ontology) -> None:
    published = replace(
        world,
        relations=tuple(r for r in world.relations if r.method == "published"),
        blends=tuple(b for b in world.blends if b.method == "published"),
    )
    merged = merge(published, [], load_reviews())
    assert stated(merged.world) == stated(world)
    assert {(b.first, b.second, b.output) for b in merged.world.blends} == {
        (b.first, b.second, b.output) for b in world.blends
    }


def test_written_tables_read_back_the_same(tmp_path: Path, world: Ontology) -> None:
    shutil.copytree(shipped(), tmp_path / "data")
    write_merged(merge(world, load_reviews(), []), tmp_path / "data")
    assert load(tmp_path / "data") == world
    assert load_reviews(tmp_path / "data" / "reviews.tsv") == load_reviews()


def test_a_decision_about_an_unknown_emotion_is_refused(mini: Ontology) -> None:
    with pytest.raises(UnknownEmotion, match="jooy"):
        merge(mini, [], [decided(replace(JOY_LEADS, first="jooy"), Decision.ACCEPT)])


def test_a_decision_that_would_break_a_law_is_refused(mini: Ontology) -> None:
    """More intense than is a partial order: nothing is stronger than itself."""
    with pytest.raises(BadInput, match="nothing was merged: .*"):
        merge(
            mini,
            [],
            [decided(Proposal("more_intense_than", "joy", "joy", "", "hand", 1.0, "none"), Decision.ACCEPT)],
        )


def test_an_unknown_predicate_is_named(mini: Ontology) -> None:
    with pytest.raises(BadInput, match="predicate 'hates' is not one of blend, opposite_of"):
        merge(mini, [], [decided(replace(JOY_LEADS, predicate="hates"), Decision.ACCEPT)])


def test_rows_without_a_decision_stay_proposals(tmp_path: Path) -> None:
    head = (shipped() / "reviews.tsv").read_text().splitlines()[0]
    file = tmp_path / "mine.tsv"
    file.write_text(f"{head}\nleads_to\tjoy\tanger\t\thand\t0.5\tnone\t\t\t\t\n")
    assert load_reviews(file) == ()
    file.write_text(f"{head}\nleads_to\tjoy\tanger\t\thand\t0.5\tnone\tperhaps\tme\t2026-11-23\t\n")
    with pytest.raises(BadTable, match="mine.tsv:2: decision 'perhaps' is not one of accept, reject"):
        load_reviews(file)
