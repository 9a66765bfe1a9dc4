// How many texts are annotated with an emotion or anything below it.
MATCH (:Emotion {iri: $emotion})<-[:BROADER*0..]-(below:Emotion)<-[:HAS_BODY]-(:Annotation)-[:HAS_TARGET]->(text:Text)
RETURN count(DISTINCT text) AS texts
