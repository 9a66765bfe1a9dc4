"""Questions about the graph as a graph."""

from typing import Annotated

import strawberry

from api.context import Info
from api.graph_types import BridgeType, CentralityType, CommunitiesType, SpreadType, WalkType, WaysType
from api.queries.arguments import about, each
from api.service import MOST, within
from kg.network.centrality import Measure
from kg.network.communities import Method
from kg.network.edges import By, EdgeType
from ontology.errors import BadInput
from vocab.lexicon import Role

#: What questions that are asked together may add up to: some seconds of work.
MOST_WAYS, MOST_WALKED, MOST_SPREADS = 1000, 100_000, 200

Edges = Annotated[list[EdgeType] | None, about("types of edges; all but opposite and transition if left out")]
Cost = Annotated[By, about("what an edge costs")]


@strawberry.input(description="Two emotions, and how to go between them; see the arguments of affectivePath.")
class AffectivePathQuestion:
    start: str = strawberry.field(name="from", description="Where the ways start.")
    end: str = strawberry.field(name="to", description="Where they end.")
    by: By = strawberry.field(default=By.VAD, description="What an edge costs.")
    edges: list[EdgeType] | None = strawberry.field(default=None, description="The types of edges that are walked.")
    k: int = strawberry.field(default=1, description="How many ways at most, 1 to 20.")


@strawberry.input(description="A walk; see the arguments of randomWalk.")
class RandomWalkQuestion:
    start: str = strawberry.field(name="from", description="The first state.")
    corpus: str = strawberry.field(default="cped2022", description="Where the chances come from.")
    steps: int = strawberry.field(default=1000, description="Steps to go.")
    seed: int = strawberry.field(default=13, description="Of the walk.")
    smoothed: bool = strawberry.field(default=False, description="Draw the chances to the base rates.")


