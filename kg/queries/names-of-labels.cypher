// The labels of a set with their names.
MATCH (:Tone {iri: $thing})<-[:IN_SCHEME]-(l:Label) RETURN l.iri AS iri, l.prefLabel AS name
