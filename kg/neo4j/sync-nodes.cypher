// What is there: every node of ours with its labels and hash.
MATCH (n:Tone) RETURN n.iri AS iri, labels(n) AS labels, n.hash AS hash
