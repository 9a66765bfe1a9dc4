// The texts annotated with an emotion, the first 100.
MATCH (:Emotion {iri: $emotion})<-[:HAS_BODY]-(:Annotation)-[:HAS_TARGET]->(text:Text)
RETURN DISTINCT text.iri AS text ORDER BY text LIMIT 100
