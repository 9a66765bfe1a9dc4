"""What the tools answer with: small typed values, each with its name on the web and what it rests on.

The library makes ``outputSchema`` of these classes, so every field says its unit and its range.
"""

from dataclasses import dataclass
from typing import Annotated, Self

from pydantic import Field

from api.answers import Hit, Normalized, Translated
from kg.network import Hop
from kg.terms import emotion_iri, label_iri
from ontology import harmonize
from ontology import vad as affect
from ontology.emotion import Emotion
from ontology.world import Ontology
from vocab.lookup import Found

Iri = Annotated[str, Field(description="name on the web")]
Source = Annotated[str, Field(description="id of the source that states it")]
Confidence = Annotated[float, Field(description="how sure, 0 to 1")]
Axis = Annotated[float, Field(description="-1 to 1, 0 is neutral")]
Match = Annotated[str, Field(description="exact, close, narrow (the object is narrower), broad, related or none")]


@dataclass(frozen=True, slots=True)
class Named:
    """An emotion."""

    id: Annotated[str, Field(description="slug, as the other tools take it")]
    iri: Iri
    label: str
    definition: str

    @classmethod
    def of(cls, e: Emotion) -> Self:
        return cls(e.id, emotion_iri(e.id), e.label, e.definition)


@dataclass(frozen=True, slots=True)
class Point:
    """A point in affective space."""

    valence: Axis
    arousal: Axis
    dominance: Axis

    @classmethod
    def of(cls, point: affect.VAD) -> Self:
        return cls(*(round(x, 3) for x in point))


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why an emotion was found for a text."""

    emotion: Named
    score: Confidence
    step: Annotated[str, Field(description="label, term, normalised, lemma, spelling, embedding, or a match")]
    term: Annotated[str, Field(description="the known term it stands for")]
    matched: Annotated[str, Field(description="the form of the text that was compared")]

    @classmethod
    def of(cls, f: Found, world: Ontology) -> Self:
        step = f.step.removeprefix("skos:").removesuffix("Match")
        return cls(Named.of(world[f.emotion]), round(f.score, 3), step, f.term, f.matched)


@dataclass(frozen=True, slots=True)
class Step:
    """One link of a chain."""

    subject: str
    match: Match
    object: str
    confidence: Confidence
    reason: str

    @classmethod
    def of(cls, s: harmonize.Step) -> Self:
        return cls(s.subject, s.match.name.lower(), s.object, round(s.confidence, 3), s.reason)


@dataclass(frozen=True, slots=True)
class Target:
    """A label of another set, and how well it fits."""

    id: str
    iri: Iri
    label: Annotated[str, Field(description="as the data of the set spell it")]
    match: Match
    confidence: Confidence
    weight: Annotated[float, Field(description="its share among the targets, 0 to 1")]
    chain: Annotated[tuple[Step, ...], Field(description="the steps through the ontology, with their reasons")]

    @classmethod
    def of(cls, t: harmonize.Target) -> Self:
        chain = tuple(Step.of(s) for s in t.chain)
        match, sure, share = t.match.name.lower(), round(t.confidence, 3), round(t.weight, 3)
        return cls(t.label.id, label_iri(t.label.id), t.label.label, match, sure, share, chain)


@dataclass(frozen=True, slots=True)
class SearchHit:
    """An emotion whose label, terms or definition hold the text."""

    emotion: Named
    matched: str
    field: Annotated[str, Field(description="label, term or definition")]

    @classmethod
    def of(cls, h: Hit) -> Self:
        return cls(Named.of(h.emotion), h.matched, h.field)


@dataclass(frozen=True, slots=True)
class NormalizedLabel:
    """What a label names."""

    label: str
    known: bool
    evidence: Annotated[tuple[Evidence, ...], Field(description="emotions it may name, best first")]
    targets: Annotated[tuple[Target, ...], Field(description="labels of the target set, best first")]

    @classmethod
    def of(cls, n: Normalized, world: Ontology) -> Self:
        evidence = tuple(Evidence.of(f, world) for f in n.found)
        return cls(n.label, bool(n.found), evidence, tuple(Target.of(t) for t in n.targets))


@dataclass(frozen=True, slots=True)
class TranslatedLabel:
    """A label carried to another set."""

    label: str
    targets: Annotated[tuple[Target, ...], Field(description="best first; empty where none fits")]

    @classmethod
    def of(cls, t: Translated) -> Self:
        return cls(t.label, tuple(Target.of(target) for target in t.targets))


@dataclass(frozen=True, slots=True)
class Edge:
    """One edge between emotions, as it is walked."""

    source: Annotated[str, Field(description="id of the emotion it starts from")]
    kind: Annotated[str, Field(description="what it says: broader, narrower, opposite_of, leads_to …")]
    target: Annotated[str, Field(description="id of the emotion it leads to")]
    source_iri: Iri
    target_iri: Iri
    distance: Annotated[float, Field(description="VAD distance of its ends, 0 to 3.46")]

    @classmethod
    def of(cls, h: Hop) -> Self:
        return cls(h.source, h.kind, h.target, emotion_iri(h.source), emotion_iri(h.target), round(h.distance, 3))
