// The labels of a set that are mapped to the emotion itself, with the match.
MATCH (:Tone {iri: $emotion})<-[:MAPS_TO]-(m:Mapping)-[:MAPS]->(l:Tone)-[:IN_SCHEME]->(:Tone {iri: $labelset})
RETURN l.label AS text, m.predicate_id AS match ORDER BY text, match
