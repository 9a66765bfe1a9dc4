"""Each law catches the one defect it is for; the shipped tables break none."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from ontology.alignment import Alignment
from ontology.checks import CHECKS, check
from ontology.edges import ConceptTransition
from ontology.emotion import Emotion, Module, Retired, Tier
from ontology.facet import Direction, FacetLink
from ontology.mapping import Mapping, Match
from ontology.name import Name, NameStatus
from ontology.relation import Relation, RelationKind, Status
from ontology.world import Ontology

Defect = Callable[[Ontology], Ontology]


def _with(id: str, **cells: object) -> Defect:
    """The world with cells of one emotion changed."""

    def spoil(world: Ontology) -> Ontology:
        changed: Emotion = replace(world[id], **cells)  # type: ignore[arg-type]  # the cells are named per test
        return replace(world, emotions={**world.emotions, id: changed})

    return spoil


def _plus(*relations: Relation) -> Defect:
    return lambda world: replace(world, relations=(*world.relations, *relations))


def _mapped(label: str, match: Match, emotion: str | None, comment: str = "why") -> Defect:
    extra = Mapping(label, match, emotion, "semapv:ManualMappingCuration", 0.5, "tone:maintainers", comment)
    return lambda world: replace(world, mappings=(*world.mappings, extra))


def _is(kind: RelationKind, a: str, b: str) -> Relation:
    return Relation(a, kind, b, "made-up", "published", None, Status.PUBLISHED)


def _aligned(term: str, emotion: str) -> Defect:
    terms = ("other:anger", "anger"), (term, emotion)
    why = ("semapv:ManualMappingCuration", 0.9, "tone:maintainers")
    return lambda world: replace(world, alignments=tuple(Alignment(t, t, Match.EXACT, e, *why) for t, e in terms))


def _counted(**cells: object) -> Defect:
    """The world with one more count, like the first but for these cells."""

    def spoil(world: Ontology) -> Ontology:
        extra = replace(world.observed[0], **cells)  # type: ignore[arg-type]  # the cells are named per test
        return replace(world, observed=(*world.observed, extra))

    return spoil


MORE, OPPOSITE = RelationKind.MORE_INTENSE_THAN, RelationKind.OPPOSITE_OF

DEFECTS: dict[str, tuple[Defect, str]] = {
    "E101": (_with("fury", parent="wrath"), "fury"),
    "E102": (_with("anger", parent="fury"), "anger"),
    "E103": (_with("fury", tier=Tier.SECONDARY), "fury"),
    "E104": (_with("fury", module=Module.EXTENSION), "fury"),
    "E105": (_with("fury", label="rage"), "fury"),
    "E106": (_with("fury", definition="strong heat against a wrongdoer"), "fury"),
    "E107": (_with("fury", source="hearsay"), "fury (hearsay)"),
    "E109": (lambda w: replace(w, retired=(Retired("joy", "anger", "0.2.0", "why not"),)), "joy"),
    "E108": (_with("fury", tier=None), "2/2/1"),
    "E201": (lambda w: replace(w, ratings=(*w.ratings, replace(w.ratings[0], emotion="zeal"))), "zeal"),
    "E202": (lambda w: replace(w, ratings=w.ratings[1:]), "anger"),
    "E301": (_plus(_is(OPPOSITE, "joy", "woe")), "woe"),
    "E302": (_plus(_is(MORE, "joy", "joy")), "joy"),
    "E303": (_plus(_is(OPPOSITE, "rage", "contentment")), "rage"),
    "E304": (_plus(_is(MORE, "rage", "anger"), _is(MORE, "anger", "fury")), "anger"),
    "E305": (_plus(Relation("fury", MORE, "joy", "made-up", "vad-arousal", None, Status.ACCEPTED)), "fury"),
    "E306": (
        lambda w: replace(w, facet_links=(FacetLink("joy", "tendencies/flying", Direction.NONE, "made-up"),)),
        "joy -> tendencies/flying",
    ),
    "E307": (lambda w: replace(w, names=(Name("woe", "de", "Weh", NameStatus.DRAFT, "made-up"),)), "woe"),
    "E308": (
        lambda w: replace(w, names=(*w.names, Name("fury", "de", "Freude", NameStatus.DRAFT, "made-up"))),
        "Freude@de",
    ),
    "E311": (lambda w: replace(w, corpora={"toy-talk": replace(w.corpora["toy-talk"], label_set="lost")}), "toy-talk"),
    "E312": (_counted(before="glad"), "toy-talk: glad -> mad"),
    "E313": (_counted(turns=9), "toy-talk: Happy & Calm -> mad"),
    "E314": (lambda w: replace(w, concept_transitions=(ConceptTransition("joy", "woe", 0.5, 0.1, "x"),)), "joy -> woe"),
    "E315": (
        lambda w: replace(w, trait_effects=tuple(replace(e, low=0.9) if e.low else e for e in w.trait_effects)),
        "toy-talk: neuroticism on mad -> mad",
    ),
    "E406": (_aligned("other:woe", "woe"), "other:woe"),
    "E407": (_aligned("other:rage", "anger"), "other:anger"),
    "E401": (lambda w: replace(w, mappings=w.mappings[1:]), "toy/happy-calm"),
    "E402": (_mapped("toy/mad", Match.BROAD, "woe"), "toy/mad"),
    "E403": (_mapped("toy/mad", Match.EXACT, "rage"), "toy/mad"),
    "E404": (_mapped("toy/other", Match.BROAD, "rage"), "toy/other"),
    "W405": (_mapped("toy/mad", Match.CLOSE, "rage", comment=""), "toy/mad -> rage"),
}


@pytest.mark.parametrize("code", CHECKS)
def test_a_law_catches_its_defect(mini: Ontology, code: str) -> None:
    spoil, at = DEFECTS[code]
    found = [finding.at for finding in check(spoil(mini), only=frozenset({code}))]
    assert at in found


def test_the_miniature_world_breaks_only_the_law_of_size(mini: Ontology) -> None:
    assert [(f.code, f.at) for f in check(mini)] == [("E108", "2/2/2")]


def test_the_shipped_tables_break_no_law(world: Ontology) -> None:
    assert list(check(world)) == []
