// What people look for first.
CREATE INDEX #NAME IF NOT EXISTS FOR (n:#LABEL) ON (n.#PROPERTY)
