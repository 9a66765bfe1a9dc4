// What a label set is.
MATCH (s:Tone {iri: $labelSet}) OPTIONAL MATCH (s)-[:SEE_ALSO]->(page:Tone)
RETURN s.label AS label, s.task AS task, s.modality AS modality, s.language AS language, s.source AS source,
       s.rights AS licence, CASE WHEN page IS NULL THEN s.seeAlso[0] ELSE page.iri END AS url, s.comment AS comment
