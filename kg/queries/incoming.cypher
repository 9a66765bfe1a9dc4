// What leads to a thing; a sense has the IRI of its term and the id of its emotion.
MATCH (a:Tone)-[r]->(n:Tone {iri: $thing})
WITH CASE type(r) WHEN 'MEANS' THEN a.iri + '/' + n.id ELSE a.iri END AS subject, type(r) AS type
RETURN subject, type ORDER BY subject, type LIMIT 60
