// Nodes that no table has any more.
UNWIND $rows AS row MATCH (n:Tone {iri: row.iri}) DETACH DELETE n
