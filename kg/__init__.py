"""The graph: everything as triples, in stores that answer SPARQL, with reasoning and release."""
