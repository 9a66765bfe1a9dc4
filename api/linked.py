"""Terms on the web: one address, the form the client asks for.

``/joy`` answers with a page or with RDF by the Accept header; ``/joy.ttl`` and the like ask for one
form by name.  The answer says what other forms there are.
"""

from collections.abc import Callable
from http import HTTPStatus

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from api import pages
from api.errors import problem
from api.negotiate import choose
from api.service import Service
from kg.results import GRAPH_FORMATS, serialize
from kg.terms import emotion_iri, label_iri, label_set_iri

HTML = "text/html"
RDF = {media: form for form, media in GRAPH_FORMATS.items()}
SUFFIXES = {
    "html": HTML,
    "ttl": "text/turtle",
    "jsonld": "application/ld+json",
    "rdf": "application/rdf+xml",
    "nt": "application/n-triples",
}

#: Checks the id, then gives the IRI and a function that draws the page.
Find = Callable[[Service, str], tuple[str, Callable[[], Response]]]


async def emotion(request: Request) -> Response:
    """An emotion, by slug or CURIE."""
    return await _answer(request, request.path_params["id"], _emotion)


async def label_set(request: Request) -> Response:
    """A label set."""
    return await _answer(request, request.path_params["set"], _label_set)


async def label(request: Request) -> Response:
    """A label of a set; its page is the set's."""
    return await _answer(request, f"{request.path_params['set']}/{request.path_params['label']}", _label)


def _emotion(service: Service, id: str) -> tuple[str, Callable[[], Response]]:
    shown = service.show(id)
    return emotion_iri(shown.emotion.id), lambda: pages.term(shown, service.neighbours(id))


def _label_set(service: Service, id: str) -> tuple[str, Callable[[], Response]]:
    found = service.label_set(id)
    return label_set_iri(found.id), lambda: pages.label_set_page(found, service)


def _label(service: Service, id: str) -> tuple[str, Callable[[], Response]]:
    found = service.world.label(id)
    return label_iri(found.id), lambda: pages.label_set_page(service.label_set(found.label_set), service)


async def _answer(request: Request, name: str, find: Find) -> Response:
    stem, _, suffix = name.rpartition(".")
    by_name = SUFFIXES.get(suffix) if stem else None
    media = by_name or choose(request.headers.get("accept", ""), [HTML, *RDF])
    service: Service = request.app.state.live.service
    iri, page = find(service, stem if by_name else name)
    if media is None:
        return problem(HTTPStatus.NOT_ACCEPTABLE, f"this can be sent as {', '.join([HTML, *RDF])}")
    headers = _headers(request.url.path.removesuffix(f".{suffix}") if by_name else request.url.path, service, media)
    if headers["ETag"] in request.headers.get("if-none-match", ""):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    response = await run_in_threadpool(_body, service, iri, media, page)
    response.headers.update(headers)
    return response


def _body(service: Service, iri: str, media: str, page: Callable[[], Response]) -> Response:
    return page() if media == HTML else Response(serialize(service.describe(iri), RDF[media]), media_type=media)


def _headers(path: str, service: Service, media: str) -> dict[str, str]:
    others = [f'<{path}.{suffix}>; rel="alternate"; type="{other}"' for suffix, other in SUFFIXES.items()]
    return {
        "Vary": "Accept",
        "Link": ", ".join([*others, f'<{path}.ttl>; rel="describedby"; type="text/turtle"']),
        "ETag": f'"{service.world.version}-{media.rpartition("/")[2]}"',
    }
