// The mappings of the labels of a set; only those of one match where it is given.
MATCH (:Tone {iri: $labelSet})<-[:IN_SCHEME]-(label:Tone)<-[:MAPS]-(m:Tone)
OPTIONAL MATCH (m)-[:MAPS_TO]->(emotion:Tone)
WITH m, label, emotion, CASE WHEN emotion IS NULL THEN m.object_id ELSE m.predicate_id END AS match
WHERE $wanted IS NULL OR match = $wanted
RETURN label.id AS label, CASE WHEN emotion IS NULL THEN m.object_id ELSE emotion.iri END AS emotion, match,
       m.mapping_justification AS justification, m.confidence AS confidence, m.author_id AS author, m.comment AS comment
