// How far the graph is: running while it is written, whole once it was compared.
MERGE (s:Sync {name: $name}) SET s += $state
