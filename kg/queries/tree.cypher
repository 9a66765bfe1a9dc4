// What an emotion is, what stands above it and where it lies; of all where none is given.
MATCH (e:Emotion) WHERE e:Tone AND ($emotion IS NULL OR e.iri = $emotion)
OPTIONAL MATCH (e)-[:BROADER]->(parent:Tone)
RETURN e.id AS emotion, e.label AS label, e.definition AS definition, e.tier AS tier, e.module AS module, e.kind AS kind,
       e.source AS source, e.comment AS comment, parent.id AS parent,
       e.valence AS valence, e.arousal AS arousal, e.dominance AS dominance
ORDER BY emotion