@strawberry.type
class GraphQueries:
    @strawberry.field(description="The cheapest ways between two emotions, each edge with its cost and its sources.")
    def affective_path(
        self,
        info: Info,
        start: Annotated[str, about("where they start", "from")],
        end: Annotated[str, about("where they end", "to")],
        by: Cost = By.VAD,
        edges: Edges = None,
        k: Annotated[int, about("how many ways at most, 1 to 20")] = 1,
    ) -> WaysType:
        return _ways(info, AffectivePathQuestion(start=start, end=end, by=by, edges=edges, k=k))

    @strawberry.field(description="The ways for each pair, in order; null with an error where it cannot be.")
    def affective_paths(
        self,
        info: Info,
        questions: Annotated[list[AffectivePathQuestion], about("pairs of emotions, of 1000 ways altogether")],
    ) -> list[WaysType | None]:
        _together("ways", sum(max(q.k, 1) for q in questions), MOST_WAYS)
        return each("questions", questions, lambda question: _ways(info, question))

    @strawberry.field(description="The emotions that others hang on, of a graph that is named.")
    def centrality(
        self,
        info: Info,
        measure: Annotated[Measure, about("what the order goes by")] = Measure.BETWEENNESS,
        by: Cost = By.VAD,
        edges: Edges = None,
        first: Annotated[int, about("at most so many, 1 to 1000")] = 20,
    ) -> CentralityType:
        found = info.context.service.centrality(measure=measure.value, by=by.value, edges=_words(edges), first=first)
        return CentralityType.of(found)

    @strawberry.field(description="The groups that shared terms or edges make, held against the tiers of the tree.")
    def communities(
        self,
        info: Info,
        links: Annotated[str, about("terms: words of several emotions; edges: relations, without the tree")] = "terms",
        by: Cost = By.VAD,
        edges: Annotated[list[EdgeType] | None, about("types of edges; the usual without the tree if left out")] = None,
        method: Annotated[Method, about("how groups are found")] = Method.LOUVAIN,
        seed: Annotated[int, about("of Louvain and of the dealing")] = 13,
        permutations: Annotated[int, about("how often groups are dealt out anew, up to 1000")] = 1000,
    ) -> CommunitiesType:
        _together("permutations", permutations, MOST)
        found = info.context.service.communities(
            links=links, by=by.value, edges=_words(edges), method=method.value, seed=seed, permutations=permutations
        )
        return CommunitiesType.of(found)

    @strawberry.field(description="The terms that join what the tree keeps apart, strongest first.")
    def bridges(
        self,
        info: Info,
        between: Annotated[list[str] | None, about("two emotions: only terms of what stands at or below them")] = None,
        roles: Annotated[list[Role] | None, about("only terms that do this")] = None,
        first: Annotated[int, about("at most so many, 1 to 1000")] = 20,
    ) -> list[BridgeType]:
        if between is not None and len(between) != 2:
            raise BadInput(f"between names {len(between)} emotions; name two")
        pair = (between[0], between[1]) if between else None
        found = info.context.service.bridges(between=pair, roles=_words(roles), first=first)
        return [BridgeType.of(b) for b in found]

    @strawberry.field(description="Where activation goes from the emotions of a text, with the ways it took.")
    def spread(
        self,
        info: Info,
        text: Annotated[str, about("a word, an idiom or a sentence")],
        decay: Annotated[float, about("the part that is passed on at each step, 0 to 0.99")] = 0.5,
        threshold: Annotated[float, about("what has less in hand passes nothing on, 0 to 1")] = 0.001,
        steps: Annotated[int, about("steps at most, 0 to 1000")] = 100,
        by: Cost = By.VAD,
        edges: Edges = None,
        first: Annotated[int, about("at most so many emotions, 1 to 1000")] = 20,
    ) -> SpreadType:
        within("first", first, MOST)
        found = info.context.service.spread(
            text, decay=decay, threshold=threshold, steps=steps, by=by.value, edges=_words(edges)
        )
        return SpreadType.of(found, first)

    @strawberry.field(description="The same for each text, in order; null with an error where it cannot be.")
    def spreads(
        self,
        info: Info,
        texts: Annotated[list[str], about("texts, at most 200")],
        first: Annotated[int, about("at most so many emotions for each, 1 to 1000")] = 20,
    ) -> list[SpreadType | None]:
        _together("texts", len(texts), MOST_SPREADS)
        within("first", first, MOST)
        return each("texts", texts, lambda text: SpreadType.of(info.context.service.spread(text), first))

    @strawberry.field(description="A seeded random walk over transitions, its long run and expected steps.")
    def random_walk(
        self,
        info: Info,
        start: Annotated[str, about("the first state: an emotion, or a label of the corpus", "from")],
        corpus: Annotated[str, about("cped2022, peld2021, or modelled: what people expect")] = "cped2022",
        steps: Annotated[int, about("steps to go, 0 to 100000")] = 1000,
        seed: Annotated[int, about("of the walk")] = 13,
        smoothed: Annotated[bool, about("draw the chances to the base rates, so that all states are joined")] = False,
    ) -> WalkType:
        question = RandomWalkQuestion(start=start, corpus=corpus, steps=steps, seed=seed, smoothed=smoothed)
        return _walk(info, question)

    @strawberry.field(description="Each walk, in order; null with an error where there is none.")
    def random_walks(
        self,
        info: Info,
        questions: Annotated[list[RandomWalkQuestion], about("walks, of 100000 steps altogether")],
    ) -> list[WalkType | None]:
        _together("steps", sum(max(q.steps, 100) for q in questions), MOST_WALKED)
        return each("questions", questions, lambda question: _walk(info, question))


def _ways(info: Info, q: AffectivePathQuestion) -> WaysType:
    return WaysType.of(info.context.service.ways(q.start, q.end, by=q.by.value, edges=_words(q.edges), k=q.k))


def _walk(info: Info, q: RandomWalkQuestion) -> WalkType:
    found = info.context.service.walk(q.start, corpus=q.corpus, steps=q.steps, seed=q.seed, smoothed=q.smoothed)
    return WalkType.of(found)


def _words(chosen: list[EdgeType] | list[Role] | None) -> list[str] | None:
    return [word.value for word in chosen] if chosen else None


def _together(what: str, asked: int, most: int) -> None:
    if asked > most:
        raise BadInput(f"the question asks for {asked} {what} altogether; at most {most}, so ask in parts")
