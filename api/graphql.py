"""GraphQL over HTTP (first edition, 2026): one endpoint, GET for queries, POST for all.

A client that accepts ``application/graphql-response+json`` learns from the status whether the
document was executed; one that knows only ``application/json`` gets 200 with the errors inside.
"""

import json
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from graphql import GraphQLError
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from strawberry.schema.exceptions import InvalidOperationTypeError
from strawberry.types.graphql import OperationType

from api.context import Context
from api.negotiate import choose
from api.pages import graphiql
from api.schema import schema

MODERN, LEGACY = "application/graphql-response+json", "application/json"
HTML = "text/html"
#: The largest request body that is read.
MOST_BYTES = 1_000_000


@dataclass(frozen=True, slots=True)
class _Asked:
    query: str
    variables: dict[str, Any] | None  # Any: JSON
    operation: str | None


class _Refused(Exception):
    def __init__(self, status: HTTPStatus, message: str, headers: dict[str, str] | None = None) -> None:
        super().__init__(message)
        self.status, self.headers = status, headers


async def endpoint(request: Request) -> Response:
    """Answer one GraphQL request, or send the explorer to a browser."""
    wants = choose(request.headers.get("accept", ""), [LEGACY, MODERN, HTML])
    if request.method == "GET" and wants == HTML and "query" not in request.query_params:
        return graphiql()
    media = choose(request.headers.get("accept", ""), [LEGACY, MODERN])
    if media is None:
        return _respond(LEGACY, HTTPStatus.NOT_ACCEPTABLE, _error(f"there are {MODERN} and {LEGACY}"))
    try:
        asked = _from_url(request) if request.method == "GET" else await _from_body(request)
    except _Refused as refusal:
        return _respond(media, refusal.status, _error(str(refusal)), refusal.headers)
    context = Context(request.app.state.live.service, request.headers.get("authorization", ""))
    return await run_in_threadpool(_execute, context, asked, media, by_get=request.method == "GET")


def _execute(context: Context, asked: _Asked, media: str, *, by_get: bool) -> Response:
    allowed = {OperationType.QUERY} if by_get else set(OperationType)
    try:
        result = schema.execute_sync(
            asked.query,
            variable_values=asked.variables,
            operation_name=asked.operation,
            context_value=context,
            allowed_operation_types=allowed,
        )
    except InvalidOperationTypeError:
        headers = {"Allow": "POST"}
        return _respond(media, HTTPStatus.METHOD_NOT_ALLOWED, _error("a mutation is sent by POST"), headers)
    body: dict[str, Any] = {}  # Any: JSON
    if result.errors:
        body["errors"] = [error.formatted for error in result.errors]
    executed = result.data is not None or any(_was_executed(error) for error in result.errors or ())
    if executed:
        body["data"] = result.data
    status = HTTPStatus.OK if executed or media == LEGACY else HTTPStatus.BAD_REQUEST
    return _respond(media, status, body)


def _was_executed(error: GraphQLError) -> bool:
    return error.path is not None


def _from_url(request: Request) -> _Asked:
    given = request.query_params
    asked: dict[str, object] = {"query": given.get("query"), "operationName": given.get("operationName")}
    for name in ("variables", "extensions"):
        if given.get(name):
            asked[name] = _json(given[name].encode(), name)
    return _checked(asked)


async def _from_body(request: Request) -> _Asked:
    media, _, parameters = request.headers.get("content-type", "").partition(";")
    charset = parameters.partition("charset=")[2].strip(' "').lower()
    if media.strip().lower() != "application/json" or charset not in {"", "utf-8"}:
        raise _Refused(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "send application/json in UTF-8")
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MOST_BYTES:
            raise _Refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, f"the body is longer than {MOST_BYTES} bytes")
    asked = _json(bytes(body), "the body")
    if not isinstance(asked, dict):
        raise _Refused(HTTPStatus.BAD_REQUEST, "the body is not a JSON object")
    return _checked(asked)


def _json(text: bytes, what: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise _Refused(HTTPStatus.BAD_REQUEST, f"{what} is not JSON") from None


def _checked(asked: dict[str, object]) -> _Asked:
    query, operation = asked.get("query"), asked.get("operationName")
    variables, extensions = asked.get("variables"), asked.get("extensions")
    if not isinstance(query, str) or not query.strip():
        raise _Refused(HTTPStatus.BAD_REQUEST, "query is missing; send it as a JSON string named query")
    if operation is not None and not isinstance(operation, str):
        raise _Refused(HTTPStatus.BAD_REQUEST, "operationName is not a string")
    for name, value in (("variables", variables), ("extensions", extensions)):
        if value is not None and not isinstance(value, dict):
            raise _Refused(HTTPStatus.BAD_REQUEST, f"{name} is not a JSON object")
    return _Asked(query, variables if isinstance(variables, dict) else None, operation or None)


def _error(message: str) -> dict[str, Any]:  # Any: JSON
    return {"errors": [{"message": message, "extensions": {"code": "BAD_REQUEST"}}]}


def _respond(media: str, status: HTTPStatus, body: dict[str, Any], headers: dict[str, str] | None = None) -> Response:
    text = json.dumps(body, ensure_ascii=False, separators=(",", ":"))
    return Response(text, status, headers=headers, media_type=f"{media}; charset=utf-8")
