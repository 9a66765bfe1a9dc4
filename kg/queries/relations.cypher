// Every statement of a relation that an emotion stands in; every one where none is given.
MATCH (r:Relation) WHERE r:Tone
MATCH (r)-[:SUBJECT]->(subject:Tone) MATCH (r)-[:OBJECT]->(object:Tone)
WITH r, subject, object
WHERE $emotion IS NULL OR $emotion IN [subject.iri, object.iri]
RETURN subject.id AS subject, r.relation AS kind, object.id AS object, r.source AS source, r.method AS method,
       r.score AS score, r.status AS status, r.comment AS evidence
