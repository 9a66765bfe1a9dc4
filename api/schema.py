"""The GraphQL schema: each field is one call of the service.

Resolvers run in worker threads (see ``api.graphql``), so none of them holds up the server.
"""

from typing import Annotated

import strawberry
from graphql import GraphQLError
from strawberry.extensions import (
    AddValidationRules,
    MaxAliasesLimiter,
    MaxTokensLimiter,
    ParserCache,
    QueryDepthLimiter,
    ValidationCache,
)
from strawberry.schema.config import StrawberryConfig

from api.answer_types import (
    EvidenceType,
    HitType,
    HopType,
    NormalizedType,
    SpottedType,
    TextVADType,
    TransitionType,
    TranslatedType,
    TreeLine,
)
from api.classification import Choice
from api.classify_types import ClassifiedType, RecalledType
from api.context import Info
from api.loss_types import ClassCount, LossType
from api.scoring_types import AlignedType, ScoreOfAnswerType
from api.service import MOST, within
from api.statement_types import TermType
from api.transition_types import ExpectedType, ObservedType, TraitEffectType
from api.types import EmotionConnection, EmotionType, LabelSetType, LabelType, Node, decode
from api.vocab_types import CandidateType, Mutation, candidates, must_be_allowed
from ontology.edges import EffectStatus
from ontology.emotion import Tier
from ontology.errors import BadInput, ToneError
from ontology.personality import Personality
from ontology.traits import read_personality
from ontology.version import __version__

#: Longest list of one page.
PAGE = 200


def about(text: str, name: str | None = None) -> object:
    """A described argument."""
    return strawberry.argument(description=text, name=name)


Id = Annotated[str, about("slug, CURIE or IRI of an emotion")]
Source = Annotated[str | None, about("the label set the labels are spelt in; without it any spelling is tried", "from")]
Target = Annotated[str | None, about("the label set to express them in", "to")]


@strawberry.input(description="Big Five traits as z-scores: mean 0, standard deviation 1, each -4 to 4.")
class PersonalityInput:
    openness: float = strawberry.field(default=0.0, description="Openness to experience.")
    conscientiousness: float = strawberry.field(default=0.0, description="Conscientiousness.")
    extraversion: float = strawberry.field(default=0.0, description="Extraversion.")
    agreeableness: float = strawberry.field(default=0.0, description="Agreeableness.")
    neuroticism: float = strawberry.field(default=0.0, description="Neuroticism, the reverse of emotional stability.")

    def value(self) -> Personality:
        return Personality(
            self.openness, self.conscientiousness, self.extraversion, self.agreeableness, self.neuroticism
        )


