// What names an IRI that is no thing of ours.
MATCH (a:Tone)
WHERE a.inScheme = $thing OR a.topConceptOf = $thing OR a.subClassOf = $thing OR a.subject_id = $thing
   OR a.object_id = $thing OR a.predicate_id = $thing OR a.mapping_justification = $thing OR a.author_id = $thing
   OR $thing IN a.seeAlso OR $thing IN a.exactMatch OR $thing IN a.closeMatch OR $thing IN a.broadMatch
   OR $thing IN a.narrowMatch OR $thing IN a.relatedMatch
RETURN a.iri AS subject, properties(a) AS properties ORDER BY subject LIMIT 60
