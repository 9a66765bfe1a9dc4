"""The graph as a graph, with networkx: ways, centrality, communities, bridges, spreading activation, walks.

Small and exact: some hundred emotions, whole answers, and a seed wherever there is chance.  What an edge
is and what it costs stands in ``edges``; ``hops`` holds the plain neighbours and the one shortest way.
"""

from kg.network.hops import Hop, Network, graph, neighbours, path

__all__ = ["Hop", "Network", "graph", "neighbours", "path"]
