// Relationships of one type that no table has any more.
UNWIND $rows AS row MATCH (a:Tone {iri: row.start})-[r:#TYPE]->(b:Tone {iri: row.end}) DELETE r
