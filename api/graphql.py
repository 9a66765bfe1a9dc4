"""GraphQL over HTTP (first edition, 2026): one endpoint, GET for queries, POST for all.

A client that accepts ``application/graphql-response+json`` learns from the status whether the
document was executed; one that knows only ``application/json`` gets 200 with the errors inside.
"""

from functools import lru_cache
from http import HTTPStatus

import orjson
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response

from api.bodies import Refused
from api.gql import request as requests
from api.gql.answering import CALLERS, Answered, Answers, MutationByGet
from api.negotiate import accepted, choose
from api.pages import graphiql

#: What a GET that asks for data has.
DATA = {"query", "documentId", "extensions"}
MODERN, LEGACY, HTML = "application/graphql-response+json", "application/json", "text/html"


async def endpoint(request: Request) -> Response:
    """Answer one GraphQL request, or send the explorer to a browser."""
    accept = accepted(request)
    if request.method == "GET" and not DATA & request.query_params.keys() and _page_or_data(accept) == HTML:
        return graphiql()
    media = _data(accept)
    if media is None:
        return _failed(LEGACY, HTTPStatus.NOT_ACCEPTABLE, f"there are {MODERN} and {LEGACY}")
    try:
        asked = await requests.read(request)
    except Refused as refusal:
        return _failed(media, refusal.status, str(refusal), refusal.headers)
    answers: Answers = request.app.state.live.answers
    authorization = request.headers.get("authorization", "")
    answered = answers.remembered(asked, authorization)
    if answered is None:
        try:
            answered = await run_in_threadpool(answers.answer, asked, authorization)
        except MutationByGet:
            headers = {"Allow": "POST"}
            return _failed(media, HTTPStatus.METHOD_NOT_ALLOWED, "a mutation is sent by POST", headers)
    return _sent(media, answered)


@lru_cache(maxsize=256)
def _page_or_data(accept: str) -> str | None:
    return choose(accept, [LEGACY, MODERN, HTML])


@lru_cache(maxsize=256)
def _data(accept: str) -> str | None:
    return choose(accept, [LEGACY, MODERN])


def _sent(media: str, answered: Answered) -> Response:
    status = HTTPStatus.OK if answered.executed or media == LEGACY else HTTPStatus.BAD_REQUEST
    return Response(answered.body, status, {"Vary": "Accept"}, f"{media}; charset=utf-8")


def _failed(media: str, status: HTTPStatus, message: str, headers: dict[str, str] | None = None) -> Response:
    body = orjson.dumps(
        {"errors": [{"message": message, "extensions": {"code": "BAD_REQUEST", "classification": CALLERS}}]}
    )
    return Response(body, status, {"Vary": "Accept", **(headers or {})}, f"{media}; charset=utf-8")
