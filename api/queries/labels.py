"""Questions for label sets: their labels, their mappings, translation and what it loses."""

from typing import Annotated

import strawberry

from api.answer_types import NormalizedType, TranslatedType
from api.connections import After, Before, Connection, First, Last, Page, connect
from api.context import Info
from api.label_types import LabelSetType, LabelType
from api.loss_types import ClassCount, LossType
from api.queries.arguments import Source, Target, about, at_most, each
from api.scoring_types import AlignedType, ScoreOfAnswerType
from api.types import MappingType
from api.where_types import MappingWhereInput
from kg.terms import label_set_id_of


@strawberry.input(description="Words expected and words given.")
class ScoreQuestion:
    gold: list[str] = strawberry.field(description="The words expected.")
    predicted: list[str] = strawberry.field(description="The words given.")


@strawberry.input(description="A conversion from one label set to another.")
class LossQuestion:
    source: str = strawberry.field(name="from", description="The label set to start from.")
    target: str = strawberry.field(name="to", description="The label set to reach, or tier1 to tier3, or vad.")
    counts: list[ClassCount] | None = strawberry.field(
        default=None, description="How often each label stands in your data."
    )


@strawberry.type
class LabelQueries:
    @strawberry.field(description="One label set with its labels.")
    def label_set(
        self, info: Info, id: Annotated[str, about("id, CURIE or IRI of the set, as in goemotions")]
    ) -> LabelSetType:
        return LabelSetType.of(info.context.service.label_set(id))

    @strawberry.field(description="Label sets, one answer an id, in order; null where there is none.")
    def label_sets_by_id(
        self, info: Info, ids: Annotated[list[str], about("ids, CURIEs or IRIs, at most 1000")]
    ) -> list[LabelSetType | None]:
        at_most("ids", ids)
        found = (info.context.service.world.label_sets.get(label_set_id_of(id)) for id in ids)
        return [None if s is None else LabelSetType.of(s) for s in found]

    @strawberry.field(description="All label sets.")
    def label_sets(self, info: Info) -> list[LabelSetType]:
        return [LabelSetType.of(s) for s in info.context.service.world.label_sets.values()]

    @strawberry.field(description="One label.")
    def label(
        self, info: Info, id: Annotated[str, about("id, CURIE or IRI of the label, as in goemotions/joy")]
    ) -> LabelType:
        return LabelType.of(info.context.service.label(id))

    @strawberry.field(description="Labels, one answer an id, in order; null where there is none.")
    def labels_by_id(
        self, info: Info, ids: Annotated[list[str], about("ids, CURIEs or IRIs, at most 1000")]
    ) -> list[LabelType | None]:
        at_most("ids", ids)
        found = map(info.context.service.find_label, ids)
        return [None if label is None else LabelType.of(label) for label in found]

    @strawberry.field(description="How labels stand to emotions, page by page, by label and then by emotion.")
    def mappings(
        self,
        info: Info,
        where: Annotated[MappingWhereInput | None, about("which mappings; all if left out")] = None,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection[MappingType]:
        page = Page(first, after, last, before)
        service = info.context.service
        found = service.mappings(where.value() if where else None)
        return connect("Mapping", found, page, lambda m: MappingType.of(m, service.world))

    @strawberry.field(description="What emotion each label names, and its label in another set.")
    def normalize(
        self,
        info: Info,
        labels: Annotated[list[str], about("labels in any spelling, at most 1000")],
        source: Source = None,
        target: Target = None,
        by_meaning: Annotated[bool, about("ask the encoder about unknown labels")] = False,
    ) -> list[NormalizedType]:
        service = info.context.service
        found = service.normalize(labels, source=source, target=target, by_meaning=by_meaning)
        return [NormalizedType.of(n, service.world) for n in found]

    @strawberry.field(description="Labels of one set as labels of another, chains included.")
    def translate(
        self,
        info: Info,
        labels: Annotated[list[str], about("labels as their data spell them, at most 1000")],
        source: Annotated[str, about("the label set they come from", "from")],
        target: Annotated[str, about("the label set they go to", "to")],
    ) -> list[TranslatedType]:
        return [TranslatedType.of(t) for t in info.context.service.translate(labels, source=source, target=target)]

    @strawberry.field(
        description="What carrying one label set to another loses, under given class counts or equal ones."
    )
    def loss(
        self,
        info: Info,
        source: Annotated[str, about("the label set to start from", "from")],
        target: Annotated[str, about("the label set to reach, or tier1 to tier3, or vad", "to")],
        counts: Annotated[list[ClassCount] | None, about("how often each label stands in your data")] = None,
    ) -> LossType:
        return _loss(info, LossQuestion(source=source, target=target, counts=counts))

    @strawberry.field(description="What each conversion loses, in order; null with an error where it cannot be told.")
    def losses(
        self, info: Info, questions: Annotated[list[LossQuestion], about("the conversions, at most 1000")]
    ) -> list[LossType | None]:
        return each("questions", questions, lambda question: _loss(info, question))

    @strawberry.field(description="Which emotion each label of a new set most likely means: proposals for a reader.")
    def align(self, info: Info, labels: Annotated[list[str], about("at most 1000 labels")]) -> list[AlignedType]:
        return [AlignedType.of(a) for a in info.context.service.align(labels)]

    @strawberry.field(description="How well free words given agree with free words expected; synonyms are equal.")
    def score(
        self,
        info: Info,
        gold: Annotated[list[str], about("the words expected")],
        predicted: Annotated[list[str], about("the words given")],
    ) -> ScoreOfAnswerType:
        return ScoreOfAnswerType.of(info.context.service.score(gold, predicted))

    @strawberry.field(description="How well each answer agrees, in order; null with an error where it cannot be told.")
    def scores(
        self, info: Info, questions: Annotated[list[ScoreQuestion], about("answers and their gold, at most 1000")]
    ) -> list[ScoreOfAnswerType | None]:
        score = info.context.service.score
        return each("questions", questions, lambda q: ScoreOfAnswerType.of(score(q.gold, q.predicted)))


def _loss(info: Info, question: LossQuestion) -> LossType:
    given = {c.label: c.n for c in question.counts} if question.counts else None
    return LossType.of(info.context.service.loss(question.source, question.target, given))
