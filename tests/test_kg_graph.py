"""The graph as a graph: a world of six emotions with numbers by hand, and laws over the shipped tables."""

from dataclasses import replace
from itertools import islice, pairwise
from math import log
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import adjusted_rand_score

from kg.network.agreement import adjusted_rand, agreement
from kg.network.bridges import bridges
from kg.network.centrality import Measure, centrality
from kg.network.communities import Method, communities, shared_terms, similarity
from kg.network.edges import UNIT, USUAL, By, EdgeType, edges, walkable
from kg.network.spreading import spread
from kg.network.walks import hitting_times, irreducible, stationary, walk
from kg.network.ways import distances, shortest_ways
from ontology.edges import ObservedTransition
from ontology.errors import BadInput
from ontology.mapping import Mapping, Match
from ontology.taxonomy import descendants
from ontology.world import Ontology, load
from vocab.lexicon import Lexicon, PartOfSpeech, Register, Role, Term, load_lexicon

MINI = walkable(load(Path(__file__).parent / "data" / "mini"))
BOTH_WAYS = tuple(t for t in EdgeType if t is not EdgeType.TRANSITION)


@pytest.fixture(scope="module")
def lexicon(world: Ontology) -> Lexicon:
    return load_lexicon(world)


def _term(text: str, emotion: str, *also: tuple[str, float], role: Role = Role.NAMES) -> Term:
    return Term(text, PartOfSpeech.NOUN, emotion, Register.STANDARD, "made-up", role=role, also=also)


# -- edges and ways ------------------------------------------------------------------------------------


def test_a_way_names_each_edge_its_cost_and_its_source(mini: Ontology) -> None:
    (way,) = shortest_ways(walkable(mini, USUAL, By.AFFECTIVE), "fury", "anger").ways
    told = [(s.edge.kind, s.edge.target, s.cost, s.edge.sources) for s in way.steps]
    assert told == [
        ("more_intense_than", "rage", pytest.approx(0.5 * (0.02**0.5 + 0.05), abs=1e-6), ("made-up",)),
        ("broader", "anger", pytest.approx(0.05**0.5 + 0.05, abs=1e-6), ("made-up",)),
    ]
    assert way.cost == pytest.approx(sum(s.cost for s in way.steps))


def test_of_parallel_edges_the_cheapest_is_walked(mini: Ontology) -> None:
    kinds = {by: shortest_ways(walkable(mini, USUAL, by), "fury", "rage").ways[0].steps[0].edge.kind for by in By}
    assert kinds == {
        By.VAD: "broader",
        By.HOPS: "broader",
        By.RELATION: "more_intense_than",
        By.AFFECTIVE: "more_intense_than",
    }


def test_further_ways_come_by_cost(mini: Ontology) -> None:
    found = shortest_ways(walkable(mini, USUAL, By.HOPS), "anger", "contentment", 5).ways
    assert [(w.cost, [s.edge.target for s in w.steps]) for w in found] == [
        (2.0, ["pleasure", "contentment"]),
        (3.0, ["pleasure", "joy", "contentment"]),
    ]


def test_opposites_and_transitions_are_walked_only_when_named(mini: Ontology) -> None:
    assert {e.type for e in edges(mini)} == {EdgeType.TREE, EdgeType.INTENSITY, EdgeType.BLEND}
    (step,) = shortest_ways(walkable(mini, (EdgeType.OPPOSITE,), By.RELATION), "joy", "anger").ways[0].steps
    assert (step.edge.kind, step.cost) == ("opposite_of", 3.0)


