// Whether an IRI is a thing of ours.
MATCH (n:Tone {iri: $thing}) RETURN n.iri AS iri
