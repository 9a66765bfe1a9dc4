"""The release files under the addresses that the ontology gives for them."""

from importlib.resources import files

from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response

from kg.release import FILES as GENERATED
from kg.release import PREFIX_MAP
from kg.results import GRAPH_FORMATS

MEDIA = {
    **{name: GRAPH_FORMATS[form] for name, form in GENERATED.items()},
    "schema.ttl": "text/turtle",
    "shapes.ttl": "text/turtle",
    PREFIX_MAP: "application/json",
}
FILES = tuple(MEDIA)


async def file(request: Request) -> Response:
    """A file of ``owl/`` as it was released."""
    name = request.url.path.rpartition("/")[2]
    return FileResponse(str(files("owl") / name), media_type=MEDIA[name])


async def description(request: Request) -> Response:
    """Where those who list data sets look for a description (VoID)."""
    return RedirectResponse("/void.ttl", status_code=303)
