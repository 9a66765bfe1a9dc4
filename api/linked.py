"""Terms on the web: one address, the form the client asks for.

``/joy`` answers with a page or with RDF by the Accept header; ``/joy.ttl`` and the like ask for one
form by name.  The answer says what other forms there are.  Every IRI of ours has its own path here, so
this is the last route, and takes what no other one does.
"""

from http import HTTPStatus
from urllib.parse import quote, unquote

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Match

from api import pages
from api.conditional import CACHED, answer
from api.errors import problem
from api.negotiate import accepted, choose
from api.pages import Head
from api.remembered import Remembered
from api.resources import HTML, RDF_MEDIA, Resource, find, whole
from api.service import Service
from kg.rdf import Iri
from kg.release import LICENCE
from kg.results import serialize
from kg.terms import BASE, iri_of
from ontology.errors import Unknown

SUFFIXES = {
    "html": HTML,
    "ttl": "text/turtle",
    "jsonld": "application/ld+json",
    "rdf": "application/rdf+xml",
    "nt": "application/n-triples",
}
ENDINGS = {media: suffix for suffix, media in SUFFIXES.items()}

#: What every answer about the graph points to beside: the data set, and where to ask it questions.
BESIDE = (
    '</void.ttl>; rel="describedby"; type="text/turtle"',
    '</sparql>; rel="service-desc"; type="text/turtle"',
    '</sparql>; rel="http://www.w3.org/ns/sparql-service-description#endpoint"',
    f'<{LICENCE}>; rel="license"',
)


async def ontology(request: Request) -> Response:
    """The start page, or the ontology in a form of RDF; with ``?iri=`` the thing of that name."""
    service: Service = request.app.state.live.service
    if named := request.query_params.get("iri"):
        path = (await run_in_threadpool(_find, request, named)).path
        return RedirectResponse(path, HTTPStatus.SEE_OTHER, {"Cache-Control": CACHED})
    resource = whole()
    media = choose(accepted(request), resource.forms)
    if media == HTML:
        body = bytes((await run_in_threadpool(pages.start, service)).body)
        return answer(request, body, HTML, _headers(resource, HTML))
    return _elsewhere(resource, media)


async def thing(request: Request) -> Response:
    """Whatever of ours this path names: by slug, CURIE or IRI, with the ending of a form or without."""
    raw = bytes(request.scope.get("raw_path") or quote(request.url.path).encode()).decode("latin-1").partition("?")[0]
    name = raw.lstrip("/")
    if name.endswith("/") or not name:
        query = f"?{request.url.query}" if request.url.query else ""
        return RedirectResponse(f"/{iri_of(name).removeprefix(BASE)}{query}", HTTPStatus.PERMANENT_REDIRECT)
    return await run_in_threadpool(_answer, request, _spelt(name))


def _spelt(name: str) -> str:
    """A CURIE or IRI whose own signs were encoded to fit into a path, decoded once; other paths as they are."""
    lowered = name.lower()
    if lowered.startswith(("http%3a", "https%3a", "http:%2f", "https:%2f", "tone%3a", "tonelabel%3a")):
        name = unquote(name)
    for scheme in ("http:/", "https:/"):  # some gateways fold two slashes into one
        if name.lower().startswith(scheme) and not name.lower().startswith(f"{scheme}/"):
            return f"{scheme}/{name[len(scheme) :]}"
    return name


def _answer(request: Request, name: str) -> Response:
    bodies: Remembered[bytes] = request.app.state.live.bodies  # taken first, so that a reload cannot mix two graphs
    stem, _, suffix = name.rpartition(".")
    by_name = SUFFIXES.get(suffix) if stem else None
    resource = _find(request, stem if by_name else name)
    media = by_name if by_name in resource.forms else None
    if by_name is None:
        media = choose(accepted(request), resource.forms)
    if media is None or media in resource.elsewhere:
        return _elsewhere(resource, media)
    body = bodies.find((resource.path, media))
    if body is None:
        body = _body(resource, media)
        bodies.keep((resource.path, media), body, len(body))
    return answer(request, body, media, _headers(resource, media))


def _find(request: Request, name: str) -> Resource:
    """What a name names; a path that has another method is told so.

    Raises:
        Unknown: nothing has that name.
        HTTPException: 404 where no kind of ours has such names, 405 where the path is there for other methods.
    """
    try:
        return find(request.app.state.live.service, iri_of(name))
    except (Unknown, LookupError) as error:
        for route in request.app.routes:
            if route.matches(request.scope)[0] is Match.PARTIAL:
                allowed = {"Allow": ", ".join(sorted(getattr(route, "methods", None) or ()))}
                raise HTTPException(HTTPStatus.METHOD_NOT_ALLOWED, headers=allowed) from None
        if isinstance(error, Unknown):
            raise
        raise HTTPException(HTTPStatus.NOT_FOUND) from None


def _elsewhere(resource: Resource, media: str | None) -> Response:
    """303 to where that form is, or 406 with the forms there are."""
    if media is not None:
        headers = {**_headers(resource, None), "Cache-Control": CACHED}
        return RedirectResponse(resource.elsewhere[media], HTTPStatus.SEE_OTHER, headers)
    detail = f"this can be sent as {', '.join(resource.forms)}"
    return problem(HTTPStatus.NOT_ACCEPTABLE, detail, headers=_headers(resource, None))


def _body(resource: Resource, media: str) -> bytes:
    triples = resource.describe()
    if media != HTML:
        return serialize(triples, RDF_MEDIA[media])
    assert resource.page is not None  # noqa: S101  # what has no page is described elsewhere
    own = [t for t in triples if t.subject == Iri(resource.iri)]
    data = serialize(own, "jsonld").decode().replace("<", "\\u003c")  # so that no literal ends the element
    return bytes(resource.page(Head(resource.iri, resource.path, _links(resource), data)).body)


def _links(resource: Resource) -> tuple[tuple[str, str], ...]:
    """(path, media type) of each form."""
    if resource.path == "/":
        return tuple((resource.elsewhere[media], media) for media in resource.forms)
    return tuple((f"{resource.path}.{ENDINGS[media]}", media) for media in resource.forms)


def _headers(resource: Resource, media: str | None) -> dict[str, str]:
    forms = [f'<{path}>; rel="alternate"; type="{other}"' for path, other in _links(resource)]
    types = [f'<{iri}>; rel="type"' for iri in resource.types()]
    place = {"Content-Location": {m: p for p, m in _links(resource)}[media]} if media else {}
    links = [*forms, f'<{resource.iri}>; rel="canonical"', *types, *BESIDE]
    return {"Vary": "Accept", "Link": ", ".join(links), **place}
