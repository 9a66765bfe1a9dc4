"""Questions about texts: what they name, where they lie, which label fits, and what waits for a reviewer."""

from typing import Annotated

import strawberry

from api.answer_types import EvidenceType, SpottedType, TextVADType
from api.classification import Choice
from api.classify_types import ClassifiedType, RecalledType
from api.context import Info
from api.queries.arguments import about, each
from api.service import MOST, within
from api.vocab_types import CandidateType, candidates, must_be_allowed
from ontology.emotion import Tier
from ontology.errors import BadInput

#: The longest list of candidates.
CANDIDATES = 200


@strawberry.type
class TextQueries:
    @strawberry.field(description="The emotions a text names or means, best first; empty where none is near.")
    def lookup(
        self,
        info: Info,
        text: Annotated[str, about("a word, an idiom or a sentence")],
        k: Annotated[int, about("how many at most")] = 5,
    ) -> list[EvidenceType]:
        service = info.context.service
        return [EvidenceType.of(f, service.world) for f in service.lookup(text, k=k)]

    @strawberry.field(description="What lookup finds for each text, in order; null with an error where it cannot be.")
    def lookups(
        self,
        info: Info,
        texts: Annotated[list[str], about("words, idioms or sentences, at most 1000")],
        k: Annotated[int, about("how many at most for each")] = 5,
    ) -> list[list[EvidenceType] | None]:
        service = info.context.service
        return each("texts", texts, lambda text: [EvidenceType.of(f, service.world) for f in service.lookup(text, k=k)])

    @strawberry.field(description="The terms inside running text, in their order, those under a negation marked.")
    def spot(
        self,
        info: Info,
        text: Annotated[str, about("sentences in English")],
        evoked: Annotated[bool, about("also what tends to bring an emotion about")] = False,
    ) -> list[SpottedType]:
        return [SpottedType.of(found) for found in info.context.service.spot(text, evoked=evoked)]

    @strawberry.field(description="What spot finds in each text, in order; null with an error where it cannot be.")
    def spots(
        self,
        info: Info,
        texts: Annotated[list[str], about("texts in English, at most 1000")],
        evoked: Annotated[bool, about("also what tends to bring an emotion about")] = False,
    ) -> list[list[SpottedType] | None]:
        spot = info.context.service.spot
        return each("texts", texts, lambda text: [SpottedType.of(found) for found in spot(text, evoked=evoked)])

    @strawberry.field(
        description="Candidates that wait for a reviewer, the most useful first; for holders of the token."
    )
    def term_candidates(
        self, info: Info, first: Annotated[int, about("how many at most, up to 200")] = 20
    ) -> list[CandidateType]:
        must_be_allowed(info)
        if not 0 <= first <= CANDIDATES:
            raise BadInput(f"first {first} is outside 0 … {CANDIDATES}")
        return [CandidateType.of(c) for c in candidates(info)[:first]]

    @strawberry.field(description="Where a text lies in affective space.")
    def vad(self, info: Info, text: Annotated[str, about("a word, an idiom or a sentence")]) -> TextVADType:
        return TextVADType.of(info.context.service.vad(text), info.context.service.world)

    @strawberry.field(description="Where texts lie in valence, arousal and dominance; one answer a text, in order.")
    def vads(self, info: Info, texts: Annotated[list[str], about("at most 1000")]) -> list[TextVADType]:
        service = info.context.service
        return [TextVADType.of(found, service.world) for found in service.vads(texts)]

    @strawberry.field(description="Which label fits each text, without training; say one of labelSet, labels, tier.")
    def classify(
        self,
        info: Info,
        texts: Annotated[list[str], about("the texts, at most 1000")],
        label_set: Annotated[str | None, about("choose among the labels of this set")] = None,
        labels: Annotated[list[str] | None, about("choose among labels of your own")] = None,
        tier: Annotated[Tier | None, about("choose among the emotions of this tier")] = None,
        engine: Annotated[str | None, about("transfer, vocabulary or fast; the service's own if left out")] = None,
        multi: Annotated[bool, about("judge each label for itself, since several may hold")] = False,
    ) -> list[ClassifiedType]:
        choice = Choice(label_set, tuple(labels or ()), tier)
        found = info.context.service.classify_together(texts, choice, engine=engine, multi=multi)
        return [ClassifiedType.of(text, scores, (choice, engine)) for text, scores in zip(texts, found, strict=True)]

    @strawberry.field(description="Which of some texts come to mind for a query, by meaning and by feeling.")
    def recall(
        self,
        info: Info,
        query: Annotated[str, about("what comes up now")],
        texts: Annotated[list[str], about("the texts, at most 1000")],
        k: Annotated[int, about("how many at most")] = 5,
        strategy: Annotated[str, about("combined, one weighted sum; or sequential, meaning first")] = "combined",
        weight: Annotated[float, about("what feeling weighs in the sum, 0 to 1")] = 0.3,
    ) -> list[RecalledType]:
        within("number of texts", len(texts), MOST)
        found = info.context.service.recall(query, texts, k, strategy=strategy, weight=weight)
        return [RecalledType.of(r) for r in found]
