"""The graph as nodes and relationships: one model for the databases that are synced and the files that are exported."""
