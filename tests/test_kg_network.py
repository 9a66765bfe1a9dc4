"""Ways between emotions."""

import pytest

from kg.network import Hop, graph, neighbours, path
from ontology.errors import UnknownEmotion
from ontology.world import Ontology


def test_a_way_goes_along_the_edges(mini: Ontology) -> None:
    hops = path(mini, "fury", "anger")
    assert [(h.source, h.kind, h.target) for h in hops] == [("fury", "broader", "rage"), ("rage", "broader", "anger")]
    assert hops[1].distance == pytest.approx(0.2236, abs=1e-4)


def test_the_way_back_is_as_long(world: Ontology) -> None:
    there, back = path(world, "fear", "relief"), path(world, "relief", "fear")
    assert there
    assert sum(h.distance for h in there) == pytest.approx(sum(h.distance for h in back))


def test_no_way_leads_over_an_opposition(mini: Ontology) -> None:
    assert all(hop.kind != "opposite_of" for hop in path(mini, "anger", "joy"))
    assert path(mini, "joy", "joy") == ()


def test_neighbours_are_every_edge_at_an_emotion(mini: Ontology) -> None:
    found = neighbours(mini, "rage")
    assert [(h.kind, h.target) for h in found] == [
        ("broader", "anger"),
        ("less_intense_than", "fury"),
        ("narrower", "fury"),
    ]
    assert all(isinstance(h, Hop) for h in found)


def test_every_edge_can_be_walked_both_ways(world: Ontology) -> None:
    network = graph(world)
    assert set(network) == set(world.emotions)
    assert all(network.has_edge(b, a) for a, b in network.edges())


def test_an_unknown_end_is_named(mini: Ontology) -> None:
    with pytest.raises(UnknownEmotion, match="no emotion 'jov'"):
        path(mini, "jov", "joy")
