"""The graph as a property graph in Neo4j: what becomes of each statement, how it gets there, whether it is whole.

The driver itself is known to ``kg.stores.neo4j`` only.
"""
