"""The GraphQL types of label sets: their labels, and what a label may become in another set."""

from typing import Self

import strawberry

from api.nodes import Node
from kg.said import computed, with_sparql
from kg.terms import label_iri, label_set_iri
from ontology import labels as core_labels
from ontology.harmonize import Step, Target
from ontology.labels import Task
from ontology.mapping import Match

strawberry.enum(Task, name="Task", description="How a label set is used.")
strawberry.enum(Match, name="Match", description="How a label stands to an emotion, after SKOS.")


@strawberry.type(name="Step", description=computed("One link of a chain from a label to a label."))
class StepType:
    subject: str = strawberry.field(description="Where the link starts: a label id or an emotion CURIE.")
    match: Match = strawberry.field(description="How the two stand to each other.")
    object: str = strawberry.field(description="Where the link leads.")
    confidence: float = strawberry.field(description="How sure, 0 to 1.")
    reason: str = strawberry.field(description="Why.")

    @classmethod
    def of(cls, s: Step) -> Self:
        return cls(subject=s.subject, match=s.match, object=s.object, confidence=s.confidence, reason=s.reason)


@strawberry.type(name="Label", description=with_sparql("One class of a label set.", "Label"))
class LabelType(Node):
    kind_of_node = "Label"

    id: strawberry.ID = strawberry.field(description="Label set and slug, as in goemotions/joy.")
    iri: str = strawberry.field(description="Its name on the web.")
    label: str = strawberry.field(description="The exact spelling in the data.")
    code: str = strawberry.field(description="The code in the data, empty where there is none.")
    position: int = strawberry.field(description="Its place in the set, from 0.")
    aliases: list[str] = strawberry.field(description=with_sparql("Other spellings met.", "Label.aliases"))

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

    def name_of_node(self) -> str:
        return self.id


@strawberry.type(
    name="Target",
    description=computed("A label that a source may become, with the steps that lead to it; see Mapping for one step."),
)
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


@strawberry.type(
    name="LabelSet", description=with_sparql("The classification that a benchmark or a theory uses.", "LabelSet")
)
class LabelSetType(Node):
    kind_of_node = "LabelSet"

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
    labels: list[LabelType] = strawberry.field(
        description=with_sparql("Its labels in the order of the data.", "LabelSet.labels")
    )

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

    def name_of_node(self) -> str:
        return self.id
