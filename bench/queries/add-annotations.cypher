// Annotations of texts that are there, with emotions of ours.
UNWIND $rows AS row MATCH (text:Text {iri: row.text}) MATCH (felt:Emotion {id: row.emotion})
CREATE (a:Annotation {iri: row.iri, confidence: row.confidence})
CREATE (a)-[:HAS_TARGET]->(text) CREATE (a)-[:HAS_BODY]->(felt)
