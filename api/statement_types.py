"""The GraphQL types of what is stated of an emotion: ratings, terms, relations, blends, names, facets, alignments."""

from typing import Self, TypedDict

import strawberry

from api.context import Info
from api.nodes import Node, kept
from kg.names import expand_curie
from kg.said import with_sparql
from kg.terms import facet_iri
from ontology.alignment import Alignment
from ontology.facet import Direction, Facet, FacetKind, FacetLink
from ontology.mapping import Match
from ontology.name import Name
from ontology.relation import Blend, Relation, RelationKind, Status
from ontology.vad import VAD, Rating, disagreements
from vocab.lexicon import PartOfSpeech, Register, Role, Term, TermStatus
from vocab.ratings import TermRating

strawberry.enum(RelationKind, name="RelationKind", description="What a relation says.")
strawberry.enum(Status, name="StatementStatus", description="Who stands for a statement.")
strawberry.enum(FacetKind, name="FacetKind", description="Which component of emotion a facet belongs to.")
strawberry.enum(Direction, name="Direction", description="Which end of an appraisal goes with an emotion.")
strawberry.enum(PartOfSpeech, name="PartOfSpeech", description="What sort of expression it is.")
strawberry.enum(Role, name="Role", description="What a term does.")
strawberry.enum(TermStatus, name="TermStatus", description="Who put a term where it is.")
strawberry.enum(Register, name="Register", description="Where a term is at home.")


class _Evidence(TypedDict):
    source: str
    method: str
    score: float | None
    status: Status
    evidence: str


@strawberry.type(
    name="VAD",
    description=with_sparql("A point in affective space; each axis runs from -1 to 1 with 0 neutral.", "VAD"),
)
class VADType:
    valence: float = strawberry.field(description="How pleasant.")
    arousal: float = strawberry.field(description="How activated.")
    dominance: float = strawberry.field(description="How much in control.")

    @classmethod
    def of(cls, vad: VAD) -> Self:
        return cls(valence=vad.valence, arousal=vad.arousal, dominance=vad.dominance)


@strawberry.type(name="Rating", description=with_sparql("One sourced statement of where an emotion lies.", "Rating"))
class RatingType:
    source: str = strawberry.field(description="Id of the source.")
    term: str = strawberry.field(description="The word that was rated.")
    vad: VADType = strawberry.field(description="The coordinates on our scale.")
    standard_deviation: list[float | None] = strawberry.field(description="Per axis; null where not known.")
    raters: int | None = strawberry.field(description="How many people rated, where known.")
    original_scale: str = strawberry.field(description="The scale of the source.")
    comment: str = strawberry.field(description="How the value was got, where that needs saying.")

    @classmethod
    def of(cls, r: Rating) -> Self:
        return cls(
            source=r.source,
            term=r.term,
            vad=VADType.of(r.vad),
            standard_deviation=list(r.sd),
            raters=r.n,
            original_scale=r.original_scale,
            comment=r.comment,
        )


@strawberry.type(
    name="Membership",
    description=with_sparql("An emotion that a term belongs to, and how much of it does.", "Membership"),
)
class MembershipType:
    emotion: str = strawberry.field(description="Id of the emotion.")
    weight: float = strawberry.field(description="Above 0; the weights of a term add up to 1.")


@strawberry.type(
    name="Term", description=with_sparql("A word, phrase or symbol that names, expresses or evokes an emotion.", "Term")
)
class TermType(Node):
    kind_of_node = "Term"

    text: str = strawberry.field(description="The term as it is written.")
    part_of_speech: PartOfSpeech = strawberry.field(description="What sort of expression it is.")
    register: Register = strawberry.field(description="Where it is at home.")
    source: str = strawberry.field(description="Id of the source that says where it belongs.")
    home: str = strawberry.field(description="Id of the emotion it belongs to first of all.")
    role: Role = strawberry.field(description="What it does.")
    memberships: list[MembershipType] = strawberry.field(description="Every emotion it belongs to, its home first.")
    status: TermStatus = strawberry.field(description="Who put it there.")
    origins: list[str] = strawberry.field(description="Where the form was met.")
    vad: VADType | None = strawberry.field(description="Where it lies.")
    vad_source: str = strawberry.field(description="Id of the source of its coordinates, or predicted.")

    @classmethod
    @kept
    def of(cls, t: Term) -> Self:
        return cls(
            text=t.text,
            part_of_speech=t.part_of_speech,
            register=t.register,
            source=t.source,
            home=t.emotion,
            role=t.role,
            memberships=[MembershipType(emotion=e, weight=w) for e, w in ((t.emotion, t.weight), *t.also)],
            status=t.status,
            origins=list(t.origins),
            vad=VADType.of(t.vad) if t.vad else None,
            vad_source=t.vad_source,
        )

    def name_of_node(self) -> str:
        return self.text

    @strawberry.field(description="Every rating of it, with its source; a prediction only where nobody rated all axes.")
    def ratings(self, info: Info) -> "list[TermRatingType]":
        return [TermRatingType.of(r) for r in info.context.service.ratings.get(self.text, ())]

    @strawberry.field(description="Where its ratings are further apart than sources usually are, in words.")
    def disagreements(self, info: Info) -> list[str]:
        rated = info.context.service.ratings.get(self.text, ())
        return [str(d) for d in disagreements((r.source, r.places) for r in rated)]


