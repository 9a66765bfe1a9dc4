// The emotions one step below.
MATCH (child:Tone)-[:BROADER]->(:Tone {iri: $emotion}) RETURN child.id AS child ORDER BY child
