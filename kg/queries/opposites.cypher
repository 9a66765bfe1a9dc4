// What is stated to be opposite; the relation is symmetric and stored both ways.
MATCH (:Tone {iri: $emotion})-[:OPPOSITE_OF]->(o:Tone) RETURN o.id AS opposite ORDER BY opposite
