// What one speaker feels, and how often.
MATCH (:Speaker {iri: $speaker})<-[:SAID_BY]-(:Text)<-[:HAS_TARGET]-(annotation:Annotation)-[:HAS_BODY]->(felt:Emotion)
RETURN felt.iri AS emotion, count(annotation) AS times ORDER BY times DESC, emotion
