"""The GraphQL types of transitions as statements: counted, modelled, tested for a trait."""

from typing import Self

import strawberry

from kg.said import computed, with_sparql
from ontology.edges import ConceptTransition, EffectStatus, ObservedTransition, TraitEffect

strawberry.enum(EffectStatus, name="EffectStatus", description="What a test of a trait showed; null is a result too.")


@strawberry.type(
    name="ExpectedTransition", description=computed("How likely people are thought to expect a change of state.")
)
class ExpectedType:
    before: str = strawberry.field(name="from", description="The state now.")
    after: str = strawberry.field(name="to", description="The state next.")
    likelihood: float = strawberry.field(description="From 0 to 1; modelled, not rated by people.")
    sd: float = strawberry.field(description="Model error on the same scale.")
    method: str = strawberry.field(description="The model.")

    @classmethod
    def of(cls, c: ConceptTransition) -> Self:
        return cls(before=c.before, after=c.after, likelihood=c.likelihood, sd=c.sd, method=c.method)


@strawberry.type(
    name="ObservedTransition",
    description=with_sparql("How often one label followed another in a corpus.", "ObservedTransition"),
)
class ObservedType:
    corpus: str = strawberry.field(description="Id of the corpus.")
    before: str = strawberry.field(name="from", description="The label before.")
    partner: str = strawberry.field(description="The partner's in between; none: nobody spoke, empty: not looked at.")
    after: str = strawberry.field(name="to", description="The label after.")
    turns: int = strawberry.field(description="How often.")
    persons: int | None = strawberry.field(description="In how many speakers, if known.")

    @classmethod
    def of(cls, o: ObservedTransition) -> Self:
        return cls(corpus=o.corpus, before=o.before, partner=o.partner, after=o.after, turns=o.turns, persons=o.persons)


@strawberry.type(
    name="TraitEffect",
    description=with_sparql("What a trait of the speaker does to a transition in a corpus.", "TraitEffect"),
)
class TraitEffectType:
    corpus: str = strawberry.field(description="Id of the corpus.")
    trait: str = strawberry.field(description="One of the Big Five, or all five together.")
    scale: str = strawberry.field(description="The scale of the trait, and who gave it.")
    before: str = strawberry.field(name="from", description="The label before; empty for all transitions together.")
    after: str = strawberry.field(name="to", description="The label after; empty for all transitions together.")
    measure: str = strawberry.field(description="What the estimate is.")
    estimate: float = strawberry.field(description="The size of the effect.")
    low: float | None = strawberry.field(description="Lower end of the 95 % interval over persons.")
    high: float | None = strawberry.field(description="Upper end of that interval.")
    base: float | None = strawberry.field(description="Chance of the label after without the trait.")
    p: float = strawberry.field(description="How often chance alone does as much.")
    turns: int = strawberry.field(description="How many steps were counted.")
    persons: int = strawberry.field(description="Over how many speakers.")
    status: EffectStatus = strawberry.field(description="Supported, null or contradicted.")
    comment: str = strawberry.field(description="What else is to be said.")

    @classmethod
    def of(cls, e: TraitEffect) -> Self:
        return cls(**{name: getattr(e, name) for name in e.__slots__})
