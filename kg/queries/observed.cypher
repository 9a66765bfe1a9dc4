// What was counted in a corpus, the most frequent first; from one label only where it is given.
MATCH (:Tone {iri: $corpus})<-[:COUNTED_IN]-(seen:ObservedTransition)
MATCH (seen)-[:FROM_LABEL]->(before:Tone) MATCH (seen)-[:TO_LABEL]->(after:Tone)
OPTIONAL MATCH (seen)-[:TRIGGER_LABEL]->(said:Tone)
WITH seen, before.label AS before, after.label AS after, coalesce(seen.trigger, said.label, '') AS partner
WHERE $from IS NULL OR before = $from
RETURN before AS `from`, partner, after AS `to`, seen.turns AS turns, seen.persons AS persons
ORDER BY turns DESC, before, partner, after
