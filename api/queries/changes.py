"""Questions about change: transitions modelled and counted, and ways between emotions."""

from typing import Annotated

import strawberry

from api.answer_types import HopType, TransitionType
from api.context import Info
from api.queries.arguments import Id, about, each
from api.transition_types import ExpectedType, ObservedType, TraitEffectType
from ontology.edges import EffectStatus
from ontology.emotion import Tier
from ontology.errors import BadInput
from ontology.personality import Personality
from ontology.traits import read_personality

#: Steps of all questions that are asked together: some seconds of work.
MOST_STEPS = 5000


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


@strawberry.input(description="A feeling, and what meets it; see the arguments of transition.")
class TransitionQuestion:
    start: str = strawberry.field(name="from", description="The emotion felt now.")
    stimulus: str | None = strawberry.field(default=None, description="The emotion met.")
    personality: PersonalityInput | None = strawberry.field(default=None, description="Who feels.")
    person: str = strawberry.field(default="", description="The same in words.")
    model: str = strawberry.field(default="wen", description="One of wen, alma, affect, markov.")
    steps: int = strawberry.field(default=1, description="Steps to go, 1 to 1000.")
    hold: int | None = strawberry.field(default=None, description="For how many steps the stimulus lasts.")
    tier: Tier | None = strawberry.field(default=None, description="Name the states by emotions of this tier only.")
    seed: int = strawberry.field(default=13, description="Of the model with chance in it.")
    corpus: str = strawberry.field(default="cped2022", description="Of the model that counts.")


@strawberry.input(description="Two emotions.")
class PathQuestion:
    start: str = strawberry.field(name="from", description="Where the way starts.")
    end: str = strawberry.field(name="to", description="Where it ends.")


@strawberry.type
class ChangeQueries:
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
        question = TransitionQuestion(
            start=start,
            stimulus=stimulus,
            personality=personality,
            person=person,
            model=model,
            steps=steps,
            hold=hold,
            tier=tier,
            seed=seed,
            corpus=corpus,
        )
        return _transition(info, question)

    @strawberry.field(description="Where each feeling goes, in order; null with an error where it cannot be told.")
    def transitions(
        self,
        info: Info,
        questions: Annotated[list[TransitionQuestion], about("at most 1000, of 5000 steps altogether")],
    ) -> list[TransitionType | None]:
        if (asked := sum(max(q.steps, 0) for q in questions)) > MOST_STEPS:
            raise BadInput(f"the questions ask for {asked} steps altogether; at most {MOST_STEPS}, so ask in parts")
        return each("questions", questions, lambda question: _transition(info, question))

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

    @strawberry.field(description="The shortest way for each pair, in order; null with an error where it cannot be.")
    def paths(
        self, info: Info, questions: Annotated[list[PathQuestion], about("pairs of emotions, at most 1000")]
    ) -> list[list[HopType] | None]:
        path = info.context.service.path
        return each("questions", questions, lambda q: [HopType.of(h) for h in path(q.start, q.end)])

    @strawberry.field(description="Every edge at an emotion.")
    def neighbours(self, info: Info, id: Id) -> list[HopType]:
        return [HopType.of(h) for h in info.context.service.neighbours(id)]

    @strawberry.field(description="Every edge at each emotion, in order; null with an error where there is none such.")
    def neighbours_of(
        self, info: Info, ids: Annotated[list[str], about("slugs, CURIEs or IRIs of emotions, at most 1000")]
    ) -> list[list[HopType] | None]:
        neighbours = info.context.service.neighbours
        return each("ids", ids, lambda id: [HopType.of(h) for h in neighbours(id)])


def _transition(info: Info, q: TransitionQuestion) -> TransitionType:
    if q.personality and q.person:
        raise BadInput("say who feels by personality or by person, not by both")
    who = q.personality.value() if q.personality else read_personality(q.person)
    answer = info.context.service.transition(
        q.start,
        q.stimulus,
        who,
        model=q.model,
        steps=q.steps,
        hold=q.hold,
        tier=q.tier,
        seed=q.seed,
        corpus=q.corpus,
    )
    return TransitionType.of(answer)
