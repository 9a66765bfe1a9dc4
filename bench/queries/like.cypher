// Speakers who share an emotion with a given one, the first 100.
MATCH (me:Speaker {iri: $speaker})<-[:SAID_BY]-(:Text)<-[:HAS_TARGET]-(:Annotation)-[:HAS_BODY]->(felt:Emotion)
WITH DISTINCT me, felt
MATCH (felt)<-[:HAS_BODY]-(:Annotation)-[:HAS_TARGET]->(:Text)-[:SAID_BY]->(other:Speaker) WHERE other <> me
RETURN DISTINCT other.iri AS other ORDER BY other LIMIT 100
