"""The GraphQL types of the graph as a graph: ways, centrality, communities, bridges, spreading, walks."""

from typing import Self

import strawberry

from api.graphs import TextSpread
from api.statement_types import TermType
from kg.network.agreement import Agreement
from kg.network.bridges import Bridge
from kg.network.centrality import Central, Centrality, Measure
from kg.network.communities import Communities, Community, Method
from kg.network.edges import By, Edge, EdgeType, Over
from kg.network.spreading import Activated
from kg.network.walks import Walk, WalkState
from kg.network.ways import Step, Way, Ways
from kg.said import computed

strawberry.enum(EdgeType, name="EdgeType", description="The sorts of edges between emotions that one can walk.")
strawberry.enum(
    By,
    name="EdgeCost",
    description="What an edge costs: VAD distance and a small step, 1, the factor of its type, or both multiplied.",
)
strawberry.enum(Measure, name="CentralityMeasure", description="What an order of emotions goes by.")
strawberry.enum(Method, name="CommunityMethod", description="How groups are found: Louvain or greedy modularity.")


@strawberry.type(name="GraphOver", description=computed("The graph that an answer was computed on."))
class OverType:
    edges: list[EdgeType] = strawberry.field(description="The types of edges in it.")
    by: By = strawberry.field(description="What an edge costs.")
    emotions: int = strawberry.field(description="How many emotions are in it.")
    links: int = strawberry.field(description="How many pairs of emotions an edge joins.")
    parts: int = strawberry.field(description="Connected components, single emotions among them.")

    @classmethod
    def of(cls, o: Over) -> Self:
        return cls(edges=list(o.edges), by=o.by, emotions=o.emotions, links=o.links, parts=o.parts)


@strawberry.type(name="GraphEdge", description=computed("An edge between two emotions with who states it."))
class GraphEdgeType:
    source: str = strawberry.field(description="Id of the emotion it starts from.")
    kind: str = strawberry.field(description="What the edge says.")
    target: str = strawberry.field(description="Id of the emotion it leads to.")
    type: EdgeType = strawberry.field(description="Its type.")
    distance: float = strawberry.field(description="VAD distance of its ends.")
    sources: list[str] = strawberry.field(description="Ids of the sources, or of the corpus, that state it.")
    chance: float | None = strawberry.field(description="Of a counted transition: its share of those that left.")

    @classmethod
    def of(cls, e: Edge) -> Self:
        return cls(
            source=e.source,
            kind=e.kind,
            target=e.target,
            type=e.type,
            distance=e.distance,
            sources=list(e.sources),
            chance=e.chance,
        )


@strawberry.type(name="WayStep", description=computed("One edge of a way."))
class StepType:
    edge: GraphEdgeType = strawberry.field(description="The edge.")
    cost: float = strawberry.field(description="What it costs.")

    @classmethod
    def of(cls, s: Step) -> Self:
        return cls(edge=GraphEdgeType.of(s.edge), cost=s.cost)


@strawberry.type(name="Way", description=computed("A way from one emotion to another."))
class WayType:
    cost: float = strawberry.field(description="The sum of its edges' costs.")
    steps: list[StepType] = strawberry.field(description="Its edges, in order.")

    @classmethod
    def of(cls, w: Way) -> Self:
        return cls(cost=w.cost, steps=[StepType.of(s) for s in w.steps])


@strawberry.type(name="Ways", description=computed("The cheapest ways between two emotions."))
class WaysType:
    start: str = strawberry.field(name="from", description="Id of the emotion they start from.")
    end: str = strawberry.field(name="to", description="Id of the emotion they lead to.")
    over: OverType = strawberry.field(description="The graph they are ways of.")
    ways: list[WayType] = strawberry.field(description="The ways, cheapest first; empty where none leads there.")

    @classmethod
    def of(cls, w: Ways) -> Self:
        return cls(start=w.start, end=w.end, over=OverType.of(w.over), ways=[WayType.of(way) for way in w.ways])


