// New and changed relationships of one type.
UNWIND $rows AS row MATCH (a:Tone {iri: row.start}) MATCH (b:Tone {iri: row.end})
MERGE (a)-[r:#TYPE]->(b) SET r = row.properties
