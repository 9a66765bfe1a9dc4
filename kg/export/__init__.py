"""The whole graph in files that other tools read; ``kg.property_graph`` says what is a node, an edge, a property."""