@strawberry.type(name="Central", description=computed("An emotion's place in a graph."))
class CentralType:
    emotion: str = strawberry.field(description="Id of the emotion.")
    degree: float = strawberry.field(description="To what share of the others an edge leads, 0 to 1.")
    betweenness: float = strawberry.field(description="On what share of others' shortest ways it stands, 0 to 1.")
    closeness: float = strawberry.field(description="One over the mean cost to it, times the share that reaches it.")
    pagerank: float = strawberry.field(description="PageRank; all emotions together are 1.")

    @classmethod
    def of(cls, c: Central) -> Self:
        return cls(**{name: getattr(c, name) for name in c.__slots__})


@strawberry.type(name="Centrality", description=computed("Emotions by how central they are."))
class CentralityType:
    measure: Measure = strawberry.field(description="What the order goes by.")
    over: OverType = strawberry.field(description="The graph that was measured.")
    emotions: list[CentralType] = strawberry.field(description="The emotions, most central first.")

    @classmethod
    def of(cls, c: Centrality) -> Self:
        return cls(measure=c.measure, over=OverType.of(c.over), emotions=[CentralType.of(e) for e in c.emotions])


@strawberry.type(name="Community", description=computed("Emotions that hang together."))
class CommunityType:
    emotions: list[str] = strawberry.field(description="Ids of its emotions.")
    family: str = strawberry.field(description="The family of the tree that most of them are of.")
    share: float = strawberry.field(description="The share that are, 0 to 1.")

    @classmethod
    def of(cls, c: Community) -> Self:
        return cls(emotions=list(c.emotions), family=c.family, share=c.share)


@strawberry.type(name="Agreement", description=computed("How far a grouping agrees with a reference beyond chance."))
class AgreementType:
    reference: str = strawberry.field(description="tier1 by primary, tier2 by secondary emotion, depth by the tier.")
    things: int = strawberry.field(description="Over how many emotions.")
    groups: int = strawberry.field(description="How many groups the reference has.")
    ari: float = strawberry.field(description="Adjusted Rand index: 0 by chance, 1 for equal groupings.")
    expected: float = strawberry.field(description="Its mean when the groups are dealt out anew.")
    sd: float = strawberry.field(description="Its spread then.")
    p: float = strawberry.field(description="How often a dealing agrees as well.")
    permutations: int = strawberry.field(description="How many dealings there were.")

    @classmethod
    def of(cls, a: Agreement) -> Self:
        return cls(**{name: getattr(a, name) for name in a.__slots__})


@strawberry.type(name="Communities", description=computed("The groups that links between emotions make."))
class CommunitiesType:
    method: Method = strawberry.field(description="How they were found.")
    over: OverType | None = strawberry.field(description="The graph of edges; null where shared terms are the links.")
    linked: int = strawberry.field(description="How many emotions have a link; the others are in no group.")
    modularity: float = strawberry.field(description="How much denser groups are inside than by chance, -0.5 to 1.")
    communities: list[CommunityType] = strawberry.field(description="The groups, largest first.")
    agreement: list[AgreementType] = strawberry.field(description="How they agree with the tiers.")

    @classmethod
    def of(cls, c: Communities) -> Self:
        return cls(
            method=c.method,
            over=OverType.of(c.over) if c.over else None,
            linked=c.linked,
            modularity=c.modularity,
            communities=[CommunityType.of(group) for group in c.communities],
            agreement=[AgreementType.of(a) for a in c.agreement],
        )


@strawberry.type(name="Bridge", description=computed("A term that joins two emotions which the tree keeps apart."))
class BridgeType:
    term: TermType = strawberry.field(description="The term, with its source, its origins and what it does.")
    first: str = strawberry.field(description="Id of the one emotion.")
    first_weight: float = strawberry.field(description="How much of the term belongs to it.")
    second: str = strawberry.field(description="Id of the other.")
    second_weight: float = strawberry.field(description="How much of the term belongs to that.")
    tree: float = strawberry.field(description="How far apart they stand in the tree: 1 minus Wu-Palmer, 0 to 1.")
    distance: float = strawberry.field(description="VAD distance of the two.")
    apart: float = strawberry.field(description="Mean of tree and of the distance as a share of the greatest, 0 to 1.")
    held: float = strawberry.field(description="Twice the lesser weight, 0 to 1.")
    strength: float = strawberry.field(description="Apart times held.")

    @classmethod
    def of(cls, b: Bridge) -> Self:
        others = {name: getattr(b, name) for name in b.__slots__ if name != "term"}
        return cls(term=TermType.of(b.term), **others)


