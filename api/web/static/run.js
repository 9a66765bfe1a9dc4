// Runs the queries of the page and shows what comes back, as it comes.
"use strict";

async function answer(button) {
  const query = document.getElementById(button.dataset.query);
  const output = document.getElementById(button.dataset.output);
  const text = query.value ?? query.textContent;
  output.hidden = false;
  output.textContent = "…";
  try {
    const isGraphql = button.dataset.kind === "graphql";
    const response = isGraphql
      ? await fetch("/graphql", { method: "POST", headers: { "content-type": "application/json", accept: "application/json" }, body: JSON.stringify({ query: text }) })
      : await fetch("/sparql", { method: "POST", headers: { "content-type": "application/sparql-query", accept: "text/tab-separated-values, text/turtle;q=0.9" }, body: text });
    const body = await response.text();
    const isJson = (response.headers.get("content-type") || "").includes("json");
    output.textContent = isJson ? JSON.stringify(JSON.parse(body), null, 2) : body;
  } catch (error) {
    output.textContent = "The service did not answer: " + error.message;
  }
}

for (const button of document.querySelectorAll("button[data-query]")) {
  button.addEventListener("click", () => answer(button));
}
for (const choice of document.querySelectorAll("[data-fill]")) {
  choice.addEventListener("click", () => { document.getElementById("query").value = choice.dataset.fill; });
}
