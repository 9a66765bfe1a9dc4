"""What the tools show of one thing: an emotion with what is known of it, a label set."""

from dataclasses import dataclass
from typing import Annotated, Self

from pydantic import Field

from api.answers import Shown
from api.mcp.answers import Confidence, Iri, Match, Named, Point, Source
from kg.terms import label_iri, label_set_iri
from ontology import vad as affect
from ontology.harmonize import Target
from ontology.labels import LabelSet
from ontology.relation import Relation

#: Terms, labels and relations of one emotion that an answer lists.
MOST_LISTED = 40


@dataclass(frozen=True, slots=True)
class Fitting:
    """The label of a set that fits an emotion best."""

    id: str
    iri: Iri
    match: Match
    confidence: Confidence

    @classmethod
    def of(cls, t: Target) -> Self:
        return cls(t.label.id, label_iri(t.label.id), t.match.name.lower(), round(t.confidence, 3))


@dataclass(frozen=True, slots=True)
class Rating:
    """One sourced statement of where an emotion lies."""

    vad: Point
    source: Source
    term: Annotated[str, Field(description="the word that was rated")]
    raters: Annotated[int | None, Field(description="how many people rated, where known")]

    @classmethod
    def of(cls, r: affect.Rating) -> Self:
        return cls(Point.of(r.vad), r.source, r.term, r.n)


@dataclass(frozen=True, slots=True)
class Statement:
    """A sourced relation between two emotions."""

    subject: str
    kind: Annotated[str, Field(description="opposite_of, more_intense_than, related_to or leads_to")]
    object: str
    source: Source
    method: Annotated[str, Field(description="published, or the method that proposed it")]
    score: Annotated[float | None, Field(description="the method's own score, 0 to 1")]

    @classmethod
    def of(cls, r: Relation) -> Self:
        return cls(r.subject, r.kind.value, r.object, r.source, r.method, r.score)


@dataclass(frozen=True)  # no slots: the library takes their descriptors for default values
class Card:
    """Everything known of one emotion, long lists cut."""

    emotion: Named
    tier: Annotated[str | None, Field(description="primary, secondary or tertiary; null beside Parrott's tree")]
    kind: str
    source: Source
    above: Annotated[tuple[str, ...], Field(description="ids of the emotions above, nearest first")]
    below: Annotated[tuple[str, ...], Field(description="ids of the emotions one step below")]
    vad: Annotated[Point | None, Field(description="by the preferred rating; null where nobody rated it")]
    ratings: Annotated[tuple[Rating, ...], Field(description="every rating; never averaged")]
    disagreements: tuple[str, ...]
    terms: Annotated[tuple[str, ...], Field(description=f"words that name it, at most {MOST_LISTED}")]
    term_count: Annotated[int, Field(description="how many terms there are in all")]
    labels: Annotated[tuple[Fitting, ...], Field(description="its best label in each set that has one")]
    relations: tuple[Statement, ...]

    @classmethod
    def of(cls, s: Shown) -> Self:
        e = s.emotion
        return cls(
            emotion=Named.of(e),
            tier=e.tier.value if e.tier else None,
            kind=e.kind.value,
            source=e.source,
            above=tuple(a.id for a in s.ancestors),
            below=tuple(c.id for c in s.children),
            vad=Point.of(s.vad) if s.vad else None,
            ratings=tuple(Rating.of(r) for r in s.ratings),
            disagreements=tuple(map(str, s.disagreements)),
            terms=tuple(t.text for t in s.terms[:MOST_LISTED]),
            term_count=len(s.terms),
            labels=tuple(Fitting.of(t) for t in s.labels[:MOST_LISTED]),
            relations=tuple(Statement.of(r) for r in s.relations[:MOST_LISTED]),
        )


@dataclass(frozen=True, slots=True)
class LabelSetCard:
    """A classification that a benchmark or a theory uses."""

    id: str
    iri: Iri
    label: str
    task: Annotated[str, Field(description="single, multi, graded or none")]
    language: str
    licence: str
    source: Source
    size: Annotated[int, Field(description="how many labels it has")]
    labels: Annotated[tuple[str, ...], Field(description="as its data spell them; only where one set was asked for")]

    @classmethod
    def of(cls, s: LabelSet, *, with_labels: bool) -> Self:
        spelt = tuple(label.label for label in s) if with_labels else ()
        return cls(s.id, label_set_iri(s.id), s.label, s.task.value, s.language, s.licence, s.source, len(s), spelt)
