"""Numbers for Prometheus, at ``/metrics``: how many, how long, what was cached, stopped or refused.

Of several processes of one server, whichever is asked gives the sums over all.
"""

import asyncio
import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector, mark_process_dead
from prometheus_client.registry import Collector
from starlette.requests import Request
from starlette.responses import Response

if TYPE_CHECKING:
    from api.live import Live

MEDIA = "text/plain; version=0.0.4; charset=utf-8"
#: Where the processes of one server leave their numbers for each other; see ``api.processes``.
SHARED = "PROMETHEUS_MULTIPROC_DIR"

SECONDS = Histogram(
    "tone_request_seconds",
    "Seconds from a request's head to the end of its answer",
    ["route"],
    buckets=(0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30),
)
REQUESTS = Counter("tone_requests", "Answered requests", ["route", "method", "status"])
REFUSED = Counter("tone_refused", "Requests refused before they were looked at", ["reason"])
CACHE = Counter("tone_graphql_cache", "GraphQL documents and answers found in a cache, or not", ["cache", "outcome"])
RELOADS = Counter("tone_reloads", "Times the graph was read anew", ["outcome"])
QUERIES = Counter("tone_sparql_queries", "SPARQL queries by outcome", ["outcome"])
KILLED = Counter("tone_sparql_workers_killed", "SPARQL workers that were ended, or found dead, and replaced")
WAITING = Gauge("tone_sparql_waiting", "SPARQL queries without a worker", multiprocess_mode="livesum")
ROOM = Gauge("tone_classify_room", "Texts that may still wait to be classified", multiprocess_mode="livesum")

#: What may become of a SPARQL query that is not simply answered, beside being ``asked`` at all.
OUTCOMES = ("asked", "slow", "timeout", "overtaxed", "lost", "gone")
for _outcome in OUTCOMES:
    QUERIES.labels(_outcome)  # a number that has not moved yet is 0, not missing
for _outcome in ("done", "failed"):
    RELOADS.labels(_outcome)
REFUSED.labels("rate")


def count(event: str) -> None:
    """One more of what a pool of SPARQL workers tells of."""
    (KILLED if event == "killed" else QUERIES.labels(event)).inc()


def measure(live: "Live") -> None:
    """Write down the gauges of this process as they are now."""
    WAITING.set(live.pool.waiting)
    ROOM.set(live.service.batcher.waiting)


def is_shared() -> bool:
    """Whether this is one process of several."""
    return SHARED in os.environ


async def keep_measuring(live: "Live") -> None:
    """Keep the gauges of this process fresh, for the process that will be asked for them."""
    while True:
        measure(live)
        await asyncio.sleep(1)


class Graph(Collector):
    """Which graph this process answers from."""

    def __init__(self, version: str) -> None:
        self._version = version

    def collect(self) -> Iterable[Metric]:
        graph = GaugeMetricFamily("tone_graph", "Always 1; the label is the version of the content", labels=["version"])
        graph.add_metric([self._version], 1)
        yield graph


async def endpoint(request: Request) -> Response:
    """All numbers."""
    live: Live = request.app.state.live
    measure(live)
    if is_shared():
        _forget_the_dead(Path(os.environ[SHARED]))
        shared = CollectorRegistry()
        MultiProcessCollector(shared)  # type: ignore[no-untyped-call]  # the library has no annotation here
        text = generate_latest(shared)
    else:
        text = generate_latest()
    own = CollectorRegistry()
    own.register(Graph(live.service.world.version))
    return Response(text + generate_latest(own), media_type=MEDIA)


def _forget_the_dead(folder: Path) -> None:
    """Drop the gauges of processes that are no more; what they counted stays."""
    for pid in {int(path.stem.rpartition("_")[2]) for path in folder.glob("gauge_live*.db")}:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            mark_process_dead(pid, str(folder))  # type: ignore[no-untyped-call]  # the library has no annotation here
