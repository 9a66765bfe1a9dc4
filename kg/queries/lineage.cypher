// Everything above an emotion, the nearest first.
MATCH way = (:Tone {iri: $emotion})-[:BROADER*1..]->(above:Tone)
WITH above, length(way) AS far RETURN above.id AS above ORDER BY far
