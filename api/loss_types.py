"""The GraphQL types of what a conversion between label sets loses."""

from typing import Self

import strawberry

from kg.said import computed
from ontology.loss import Loss


@strawberry.input(description="How often a label stands in some data.")
class ClassCount:
    label: str = strawberry.field(description="The label, its code or an alias.")
    n: float = strawberry.field(description="How often.")


@strawberry.type(name="Loss", description=computed("What carrying one label set to another loses."))
class LossType:
    source: str = strawberry.field(name="from", description="Id of the set at the start.")
    target: str = strawberry.field(name="to", description="Id of the set at the end.")
    labels: int = strawberry.field(description="How many labels the first set has.")
    mapped: float = strawberry.field(description="Share of the counts that finds a target.")
    entropy: float = strawberry.field(description="Entropy of the source label, in bits.")
    bits: float = strawberry.field(description="How much of it the translated label leaves open.")
    macro_f1: float = strawberry.field(description="Best macro-F1 over source labels, told the translated label only.")
    displacement: float | None = strawberry.field(description="Mean VAD distance of source and target, if placed.")

    @classmethod
    def of(cls, x: Loss) -> Self:
        return cls(**{name: getattr(x, name) for name in x.__slots__})