@strawberry.type(description="Everything that can be asked.")
class Query:
    @strawberry.field(description="Version of the software.")
    def version(self) -> str:
        return __version__

    @strawberry.field(description="Version of the content: a hash of every statement.")
    def graph_version(self, info: Info) -> str:
        return info.context.service.world.version

    @strawberry.field(description="One emotion.")
    def emotion(self, info: Info, id: Id) -> EmotionType:
        return EmotionType.of(info.context.service.emotion(id))

    @strawberry.field(description="Emotions in the order of their ids, page by page.")
    def emotions(
        self,
        info: Info,
        filter: Annotated[str, about("text that label or definition must hold")] = "",
        tier: Annotated[Tier | None, about("only this tier of Parrott's table")] = None,
        extension: Annotated[bool, about("with the states beside Parrott's 137")] = True,
        first: Annotated[int, about("how many at most, up to 200")] = 20,
        after: Annotated[str | None, about("cursor of the one to continue after")] = None,
    ) -> EmotionConnection:
        _must_be_a_page(first)
        found = info.context.service.emotions(tier=tier, extension=extension, containing=filter)
        return EmotionConnection.of(found, first, after)

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

    @strawberry.field(description="One label set with its labels.")
    def label_set(self, info: Info, id: Annotated[str, about("id of the set, as in goemotions")]) -> LabelSetType:
        return LabelSetType.of(info.context.service.label_set(id))

    @strawberry.field(description="All label sets.")
    def label_sets(self, info: Info) -> list[LabelSetType]:
        return [LabelSetType.of(s) for s in info.context.service.world.label_sets.values()]

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

    @strawberry.field(description="The emotions a text names or means, best first; empty where none is near.")
    def lookup(
        self,
        info: Info,
        text: Annotated[str, about("a word, an idiom or a sentence")],
        k: Annotated[int, about("how many at most")] = 5,
    ) -> list[EvidenceType]:
        service = info.context.service
        return [EvidenceType.of(f, service.world) for f in service.lookup(text, k=k)]

    @strawberry.field(description="One term of the lexicon.")
    def term(self, info: Info, text: Annotated[str, about("the term in any spelling")]) -> TermType:
        return TermType.of(info.context.service.term(text))

    @strawberry.field(description="The terms inside running text, in their order, those under a negation marked.")
    def spot(
        self,
        info: Info,
        text: Annotated[str, about("sentences in English")],
        evoked: Annotated[bool, about("also what tends to bring an emotion about")] = False,
    ) -> list[SpottedType]:
        return [SpottedType.of(found) for found in info.context.service.spot(text, evoked=evoked)]

    @strawberry.field(
        description="Candidates that wait for a reviewer, the most useful first; for holders of the token."
    )
    def term_candidates(
        self, info: Info, first: Annotated[int, about("how many at most, up to 200")] = 20
    ) -> list[CandidateType]:
        must_be_allowed(info)
        _must_be_a_page(first)
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

    @strawberry.field(description="Where a feeling goes next, with or without a stimulus, by one of four models.")
    def transition(
        self,
        info: Info,
        start: Annotated[str, about("the emotion felt now", "from")],
        stimulus: Annotated[str | None, about("the emotion met, for instance a partner's")] = None,
        personality: Annotated[PersonalityInput | None, about("who feels; mean traits if left out")] = None,
        person: Annotated[str, about("the same in words: 1-5:O=4,E=2 or percentile:N=84 or tipi:… or ross")] = "",
        model: Annotated[str, about("wen, alma, affect or markov")] = "wen",
        steps: Annotated[int, about("steps to go, 1 to 1000; what a step is depends on the model")] = 1,
        hold: Annotated[int | None, about("for how many steps the stimulus lasts; all if left out")] = None,
        tier: Annotated[Tier | None, about("name the states by emotions of this tier only")] = None,
        seed: Annotated[int, about("of the model with chance in it")] = 13,
        corpus: Annotated[str, about("of the model that counts: cped2022 or peld2021")] = "cped2022",
    ) -> TransitionType:
        if personality and person:
            raise BadInput("say who feels by personality or by person, not by both")
        who = personality.value() if personality else read_personality(person)
        answer = info.context.service.transition(
            start, stimulus, who, model=model, steps=steps, hold=hold, tier=tier, seed=seed, corpus=corpus
        )
        return TransitionType.of(answer)

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
        given = {c.label: c.n for c in counts} if counts else None
        return LossType.of(info.context.service.loss(source, target, given))

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

    @strawberry.field(description="How likely people are expected to think each state turns into each other: modelled.")
    def expected_transitions(
        self, info: Info, states: Annotated[list[str], about("2 to 200 words for states")]
    ) -> list[ExpectedType]:
        return [ExpectedType.of(c) for c in info.context.service.expected(states)]

    @strawberry.field(description="What was counted in dialogues of a corpus: how often one label followed another.")
    def observed_transitions(
        self,
        info: Info,
        corpus: Annotated[str, about("peld2021 or cped2022")],
        before: Annotated[str | None, about("only from this label", "from")] = None,
        first: Annotated[int, about("at most so many, 1 to 1000")] = 100,
    ) -> list[ObservedType]:
        return [ObservedType.of(o) for o in info.context.service.observed(corpus, before, first=first)]

    @strawberry.field(description="What traits of speakers do to transitions in a corpus; null results are among them.")
    def trait_effects(
        self,
        info: Info,
        corpus: Annotated[str, about("peld2021 or cped2022")],
        status: Annotated[EffectStatus | None, about("only with this status")] = None,
        first: Annotated[int, about("at most so many, 1 to 1000")] = 100,
    ) -> list[TraitEffectType]:
        return [TraitEffectType.of(e) for e in info.context.service.trait_effects(corpus, status, first=first)]

    @strawberry.field(description="The shortest way between two emotions; empty where none leads there.")
    def path(
        self,
        info: Info,
        start: Annotated[str, about("where it starts", "from")],
        end: Annotated[str, about("where it ends", "to")],
    ) -> list[HopType]:
        return [HopType.of(h) for h in info.context.service.path(start, end)]

    @strawberry.field(description="Every edge at an emotion.")
    def neighbours(self, info: Info, id: Id) -> list[HopType]:
        return [HopType.of(h) for h in info.context.service.neighbours(id)]

    @strawberry.field(description="Anything by its global id.")
    def node(self, info: Info, id: Annotated[strawberry.ID, about("a nodeId")]) -> Node:
        kind, local = decode(id)
        if kind != "Emotion":
            raise BadInput(f"'{id}' is no global id of an emotion")
        return EmotionType.of(info.context.service.emotion(local))


def _must_be_a_page(first: int) -> None:
    if not 0 <= first <= PAGE:
        raise BadInput(f"first {first} is outside 0 … {PAGE}")


class ToneSchema(strawberry.Schema):
    """The schema with our errors' codes, and no word about errors that are not ours."""

    def process_errors(self, errors: list[GraphQLError], execution_context: object = None) -> None:
        for error in errors:
            original = error.original_error
            if isinstance(original, ToneError):
                error.extensions = {**(error.extensions or {}), "code": original.code}
            elif original is not None and not isinstance(original, GraphQLError):
                error.message = "something went wrong on our side; it has been logged"
                error.extensions = {"code": "INTERNAL"}
                super().process_errors([error], execution_context)  # type: ignore[arg-type]  # passed through
            else:
                error.extensions = {**(error.extensions or {}), "code": "BAD_REQUEST"}


#: Made once: the validation cache is keyed by the rules, and a limiter makes a new one each time.
_LIMITS = [
    *QueryDepthLimiter(max_depth=12).validation_rules,
    *MaxAliasesLimiter(max_alias_count=30).validation_rules,
]

schema = ToneSchema(
    Query,
    mutation=Mutation,
    types=[EmotionType, LabelType],
    config=StrawberryConfig(auto_camel_case=True),
    extensions=[
        lambda: ParserCache(maxsize=512),
        lambda: ValidationCache(maxsize=512),
        lambda: AddValidationRules(_LIMITS),
        lambda: MaxTokensLimiter(max_token_count=2000),
    ],
)
