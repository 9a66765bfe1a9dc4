// Every edge at an emotion, read from its end; the tree, the relations, and inputs of blends to their outputs.
CALL {
  MATCH (:Tone {iri: $emotion})-[r:BROADER|OPPOSITE_OF|RELATED_TO|MORE_INTENSE_THAN|LEADS_TO]->(t:Tone)
  RETURN toLower(type(r)) AS kind, t.id AS target
  UNION
  MATCH (:Tone {iri: $emotion})<-[:BROADER]-(t:Tone) RETURN 'narrower' AS kind, t.id AS target
  UNION
  MATCH (:Tone {iri: $emotion})<-[:MORE_INTENSE_THAN]-(t:Tone) RETURN 'less_intense_than' AS kind, t.id AS target
  UNION
  MATCH (:Tone {iri: $emotion})<-[:LEADS_TO]-(t:Tone) RETURN 'follows' AS kind, t.id AS target
  UNION
  MATCH (:Tone {iri: $emotion})<-[:FIRST_INPUT|SECOND_INPUT]-(:Tone)-[:OUTPUT]->(t:Tone)
  RETURN 'blends_into' AS kind, t.id AS target
  UNION
  MATCH (:Tone {iri: $emotion})<-[:OUTPUT]-(:Tone)-[:FIRST_INPUT|SECOND_INPUT]->(t:Tone)
  RETURN 'blend_of' AS kind, t.id AS target
}
RETURN DISTINCT kind, target ORDER BY kind, target
