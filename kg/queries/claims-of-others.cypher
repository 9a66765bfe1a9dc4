// The mappings and alignments that name an IRI that is no thing of ours.
MATCH (c:Alignment) WHERE c:Tone AND (c.subject_id = $thing OR c.object_id = $thing) RETURN c.iri AS iri
UNION
MATCH (c:Mapping) WHERE c:Tone AND c.object_id = $thing RETURN c.iri AS iri
