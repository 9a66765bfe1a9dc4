// The ten most frequent emotions of the corpus.
MATCH (annotation:Annotation)-[:HAS_BODY]->(felt:Emotion)
RETURN felt.iri AS emotion, count(annotation) AS times ORDER BY times DESC, emotion LIMIT 10
