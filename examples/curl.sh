#!/bin/sh
# Ask a TONE-KG service with curl:  sh examples/curl.sh http://localhost:8000
set -eu
tone=${1:-http://localhost:8000}

graphql() {  # the JSON of a request comes on standard input
    curl -sS --fail-with-body "$tone/graphql" -H 'content-type: application/json' --data-binary @-
    echo
}

echo '# Which labels of ISEAR are these labels of GoEmotions?'
graphql <<'END'
{"query": "query($labels: [String!]!) { translate(labels: $labels, from: \"goemotions\", to: \"isear\") { label targets { label { label } match confidence } } }",
 "variables": {"labels": ["remorse", "joy", "annoyance"]}}
END

echo '# Which of Ekman'\''s six is each text? One JSON value a line, there and back.'
printf '%s\n' '"I was so angry"' '{"id": 7, "text": "I felt joy"}' |
    curl -sS --fail-with-body "$tone/classify?labels=ekman&top=1" -H 'content-type: application/x-ndjson' --data-binary @-

echo '# Where does joy go when it meets anger, in an extravert?'
graphql <<'END'
{"query": "query($who: PersonalityInput) { transition(from: \"joy\", stimulus: \"anger\", personality: $who) { states { vad { valence } nearest { emotion { id } } } } }",
 "variables": {"who": {"extraversion": 1}}}
END

echo '# Which emotions are the most pleasant? In SPARQL, as CSV.'
curl -sS --fail-with-body "$tone/sparql" -H 'accept: text/csv' --data-urlencode 'query=
    PREFIX tone: <https://w3id.org/tone-kg/>
    PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
    SELECT ?emotion ?valence WHERE { ?emotion a skos:Concept ; tone:valence ?valence } ORDER BY DESC(?valence) LIMIT 3'

echo '# The same address gives people a page and programs Turtle.'
curl -sS --fail-with-body "$tone/joy" -H 'accept: text/turtle' | grep prefLabel
curl -sS --fail-with-body -o /dev/null -w '%{content_type}\n' "$tone/joy" -H 'accept: text/html'
