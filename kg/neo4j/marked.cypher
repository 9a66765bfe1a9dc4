// What the last sync said of itself.
MATCH (s:Sync {name: $name}) RETURN s.state AS state, s.version AS version, s.checksum AS checksum
