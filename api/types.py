"""The GraphQL types: what the service answers with, described for the people who query it."""

from typing import Self

import strawberry
from strawberry.relay import from_base64, to_base64

from api.context import Info
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
from kg.terms import emotion_iri, label_iri, label_set_iri
from ontology import labels as core_labels
from ontology.emotion import Emotion, Kind, Module, Tier
from ontology.errors import BadInput
from ontology.harmonize import Step, Target
from ontology.labels import Task
from ontology.mapping import Match

strawberry.enum(Tier, name="Tier", description="The level of Parrott's table.")
strawberry.enum(Module, name="Module", description="Parrott's 137, or the states beside them.")
strawberry.enum(Kind, name="Kind", description="What sort of state it is.")
strawberry.enum(Task, name="Task", description="How a label set is used.")


@strawberry.type(name="Step", description="One link of a chain from a label to a label.")
class StepType:
    subject: str = strawberry.field(description="Where the link starts: a label id or an emotion CURIE.")
    match: Match = strawberry.field(description="How the two stand to each other.")
    object: str = strawberry.field(description="Where the link leads.")
    confidence: float = strawberry.field(description="How sure, 0 to 1.")
    reason: str = strawberry.field(description="Why.")

    @classmethod
    def of(cls, s: Step) -> Self:
        return cls(subject=s.subject, match=s.match, object=s.object, confidence=s.confidence, reason=s.reason)


@strawberry.type(name="Label", description="One class of a label set.")
class LabelType:
    id: strawberry.ID = strawberry.field(description="Label set and slug, as in goemotions/joy.")
    iri: str = strawberry.field(description="Its name on the web.")
    label: str = strawberry.field(description="The exact spelling in the data.")
    code: str = strawberry.field(description="The code in the data, empty where there is none.")
    position: int = strawberry.field(description="Its place in the set, from 0.")
    aliases: list[str] = strawberry.field(description="Other spellings met.")

    @classmethod
    def of(cls, label: core_labels.Label) -> Self:
        return cls(
            id=strawberry.ID(label.id),
            iri=label_iri(label.id),
            label=label.label,
            code=label.code,
            position=label.position,
            aliases=list(label.aliases),
        )


@strawberry.type(name="Target", description="A label that a source may become, with the steps that lead to it.")
class TargetType:
    label: LabelType = strawberry.field(description="The label.")
    match: Match = strawberry.field(description="The chain as one match: its weakest link.")
    confidence: float = strawberry.field(description="The product of the steps, 0 to 1.")
    weight: float = strawberry.field(description="Which share of the source it takes; all targets sum to 1.")
    chain: list[StepType] = strawberry.field(description="Every step.")

    @classmethod
    def of(cls, t: Target) -> Self:
        return cls(
            label=LabelType.of(t.label),
            match=t.match,
            confidence=t.confidence,
            weight=t.weight,
            chain=[StepType.of(step) for step in t.chain],
        )


@strawberry.type(name="LabelSet", description="The classification that a benchmark or a theory uses.")
class LabelSetType:
    id: strawberry.ID = strawberry.field(description="Its id.")
    iri: str = strawberry.field(description="Its name on the web.")
    label: str = strawberry.field(description="What it is called.")
    task: Task = strawberry.field(description="How it is used.")
    modality: str = strawberry.field(description="What is labelled.")
    language: str = strawberry.field(description="Language of the data.")
    source: str = strawberry.field(description="Id of the source.")
    licence: str = strawberry.field(description="Licence of the data set.")
    url: str = strawberry.field(description="Where it is found; empty where not known.")
    comment: str = strawberry.field(description="What to know before using it.")
    labels: list[LabelType] = strawberry.field(description="Its labels in the order of the data.")

    @classmethod
    def of(cls, s: core_labels.LabelSet) -> Self:
        return cls(
            id=strawberry.ID(s.id),
            iri=label_set_iri(s.id),
            label=s.label,
            task=s.task,
            modality=s.modality,
            language=s.language,
            source=s.source,
            licence=s.licence,
            url=s.url,
            comment=s.comment,
            labels=[LabelType.of(label) for label in s],
        )


@strawberry.interface(description="Anything with an id of its own in this API.")
class Node:
    node_id: strawberry.ID = strawberry.field(description="Opaque global id, for node(id).")


def node_id(kind: str, id: str) -> strawberry.ID:
    """The global id of a thing: kind and id, not to be taken apart by clients."""
    return strawberry.ID(to_base64(kind, id))


