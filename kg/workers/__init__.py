"""SPARQL in processes that can be killed.

No store can stop a query that it has begun, so each query of a stranger runs in a process of its own kind:
``spawner`` holds the graph and forks, ``worker`` answers under limits, ``pool`` hands questions out, sees to
fairness and kills what takes too long, ``frames`` is what they say to each other.
"""
