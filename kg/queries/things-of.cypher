// The things of one label.
MATCH (a:#LABEL) WHERE a:Tone RETURN a.iri AS subject ORDER BY subject LIMIT 60
