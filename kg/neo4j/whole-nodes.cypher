// Everything that is there, to be looked at and not believed: nodes.
MATCH (n:Tone) RETURN n.iri AS iri, labels(n) AS labels, properties(n) AS properties