def test_a_transition_is_walked_as_it_was_counted(mini: Ontology) -> None:
    meant = Mapping("toy/happy-calm", Match.EXACT, "joy", "semapv:ManualMappingCuration", 1.0, "tone:maintainers")
    counted = replace(
        mini,
        mappings=(*mini.mappings, meant, replace(meant, label="toy/other", emotion="fury")),
        observed=(
            *mini.observed,
            ObservedTransition("toy-talk", "Happy & Calm", "mad", "other", 1, 1),
            ObservedTransition("toy-talk", "mad", "", "other", 5, 1),
        ),
    )
    found = {(e.source, e.target): e for e in edges(counted, (EdgeType.TRANSITION,))}
    assert {pair: (e.kind, e.chance, e.sources) for pair, e in found.items()} == {
        ("joy", "anger"): ("turns_into", 0.75, ("toy-talk",)),
        ("joy", "fury"): ("turns_into", 0.25, ("toy-talk",)),
        ("anger", "fury"): ("turns_into", 1.0, ("toy-talk",)),
    }
    assert found["joy", "fury"].cost(By.RELATION) == round(UNIT * log(4))
    assert found["anger", "fury"].cost(By.RELATION) == 0
    likeliest = shortest_ways(walkable(counted, (EdgeType.TRANSITION,), By.RELATION), "joy", "fury").ways[0]
    assert [s.edge.target for s in likeliest.steps] == ["anger", "fury"]


def test_no_way_is_no_way_and_to_oneself_there_is_nothing_to_walk(mini: Ontology) -> None:
    assert shortest_ways(walkable(mini, (EdgeType.TREE,)), "joy", "anger").ways == ()
    assert [(w.cost, w.steps) for w in shortest_ways(walkable(mini), "joy", "joy").ways] == [(0.0, ())]


def test_an_answer_says_what_it_was_computed_on(mini: Ontology) -> None:
    over = walkable(mini, USUAL, By.HOPS).over
    assert (over.edges, over.emotions, over.links, over.parts) == (USUAL, 6, 6, 1)
    assert walkable(mini, (EdgeType.TREE,)).over.parts == 2


@pytest.mark.parametrize("by", By, ids=lambda by: by.value)
def test_costs_are_the_same_both_ways_and_no_detour_is_shorter(world: Ontology, by: By) -> None:
    on = walkable(world, BOTH_WAYS, by)
    assert all(on.graph.edges[a, b]["cost"] == on.graph.edges[b, a]["cost"] for a, b in on.graph.edges)
    some = list(islice(on.graph, 0, None, 7))
    far = {id: distances(on, id) for id in some}
    for a in some:
        for b in set(some) & set(far[a]):
            assert far[a][b] == far[b][a] >= 0
            assert all(far[a][c] <= far[a][b] + far[b][c] for c in set(some) & set(far[b]))


def test_the_first_way_is_as_long_as_the_distance(world: Ontology) -> None:
    on = walkable(world, USUAL, By.AFFECTIVE)
    ways = shortest_ways(on, "fear", "relief", 5).ways
    assert round(UNIT * ways[0].cost) == distances(on, "fear")["relief"]
    assert [w.cost for w in ways] == sorted(w.cost for w in ways)
    for way in ways:
        assert way.cost == pytest.approx(sum(s.cost for s in way.steps))
        assert all(a.edge.target == b.edge.source for a, b in pairwise(way.steps))
        assert all(set(s.edge.sources) <= set(world.sources) for s in way.steps)


# -- centrality ----------------------------------------------------------------------------------------


def test_betweenness_counts_the_ways_of_others(mini: Ontology) -> None:
    found = centrality(walkable(mini, USUAL, By.HOPS))
    assert {c.emotion: c.betweenness for c in found.emotions} == pytest.approx(
        {"anger": 0.6, "pleasure": 0.6, "rage": 0.4, "contentment": 0, "fury": 0, "joy": 0}
    )
    assert [c.emotion for c in found.emotions[:3]] == ["anger", "pleasure", "rage"]
    fury = next(c for c in found.emotions if c.emotion == "fury")
    assert (fury.degree, fury.closeness) == (pytest.approx(1 / 5), pytest.approx(5 / (1 + 2 + 3 + 4 + 4)))


