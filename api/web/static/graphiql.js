// The explorer, from the files in /vendor; nothing is fetched from elsewhere.
"use strict";

const examples = JSON.parse(document.getElementById("examples").textContent);
const fetcher = async (parameters) => {
  const response = await fetch("/graphql", {
    method: "POST",
    headers: { "content-type": "application/json", accept: "application/graphql-response+json, application/json" },
    body: JSON.stringify(parameters),
  });
  return response.json();
};
const asked = new URLSearchParams(location.search).get("example");
const chosen = asked in examples ? asked : Object.keys(examples)[0];
const tabs = [chosen, ...Object.keys(examples).filter((name) => name !== chosen)].map((name) => ({ query: examples[name] }));
ReactDOM.createRoot(document.getElementById("graphiql")).render(
  React.createElement(GraphiQL, { fetcher, defaultTabs: tabs, shouldPersistHeaders: false }),
);
