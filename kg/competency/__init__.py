"""Questions the ontology must answer: a SPARQL query each, and beside it the answer expected (TSV)."""
