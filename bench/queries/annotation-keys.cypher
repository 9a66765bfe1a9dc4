// One node an IRI, which also makes it quick to find.
CREATE CONSTRAINT text_iri IF NOT EXISTS FOR (n:Text) REQUIRE n.iri IS UNIQUE;
CREATE CONSTRAINT speaker_iri IF NOT EXISTS FOR (n:Speaker) REQUIRE n.iri IS UNIQUE;
CREATE CONSTRAINT annotation_iri IF NOT EXISTS FOR (n:Annotation) REQUIRE n.iri IS UNIQUE
