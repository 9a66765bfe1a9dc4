// Nodes that are there and say something else now.
UNWIND $rows AS row MATCH (n:Tone {iri: row.iri}) SET n = row.properties
