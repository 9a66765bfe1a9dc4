// Nodes of an earlier run, some thousand at a time, until none is gone.
MATCH (n) WHERE (n:Annotation OR n:Text OR n:Speaker) AND n.iri STARTS WITH $base
WITH n LIMIT 10000 DETACH DELETE n RETURN count(*) AS gone
