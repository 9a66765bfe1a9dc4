"""The W3C's tests of the SPARQL 1.1 Protocol against a real server: python -m bench.protocol path/to/manifest.ttl

The suite (w3c/rdf-tests, sparql/sparql11/protocol) is not part of this project.  Its data are served as graphs of the
user's own; its query tests must pass, its update tests must be refused.
"""

import os
import sys
import tempfile
from pathlib import Path
from urllib.parse import unquote

import httpx
import rdflib
from rdflib.collection import Collection

from bench.http import serving

TESTS = "http://www.w3.org/2001/sw/DataAccess/tests/"
MF = rdflib.Namespace(f"{TESTS}test-manifest#")
UT = rdflib.Namespace("http://www.w3.org/2009/sparql/tests/test-update#")
HT = rdflib.Namespace("http://www.w3.org/2011/http#")
CNT = rdflib.Namespace("http://www.w3.org/2011/content#")
FORMATS = {
    "boolean": ("application/sparql-results+json", "application/sparql-results+xml"),
    "tabular": ("application/sparql-results+json", "application/sparql-results+xml", "text/csv"),
    "RDF": ("text/turtle", "application/rdf+xml", "application/n-triples"),
}


def main(manifest: Path) -> int:
    suite = rdflib.Graph().parse(manifest)
    with tempfile.TemporaryDirectory() as folder:
        graphs = Path(folder) / "suite.nq"
        graphs.write_text(_data(suite, manifest.parent), encoding="utf-8")
        with serving({"TONE_GRAPHS": str(graphs)}) as url, httpx.Client(base_url=url, timeout=30) as client:
            failed = {"query": 0, "update": 0}
            tests = {"query": 0, "update": 0}
            for test in suite.subjects(rdflib.RDF.type, MF.ProtocolTest):
                name = str(test).rpartition("#")[2]
                kind = "update" if "update" in name else "query"
                tests[kind] += 1
                for wrong in _wrong(client, suite, test, kind):
                    failed[kind] += 1
                    print(f"{name}: {wrong}")
                    break
    print(f"query tests passed: {tests['query'] - failed['query']} of {tests['query']}")
    print(f"update tests refused: {tests['update'] - failed['update']} of {tests['update']}")
    return sum(failed.values())


def _data(suite: rdflib.Graph, folder: Path) -> str:
    lines = set()
    for part in suite.objects(None, UT.graphData):
        file = unquote(str(suite.value(part, UT.graph))).rpartition("/")[2]
        graph = suite.value(part, rdflib.RDFS.label)
        for line in (folder / file).read_text(encoding="utf-8").splitlines():
            if line.strip() and not line.startswith("#"):
                lines.add(line.rstrip().removesuffix(".") + f" <{graph}> .")
    return "\n".join(sorted(lines)) + "\n"


def _wrong(client: httpx.Client, suite: rdflib.Graph, test: rdflib.term.Node, kind: str) -> list[str]:
    found = []
    connection = suite.value(test, MF.action)
    for request in Collection(suite, suite.value(connection, HT.requests)):
        response = _send(client, suite, request)
        expected = suite.value(request, HT.resp)
        if kind == "update" and not _is_update(suite, request):
            continue
        if kind == "update":
            good = 400 <= response.status_code < 500
        else:
            classes = {str(status)[-3] for status in suite.objects(expected, MF.expectedStatus)}
            good = str(response.status_code)[0] in classes
        if not good:
            found.append(f"status {response.status_code}: {response.text[:120]}")
        if kind == "query" and response.is_success:
            boolean, form = suite.value(expected, MF.expectedBoolean), suite.value(expected, MF.expectedFormat)
            if boolean is not None and response.json()["boolean"] is not boolean.toPython():
                found.append(f"answered {response.text}")
            if form is not None and response.headers["content-type"].partition(";")[0] not in FORMATS[str(form)]:
                found.append(f"came as {response.headers['content-type']}")
    return found


def _is_update(suite: rdflib.Graph, request: rdflib.term.Node) -> bool:
    """Whether a request of an update test changes something, rather than asks whether it was changed."""
    body, path = suite.value(request, HT.body), str(suite.value(request, HT.absolutePath))
    text = path if body is None else path + str(suite.value(body, CNT.chars))
    return "ASK" not in text


def _send(client: httpx.Client, suite: rdflib.Graph, request: rdflib.term.Node) -> httpx.Response:
    body, headers = suite.value(request, HT.body), {}
    if suite.value(request, HT.headers) is not None:
        for header in Collection(suite, suite.value(request, HT.headers)):
            headers[str(suite.value(header, HT.fieldName))] = str(suite.value(header, HT.fieldValue))
    content = None
    if body is not None:
        content = str(suite.value(body, CNT.chars)).encode(str(suite.value(body, CNT.characterEncoding)))
    path = str(suite.value(request, HT.absolutePath))
    return client.request(str(suite.value(request, HT.methodName)), path, content=content, headers=headers)


if __name__ == "__main__":
    if len(sys.argv) != 2 or not os.path.isfile(sys.argv[1]):  # noqa: PTH113
        raise SystemExit(__doc__)
    raise SystemExit(main(Path(sys.argv[1])))
