"""The GraphQL types of a classification."""

from typing import Annotated, Self

import strawberry

from api.answer_types import SpottedType
from api.classification import Choice, Why
from api.context import Info
from kg.said import computed
from vocab.classify import Scores
from vocab.recall import Recalled


@strawberry.type(name="Score", description=computed("A label and its share."))
class ScoreType:
    label: str = strawberry.field(description="The label.")
    score: float = strawberry.field(
        description="Its share, 0 to 1; unless labels stand for themselves they add up to 1."
    )

    @classmethod
    def of(cls, pair: tuple[str, float]) -> Self:
        return cls(label=pair[0], score=pair[1])


@strawberry.type(name="Why", description=computed("What speaks for a label."))
class WhyType:
    terms: list[SpottedType] = strawberry.field(description="Terms in the text that name an emotion of the label.")
    near: list[ScoreType] = strawberry.field(description="Evidence of the engine's own, with its weight.")

    @classmethod
    def of(cls, w: Why) -> Self:
        return cls(terms=[SpottedType.of(t) for t in w.terms], near=[ScoreType.of(pair) for pair in w.near])


@strawberry.type(name="Classified", description=computed("One text and how likely each label is."))
class ClassifiedType:
    text: str = strawberry.field(description="The text.")
    label: str = strawberry.field(description="The most likely label.")
    neutral: float | None = strawberry.field(
        description="How likely it expresses no emotion, 0 to 1; null where the engine cannot tell."
    )
    decided: bool = strawberry.field(description="Whether the best label stands out; if not, it cannot be told.")
    found: strawberry.Private[Scores]
    asked: strawberry.Private[tuple[Choice, str | None]]

    @strawberry.field(description="The labels, most likely first.")
    def scores(
        self, first: Annotated[int | None, strawberry.argument(description="only so many of them")] = None
    ) -> list[ScoreType]:
        return [ScoreType.of(pair) for pair in self.found.ranked[: first if first is None else max(first, 0)]]

    @strawberry.field(description="What speaks for the best label.")
    def why(self, info: Info) -> WhyType:
        choice, engine = self.asked
        return WhyType.of(info.context.service.why(self.text, self.label, choice, engine=engine))

    @classmethod
    def of(cls, text: str, found: Scores, asked: tuple[Choice, str | None]) -> Self:
        return cls(text=text, label=found.best, neutral=found.neutral, decided=found.decided, found=found, asked=asked)


@strawberry.type(name="Recalled", description=computed("A text that comes to mind."))
class RecalledType:
    text: str = strawberry.field(description="The text.")
    place: int = strawberry.field(description="Its place among the texts, from 0.")
    score: float = strawberry.field(description="What it was ranked by.")
    meaning: float = strawberry.field(description="Cosine with the query, -1 to 1.")
    affect: float = strawberry.field(description="Nearness in affective space, 0 to 1.")

    @classmethod
    def of(cls, r: Recalled) -> Self:
        return cls(text=r.text, place=r.place, score=r.score, meaning=r.meaning, affect=r.affect)
