"""SPARQL 1.1 Protocol, query only: GET, POST of a form, POST of the query itself.

A bare GET answers with the service description, or with a page to type a query in.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import parse_qsl

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from api.errors import problem
from api.negotiate import choose
from api.pages import sparql_page
from api.service import Service
from kg.terms import GRAPHS, graph_iri

FORM, QUERY, UPDATE = "application/x-www-form-urlencoded", "application/sparql-query", "application/sparql-update"
MOST_BYTES = 1_000_000
READ_ONLY = "this endpoint answers queries only; it takes no updates"
#: Media types that stand for a format beside its own name.
ALSO = {"application/json": "json", "application/xml": "xml", "text/xml": "xml", "text/plain": "ntriples"}


@dataclass(frozen=True, slots=True)
class _Asked:
    query: str
    default_graphs: tuple[str, ...]
    named_graphs: tuple[str, ...]


class _Refused(Exception):
    def __init__(self, status: HTTPStatus, message: str) -> None:
        super().__init__(message)
        self.status = status


async def endpoint(request: Request) -> Response:
    """Answer one protocol request; our own errors go up to the application's handler."""
    accept = request.headers.get("accept", "")
    if request.method == "GET" and not request.query_params:
        if choose(accept, ["text/turtle", "text/html"]) == "text/html":
            return sparql_page()
        return Response(_description(str(request.url)), media_type="text/turtle")
    try:
        asked = _read_pairs(request.query_params.multi_items()) if request.method == "GET" else await _posted(request)
    except _Refused as refusal:
        return problem(refusal.status, str(refusal), code="QUERY_REFUSED")
    return await run_in_threadpool(_answer, request.app.state.service, asked, accept)


def _answer(service: Service, asked: _Asked, accept: str) -> Response:
    answer = service.sparql(asked.query, default_graphs=asked.default_graphs, named_graphs=asked.named_graphs)
    media_types = {media: form for form, media in answer.formats.items()}
    known = media_types | {media: form for media, form in ALSO.items() if form in answer.formats}
    media = choose(accept, list(known))
    if media is None:
        return problem(HTTPStatus.NOT_ACCEPTABLE, f"this answer can be sent as {', '.join(known)}")
    return Response(answer.serialize(known[media]), media_type=media, headers={"Vary": "Accept"})


async def _posted(request: Request) -> _Asked:
    media, _, parameters = request.headers.get("content-type", "").partition(";")
    charset = parameters.partition("charset=")[2].strip(' "').lower()
    kind = media.strip().lower()
    if kind == UPDATE:
        raise _Refused(HTTPStatus.FORBIDDEN, READ_ONLY)
    if kind not in {FORM, QUERY} or charset not in {"", "utf-8"}:
        raise _Refused(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, f"send {FORM} or {QUERY}, in UTF-8")
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MOST_BYTES:
            raise _Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"the body is longer than {MOST_BYTES} bytes")
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        raise _Refused(HTTPStatus.BAD_REQUEST, "the body is not UTF-8") from None
    if kind == FORM:
        return _read_pairs(parse_qsl(text, keep_blank_values=True))
    pairs = [pair for pair in request.query_params.multi_items() if pair[0] != "query"]
    return _read_pairs([("query", text), *pairs])


def _read_pairs(pairs: Sequence[tuple[str, str]]) -> _Asked:
    def all_of(name: str) -> tuple[str, ...]:
        return tuple(value for key, value in pairs if key == name)

    if all_of("update"):
        raise _Refused(HTTPStatus.FORBIDDEN, READ_ONLY)
    queries = all_of("query")
    if len(queries) != 1:
        raise _Refused(HTTPStatus.BAD_REQUEST, f"{len(queries)} queries in the request; send one as query=…")
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
