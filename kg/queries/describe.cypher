// A thing, with what it leads to.
UNWIND $things AS thing MATCH (n:Tone {iri: thing})
OPTIONAL MATCH (n)-[r]->(m:Tone)
RETURN labels(n) AS labels, properties(n) AS properties,
       collect({type: type(r), end: m.iri, properties: properties(r)}) AS edges
