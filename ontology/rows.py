"""Rows of our tables as values: one function a table, and the columns each table must have.

Each row is checked by itself; how rows stand to each other is the business of ``ontology.checks``.
"""

from collections.abc import Mapping as Dict

from ontology.edges import ConceptTransition, Corpus, EffectStatus, ObservedTransition, TraitEffect
from ontology.emotion import Emotion, Kind, Module, Retired, Tier
from ontology.errors import OutOfRange
from ontology.facet import Direction, Facet, FacetKind, FacetLink
from ontology.labels import Label, LabelSet, Task
from ontology.name import Name, NameStatus
from ontology.relation import Blend, Relation, RelationKind, Source, Status
from ontology.review import Decision, Proposal, Review
from ontology.tables import Row
from ontology.vad import AXES, VAD, Rating

#: The evidence that every statement between emotions carries.
STATEMENT = ("source", "method", "score", "status", "evidence")

COLUMNS = {
    "emotions": ("id", "label", "tier", "parent", "module", "kind", "definition", "source", "comment"),
    "deprecated": ("id", "replaced_by", "since", "reason"),
    "vad": (
        "emotion",
        "source",
        "term",
        *AXES,
        *(f"{axis}_sd" for axis in AXES),
        "n",
        "original_scale",
        "comment",
    ),
    "relations": ("subject", "predicate", "object", *STATEMENT),
    "blends": ("first", "second", "output", "level", *STATEMENT),
    "facets": ("id", "kind", "label", "definition", "source"),
    "facet_links": ("emotion", "facet", "direction", "source", "comment"),
    "names": ("emotion", "language", "name", "status", "source"),
    "reviews": (
        *("predicate", "first", "second", "output", "method", "score", "evidence"),
        *("decision", "reviewer", "date", "comment"),
    ),
    "labelsets": ("id", "label", "task", "modality", "language", "source", "licence", "url", "comment"),
    "labels": ("labelset", "position", "label", "code", "aliases", "comment"),
    "sources": ("id", "citation", "year", "doi", "url", "licence", "comment"),
    "prefixes": ("prefix", "iri"),
    "transition_corpora": (
        *("id", "label", "labelset", "source", "step", "context"),
        *("population", "labelled", "part", "persons", "licence", "comment"),
    ),
    "transition_counts": ("corpus", "before", "partner", "after", "turns", "persons"),
    "concept_transitions": ("before", "after", "likelihood", "sd", "method"),
    "trait_effects": (
        *("corpus", "trait", "scale", "before", "after", "measure", "estimate", "low", "high", "base"),
        *("p", "turns", "persons", "status", "comment"),
    ),
}


def emotion(row: Row) -> Emotion:
    return Emotion(
        id=row.text("id"),
        label=row.text("label"),
        tier=row.one_of("tier", Tier) if row.cells["tier"] else None,
        parent=row.maybe("parent"),
        module=row.one_of("module", Module),
        kind=row.one_of("kind", Kind),
        definition=row.text("definition"),
        source=row.text("source"),
        comment=row.cells["comment"],
    )


def retired(row: Row) -> Retired:
    return Retired(*(row.text(column) for column in COLUMNS["deprecated"]))


def rating(row: Row) -> Rating:
    vad = coordinates(row)
    if vad is None:
        raise row.wrong(f"{AXES[0]} is empty")
    return Rating(
        emotion=row.text("emotion"),
        source=row.text("source"),
        term=row.text("term"),
        vad=vad,
        sd=(row.number("valence_sd"), row.number("arousal_sd"), row.number("dominance_sd")),
        n=row.whole("n"),
        original_scale=row.text("original_scale"),
        comment=row.cells["comment"],
    )


def coordinates(row: Row) -> VAD | None:
    """The three axes of a row, None where all are empty; one alone may not be."""
    cells = [row.number(axis) for axis in AXES]
    values = [value for value in cells if value is not None]
    if values and None in cells:
        raise row.wrong(f"{AXES[cells.index(None)]} is empty")
    return row.build(lambda: VAD(*values)) if values else None


def corpus(row: Row) -> Corpus:
    return Corpus(
        id=row.text("id"),
        label=row.text("label"),
        label_set=row.text("labelset"),
        source=row.text("source"),
        step=row.text("step"),
        context=row.text("context"),
        population=row.text("population"),
        labelled=row.text("labelled"),
        part=row.text("part"),
        persons=counted(row, "persons"),
        licence=row.text("licence"),
        comment=row.cells["comment"],
    )


