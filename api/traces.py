"""A span for each request, for those who collect traces: OpenTelemetry, where ``TONE_TRACES=on``.

Where spans go, what share of them is kept and what they say of this service is told by the variables every
OpenTelemetry program knows (``OTEL_EXPORTER_OTLP_ENDPOINT``, ``OTEL_TRACES_SAMPLER``, ``OTEL_SERVICE_NAME`` …).
A span carries the request's id, but neither query strings nor bodies.  Nothing is imported while it is off.
"""

import os
from typing import TYPE_CHECKING, Any

from starlette.types import ASGIApp, Receive, Scope, Send

from api.around import method_of, route_of
from api.settings import Settings
from ontology.errors import BadInput, MissingExtra
from ontology.version import __version__

if TYPE_CHECKING:
    from opentelemetry.sdk.trace import TracerProvider

#: Where the query string waits while the tracing layer, which would write it down, looks at the request.
_QUERY = "tone.query_string"


def traced(app: ASGIApp, settings: Settings) -> ASGIApp:
    """The application, with spans where the settings ask for them.

    Raises:
        MissingExtra: the packages are not installed.
        BadInput: ``OTEL_TRACES_EXPORTER`` is none of otlp, console, none.
    """
    if not settings.traces:
        return app
    try:
        return Traced(app, _provider())
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("opentelemetry"):
            raise MissingExtra("TONE_TRACES=on", "otel") from None
        raise


class Traced:
    """An application whose every request is a span of this provider."""

    def __init__(self, app: ASGIApp, provider: "TracerProvider") -> None:
        from opentelemetry.instrumentation.asgi import OpenTelemetryMiddleware

        self._app, self._provider = app, provider
        self._around = OpenTelemetryMiddleware(
            self._asked,
            default_span_details=_named,
            tracer_provider=provider,
            http_capture_headers_server_response=["x-request-id"],
            exclude_spans=["receive", "send"],
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            without = {**scope, "query_string": b"", _QUERY: scope["query_string"]}
            await self._around(without, receive, send)
            return
        try:
            await self._app(scope, receive, send)  # the lifespan: returns when the server stops
        finally:
            self._provider.shutdown()  # sends what has not been sent yet

    async def _asked(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self._app({**scope, "query_string": scope[_QUERY]}, receive, send)


def _named(scope: Scope) -> tuple[str, dict[str, Any]]:  # Any: the values of attributes
    route = route_of(scope["path"])
    return f"{method_of(scope)} {route}", {"http.route": route}


def _provider() -> "TracerProvider":
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import BatchSpanProcessor, ConsoleSpanExporter, SpanExporter

    exporter: SpanExporter
    match name := os.environ.get("OTEL_TRACES_EXPORTER", "") or "otlp":
        case "otlp":
            from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter

            exporter = OTLPSpanExporter()
        case "console":
            exporter = ConsoleSpanExporter()
        case "none":
            return TracerProvider()
        case _:
            raise BadInput(f"OTEL_TRACES_EXPORTER '{name}' is none of otlp, console, none")
    service = {"service.name": os.environ.get("OTEL_SERVICE_NAME") or "tone-kg", "service.version": __version__}
    provider = TracerProvider(resource=Resource.create(service))
    provider.add_span_processor(BatchSpanProcessor(exporter))
    return provider
