// New nodes of one label.
UNWIND $rows AS row CREATE (n:Tone:#LABEL) SET n = row.properties