def test_pagerank_of_a_chain_is_by_hand(mini: Ontology) -> None:
    """joy - contentment - pleasure: the middle has (1 - d)/6 + 2·d·end, an end (1 - d)/6 + d·middle/2."""
    found = {c.emotion: c.pagerank for c in centrality(walkable(mini, (EdgeType.TREE,))).emotions}
    middle = (0.15 / 6) * (1 + 2 * 0.85) / (1 - 0.85**2)
    assert [found["contentment"], found["rage"]] == pytest.approx([middle, middle])
    assert found["joy"] == pytest.approx(0.15 / 6 + 0.85 * middle / 2) == pytest.approx(found["fury"])


@pytest.mark.parametrize("measure", Measure, ids=lambda m: m.value)
def test_measures_lie_in_their_ranges_and_in_their_order(world: Ontology, measure: Measure) -> None:
    found = centrality(walkable(world), measure)
    values = [getattr(c, measure.value) for c in found.emotions]
    assert len(values) == len(world) and min(values) >= 0
    assert all(a >= b - 1e-9 for a, b in pairwise(values))
    assert sum(c.pagerank for c in found.emotions) == pytest.approx(1)


def test_no_way_leads_through_a_leaf_of_the_tree(world: Ontology) -> None:
    found = centrality(walkable(world, (EdgeType.TREE,)))
    assert all(c.betweenness == 0 for c in found.emotions if c.emotion not in world.children)
    assert any(c.betweenness > 0 for c in found.emotions)


# -- communities ---------------------------------------------------------------------------------------

groupings = st.integers(1, 30).flatmap(
    lambda n: st.tuples(*[st.lists(st.integers(0, 4), min_size=n, max_size=n) for _ in range(2)])
)


@given(groupings)
def test_the_rand_index_is_that_of_another_library(both: tuple[list[int], list[int]]) -> None:
    first, second = both
    assert adjusted_rand(first, second) == pytest.approx(adjusted_rand_score(first, second))
    assert adjusted_rand(first, second) == adjusted_rand(second, first)
    assert adjusted_rand(first, [f"group {g}" for g in first]) == 1.0


def test_by_chance_the_index_is_nothing() -> None:
    found = agreement("halves", "abababab" * 5, "aabbaabb" * 5, permutations=400, seed=1)
    assert abs(found.expected) < 0.01 < found.sd
    assert found.p > 0.3
    assert agreement("same", "aaabbb" * 5, "xxxyyy" * 5, permutations=99, seed=1).p == 0.01


def test_two_families_that_nothing_joins_are_two_communities(mini: Ontology) -> None:
    on = walkable(mini, (EdgeType.TREE,), By.HOPS)
    for method in Method:
        found = communities(mini, similarity(on), on.over, method, permutations=50)
        assert [c.emotions for c in found.communities] == [
            ("anger", "fury", "rage"),
            ("contentment", "joy", "pleasure"),
        ]
        assert [(c.family, c.share) for c in found.communities] == [("anger", 1.0), ("joy", 1.0)]
        assert found.agreement[0].ari == 1.0
        assert found.modularity == pytest.approx(0.5)


def test_terms_link_emotions_by_the_products_of_their_weights() -> None:
    terms = [_term("a", "joy", ("anger", 0.4)), _term("b", "anger", ("joy", 0.5)), _term("c", "rage")]
    links = shared_terms(terms)
    assert links.edges["joy", "anger"]["weight"] == pytest.approx(0.6 * 0.4 + 0.5 * 0.5)
    assert "rage" not in links


def test_the_same_seed_gives_the_same_groups(world: Ontology, lexicon: Lexicon) -> None:
    links = shared_terms(lexicon)
    found = [communities(world, links, None, seed=5, permutations=20) for _ in range(2)]
    assert found[0] == found[1]
    members = [id for c in found[0].communities for id in c.emotions]
    assert sorted(members) == sorted(set(members)) == sorted(links)


