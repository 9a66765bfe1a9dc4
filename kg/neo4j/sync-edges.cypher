// What is there: every relationship between nodes of ours with its hash.
MATCH (a:Tone)-[r]->(b:Tone) RETURN a.iri AS start, type(r) AS type, b.iri AS end, r.hash AS hash
