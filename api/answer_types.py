"""The GraphQL types of answers: lookups, translations, classifications, paths, transitions."""

from typing import Self

import strawberry

from api.answers import Hit, Near, Normalized, Share, State, Transitioned, Translated
from api.label_types import TargetType
from api.statement_types import TermType, VADType
from api.types import EmotionType
from kg.network import Hop
from kg.said import computed, with_sparql
from ontology.emotion import Emotion
from ontology.world import Ontology
from vocab.lookup import Found
from vocab.spot import Spotted
from vocab.vad import TextVAD


@strawberry.type(name="Spotted", description=computed("A term inside a text."))
class SpottedType:
    begin: int = strawberry.field(description="Place of its first character, from 0.")
    end: int = strawberry.field(description="Place behind its last character.")
    text: str = strawberry.field(description="As it stands in the text.")
    term: TermType = strawberry.field(description="The term of the lexicon.")
    negated: bool = strawberry.field(description="Whether a negation holds over it.")

    @classmethod
    def of(cls, s: Spotted) -> Self:
        return cls(begin=s.begin, end=s.finish, text=s.text, term=TermType.of(s.term), negated=s.negated)


@strawberry.type(name="Evidence", description=computed("Why an answer was given."))
class EvidenceType:
    emotion: EmotionType = strawberry.field(description="The emotion found.")
    score: float = strawberry.field(description="How sure, 0 to 1.")
    step: str = strawberry.field(description="What found it: a step of the lookup, or the match of a mapping.")
    term: str = strawberry.field(description="The term it stands for.")
    matched: str = strawberry.field(description="The form of the text that was compared.")

    @classmethod
    def of(cls, f: Found, world: Ontology) -> Self:
        return cls(emotion=EmotionType.of(world[f.emotion]), score=f.score, step=f.step, term=f.term, matched=f.matched)


@strawberry.type(name="SearchHit", description=computed("A search result."))
class HitType:
    emotion: EmotionType = strawberry.field(description="The emotion.")
    matched: str = strawberry.field(description="The text that holds what was searched for.")
    field_: str = strawberry.field(name="field", description="Where it stands: label, term or definition.")

    @classmethod
    def of(cls, h: Hit) -> Self:
        return cls(emotion=EmotionType.of(h.emotion), matched=h.matched, field_=h.field)


@strawberry.type(name="Normalized", description=computed("What a label names."))
class NormalizedType:
    label: str = strawberry.field(description="The label as it came.")
    known: bool = strawberry.field(description="Whether anything was found.")
    emotion: EmotionType | None = strawberry.field(description="The emotion; null where the label is not known.")
    evidence: list[EvidenceType] = strawberry.field(description="Every emotion it may name, best first.")
    targets: list[TargetType] = strawberry.field(description="Labels of the target set, best first.")

    @classmethod
    def of(cls, n: Normalized, world: Ontology) -> Self:
        return cls(
            label=n.label,
            known=bool(n.found),
            emotion=EmotionType.of(n.emotion) if n.emotion else None,
            evidence=[EvidenceType.of(f, world) for f in n.found],
            targets=[TargetType.of(t) for t in n.targets],
        )


@strawberry.type(name="Translated", description=computed("A label carried from one set to another."))
class TranslatedType:
    label: str = strawberry.field(description="The label as it came.")
    targets: list[TargetType] = strawberry.field(description="Labels it may become, best first; empty where none fits.")

    @classmethod
    def of(cls, t: Translated) -> Self:
        return cls(label=t.label, targets=[TargetType.of(target) for target in t.targets])


@strawberry.type(name="TextVAD", description=computed("Where a text lies, and how sure that is."))
class TextVADType:
    vad: VADType = strawberry.field(description="The point.")
    sd: list[float] = strawberry.field(description="Standard deviation of the error to expect, axis by axis.")
    low: VADType = strawberry.field(description="Lower ends of the 90 % intervals.")
    high: VADType = strawberry.field(description="Upper ends of the 90 % intervals.")
    method: str = strawberry.field(description="Rating, lexicon, word table, modified word, phrase or sentence model.")
    source: str = strawberry.field(description="Who rated it, or the model that predicted it.")
    evidence: list[EvidenceType] = strawberry.field(description="The emotions it names, if it is a known term.")

    @classmethod
    def of(cls, t: TextVAD, world: Ontology) -> Self:
        return cls(
            vad=VADType.of(t.vad),
            sd=list(t.sd),
            low=VADType.of(t.low),
            high=VADType.of(t.high),
            method=t.method,
            source=t.source,
            evidence=[EvidenceType.of(f, world) for f in t.evidence],
        )


