// The mappings and alignments that name a thing.
MATCH (c:Tone)-[:MAPS|MAPS_TO]->(:Tone {iri: $thing}) RETURN DISTINCT c.iri AS iri
