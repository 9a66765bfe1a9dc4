"""The GraphQL inputs that choose and order what a list holds, as values of ``api.selecting``."""

import strawberry

from api.selecting import (
    EmotionKey,
    EmotionOrder,
    EmotionWhere,
    MappingWhere,
    Range,
    TermKey,
    TermOrder,
    TermWhere,
)
from ontology.emotion import Kind, Module, Tier
from ontology.mapping import Match
from vocab.lexicon import PartOfSpeech, Register, Role, TermStatus

strawberry.enum(EmotionKey, name="EmotionKey", description="What emotions are put in order by.")
strawberry.enum(TermKey, name="TermKey", description="What terms are put in order by.")

WAY = "From the greatest down; what has no value is last either way, and equals stand by their names."


@strawberry.input(name="Range", description="From low to high, both ends included; an end left out is open.")
class RangeInput:
    low: float | None = strawberry.field(default=None, description="The least, -1 to 1.")
    high: float | None = strawberry.field(default=None, description="The most, -1 to 1.")

    def value(self) -> Range:
        return Range(self.low, self.high)


@strawberry.input(name="EmotionWhere", description="Which emotions; all conditions given must hold.")
class EmotionWhereInput:
    tier: Tier | None = strawberry.field(default=None, description="On this tier of Parrott's table.")
    module: Module | None = strawberry.field(default=None, description="Of this module.")
    kind: Kind | None = strawberry.field(default=None, description="Of this kind.")
    below: str | None = strawberry.field(default=None, description="Below this emotion, at any distance.")
    containing: str | None = strawberry.field(default=None, description="With this text in label or definition.")
    rated: bool | None = strawberry.field(default=None, description="Whether somebody rated where it lies.")
    valence: RangeInput | None = strawberry.field(default=None, description="So pleasant by its preferred rating.")
    arousal: RangeInput | None = strawberry.field(default=None, description="So activated.")
    dominance: RangeInput | None = strawberry.field(default=None, description="So much in control.")

    def value(self) -> EmotionWhere:
        return EmotionWhere(
            tier=self.tier,
            module=self.module,
            kind=self.kind,
            below=self.below,
            containing=self.containing or "",
            rated=self.rated,
            valence=self.valence.value() if self.valence else None,
            arousal=self.arousal.value() if self.arousal else None,
            dominance=self.dominance.value() if self.dominance else None,
        )


@strawberry.input(name="EmotionOrder", description="How emotions are put in order.")
class EmotionOrderInput:
    by: EmotionKey = strawberry.field(default=EmotionKey.ID, description="The key.")
    descending: bool = strawberry.field(default=False, description=WAY)

    def value(self) -> EmotionOrder:
        return EmotionOrder(self.by, self.descending)


@strawberry.input(name="TermWhere", description="Which terms; all conditions given must hold.")
class TermWhereInput:
    emotion: str | None = strawberry.field(default=None, description="With this emotion as their home.")
    role: Role | None = strawberry.field(default=None, description="Which do this.")
    part_of_speech: PartOfSpeech | None = strawberry.field(default=None, description="Of this sort of expression.")
    register: Register | None = strawberry.field(default=None, description="At home there.")
    status: TermStatus | None = strawberry.field(default=None, description="Put where they are by these.")
    containing: str | None = strawberry.field(default=None, description="With this in their text.")

    def value(self) -> TermWhere:
        return TermWhere(
            emotion=self.emotion,
            role=self.role,
            part_of_speech=self.part_of_speech,
            register=self.register,
            status=self.status,
            containing=self.containing or "",
        )


@strawberry.input(name="TermOrder", description="How terms are put in order.")
class TermOrderInput:
    by: TermKey = strawberry.field(default=TermKey.TEXT, description="The key.")
    descending: bool = strawberry.field(default=False, description=WAY)

    def value(self) -> TermOrder:
        return TermOrder(self.by, self.descending)


@strawberry.input(name="MappingWhere", description="Which mappings; all conditions given must hold.")
class MappingWhereInput:
    label_set: str | None = strawberry.field(default=None, description="Of the labels of this set.")
    emotion: str | None = strawberry.field(default=None, description="To this emotion.")
    match: Match | None = strawberry.field(default=None, description="By this match; NONE for labels that fit nothing.")

    def value(self) -> MappingWhere:
        return MappingWhere(self.label_set, self.emotion, self.match)