@strawberry.type(name="Hop", description=with_sparql("One edge as it is walked.", "Hop"))
class HopType:
    source: str = strawberry.field(description="Id of the emotion it starts from.")
    kind: str = strawberry.field(description="What the edge says.")
    target: str = strawberry.field(description="Id of the emotion it leads to.")
    distance: float = strawberry.field(description="VAD distance of its ends.")

    @classmethod
    def of(cls, h: Hop) -> Self:
        return cls(source=h.source, kind=h.kind, target=h.target, distance=h.distance)


@strawberry.type(name="Near", description=computed("An emotion near a point."))
class NearType:
    emotion: EmotionType = strawberry.field(description="The emotion.")
    distance: float = strawberry.field(description="Euclidean distance in affective space.")

    @classmethod
    def of(cls, n: Near) -> Self:
        return cls(emotion=EmotionType.of(n.emotion), distance=n.distance)


@strawberry.type(name="Share", description=computed("How much of a state there is."))
class ShareType:
    state: str = strawberry.field(description="Id of an emotion, or of a label where it names no emotion.")
    share: float = strawberry.field(description="From 0 to 1; all states together are 1.")

    @classmethod
    def of(cls, s: Share) -> Self:
        return cls(state=s.state, share=s.share)


@strawberry.type(name="State", description=computed("One moment of a transition."))
class StateType:
    step: int = strawberry.field(description="How many steps have passed.")
    vad: VADType = strawberry.field(description="Where the state lies.")
    nearest: list[NearType] = strawberry.field(description="What is felt there, nearest first.")
    shares: list[ShareType] = strawberry.field(description="The largest shares of what is felt.")
    low: VADType | None = strawberry.field(description="Lower end of the band of 90 % of seeded paths, if any.")
    high: VADType | None = strawberry.field(description="Upper end of that band.")

    @classmethod
    def of(cls, s: State) -> Self:
        return cls(
            step=s.step,
            vad=VADType.of(s.vad),
            nearest=[NearType.of(n) for n in s.nearest],
            shares=[ShareType.of(share) for share in s.shares],
            low=VADType.of(s.low) if s.low else None,
            high=VADType.of(s.high) if s.high else None,
        )


@strawberry.type(name="Transition", description=computed("A path through affective space."))
class TransitionType:
    start: EmotionType = strawberry.field(description="The emotion felt at first.")
    stimulus: EmotionType | None = strawberry.field(description="The emotion met, if any.")
    temperament: VADType = strawberry.field(description="The habitual state that the personality gives.")
    gain: list[float] | None = strawberry.field(description="The weight on each axis, 0 to 2, if the model has one.")
    states: list[StateType] = strawberry.field(description="The states, the first one included.")
    model: str = strawberry.field(description="Name of the model.")
    formula: str = strawberry.field(description="What was computed.")
    step_unit: str = strawberry.field(description="What one step is.")
    sources: list[str] = strawberry.field(description="Ids of the sources of the model's form.")
    caution: str = strawberry.field(description="What the model cannot say.")
    evidence: list[str] = strawberry.field(description="On what the answer rests.")

    @classmethod
    def of(cls, t: Transitioned) -> Self:
        return cls(
            start=EmotionType.of(t.start),
            stimulus=EmotionType.of(t.stimulus) if t.stimulus else None,
            temperament=VADType.of(t.temperament),
            gain=list(t.gain) if t.gain else None,
            states=[StateType.of(s) for s in t.states],
            model=t.model.name,
            formula=t.model.formula,
            step_unit=t.model.step,
            sources=list(t.model.sources),
            caution=t.model.caution,
            evidence=list(t.evidence),
        )


@strawberry.type(name="TreeLine", description="One line of the outline.")
class TreeLine:
    depth: int = strawberry.field(description="How deep it stands, 0 for the top.")
    emotion: EmotionType = strawberry.field(description="The emotion.")

    @classmethod
    def of(cls, line: tuple[int, Emotion]) -> Self:
        return cls(depth=line[0], emotion=EmotionType.of(line[1]))
