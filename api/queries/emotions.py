"""Questions for emotions and for the terms that name them."""

from typing import Annotated

import strawberry

from api.answer_types import HitType, TreeLine
from api.connections import After, Before, Connection, First, Last, Page, connect
from api.context import Info
from api.queries.arguments import Id, about, at_most, each
from api.statement_types import TermType
from api.types import EmotionType
from api.where_types import EmotionOrderInput, EmotionWhereInput, TermOrderInput, TermWhereInput
from kg.terms import id_of
from ontology.emotion import Tier


@strawberry.type
class EmotionQueries:
    @strawberry.field(description="One emotion.")
    def emotion(self, info: Info, id: Id) -> EmotionType:
        return EmotionType.of(info.context.service.emotion(id))

    @strawberry.field(description="Emotions, one answer an id, in order; null where there is none.")
    def emotions_by_id(
        self, info: Info, ids: Annotated[list[str], about("slugs, CURIEs or IRIs, at most 1000")]
    ) -> list[EmotionType | None]:
        at_most("ids", ids)
        found = (info.context.service.world.emotions.get(id_of(id)) for id in ids)
        return [None if e is None else EmotionType.of(e) for e in found]

    @strawberry.field(description="Emotions page by page, by their ids unless orderBy says otherwise.")
    def emotions(
        self,
        info: Info,
        filter: Annotated[str, about("text that label or definition must hold")] = "",
        tier: Annotated[Tier | None, about("only this tier of Parrott's table")] = None,
        extension: Annotated[bool, about("with the states beside Parrott's 137")] = True,
        where: Annotated[EmotionWhereInput | None, about("further conditions")] = None,
        order_by: Annotated[EmotionOrderInput | None, about("the order")] = None,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection[EmotionType]:
        page = Page(first, after, last, before)
        found = info.context.service.emotions(
            tier=tier,
            extension=extension,
            containing=filter,
            where=where.value() if where else None,
            order=order_by.value() if order_by else None,
        )
        return connect("Emotion", found, page, EmotionType.of)

    @strawberry.field(description="The outline of the tree, line by line, parents before children.")
    def tree(
        self, info: Info, extension: Annotated[bool, about("with the states beside Parrott's 137")] = False
    ) -> list[TreeLine]:
        return [TreeLine.of(line) for line in info.context.service.tree(extension=extension)]

    @strawberry.field(description="Emotions whose label, terms or definition hold a text.")
    def search(
        self,
        info: Info,
        text: Annotated[str, about("what to search for")],
        limit: Annotated[int, about("how many at most")] = 10,
    ) -> list[HitType]:
        return [HitType.of(h) for h in info.context.service.search(text, limit=limit)]

    @strawberry.field(description="What search finds for each text, in order; null with an error where it cannot be.")
    def searches(
        self,
        info: Info,
        texts: Annotated[list[str], about("what to search for, at most 1000")],
        limit: Annotated[int, about("how many at most for each")] = 10,
    ) -> list[list[HitType] | None]:
        search = info.context.service.search
        return each("texts", texts, lambda text: [HitType.of(h) for h in search(text, limit=limit)])

    @strawberry.field(description="One term of the lexicon.")
    def term(self, info: Info, text: Annotated[str, about("the term in any spelling")]) -> TermType:
        return TermType.of(info.context.service.term(text))

    @strawberry.field(description="Terms, one answer a text, in order; null where the lexicon has none.")
    def terms_by_text(
        self, info: Info, texts: Annotated[list[str], about("terms in any spelling, at most 1000")]
    ) -> list[TermType | None]:
        at_most("texts", texts)
        found = map(info.context.service.find_term, texts)
        return [None if t is None else TermType.of(t) for t in found]

    @strawberry.field(description="The lexicon page by page, by text unless orderBy says otherwise.")
    def terms(
        self,
        info: Info,
        where: Annotated[TermWhereInput | None, about("which terms; all if left out")] = None,
        order_by: Annotated[TermOrderInput | None, about("the order")] = None,
        first: First = None,
        after: After = None,
        last: Last = None,
        before: Before = None,
    ) -> Connection[TermType]:
        page = Page(first, after, last, before)
        service = info.context.service
        found = service.terms(where.value() if where else None, order_by.value() if order_by else None)
        return connect("Term", found, page, TermType.of)
