// Nodes of one label, whether they are there or not.  (A MERGE of two labels uses no index everywhere.)
UNWIND $rows AS row OPTIONAL MATCH (n:Tone {iri: row.iri}) SET n = row.properties
WITH row, n WHERE n IS NULL CREATE (m:Tone:#LABEL) SET m = row.properties
