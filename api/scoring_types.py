"""The GraphQL types of alignments of new labels and of scores of open answers."""

from typing import Self

import strawberry

from kg.said import computed
from ontology.scoring import Agreement, Score
from vocab.align import Aligned


@strawberry.type(
    name="AlignedLabel", description=computed("The emotion proposed for a label of a new set; to be read by somebody.")
)
class AlignedType:
    label: str = strawberry.field(description="The label as it came.")
    emotion: str | None = strawberry.field(description="Id of the emotion proposed; null where it names none.")
    confidence: float = strawberry.field(description="How sure, from 0 to 1.")
    evidence: str = strawberry.field(description="On what the proposal rests.")
    runner_up: str | None = strawberry.field(description="Id of the second likeliest emotion, if any.")

    @classmethod
    def of(cls, a: Aligned) -> Self:
        return cls(
            label=a.label,
            emotion=a.emotion,
            confidence=a.confidence,
            evidence=a.evidence,
            runner_up=a.runner_up,
        )


@strawberry.type(name="AnswerAgreement", description=computed("Precision, recall and F1 of an answer."))
class AnswerAgreementType:
    precision: float = strawberry.field(description="Share of what was given that was expected.")
    recall: float = strawberry.field(description="Share of what was expected that was given.")
    f1: float = strawberry.field(description="Their harmonic mean.")

    @classmethod
    def of(cls, a: Agreement) -> Self:
        return cls(precision=a.precision, recall=a.recall, f1=a.f1)


@strawberry.type(name="AnswerScore", description=computed("How well open answers agree with what was expected."))
class ScoreOfAnswerType:
    tiers: list[AnswerAgreementType] = strawberry.field(description="As sets of emotions at tier 1, 2 and 3.")
    in_tree: AnswerAgreementType = strawberry.field(description="By likeness in the tree; an opposite counts -1.")
    distance: float | None = strawberry.field(description="Mean VAD distance to the nearest on the other side.")
    unplaced: list[str] = strawberry.field(description="Words that name no known emotion; they are left out.")

    @classmethod
    def of(cls, found: tuple[Score, tuple[str, ...]]) -> Self:
        one, lost = found
        return cls(
            tiers=[AnswerAgreementType.of(a) for a in one.tiers],
            in_tree=AnswerAgreementType.of(one.hierarchical),
            distance=one.distance,
            unplaced=list(lost),
        )
