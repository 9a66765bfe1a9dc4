"""What the tools answer about texts: where they lie, and which label fits."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated, Self

from pydantic import Field

from api.classification import Choice
from api.mcp.answers import Evidence, Iri, Point
from kg.terms import emotion_iri, label_iri
from ontology.emotion import Emotion
from ontology.world import Ontology

if TYPE_CHECKING:
    from api.service import Service
    from vocab.classify import Scores
    from vocab.vad import TextVAD


@dataclass(frozen=True, slots=True)
class PlacedText:
    """Where a text lies, and how sure that is."""

    text: str
    vad: Point
    sd: Annotated[tuple[float, ...], Field(description="standard deviation of the error to expect, axis by axis")]
    low: Annotated[Point, Field(description="lower ends of the 90 % intervals")]
    high: Annotated[Point, Field(description="upper ends of the 90 % intervals")]
    method: Annotated[str, Field(description="rating, lexicon, word table, modified word, phrase or sentence model")]
    source: Annotated[str, Field(description="who rated it, or the model that predicted it")]
    evidence: Annotated[tuple[Evidence, ...], Field(description="emotions it names, if it is a known term")]

    @classmethod
    def of(cls, text: str, t: "TextVAD", world: Ontology) -> Self:
        sd = tuple(round(x, 3) for x in t.sd)
        evidence = tuple(Evidence.of(f, world) for f in t.evidence)
        return cls(text, Point.of(t.vad), sd, Point.of(t.low), Point.of(t.high), t.method, t.source, evidence)


@dataclass(frozen=True, slots=True)
class Share:
    """A label and how likely it is."""

    label: str
    iri: Annotated[Iri | None, Field(description="its name on the web; null for a label of the caller's own")]
    share: Annotated[float, Field(description="0 to 1; over all labels 1, unless multi is set")]


@dataclass(frozen=True, slots=True)
class ClassifiedText:
    """A text and its most likely labels."""

    text: Annotated[str, Field(description="its first 80 characters")]
    label: Annotated[str, Field(description="the most likely label")]
    decided: Annotated[bool, Field(description="whether it stands out; if not, say that it cannot be told")]
    neutral: Annotated[float | None, Field(description="how likely it expresses no emotion, 0 to 1; null: not known")]
    scores: Annotated[tuple[Share, ...], Field(description="most likely first")]
    terms: Annotated[tuple[str, ...], Field(description="words in it that name an emotion of the label; if asked for")]
    near: Annotated[tuple[str, ...], Field(description="what else speaks for the label, with its weight; if asked for")]

    @classmethod
    def of(cls, text: str, s: "Scores", choice: Choice, service: "Service", *, top: int, explain: bool) -> Self:
        iris = _iris(choice, service)
        why = service.why(text, s.best, choice) if explain else None
        return cls(
            text=text if len(text) <= 80 else text[:79] + "…",
            label=s.best,
            decided=s.decided,
            neutral=None if s.neutral is None else round(s.neutral, 4),
            scores=tuple(Share(label, iris.get(label), round(share, 4)) for label, share in s.top(top)),
            terms=tuple(f"{t.text} ({t.term.emotion})" for t in why.terms) if why else (),
            near=tuple(f"{weight:+.2f} {what[:200]}" for what, weight in why.near) if why else (),
        )


def _iris(choice: Choice, service: "Service") -> dict[str, str]:
    """The names on the web of what may be chosen; labels of the caller's own have none."""
    if choice.label_set is not None:
        return {label.label: label_iri(label.id) for label in service.label_set(choice.label_set)}
    tiers: tuple[Emotion, ...] = service.emotions(tier=choice.tier) if choice.tier else ()
    return {e.id: emotion_iri(e.id) for e in tiers}
