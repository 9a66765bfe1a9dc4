// The labels of a set in the order of its data, once for each other spelling.
MATCH (:Tone {iri: $labelSet})<-[:IN_SCHEME]-(l:Label)
UNWIND CASE WHEN l.altLabel IS NULL THEN [null] ELSE l.altLabel END AS alias
RETURN l.id AS id, l.label AS label, l.position AS position, l.notation AS code, alias, l.comment AS comment
ORDER BY position, alias
