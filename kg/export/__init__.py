"""The whole graph in files that other tools read; ``model`` says what is a node, what an edge, what a property."""
