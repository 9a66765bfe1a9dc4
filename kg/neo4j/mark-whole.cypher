// Whole, if there is as much of everything as was written; else it stays running, and a sync mends it.
MATCH (n:Tone) WITH [label IN labels(n) WHERE label <> 'Tone'][0] AS label, count(n) AS many ORDER BY label
WITH collect([label, many]) AS nodes
OPTIONAL MATCH (:Tone)-[r]->(:Tone) WHERE type(r) IN $types
WITH nodes, type(r) AS type, count(r) AS many ORDER BY type
WITH nodes, [some IN collect([type, many]) WHERE some[1] > 0] AS edges
MATCH (s:Sync {name: $name}) WHERE nodes = $nodes AND edges = $edges SET s += $state