def observed(row: Row) -> ObservedTransition:
    return ObservedTransition(
        row.text("corpus"),
        row.text("before"),
        row.cells["partner"],
        row.text("after"),
        counted(row, "turns"),
        row.whole("persons"),
    )


def counted(row: Row, column: str) -> int:
    """A cell that holds how many there are, 1 or more."""
    number = row.whole(column)
    if number is None or number < 1:
        raise row.wrong(f"{column} '{row.cells[column]}' is not a count of 1 or more")
    return number


def concept_transition(row: Row) -> ConceptTransition:
    likelihood, sd = (share(row, column) for column in ("likelihood", "sd"))
    return ConceptTransition(row.text("before"), row.text("after"), likelihood, sd, row.text("method"))


def share(row: Row, column: str) -> float:
    """A cell that holds a number of 0 … 1."""
    number = row.number(column)
    if number is None or not 0 <= number <= 1:
        raise row.wrong(f"{column} '{row.cells[column]}' is outside 0 … 1")
    return number


def trait_effect(row: Row) -> TraitEffect:
    estimate = row.number("estimate")
    if estimate is None:
        raise row.wrong("estimate is empty")
    return TraitEffect(
        corpus=row.text("corpus"),
        trait=row.text("trait"),
        scale=row.text("scale"),
        before=row.cells["before"],
        after=row.cells["after"],
        measure=row.text("measure"),
        estimate=estimate,
        low=row.number("low"),
        high=row.number("high"),
        base=row.number("base"),
        p=share(row, "p"),
        turns=counted(row, "turns"),
        persons=counted(row, "persons"),
        status=row.one_of("status", EffectStatus),
        comment=row.cells["comment"],
    )


def relation(row: Row) -> Relation:
    return Relation(row.text("subject"), row.one_of("predicate", RelationKind), row.text("object"), *_statement(row))


def blend(row: Row) -> Blend:
    first, second, output = (row.text(column) for column in ("first", "second", "output"))
    return Blend(first, second, output, row.cells["level"], *_statement(row))


def _statement(row: Row) -> tuple[str, str, float | None, Status, str]:
    score = row.number("score")
    if score is not None and not 0 <= score <= 1:
        raise row.wrong(str(OutOfRange("score", score, 0, 1)))
    return row.text("source"), row.text("method"), score, row.one_of("status", Status), row.cells["evidence"]


def review(row: Row) -> Review:
    predicate, first, second, method, reviewer, date = (
        row.text(column) for column in ("predicate", "first", "second", "method", "reviewer", "date")
    )
    score = row.number("score") or 0.0
    proposal = Proposal(predicate, first, second, row.cells["output"], method, score, row.cells["evidence"])
    return Review(proposal, row.one_of("decision", Decision), reviewer, date, row.cells["comment"])


def facet(row: Row) -> Facet:
    kind = row.one_of("kind", FacetKind)
    return Facet(row.text("id"), kind, row.text("label"), row.text("definition"), row.text("source"))


def facet_link(row: Row) -> FacetLink:
    direction = Direction.NONE if not row.cells["direction"] else row.one_of("direction", Direction)
    return FacetLink(row.text("emotion"), row.text("facet"), direction, row.text("source"), row.cells["comment"])


def name(row: Row) -> Name:
    status = row.one_of("status", NameStatus)
    return Name(row.text("emotion"), row.text("language"), row.text("name"), status, row.text("source"))


def label(row: Row) -> Label:
    position = row.whole("position")
    if position is None:
        raise row.wrong("position is empty")
    aliases = tuple(sorted(alias for alias in row.cells["aliases"].split("|") if alias))
    return Label(row.text("labelset"), position, row.text("label"), row.cells["code"], aliases, row.cells["comment"])


def label_set(row: Row, labels: Dict[str, tuple[Label, ...]]) -> LabelSet:
    return LabelSet(
        id=row.text("id"),
        label=row.text("label"),
        task=row.one_of("task", Task),
        modality=row.text("modality"),
        language=row.text("language"),
        source=row.text("source"),
        licence=row.cells["licence"],
        url=row.cells["url"],
        comment=row.cells["comment"],
        labels=tuple(sorted(labels.get(row.text("id"), ()), key=lambda label: label.position)),
    )


def source(row: Row) -> Source:
    return Source(
        row.text("id"),
        row.text("citation"),
        row.whole("year"),
        *(row.cells[column] for column in ("doi", "url", "licence", "comment")),
    )
