"""What the client answers with: frozen values, made of the JSON of the server in one place.

Numbers are on the scales of the service: coordinates -1 … 1, scores, shares and confidences 0 … 1.
"""

from dataclasses import dataclass
from typing import Any, Self

from ontology.emotion import Tier
from ontology.mapping import Match
from ontology.vad import VAD

Json = dict[str, Any]  # Any: JSON


@dataclass(frozen=True, slots=True)
class Emotion:
    """One emotion; ``vad`` is None where nobody rated it, ``tier`` where it stands beside Parrott's tree."""

    id: str
    iri: str
    label: str
    definition: str
    tier: Tier | None
    parent: str | None
    vad: VAD | None

    @classmethod
    def of(cls, told: Json) -> Self:
        return cls(
            id=told["id"],
            iri=told["iri"],
            label=told["label"],
            definition=told["definition"],
            tier=Tier[told["tier"]] if told["tier"] else None,
            parent=told["parent"]["id"] if told["parent"] else None,
            vad=VAD(**told["vad"]) if told["vad"] else None,
        )


@dataclass(frozen=True, slots=True)
class Page:
    """A page of emotions; ``after`` is the cursor to go on from, None on the last page."""

    emotions: tuple[Emotion, ...]
    total: int
    after: str | None

    @classmethod
    def of(cls, told: Json) -> Self:
        more = told["pageInfo"]["hasNextPage"]
        after = told["pageInfo"]["endCursor"] if more else None
        return cls(tuple(Emotion.of(e) for e in told["nodes"]), told["totalCount"], after)


@dataclass(frozen=True, slots=True)
class Hit:
    """A search result; ``field`` says where the text stands: label, term or definition."""

    emotion: Emotion
    matched: str
    field: str

    @classmethod
    def of(cls, told: Json) -> Self:
        return cls(Emotion.of(told["emotion"]), told["matched"], told["field"])


@dataclass(frozen=True, slots=True)
class Evidence:
    """An emotion found, and why: the step of the lookup (or the match of a mapping) and the term it stands for."""

    emotion: str
    score: float
    step: str
    term: str
    matched: str

    @classmethod
    def of(cls, told: Json) -> Self:
        return cls(told["emotion"]["id"], told["score"], told["step"], told["term"], told["matched"])


@dataclass(frozen=True, slots=True)
class Step:
    """One link of a chain."""

    subject: str
    match: Match
    object: str
    confidence: float
    reason: str

    @classmethod
    def of(cls, told: Json) -> Self:
        return cls(**told | {"match": Match[told["match"]]})


@dataclass(frozen=True, slots=True)
class Label:
    """One class of a label set; ``label`` is as the data spell it."""

    id: str
    iri: str
    label: str


@dataclass(frozen=True, slots=True)
class Target:
    """A label that a source may become; ``weight`` is its share among the targets."""

    label: Label
    match: Match
    confidence: float
    weight: float
    chain: tuple[Step, ...]

    @classmethod
    def of(cls, told: Json) -> Self:
        chain = tuple(Step.of(s) for s in told["chain"])
        return cls(Label(**told["label"]), Match[told["match"]], told["confidence"], told["weight"], chain)


@dataclass(frozen=True, slots=True)
class Normalized:
    """What a label names, best first, and its labels in the target set; nothing where it is not known."""

    label: str
    known: bool
    evidence: tuple[Evidence, ...]
    targets: tuple[Target, ...]

    @property
    def emotion(self) -> str | None:
        """Id of the best emotion."""
        return self.evidence[0].emotion if self.evidence else None

    @classmethod
    def of(cls, told: Json) -> Self:
        evidence = tuple(Evidence.of(e) for e in told["evidence"])
        return cls(told["label"], told["known"], evidence, tuple(Target.of(t) for t in told["targets"]))


@dataclass(frozen=True, slots=True)
class Translated:
    """A label carried to another set, best target first; none where no label fits."""

    label: str
    targets: tuple[Target, ...]

    @classmethod
    def of(cls, told: Json) -> Self:
        return cls(told["label"], tuple(Target.of(t) for t in told["targets"]))


@dataclass(frozen=True, slots=True)
class PlacedText:
    """Where a text lies; ``sd`` is of the error to expect per axis, ``low`` and ``high`` bound 90 %."""

    vad: VAD
    sd: tuple[float, ...]
    low: VAD
    high: VAD
    method: str
    source: str

    @classmethod
    def of(cls, told: Json) -> Self:
        low, high = VAD(**told["low"]), VAD(**told["high"])
        return cls(VAD(**told["vad"]), tuple(told["sd"]), low, high, told["method"], told["source"])


@dataclass(frozen=True, slots=True)
class Classified:
    """A text's labels, most likely first.

    ``neutral`` is None where the engine cannot tell.  ``error`` says why a text of a stream has no answer; then
    ``label`` is empty.
    """

    label: str
    scores: tuple[tuple[str, float], ...]
    neutral: float | None
    decided: bool
    error: str = ""

    @classmethod
    def of(cls, told: Json) -> Self:
        """From GraphQL, where scores are objects, or from a line of the stream, where they are one."""
        if "error" in told:
            return cls("", (), None, decided=False, error=told["error"])
        scores = told["scores"]
        pairs = scores.items() if isinstance(scores, dict) else ((s["label"], s["score"]) for s in scores)
        return cls(told["label"], tuple(pairs), told["neutral"], told["decided"])


@dataclass(frozen=True, slots=True)
class State:
    """One moment of a transition: where it lies, the nearest emotions with their distances (0 … 3.46)."""

    step: int
    vad: VAD
    nearest: tuple[tuple[str, float], ...]
    shares: tuple[tuple[str, float], ...]

    @classmethod
    def of(cls, told: Json) -> Self:
        nearest = tuple((n["emotion"]["id"], n["distance"]) for n in told["nearest"])
        return cls(told["step"], VAD(**told["vad"]), nearest, tuple((s["state"], s["share"]) for s in told["shares"]))


@dataclass(frozen=True, slots=True)
class Transition:
    """A path through affective space; ``formula`` says what was computed, ``caution`` what it cannot say."""

    start: str
    stimulus: str | None
    temperament: VAD
    states: tuple[State, ...]
    model: str
    formula: str
    step_unit: str
    sources: tuple[str, ...]
    caution: str
    evidence: tuple[str, ...]

    @classmethod
    def of(cls, told: Json) -> Self:
        return cls(
            start=told["start"]["id"],
            stimulus=told["stimulus"]["id"] if told["stimulus"] else None,
            temperament=VAD(**told["temperament"]),
            states=tuple(State.of(s) for s in told["states"]),
            model=told["model"],
            formula=told["formula"],
            step_unit=told["stepUnit"],
            sources=tuple(told["sources"]),
            caution=told["caution"],
            evidence=tuple(told["evidence"]),
        )


@dataclass(frozen=True, slots=True)
class Hop:
    """One edge as it is walked, with the VAD distance of its ends, 0 … 3.46."""

    source: str
    kind: str
    target: str
    distance: float

    @classmethod
    def of(cls, told: Json) -> Self:
        return cls(**told)
