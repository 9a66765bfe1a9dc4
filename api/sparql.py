"""SPARQL 1.1 Protocol, query only: GET, POST of a form, POST of the query itself.

A bare GET answers with the service description, or with a page to type a query in.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from http import HTTPStatus
from urllib.parse import parse_qsl

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from api.bodies import Refused, gone, read_body
from api.clients import client_of
from api.errors import problem
from api.negotiate import accepted, choose
from api.pages import sparql_page
from api.service import Service
from kg.results import GRAPH_FORMATS, ROW_FORMATS
from kg.terms import GRAPHS, graph_iri
from kg.workers.frames import Question, Reply
from kg.workers.pool import Pool
from kg.workers.worker import INTERNAL, NOT_ACCEPTABLE, STOPPED

FORM, QUERY, UPDATE = "application/x-www-form-urlencoded", "application/sparql-query", "application/sparql-update"
VARY = {"Vary": "Accept"}
READ_ONLY = "this endpoint answers queries only; it takes no updates"
#: Media types that stand for a format beside its own name.
ALSO = {"application/json": "json", "application/xml": "xml", "text/xml": "xml", "text/plain": "ntriples"}
ROW_MEDIA = {media: form for form, media in ROW_FORMATS.items()} | {m: f for m, f in ALSO.items() if f in ROW_FORMATS}
GRAPH_MEDIA = {media: form for form, media in GRAPH_FORMATS.items()} | {
    m: f for m, f in ALSO.items() if f in GRAPH_FORMATS
}
#: How a worker's refusals look from outside; what is not here is the client's to mend.
STATUS = {NOT_ACCEPTABLE: HTTPStatus.NOT_ACCEPTABLE, STOPPED: HTTPStatus.SERVICE_UNAVAILABLE}


@dataclass(frozen=True, slots=True)
class _Asked:
    query: str
    default_graphs: tuple[str, ...]
    named_graphs: tuple[str, ...]


async def endpoint(request: Request) -> Response:
    """Answer one protocol request; our own errors go up to the application's handler."""
    accept = accepted(request)
    if request.method != "POST" and not request.query_params:
        if choose(accept, ["text/turtle", "text/html"]) == "text/html":
            return sparql_page()
        return Response(_description(str(request.url)), media_type="text/turtle", headers=VARY)
    try:
        asked = await _posted(request) if request.method == "POST" else _read_pairs(request.query_params.multi_items())
    except Refused as refusal:
        return problem(refusal.status, str(refusal), code="QUERY_REFUSED")
    return await _answer(request, asked, accept)


async def _answer(request: Request, asked: _Asked, accept: str) -> Response:
    rows, graph = _media(accept)
    if not request.app.state.live.service.embeds_sparql:
        return await run_in_threadpool(_elsewhere, request.app.state.live.service, asked, rows, graph)
    question = Question(
        asked.query,
        asked.default_graphs,
        asked.named_graphs,
        rows_form=ROW_MEDIA[rows] if rows else None,
        graph_form=GRAPH_MEDIA[graph] if graph else None,
        most=request.app.state.live.service.settings.sparql_rows,
    )
    pool: Pool = request.app.state.live.pool
    if request.method != "POST":
        await request.body()
    reply = await pool.ask(question, client_of(request), lambda: gone(request))
    if reply.code == INTERNAL:
        raise RuntimeError(reply.error)
    if reply.error:
        return problem(STATUS.get(reply.code, HTTPStatus.BAD_REQUEST), reply.error, code=reply.code, headers=VARY)
    media = rows if rows and ROW_MEDIA[rows] == reply.form else graph
    return Response(reply.body, media_type=media, headers=_headers(reply))


def _elsewhere(service: Service, asked: _Asked, rows: str | None, graph: str | None) -> Response:
    """The answer of an endpoint elsewhere, in the form that is asked for; it has limits of its own beside ours."""
    found = service.store.query(
        asked.query,
        default_graphs=asked.default_graphs,
        named_graphs=asked.named_graphs,
        most=service.settings.sparql_rows,
    )
    media, forms = (graph, GRAPH_MEDIA) if found.kind == "graph" else (rows, ROW_MEDIA)
    if media is None:
        return problem(STATUS[NOT_ACCEPTABLE], f"this answer can be had as {', '.join(forms)}", headers=VARY)
    return Response(found.serialize(forms[media]), media_type=media, headers=VARY)


@lru_cache(maxsize=256)
def _media(accept: str) -> tuple[str | None, str | None]:
    """The media types for rows and for graphs that the client likes best, None where it takes none."""
    return choose(accept, list(ROW_MEDIA)), choose(accept, list(GRAPH_MEDIA))


def _headers(reply: Reply) -> dict[str, str]:
    return {**VARY, "Server-Timing": f"query;dur={reply.seconds * 1e3:.3f}"}


async def _posted(request: Request) -> _Asked:
    media, _, parameters = request.headers.get("content-type", "").partition(";")
    charset = parameters.partition("charset=")[2].strip(' "').lower()
    kind = media.strip().lower()
    if kind == UPDATE:
        raise Refused(HTTPStatus.FORBIDDEN, READ_ONLY)
    if kind not in {FORM, QUERY} or charset not in {"", "utf-8"}:
        raise Refused(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, f"send {FORM} or {QUERY}, in UTF-8")
    try:
        text = (await read_body(request)).decode("utf-8")
    except UnicodeDecodeError:
        raise Refused(HTTPStatus.BAD_REQUEST, "the body is not UTF-8") from None
    pairs = request.query_params.multi_items()
    if kind == FORM:
        return _read_pairs([*pairs, *_form(text)])
    return _read_pairs([("query", text), *(pair for pair in pairs if pair[0] != "query")])


def _form(text: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(text, keep_blank_values=True, encoding="utf-8", errors="strict", max_num_fields=1000)
    except ValueError:
        raise Refused(HTTPStatus.BAD_REQUEST, "the form is not URL-encoded UTF-8 with at most 1000 fields") from None


def _read_pairs(pairs: Sequence[tuple[str, str]]) -> _Asked:
    def all_of(name: str) -> tuple[str, ...]:
        return tuple(value for key, value in pairs if key == name)

    if all_of("update"):
        raise Refused(HTTPStatus.FORBIDDEN, READ_ONLY)
    queries = all_of("query")
    if len(queries) != 1:
        raise Refused(HTTPStatus.BAD_REQUEST, f"{len(queries)} queries in the request; send one as query=…")
    return _Asked(queries[0], all_of("default-graph-uri"), all_of("named-graph-uri"))


def _description(endpoint: str) -> str:
    formats = " , ".join(
        f"<http://www.w3.org/ns/formats/{name}>"
        for name in ("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV",
                     "Turtle", "JSON-LD", "RDF_XML", "N-Triples")
    )  # fmt: skip
    graphs = " ,\n    ".join(f"[ sd:name <{graph_iri(name)}> ]" for name in GRAPHS if name != "schema")
    return f"""@prefix sd: <http://www.w3.org/ns/sparql-service-description#> .
[] a sd:Service ;
  sd:endpoint <{endpoint}> ;
  sd:supportedLanguage sd:SPARQL11Query ;
  sd:feature sd:UnionDefaultGraph ;
  sd:resultFormat {formats} ;
  sd:defaultDataset [ a sd:Dataset ; sd:defaultGraph [ a sd:Graph ] ;
    sd:namedGraph {graphs} ] .
"""
