"""Numbers for Prometheus, at ``/metrics``: how many, how long, what was cached, stopped or refused."""

import os
from collections.abc import Iterable
from typing import TYPE_CHECKING

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector
from starlette.requests import Request
from starlette.responses import Response

if TYPE_CHECKING:
    from api.live import Live

MEDIA = "text/plain; version=0.0.4; charset=utf-8"
#: Where the processes of one server leave their numbers for each other; see ``api.serving``.
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


class Now(Collector):
    """What is read off the moment it is asked for: the workers and queues of this process."""

    def __init__(self, live: "Live") -> None:
        self._live = live

    def collect(self) -> Iterable[Metric]:
        pool, service = self._live.pool, self._live.service
        queries = CounterMetricFamily("tone_sparql_queries", "SPARQL queries by outcome", labels=["outcome"])
        for outcome in ("asked", "slow", "timeout", "overtaxed", "lost", "gone"):
            queries.add_metric([outcome], pool.counts[outcome])
        yield queries
        yield CounterMetricFamily("tone_sparql_workers_killed", "Workers ended by us", value=pool.counts["killed"])
        yield GaugeMetricFamily("tone_sparql_waiting", "SPARQL queries without a worker", value=pool.waiting)
        yield GaugeMetricFamily("tone_classify_room", "Texts that may still wait", value=service.batcher.waiting)
        graph = GaugeMetricFamily("tone_graph", "Always 1; the label is the version of the content", labels=["version"])
        graph.add_metric([service.world.version], 1)
        yield graph


async def endpoint(request: Request) -> Response:
    """All numbers; of all processes of this server where there are several, but for those of the moment."""
    if os.environ.get(SHARED):
        shared = CollectorRegistry()
        MultiProcessCollector(shared)  # type: ignore[no-untyped-call]  # the library has no annotation here
        text = generate_latest(shared)
    else:
        text = generate_latest()
    own = CollectorRegistry()
    own.register(Now(request.app.state.live))
    return Response(text + generate_latest(own), media_type=MEDIA)
