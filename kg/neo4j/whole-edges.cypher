// Everything that is there, to be looked at and not believed: relationships.
MATCH (a:Tone)-[r]->(b:Tone) RETURN a.iri AS start, type(r) AS type, b.iri AS end, properties(r) AS properties
