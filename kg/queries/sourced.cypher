// What comes from a source.
MATCH (a:Tone) WHERE a.source = $source RETURN a.iri AS subject ORDER BY subject LIMIT 60
