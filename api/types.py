"""The GraphQL types of emotions and of their mappings: what the service answers with, described for who queries it."""

from typing import Self

import strawberry

from api.context import Info
from api.label_types import LabelType, TargetType
from api.nodes import Node, kept
from api.statement_types import (
    AlignmentType,
    BlendType,
    FacetLinkType,
    NameType,
    RatingType,
    RelationType,
    TermType,
    VADType,
)
from kg.said import with_sparql
from kg.terms import emotion_iri
from kg.triples import mapping_iri
from ontology.emotion import Emotion, Kind, Module, Tier
from ontology.mapping import Mapping, Match
from ontology.taxonomy import ancestors
from ontology.world import Ontology

strawberry.enum(Tier, name="Tier", description="The level of Parrott's table.")
strawberry.enum(Module, name="Module", description="Parrott's 137, or the states beside them.")
strawberry.enum(Kind, name="Kind", description="What sort of state it is.")


@strawberry.type(
    name="Emotion",
    description=with_sparql("An emotion of Parrott's tree, or a state that label sets name beside it.", "Emotion"),
)
class EmotionType(Node):
    kind_of_node = "Emotion"

    id: strawberry.ID = strawberry.field(description="Its slug, as in joy.")
    iri: str = strawberry.field(description="Its name on the web.")
    label: str = strawberry.field(description="What it is called.")
    definition: str = strawberry.field(description="What it is, in our own words.")
    tier: Tier | None = strawberry.field(description="Its tier in Parrott's table; null for states beside it.")
    module: Module = strawberry.field(description="Parrott's table or the extension.")
    kind: Kind = strawberry.field(description="What sort of state it is.")
    source: str = strawberry.field(description="Id of the source of word and place.")
    comment: str = strawberry.field(description="What to know about it; empty where there is nothing.")

    @classmethod
    @kept
    def of(cls, e: Emotion) -> Self:
        return cls(
            id=strawberry.ID(e.id),
            iri=emotion_iri(e.id),
            label=e.label,
            definition=e.definition,
            tier=e.tier,
            module=e.module,
            kind=e.kind,
            source=e.source,
            comment=e.comment,
        )

    def name_of_node(self) -> str:
        return self.id

    @strawberry.field(description=with_sparql("The emotion one step above; null at the top.", "Emotion.parent"))
    def parent(self, info: Info) -> "EmotionType | None":
        world = info.context.service.world
        above = world[self.id].parent
        return None if above is None else EmotionType.of(world[above])

    @strawberry.field(description=with_sparql("Everything above, nearest first.", "Emotion.ancestors"))
    def ancestors(self, info: Info) -> "list[EmotionType]":
        return [EmotionType.of(e) for e in ancestors(info.context.service.world, self.id)]

    @strawberry.field(description=with_sparql("The emotions one step below.", "Emotion.children"))
    def children(self, info: Info) -> "list[EmotionType]":
        return [EmotionType.of(e) for e in info.context.service.world.children.get(self.id, ())]

    @strawberry.field(description="Its coordinates by the preferred rating; null where nobody rated it.")
    def vad(self, info: Info) -> VADType | None:
        vad = info.context.service.world.vad(self.id)
        return VADType.of(vad) if vad else None

    @strawberry.field(description="Every rating, with its source; never averaged.")
    def ratings(self, info: Info) -> list[RatingType]:
        return [RatingType.of(r) for r in info.context.service.world.ratings_of.get(self.id, ())]

    @strawberry.field(description="Where its ratings are further apart than sources usually are, in words.")
    def disagreements(self, info: Info) -> list[str]:
        return [str(d) for d in info.context.service.world.disagreements(self.id)]

    @strawberry.field(description="The words and phrases that name it.")
    def terms(self, info: Info) -> list[TermType]:
        return [TermType.of(t) for t in info.context.service.lexicon.of(self.id)]

    @strawberry.field(description="The best label for it in every label set that has one.")
    def labels(self, info: Info) -> list[TargetType]:
        return [TargetType.of(t) for t in info.context.service.show(self.id).labels]

    @strawberry.field(description="Relations it stands in, as subject or as object.")
    def relations(self, info: Info) -> list[RelationType]:
        return [RelationType.of(r) for r in info.context.service.world.relations_of.get(self.id, ())]

    @strawberry.field(description="Blends it goes into or comes from.")
    def blends(self, info: Info) -> list[BlendType]:
        return [BlendType.of(b) for b in info.context.service.world.blends_of.get(self.id, ())]

    @strawberry.field(description="What it is called in other languages, with how far each name can be trusted.")
    def names(self, info: Info) -> list[NameType]:
        return [NameType.of(n) for n in info.context.service.world.names_of.get(self.id, ())]

    @strawberry.field(description="How its causes are appraised and what it makes ready to do, where a source says so.")
    def facets(self, info: Info) -> list[FacetLinkType]:
        world = info.context.service.world
        return [FacetLinkType.of(link, world.facets[link.facet]) for link in world.facet_links_of.get(self.id, ())]

    @strawberry.field(description="What other ontologies and lexicons have for it.")
    def alignments(self, info: Info) -> list[AlignmentType]:
        return [AlignmentType.of(a) for a in info.context.service.world.alignments_to.get(self.id, ())]


@strawberry.type(name="Mapping", description=with_sparql("How a label stands to an emotion, in one step.", "Mapping"))
class MappingType:
    iri: str = strawberry.field(description="Its name on the web.")
    label: LabelType = strawberry.field(description="The label.")
    match: Match = strawberry.field(description="How the label stands to the emotion.")
    emotion: EmotionType | None = strawberry.field(description="The emotion; null where none fits.")
    justification: str = strawberry.field(description="CURIE of how it was found, after SEMAPV.")
    confidence: float = strawberry.field(description="How sure, 0 to 1.")
    author: str = strawberry.field(description="CURIE of who stands for it.")
    comment: str = strawberry.field(description="What to know about it; empty where there is nothing.")

    @classmethod
    def of(cls, m: Mapping, world: Ontology) -> Self:
        return cls(
            iri=mapping_iri(m),
            label=LabelType.of(world.label(m.label)),
            match=m.match,
            emotion=None if m.emotion is None else EmotionType.of(world[m.emotion]),
            justification=m.justification,
            confidence=m.confidence,
            author=m.author,
            comment=m.comment,
        )