@strawberry.type(
    name="TermRating", description=with_sparql("What one source says of the place of a term.", "TermRating")
)
class TermRatingType:
    source: str = strawberry.field(description="Id of the source.")
    valence: float | None = strawberry.field(description="From -1 to 1; null where the source does not rate it.")
    arousal: float | None = strawberry.field(description="From -1 to 1; null where the source does not rate it.")
    dominance: float | None = strawberry.field(description="From -1 to 1; null where the source does not rate it.")
    sd: list[float | None] = strawberry.field(description="Standard deviation over raters, axis by axis.")
    n: int | None = strawberry.field(description="How many people rated, if known.")
    original_scale: str = strawberry.field(description="The scale before rescaling.")

    @classmethod
    def of(cls, r: TermRating) -> Self:
        valence, arousal, dominance = r.places
        return cls(
            source=r.source,
            valence=valence,
            arousal=arousal,
            dominance=dominance,
            sd=list(r.sd),
            n=r.n,
            original_scale=r.original_scale,
        )


@strawberry.interface(name="Statement", description="A statement between emotions with its evidence.")
class StatementType:
    source: str = strawberry.field(description="Id of the source.")
    method: str = strawberry.field(description="Published, or the method that proposed it.")
    score: float | None = strawberry.field(description="The method's own score, 0 to 1.")
    status: Status = strawberry.field(description="Who stands for it.")
    evidence: str = strawberry.field(description="What the source or the method saw, in words.")


def _evidence(s: Relation | Blend) -> _Evidence:
    return {"source": s.source, "method": s.method, "score": s.score, "status": s.status, "evidence": s.evidence}


@strawberry.type(
    name="Relation", description=with_sparql("A sourced statement that two emotions stand in a relation.", "Relation")
)
class RelationType(StatementType):
    subject: str = strawberry.field(description="Id of the emotion it starts from.")
    kind: RelationKind = strawberry.field(description="What it says.")
    object: str = strawberry.field(description="Id of the emotion it leads to.")

    @classmethod
    def of(cls, r: Relation) -> Self:
        return cls(
            subject=r.subject,
            kind=r.kind,
            object=r.object,
            **_evidence(r),
        )


@strawberry.type(
    name="Blend", description=with_sparql("A sourced statement that two emotions felt together make a third.", "Blend")
)
class BlendType(StatementType):
    first: str = strawberry.field(description="Id of one input.")
    second: str = strawberry.field(description="Id of the other input.")
    output: str = strawberry.field(description="Id of what they make.")
    level: str = strawberry.field(description="How far apart the inputs stand on the wheel.")

    @classmethod
    def of(cls, b: Blend) -> Self:
        return cls(
            first=b.first,
            second=b.second,
            output=b.output,
            level=b.level,
            **_evidence(b),
        )


@strawberry.type(name="Name", description=with_sparql("What an emotion is called in another language.", "Name"))
class NameType:
    text: str = strawberry.field(description="The name.")
    language: str = strawberry.field(description="BCP 47 tag of its language.")
    status: str = strawberry.field(description="Whether anybody reviewed it.")
    source: str = strawberry.field(description="Id of the source.")

    @classmethod
    def of(cls, n: Name) -> Self:
        return cls(text=n.text, language=n.language, status=n.status.value, source=n.source)


@strawberry.type(
    name="Facet",
    description=with_sparql("An appraisal, action tendency or dimension, in the sets of EmotionML.", "Facet"),
)
class FacetType:
    id: str = strawberry.field(description="Vocabulary and name, as in frijda-action-tendencies/approach.")
    iri: str = strawberry.field(description="Its name on the web.")
    kind: FacetKind = strawberry.field(description="Which component of emotion it belongs to.")
    label: str = strawberry.field(description="What it is called.")
    definition: str = strawberry.field(description="What it is, in our own words.")
    source: str = strawberry.field(description="Id of the source.")

    @classmethod
    def of(cls, f: Facet) -> Self:
        return cls(id=f.id, iri=facet_iri(f.id), kind=f.kind, label=f.label, definition=f.definition, source=f.source)


@strawberry.type(
    name="FacetLink", description=with_sparql("A sourced statement that an emotion goes with a facet.", "FacetLink")
)
class FacetLinkType:
    facet: FacetType = strawberry.field(description="The facet.")
    direction: Direction = strawberry.field(description="Which end of an appraisal goes with the emotion.")
    source: str = strawberry.field(description="Id of the source.")
    comment: str = strawberry.field(description="What the source says, where that needs saying.")

    @classmethod
    def of(cls, link: FacetLink, facet: Facet) -> Self:
        return cls(facet=FacetType.of(facet), direction=link.direction, source=link.source, comment=link.comment)


@strawberry.type(
    name="Alignment",
    description=with_sparql("How a term of another vocabulary stands to an emotion of ours.", "Alignment"),
)
class AlignmentType:
    term: str = strawberry.field(description="CURIE of the other term, as its own files show it.")
    iri: str = strawberry.field(description="The same in full.")
    label: str = strawberry.field(description="What the term is called there.")
    match: Match = strawberry.field(description="How the term stands to the emotion.")
    justification: str = strawberry.field(description="CURIE of how it was found, after SEMAPV.")
    confidence: float = strawberry.field(description="How sure, 0 to 1.")
    comment: str = strawberry.field(description="What to know about it.")

    @classmethod
    def of(cls, a: Alignment) -> Self:
        return cls(
            term=a.term,
            iri=expand_curie(a.term),
            label=a.label,
            match=a.match,
            justification=a.justification,
            confidence=a.confidence,
            comment=a.comment,
        )
