"""Requests over HTTP, one connection on loopback, as ratios to a bare JSON route of the same server."""

import http.client
import json
import os
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import quote

QUERY = '{ emotion(id: "joy") { id label tier } }'
LONG = "{ emotions(first: 100) { nodes { id label definition tier vad { valence } } } }"
HOP = "SELECT ?c WHERE { ?c <http://www.w3.org/2004/02/skos/core#broader> <https://w3id.org/tone-kg/love> }"
JSON = {"content-type": "application/json"}
ROUTES = {
    "bare JSON route": ("GET", "/healthz", None, {}),
    "GraphQL, one object": ("POST", "/graphql", json.dumps({"query": QUERY}), JSON),
    "GraphQL, 100 objects": ("POST", "/graphql", json.dumps({"query": LONG}), JSON),
    "GraphQL, known term": ("POST", "/graphql", json.dumps({"query": '{ lookup(text: "fed up") { score } }'}), JSON),
    "SPARQL, one hop": ("GET", f"/sparql?query={quote(HOP)}", None, {}),
    "term as Turtle": ("GET", "/joy.ttl", None, {}),
}
COUNTED = 400


def main() -> None:
    with serving({}) as url:
        port = int(url.rpartition(":")[2])
        baseline = None
        for name, route in ROUTES.items():
            seconds = _timed(port, *route)
            p50, p99 = statistics.median(seconds), sorted(seconds)[int(len(seconds) * 0.99)]
            baseline = baseline or p50
            rate = len(seconds) / sum(seconds)
            print(f"{name:22} p50 {p50 * 1e3:7.2f} ms  p99 {p99 * 1e3:7.2f} ms  {rate:7.0f}/s  {p50 / baseline:6.1f} x")


@contextmanager
def serving(settings: dict[str, str]) -> Iterator[str]:
    """A ``tone serve`` of its own with these settings, as an address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "api", "serve", "--port", str(port)]
    environment = {**os.environ, "TONE_EMBEDDER": "hashing", "TONE_ENGINE": "vocabulary", **settings}
    server = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)
    try:
        _wait(port)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait(20)


def _wait(port: int) -> None:
    for _ in range(600):
        try:
            _once(http.client.HTTPConnection("127.0.0.1", port), "GET", "/readyz", None, {})
            return
        except (ConnectionError, SystemExit):
            time.sleep(0.1)
    raise SystemExit("the server did not get ready")


def _timed(port: int, method: str, path: str, body: str | None, headers: dict[str, str]) -> list[float]:
    connection = http.client.HTTPConnection("127.0.0.1", port)
    for _ in range(40):
        _once(connection, method, path, body, headers)
    seconds = []
    for _ in range(COUNTED):
        start = time.perf_counter()
        _once(connection, method, path, body, headers)
        seconds.append(time.perf_counter() - start)
    return seconds


def _once(
    connection: http.client.HTTPConnection, method: str, path: str, body: str | None, headers: dict[str, str]
) -> None:
    connection.request(method, path, body, headers)
    response = connection.getresponse()
    response.read()
    if response.status != 200:
        raise SystemExit(f"{method} {path[:40]} answered {response.status}")


if __name__ == "__main__":
    main()
