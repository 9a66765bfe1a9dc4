// Texts, each said by a speaker who is there.
UNWIND $rows AS row MATCH (speaker:Speaker {iri: row.speaker})
CREATE (text:Text {iri: row.iri, content: row.content}) CREATE (text)-[:SAID_BY]->(speaker)
