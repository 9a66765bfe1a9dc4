"""Requests over HTTP on loopback, as ratios to a bare JSON route of the same server; one process and two."""

import asyncio
import json
import os
import signal
import socket
import statistics
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.parse import quote

OBJECT = '{ emotion(id: "joy") { id label tier } }'
VARIED = "query($id: String!, $n: Int) { emotion(id: $id) { id label tier } emotions(first: $n) { totalCount } }"
LONG = "query($n: Int) { terms(first: $n) { nodes { text role partOfSpeech register status source } } }"
HOP = "SELECT ?c WHERE { ?c <http://www.w3.org/2004/02/skos/core#broader> <https://w3id.org/tone-kg/love> }"
TEXT = "I can't believe they cancelled it again"

#: Makes the n-th request: method, path, body.
Made = Callable[[int], tuple[str, str, bytes, str]]


def _get(path: str) -> Made:
    return lambda n: ("GET", path, b"", "")


def _graphql(query: str, **variables: Callable[[int], object]) -> Made:
    def made(n: int) -> tuple[str, str, bytes, str]:
        asked = {"query": query, "variables": {name: value(n) for name, value in variables.items()}}
        return "POST", "/graphql", json.dumps(asked).encode(), "application/json"

    return made


ROUTES: dict[str, Made] = {
    "bare JSON route": _get("/healthz"),
    "GraphQL, the same again": _graphql(OBJECT),
    "GraphQL, never asked": _graphql(VARIED, id=lambda n: "joy", n=lambda n: n),
    "GraphQL, 1000 terms": _graphql(LONG, n=lambda n: 1000 - n % 500),
    "GraphQL, a known term": _graphql(
        'query($n: Int!) { lookup(text: "fed up", k: $n) { score } }', n=lambda n: n % 99 + 1
    ),
    "SPARQL, one hop": _get(f"/sparql?query={quote(HOP)}"),
    "term as Turtle": _get("/joy.ttl"),
    "classify one text": lambda n: (
        "POST",
        "/classify?labels=ekman",
        json.dumps(TEXT).encode(),
        "application/x-ndjson",
    ),
}
COUNTED, WARM = 600, 60


def main() -> None:
    for workers in (1, 2):
        with serving({"TONE_WORKERS": str(workers)}) as url:
            port = int(url.rpartition(":")[2])
            for clients in (1, 8):
                print(f"{workers} process{'es' * (workers > 1)}, {clients} connection{'s' * (clients > 1)}")
                baseline = None
                for name, made in ROUTES.items():
                    seconds, whole = asyncio.run(load(port, made, clients, COUNTED))
                    p50, p99 = statistics.median(seconds), seconds[int(len(seconds) * 0.99)]
                    baseline = baseline or p50
                    told = f"p50 {p50 * 1e3:7.2f} ms  p99 {p99 * 1e3:7.2f} ms  {len(seconds) / whole:7.0f}/s"
                    print(f"  {name:24} {told}  {p50 / baseline:6.1f} x")
    print("  in the worker, SPARQL one hop:", in_the_worker())


async def load(port: int, made: Made, clients: int, count: int) -> tuple[list[float], float]:
    """Seconds of each request, in order of length, and of all together; clients ask one after another."""
    seconds: list[float] = []
    numbers = iter(range(WARM + count))

    async def client() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for n in numbers:
            begun = time.perf_counter()
            await once(reader, writer, made(n))
            if n >= WARM:
                seconds.append(time.perf_counter() - begun)
        writer.close()

    begun = time.perf_counter()
    await asyncio.gather(*(client() for _ in range(clients)))
    return sorted(seconds), time.perf_counter() - begun


async def once(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, request: tuple[str, str, bytes, str]
) -> tuple[int, bytes]:
    """Status and body of one answer over an open connection."""
    method, path, body, media = request
    head = f"{method} {path} HTTP/1.1\r\nhost: x\r\ncontent-length: {len(body)}\r\n"
    head += f"content-type: {media}\r\n" if media else ""
    writer.write(head.encode() + b"\r\n" + body)
    lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower().split("\r\n")
    fields = dict(line.split(": ", 1) for line in lines[1:] if ": " in line)
    if fields.get("transfer-encoding") == "chunked":
        answer = b""
        while size := int(await reader.readline(), 16):
            answer += (await reader.readexactly(size + 2))[:-2]
        await reader.readexactly(2)
    else:
        answer = await reader.readexactly(int(fields["content-length"]))
    status = int(lines[0].split(" ")[1])
    if status != 200:
        raise SystemExit(f"{method} {path[:40]} answered {status}: {answer[:200]!r}")
    return status, answer


def in_the_worker() -> str:
    """What the query takes inside a worker process."""
    with serving({}) as url:
        times = []
        for _ in range(COUNTED):
            with urllib.request.urlopen(f"{url}/sparql?query={quote(HOP)}") as response:  # noqa: S310  # loopback
                times.append(float(response.headers["server-timing"].rpartition("dur=")[2]))
        return f"p50 {statistics.median(times):.3f} ms"


@contextmanager
def serving(settings: dict[str, str]) -> Iterator[str]:
    """A ``tone serve`` of its own with these settings, as an address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "api", "serve", "--port", str(port)]
    environment = {**os.environ, "TONE_EMBEDDER": "hashing", "TONE_ENGINE": "vocabulary", **settings}
    server = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL, start_new_session=True)
    try:
        _wait(port)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.terminate()
        try:
            server.wait(40)
        except subprocess.TimeoutExpired:
            os.killpg(server.pid, signal.SIGKILL)
            server.wait()


def _wait(port: int) -> None:
    for _ in range(1200):
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5):  # loopback
                return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("the server did not get ready")


if __name__ == "__main__":
    main()
