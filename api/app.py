"""The web application: every address, and what goes around each answer."""

import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from http import HTTPStatus
from importlib.resources import files

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from api import classify_http, graphql, hangup, linked, metrics, pages, release, sparql
from api.around import Around, Errors
from api.errors import problem, problem_of
from api.live import Live
from api.methods import HeadAsGet
from api.output import say
from api.service import Service
from ontology.errors import ToneError
from ontology.version import __version__


def create_app(service: Service) -> Starlette:
    """The application over a service; beside it, it holds only whether it is warm."""

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        live: Live = app.state.live
        warming = threading.Thread(target=_warm, args=(app,), name="warm", daemon=True)
        await live.start()
        warming.start()
        with hangup.reloading(live):
            yield
        await live.close()

    app = Starlette(
        routes=[
            Route("/", linked.ontology),
            Route("/healthz", alive),
            Route("/readyz", ready),
            Route("/metrics", metrics.endpoint),
            Route("/search", search),
            Route("/reference", reference),
            Route("/graphql", graphql.endpoint, methods=["GET", "POST"], middleware=[Middleware(HeadAsGet)]),
            *(
                Route(path, sparql.endpoint, methods=["GET", "POST"], middleware=[Middleware(HeadAsGet)])
                for path in ("/sparql", "/sparql/")
            ),
            Route("/classify", classify_http.endpoint, methods=["POST"]),
            Mount("/web", StaticFiles(directory=str(files("api") / "web" / "static"))),
            Mount("/vendor", StaticFiles(directory=str(files("api") / "web" / "vendor"))),
            Route("/favicon.ico", icon),
            *(Route(f"/{name}", release.file) for name in release.FILES),
            Route("/.well-known/void", release.description),
            Route("/{name:path}", linked.thing),  # takes every path that none above does
        ],
        middleware=[
            Middleware(Around, rate=service.settings.rate),
            Middleware(
                CORSMiddleware,
                allow_origins=["*"],
                allow_methods=["GET", "POST"],
                allow_headers=["content-type", "accept", "if-none-match", "x-request-id"],
                expose_headers=["etag", "link", "content-location", "retry-after", "x-request-id"],
            ),
            Middleware(Errors),
        ],
        exception_handlers={ToneError: _our_error, HTTPException: _http_error},
        lifespan=lifespan,
    )
    app.state.live = Live(service)
    app.state.warm, app.state.lacking = threading.Event(), ""
    return app


async def search(request: Request) -> Response:
    """The search page."""
    return await run_in_threadpool(pages.search_page, request.query_params.get("q", ""), request.app.state.live.service)


async def reference(request: Request) -> Response:
    """Every class and property on one page."""
    return await run_in_threadpool(pages.reference, request.app.state.live.service.world)


async def icon(request: Request) -> Response:
    """Where browsers look for a picture."""
    return RedirectResponse("/web/icon.svg")


async def alive(request: Request) -> Response:
    """The process answers."""
    return JSONResponse({"status": "alive", "version": __version__})


def _warm(app: Starlette) -> None:
    """Load what questions will need; what is lacking is said, and what needs it will say so again."""
    try:
        app.state.live.service.warm()
    except ToneError as error:
        app.state.lacking = str(error)
        say(f"not all questions can be answered: {error}")
    finally:
        app.state.warm.set()


async def ready(request: Request) -> Response:
    """Graph and models are loaded; until then 503.  What is lacking for good is named, and the rest is ready."""
    service: Service = request.app.state.live.service
    if not request.app.state.warm.is_set():
        return JSONResponse({"status": "loading"}, HTTPStatus.SERVICE_UNAVAILABLE, {"Retry-After": "1"})
    state = {
        "status": "ready",
        **({"lacking": request.app.state.lacking} if request.app.state.lacking else {}),
        "graph": service.world.version,
        "store": service.settings.store,
        "model": service.model_state,
    }
    return JSONResponse(state)


async def _our_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, ToneError)  # noqa: S101  # registered for nothing else
    return problem_of(error)


async def _http_error(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101  # registered for nothing else
    status = HTTPStatus(error.status_code)
    headers = dict(error.headers or {})
    if allowed := headers.get("Allow"):
        headers["Allow"] = ", ".join(sorted({*allowed.split(", "), "OPTIONS"}))
        if request.method == "OPTIONS":
            return Response(status_code=HTTPStatus.NO_CONTENT, headers=headers)
    detail = f"{request.method} {request.url.path}: {error.detail.lower()}"
    return problem(status, detail, headers=headers)
