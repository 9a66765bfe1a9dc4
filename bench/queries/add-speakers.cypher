// Speakers that are not there yet.
UNWIND $rows AS row MERGE (:Speaker {iri: row.iri})