@strawberry.type(name="Activated", description=computed("An emotion that activation reached."))
class ActivatedType:
    emotion: str = strawberry.field(description="Id of the emotion.")
    activation: float = strawberry.field(description="Its share of the activation; of all reached emotions 1 together.")
    way: list[GraphEdgeType] = strawberry.field(description="How most of it came; empty for emotions of the text.")

    @classmethod
    def of(cls, a: Activated) -> Self:
        return cls(emotion=a.emotion, activation=a.activation, way=[GraphEdgeType.of(e) for e in a.way])


@strawberry.type(name="Spread", description=computed("Where activation went from the emotions of a text."))
class SpreadType:
    text: str = strawberry.field(description="The text.")
    by: str = strawberry.field(description="How its emotions were found: term, spotted or lookup.")
    terms: list[str] = strawberry.field(description="The terms they were found in.")
    start: list[ActivatedType] = strawberry.field(description="The emotions of the text with their shares.")
    steps: int = strawberry.field(description="How many steps were taken.")
    settled: bool = strawberry.field(description="Whether nothing above the threshold was left to pass on.")
    reached: int = strawberry.field(description="How many emotions were reached.")
    over: OverType = strawberry.field(description="The graph it went over.")
    emotions: list[ActivatedType] = strawberry.field(description="The most active emotions, highest first.")

    @classmethod
    def of(cls, s: TextSpread, first: int) -> Self:
        found = s.spread
        return cls(
            text=s.text,
            by=s.by,
            terms=list(s.terms),
            start=[ActivatedType(emotion=id, activation=share, way=[]) for id, share in found.start],
            steps=found.steps,
            settled=found.settled,
            reached=len(found.emotions),
            over=OverType.of(found.over),
            emotions=[ActivatedType.of(a) for a in found.emotions[:first]],
        )


@strawberry.type(name="WalkState", description=computed("A state of a random walk."))
class WalkStateType:
    state: str = strawberry.field(description="The label in the corpus, or the emotion's id where it is modelled.")
    emotion: str | None = strawberry.field(description="Id of the emotion it names, if any.")
    stationary: float = strawberry.field(description="Its share of the long run, 0 to 1.")
    visited: float = strawberry.field(description="Its share of this walk, 0 to 1.")
    steps_to: float = strawberry.field(description="Expected steps from the start to it.")
    steps_from: float = strawberry.field(description="Expected steps from it to the start.")

    @classmethod
    def of(cls, s: WalkState) -> Self:
        return cls(**{name: getattr(s, name) for name in s.__slots__})


@strawberry.type(name="RandomWalk", description=computed("A seeded walk over transitions, and what holds of all."))
class WalkType:
    corpus: str = strawberry.field(description="Where the chances come from.")
    smoothed: bool = strawberry.field(description="Whether they were drawn to the base rates.")
    start: str = strawberry.field(name="from", description="The first state.")
    period: int = strawberry.field(description="1 where chances settle whatever the start.")
    seen: int = strawberry.field(description="On how many counted steps they rest; 0 where they are modelled.")
    states: list[WalkStateType] = strawberry.field(description="The states by their share of the long run.")
    walk: list[str] = strawberry.field(description="The first states of the walk, at most 1000.")

    @classmethod
    def of(cls, w: Walk) -> Self:
        return cls(
            corpus=w.corpus,
            smoothed=w.is_smoothed,
            start=w.start,
            period=w.period,
            seen=w.seen,
            states=[WalkStateType.of(s) for s in w.states],
            walk=list(w.walk),
        )
