// Every blend that an emotion goes into or comes from; every blend where none is given.
MATCH (b:Blend) WHERE b:Tone
MATCH (b)-[:FIRST_INPUT]->(first:Tone) MATCH (b)-[:SECOND_INPUT]->(second:Tone) MATCH (b)-[:OUTPUT]->(output:Tone)
WITH b, first, second, output
WHERE $emotion IS NULL OR $emotion IN [first.iri, second.iri, output.iri]
RETURN first.id AS first, second.id AS second, output.id AS output, b.level AS level, b.source AS source,
       b.method AS method, b.score AS score, b.status AS status, b.comment AS evidence