@strawberry.type(name="Emotion", description="An emotion of Parrott's tree, or a state that label sets name beside it.")
class EmotionType(Node):
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
    def of(cls, e: Emotion) -> Self:
        return cls(
            node_id=node_id("Emotion", e.id),
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

    @strawberry.field(description="The emotion one step above; null at the top.")
    def parent(self, info: Info) -> "EmotionType | None":
        above = info.context.service.show(self.id).ancestors
        return EmotionType.of(above[0]) if above else None

    @strawberry.field(description="Everything above, nearest first.")
    def ancestors(self, info: Info) -> "list[EmotionType]":
        return [EmotionType.of(e) for e in info.context.service.show(self.id).ancestors]

    @strawberry.field(description="The emotions one step below.")
    def children(self, info: Info) -> "list[EmotionType]":
        return [EmotionType.of(e) for e in info.context.service.show(self.id).children]

    @strawberry.field(description="Its coordinates by the preferred rating; null where nobody rated it.")
    def vad(self, info: Info) -> VADType | None:
        vad = info.context.service.world.vad(self.id)
        return VADType.of(vad) if vad else None

    @strawberry.field(description="Every rating, with its source; never averaged.")
    def ratings(self, info: Info) -> list[RatingType]:
        return [RatingType.of(r) for r in info.context.service.show(self.id).ratings]

    @strawberry.field(description="Where its ratings are further apart than sources usually are, in words.")
    def disagreements(self, info: Info) -> list[str]:
        return [str(d) for d in info.context.service.show(self.id).disagreements]

    @strawberry.field(description="The words and phrases that name it.")
    def terms(self, info: Info) -> list[TermType]:
        return [TermType.of(t) for t in info.context.service.show(self.id).terms]

    @strawberry.field(description="The best label for it in every label set that has one.")
    def labels(self, info: Info) -> list[TargetType]:
        return [TargetType.of(t) for t in info.context.service.show(self.id).labels]

    @strawberry.field(description="Relations it stands in, as subject or as object.")
    def relations(self, info: Info) -> list[RelationType]:
        return [RelationType.of(r) for r in info.context.service.show(self.id).relations]

    @strawberry.field(description="Blends it goes into or comes from.")
    def blends(self, info: Info) -> list[BlendType]:
        return [BlendType.of(b) for b in info.context.service.show(self.id).blends]

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


@strawberry.type(description="One emotion and where it stands in a list.")
class EmotionEdge:
    cursor: str = strawberry.field(description="To continue after this one.")
    node: EmotionType = strawberry.field(description="The emotion.")


@strawberry.type(description="Where a page of a list begins and ends.")
class PageInfo:
    has_next_page: bool = strawberry.field(description="Whether more follow.")
    has_previous_page: bool = strawberry.field(description="Whether some came before.")
    start_cursor: str | None = strawberry.field(description="Cursor of the first, null on an empty page.")
    end_cursor: str | None = strawberry.field(description="Cursor of the last, null on an empty page.")


@strawberry.type(description="A page of emotions.")
class EmotionConnection:
    total_count: int = strawberry.field(description="How many there are on all pages.")
    edges: list[EmotionEdge] = strawberry.field(description="The emotions with their cursors.")
    nodes: list[EmotionType] = strawberry.field(description="The emotions alone.")
    page_info: PageInfo = strawberry.field(description="Where this page stands.")

    @classmethod
    def of(cls, emotions: tuple[Emotion, ...], first: int, after: str | None) -> Self:
        """The page of at most ``first`` emotions behind a cursor.

        Raises:
            BadInput: the cursor is none of ours.
        """
        start = 0
        if after is not None:
            kind, id = decode(after)
            place = next((i for i, e in enumerate(emotions) if kind == "Emotion" and e.id == id), None)
            if place is None:
                raise BadInput(f"cursor '{after}' is not of this list; take endCursor of the page before")
            start = place + 1
        page = [EmotionEdge(cursor=node_id("Emotion", e.id), node=EmotionType.of(e)) for e in emotions[start:][:first]]
        return cls(
            total_count=len(emotions),
            edges=page,
            nodes=[edge.node for edge in page],
            page_info=PageInfo(
                has_next_page=start + len(page) < len(emotions),
                has_previous_page=start > 0,
                start_cursor=page[0].cursor if page else None,
                end_cursor=page[-1].cursor if page else None,
            ),
        )


def decode(id: str) -> tuple[str, str]:
    """Kind and id in a global id.

    Raises:
        BadInput: it is none of ours.
    """
    try:
        return from_base64(id)
    except ValueError:
        raise BadInput(f"'{id}' is no global id; take it from a nodeId or a cursor") from None