def test_words_find_the_families_and_chance_does_not(world: Ontology, lexicon: Lexicon) -> None:
    tier1 = communities(world, shared_terms(lexicon), None, permutations=200).agreement[0]
    assert tier1.ari > tier1.expected + 10 * tier1.sd
    assert abs(tier1.expected) < 3 * tier1.sd / 200**0.5 + 1e-9
    assert tier1.p == pytest.approx(1 / 201)


# -- bridges -------------------------------------------------------------------------------------------


def test_a_bridge_is_strong_where_far_things_are_held_in_halves(mini: Ontology) -> None:
    terms = [_term("mixed", "joy", ("anger", 0.5)), _term("mostly", "joy", ("anger", 0.1)), _term("plain", "joy")]
    terms.append(_term("one family", "joy", ("pleasure", 0.5)))
    mixed, mostly = bridges(mini, terms)
    assert (mixed.term.text, mixed.first, mixed.second, mixed.tree, mixed.held) == ("mixed", "joy", "anger", 1.0, 1.0)
    assert mixed.distance == pytest.approx((1.3**2 + 0.1**2 + 0.1**2) ** 0.5)
    assert mixed.strength == pytest.approx((1 + mixed.distance / (2 * 3**0.5)) / 2)
    assert mostly.strength == pytest.approx(0.2 * mixed.strength)


def test_bridges_between_two_emotions_join_what_stands_below_them(world: Ontology, lexicon: Lexicon) -> None:
    found = bridges(world, lexicon, between=("love", "sadness"))
    below = {f: {f, *(e.id for e in descendants(world, f))} for f in ("love", "sadness")}
    assert found
    assert all(
        (b.first in below["love"] and b.second in below["sadness"])
        or (b.second in below["love"] and b.first in below["sadness"])
        for b in found
    )
    assert all(0 < b.strength <= 1 for b in found)
    assert bridges(world, lexicon, between=("sadness", "love")) == found
    with pytest.raises(BadInput, match="one above the other"):
        bridges(world, lexicon, between=("sadness", "grief"))


# -- spreading -----------------------------------------------------------------------------------------


def test_one_step_keeps_a_part_and_shares_the_rest(mini: Ontology) -> None:
    on = walkable(mini, (EdgeType.TREE,), By.HOPS)
    found = spread(on, {"contentment": 2.0}, decay=0.4, steps=1)
    assert {a.emotion: a.activation for a in found.emotions} == pytest.approx(
        {"contentment": 0.6, "joy": 0.2, "pleasure": 0.2}
    )
    assert [[e.kind for e in a.way] for a in found.emotions] == [[], ["broader"], ["narrower"]]


@settings(deadline=None, max_examples=40)
@given(
    st.dictionaries(st.sampled_from(["joy", "anger", "fury", "pleasure"]), st.floats(0.01, 5), min_size=1),
    st.floats(0, 0.99),
    st.floats(0, 1),
    st.integers(0, 60),
)
def test_activation_is_neither_made_nor_lost(
    start: dict[str, float], decay: float, threshold: float, steps: int
) -> None:
    found = spread(MINI, start, decay=decay, threshold=threshold, steps=steps)
    assert sum(a.activation for a in found.emotions) == pytest.approx(1)
    assert all(a.activation > 0 for a in found.emotions)
    assert found.steps <= steps


def test_without_a_threshold_it_comes_to_the_exact_solution(world: Ontology) -> None:
    """Kept activation is (1 - d)·(1 - d·P')^-1·start, P being how an emotion shares what it passes on."""
    on, decay = walkable(world), 0.6
    found = spread(on, {"fear": 1.0, "joy": 3.0}, decay=decay, threshold=0.0, steps=200)
    names = list(on.graph)
    pull = np.array(
        [
            [1 / (0.05 + on.graph.edges[a, b]["cost"] / UNIT) if on.graph.has_edge(a, b) else 0 for b in names]
            for a in names
        ]
    )
    out = pull.sum(axis=1, keepdims=True)
    start = np.array([{"fear": 0.25, "joy": 0.75}.get(name, 0.0) for name in names])
    exact = np.linalg.solve(
        np.eye(len(names)) - decay * np.where(out > 0, pull / np.where(out > 0, out, 1), 0).T, start
    )
    wanted = {name: (1 - decay) * value for name, value in zip(names, exact, strict=True) if value > 1e-12}
    assert {a.emotion: a.activation for a in found.emotions} == pytest.approx(wanted, abs=1e-9)


