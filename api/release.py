"""The release files under the addresses that the ontology gives for them."""

from functools import cache
from importlib.resources import files
from pathlib import Path

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import FileResponse, RedirectResponse, Response

from api.conditional import CACHED, answer, is_known, tag_of, unchanged
from kg.release import FILES as GENERATED
from kg.release import PREFIX_MAP, WHOLE
from kg.results import GRAPH_FORMATS, serialize
from kg.stores.oxigraph import read_turtle

MEDIA = {
    **{name: GRAPH_FORMATS[form] for name, form in GENERATED.items()},
    **{name: GRAPH_FORMATS[form] for form, name in WHOLE.items()},
    "schema.ttl": "text/turtle",
    "shapes.ttl": "text/turtle",
    PREFIX_MAP: "application/json",
}
FILES = tuple(MEDIA)
#: Every form of the whole ontology points to the others.
ALTERNATES = ", ".join(f'</{name}>; rel="alternate"; type="{MEDIA[name]}"' for name in WHOLE.values())


async def file(request: Request) -> Response:
    """A file of ``owl/`` as it was released; ``tone.nt`` is made of ``tone.ttl``."""
    name = request.url.path.rpartition("/")[2]
    return await run_in_threadpool(_answer, request, name)


def _answer(request: Request, name: str) -> Response:
    headers = {"Link": ALTERNATES} if name in WHOLE.values() else {}
    if name == WHOLE["ntriples"]:
        return answer(request, _lines(), MEDIA[name], headers)
    path = Path(str(files("owl") / name))
    state = path.stat()
    tag = _tag(path, state.st_mtime_ns, state.st_size)
    tagged = {"Cache-Control": CACHED, **headers, "ETag": tag}
    return unchanged(tagged) if is_known(request, tag) else FileResponse(path, media_type=MEDIA[name], headers=tagged)


@cache
def _tag(path: Path, changed: int, size: int) -> str:
    """The tag of what the file holds; read again only when the file was written again."""
    return tag_of(path.read_bytes())


@cache
def _lines() -> bytes:
    """The whole ontology as N-Triples, some seven megabytes."""
    return serialize(read_turtle((files("owl") / WHOLE["turtle"]).read_bytes()), "ntriples")


async def description(request: Request) -> Response:
    """Where those who list data sets look for a description (VoID)."""
    return RedirectResponse("/void.ttl", status_code=303)
