// Ask a TONE-KG service with fetch, in node (18 or newer) or in a page:
//   node examples/fetch.mjs http://localhost:8000
const tone = globalThis.process?.argv[2] ?? "http://localhost:8000";

async function send(path, headers, body) {
  const response = await fetch(tone + path, { method: body === undefined ? "GET" : "POST", headers, body });
  if (!response.ok) throw new Error(`${response.status}: ${await response.text()}`);
  return response;
}

async function graphql(query, variables) {
  const response = await send("/graphql", { "content-type": "application/json" }, JSON.stringify({ query, variables }));
  const { data, errors } = await response.json();
  if (errors) throw new Error(`${errors[0].extensions.code}: ${errors[0].message}`);
  return data;
}

// Which labels of ISEAR are these labels of GoEmotions?
const { translate } = await graphql(
  `query ($labels: [String!]!) {
    translate(labels: $labels, from: "goemotions", to: "isear") { label targets { label { label } match confidence } }
  }`,
  { labels: ["remorse", "joy", "annoyance"] },
);
for (const { label, targets } of translate) {
  const best = targets[0];
  console.log(label, "->", best ? `${best.label.label} (${best.match.toLowerCase()}, ${best.confidence.toFixed(2)})` : "-");
}

// Which of Ekman's six is each text?  One JSON value a line, there and back.
const texts = ["I was so angry", "I felt joy"];
const lines = texts.map((text) => JSON.stringify(text)).join("\n");
const answered = await send("/classify?labels=ekman&top=1", { "content-type": "application/x-ndjson" }, lines);
for (const line of (await answered.text()).trim().split("\n")) {
  console.log("classified as", JSON.parse(line).label);
}

// Where does joy go when it meets anger, in an extravert?
const { transition } = await graphql(
  `query ($who: PersonalityInput) {
    transition(from: "joy", stimulus: "anger", personality: $who) { states { vad { valence } nearest { emotion { id } } } }
  }`,
  { who: { extraversion: 1 } },
);
for (const { vad, nearest } of transition.states) {
  console.log("valence", vad.valence.toFixed(2), "near", nearest.map((n) => n.emotion.id).join(", "));
}

// Which emotions are the most pleasant?
const query = `PREFIX tone: <https://w3id.org/tone-kg/>
  PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
  SELECT ?emotion ?valence WHERE { ?emotion a skos:Concept ; tone:valence ?valence } ORDER BY DESC(?valence) LIMIT 3`;
const rows = await send("/sparql", { accept: "application/sparql-results+json" }, new URLSearchParams({ query }));
for (const { emotion, valence } of (await rows.json()).results.bindings) {
  console.log(emotion.value, valence.value);
}

// The same address gives people a page and programs Turtle.
for (const accept of ["text/turtle", "text/html"]) {
  const response = await send("/joy", { accept });
  console.log("/joy as", response.headers.get("content-type"), (await response.text()).includes("joy"));
}

// A wrong name is an error with a code.
await graphql('{ emotion(id: "jov") { label } }').catch((error) => console.log(error.message));
