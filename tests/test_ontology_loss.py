"""What a conversion loses: worked out by hand in the miniature world, laws over every shipped pair."""

import itertools
from pathlib import Path

import pytest

from api.service import Service
from ontology.errors import BadInput, UnknownLabel
from ontology.harmonize import translate
from ontology.loss import UNMAPPED, carried, loss
from ontology.mapping import Match
from ontology.world import Ontology


def test_what_has_no_target_becomes_unmapped(mini: Ontology) -> None:
    assert carried(mini, "toy", "toy") == {
        "Happy & Calm": {"Happy & Calm": 1.0},
        "mad": {"mad": 1.0},
        "other": {"other": 1.0},
    }
    assert carried(mini, "toy", "wide")["other"] == {UNMAPPED: 1.0}


def test_two_labels_that_fall_together_lose_one_bit(world: Ontology) -> None:
    """RAVDESS to Ekman: neutral finds nothing; seven others; calm falls on joy, so two of eight share a target."""
    found = loss(world, "ravdess", "ekman")
    assert (found.labels, found.mapped, found.entropy) == (8, 7 / 8, 3.0)
    assert found.bits == pytest.approx(2 / 8)
    assert found.macro_f1 == pytest.approx((6 + 2 / 3) / 8)


def test_counts_weigh_what_is_lost(world: Ontology) -> None:
    never_calm = loss(world, "ravdess", "ekman", {"03": 10, "04": 10, "neutral": 0})
    assert (never_calm.bits, never_calm.mapped, never_calm.macro_f1) == (0.0, 1.0, 1.0)


def test_every_pair_of_shipped_sets_keeps_the_laws(world: Ontology) -> None:
    sets = [s.id for s in world.label_sets.values() if len(s)]
    assert len(sets) >= 45
    for a, b in itertools.product(sets, sets):
        found = loss(world, a, b)
        assert -1e-9 <= found.bits <= found.entropy + 1e-9, (a, b)
        assert 0 <= found.mapped <= 1 + 1e-9
        assert 0 < found.macro_f1 <= 1 + 1e-9
        if a == b:
            assert (found.bits, found.displacement) == (0.0, 0.0) or found.displacement is None
            assert found.macro_f1 == pytest.approx(1)


def test_nothing_becomes_exact_by_chaining(world: Ontology) -> None:
    sets = [s.id for s in world.label_sets.values() if len(s)]
    for a, b in itertools.product(sets[:12], sets):
        for label in world.label_set(a):
            for target in translate(world, label.label, a, b):
                if target.match is Match.EXACT and a != b:
                    assert all(step.match is Match.EXACT for step in target.chain)


@pytest.mark.parametrize(
    ("source", "counts", "error", "message"),
    [
        ("longemotion", None, BadInput, "label set 'longemotion' has no labels"),
        ("ekman", {"joi": 1}, UnknownLabel, "joi"),
        ("ekman", {"joy": -1}, BadInput, "joy is counted -1 times"),
        ("ekman", {"joy": 0}, BadInput, "no label of 'ekman' is counted"),
    ],
)
def test_counts_that_cannot_be_are_refused(
    world: Ontology, source: str, counts: dict[str, float] | None, error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        loss(world, source, "parrott", counts)


def test_the_published_matrix_is_what_the_tables_give(service: Service) -> None:
    """If this fails: tone harmonize --matrix docs/harmonization.tsv (and .svg)."""
    lines = (Path(__file__).parent.parent / "docs" / "harmonization.tsv").read_text(encoding="utf-8").splitlines()
    found = {(r.source, r.target): f"{r.mapped:.3f}" for r in service.losses()}
    assert {tuple(line.split("\t")[:2]): line.split("\t")[3] for line in lines[1:]} == found


def test_more_is_lost_the_higher_one_goes_up_the_tiers(world: Ontology) -> None:
    for labels in world.label_sets.values():
        if len(labels):
            bits = [loss(world, labels.id, f"tier{tier}").bits for tier in (3, 2, 1)]
            assert bits == sorted(bits), labels.id


def test_a_place_keeps_what_an_emotion_says(world: Ontology) -> None:
    """Joy and anger lie apart, so nothing is lost; neutral has a place too."""
    assert carried(world, "meld", "vad")["joy"] == {"0.76 0.48 0.35": 1.0}
    assert loss(world, "meld", "vad").bits == 0