def test_a_threshold_makes_it_settle(world: Ontology) -> None:
    on = walkable(world)
    found = spread(on, {"fear": 1.0}, threshold=0.001)
    assert found.settled and found.steps < 30
    assert not spread(on, {"fear": 1.0}, threshold=0.0, steps=3).settled
    for a in found.emotions:
        assert not a.way or (a.way[0].source, a.way[-1].target) == ("fear", a.emotion)


def test_what_cannot_be_spread_is_refused(mini: Ontology) -> None:
    with pytest.raises(BadInput, match="no emotion to start from"):
        spread(walkable(mini), {"joy": 0.0})
    with pytest.raises(BadInput, match=r"decay 1\.0 is outside 0 … 0\.99"):
        spread(walkable(mini), {"joy": 1.0}, decay=1.0)


# -- walks ---------------------------------------------------------------------------------------------


def test_a_chain_of_two_states_is_by_hand() -> None:
    chances = np.array([[0.5, 0.5], [0.25, 0.75]])
    assert stationary(chances) == pytest.approx([1 / 3, 2 / 3])
    assert hitting_times(chances) == pytest.approx(np.array([[0, 2], [4, 0]]))
    assert irreducible("ab", chances, "toy") == 1
    assert irreducible("ab", np.array([[0.0, 1.0], [1.0, 0.0]]), "toy") == 2


@settings(deadline=None)
@given(st.lists(st.lists(st.floats(0.01, 1), min_size=4, max_size=4), min_size=4, max_size=4))
def test_the_long_run_is_left_as_it_is_by_a_step(weights: list[list[float]]) -> None:
    chances = np.array(weights) / np.array(weights).sum(axis=1, keepdims=True)
    settled, times = stationary(chances), hitting_times(chances)
    assert settled.sum() == pytest.approx(1)
    assert settled @ chances == pytest.approx(settled)
    returns = 1 + (chances * times.T).sum(axis=1)  # Kac: the mean time to come back is one over the share
    assert 1 / settled == pytest.approx(returns)


@pytest.mark.parametrize("corpus", ["cped2022", "peld2021", "modelled"])
@pytest.mark.parametrize("smoothed", [False, True])
def test_walks_over_the_shipped_transitions(world: Ontology, corpus: str, smoothed: bool) -> None:
    found = walk(world, corpus, "fear", steps=20_000, smoothed=smoothed)
    assert sum(s.stationary for s in found.states) == pytest.approx(1)
    assert sum(s.visited for s in found.states) == pytest.approx(1)
    assert all(abs(s.visited - s.stationary) < 0.05 for s in found.states)
    assert (found.walk[0], len(found.walk), found.period) == ("fear", 1000, 1)
    assert walk(world, corpus, "fear", steps=20_000, smoothed=smoothed) == found


def test_a_chain_with_no_single_long_run_is_refused_unless_smoothed(mini: Ontology) -> None:
    with pytest.raises(BadInput, match="toy-talk are not irreducible: Happy & Calm cannot be left or reached"):
        walk(mini, "toy-talk", "anger")
    found = walk(mini, "toy-talk", "anger", smoothed=True)
    assert {s.state: s.emotion for s in found.states} == {"Happy & Calm": None, "mad": "anger"}


def test_an_unknown_state_or_corpus_is_named_with_those_there_are(world: Ontology) -> None:
    with pytest.raises(BadInput, match="no state 'homesickness'; they have anger, disgust"):
        walk(world, "peld2021", "homesickness")
    with pytest.raises(BadInput, match="there are cped2022, peld2021, modelled"):
        walk(world, "peld", "joy")
