"""Reading a GraphQL request off HTTP (GraphQL over HTTP, first edition, September 2026)."""

import json
from dataclasses import dataclass, field
from functools import cached_property
from http import HTTPStatus
from typing import Any

import orjson
from starlette.requests import Request

from api.bodies import Refused, read_body
from api.gql.documents import hash_of


@dataclass(frozen=True)
class Asked:
    """A request: a text or the hash of one, or both; variables; the name of the operation."""

    text: str | None
    hash: str | None
    operation: str | None = None
    variables: dict[str, Any] = field(default_factory=dict)  # Any: JSON
    by_get: bool = False

    @cached_property
    def document(self) -> str:
        """The hash of the text that was sent, or else the hash that was."""
        return hash_of(self.text) if self.text is not None else self.hash or ""

    @property
    def contradicts_itself(self) -> bool:
        """Whether a text came with the hash of another."""
        return self.hash is not None and self.hash != self.document

    @cached_property
    def key(self) -> tuple[str, str | None, bytes]:
        """What has one answer as long as the graph stays: document, operation and variables."""
        variables = json.dumps(self.variables, sort_keys=True).encode() if self.variables else b""
        return self.document, self.operation, variables


async def read(request: Request) -> Asked:
    """What a request asks.

    Raises:
        Refused: it is not as the specification has it.
    """
    return _from_url(request) if request.method == "GET" else await _from_body(request)


def _from_url(request: Request) -> Asked:
    given = request.query_params
    asked: dict[str, object] = {name: given.get(name) for name in ("query", "operationName", "documentId")}
    for name in ("variables", "extensions"):
        if given.get(name):
            asked[name] = _json(given[name].encode("utf-8", "surrogatepass"), name)
    return _checked(asked, by_get=True)


async def _from_body(request: Request) -> Asked:
    media, _, parameters = request.headers.get("content-type", "").partition(";")
    charset = parameters.partition("charset=")[2].strip(' "').lower()
    if media.strip().lower() != "application/json" or charset not in {"", "utf-8"}:
        raise Refused(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "send application/json in UTF-8")
    asked = _json(await read_body(request), "the body")
    if isinstance(asked, list):
        raise Refused(HTTPStatus.BAD_REQUEST, "several requests in one are not answered; send one JSON object each")
    if not isinstance(asked, dict):
        raise Refused(HTTPStatus.BAD_REQUEST, "the body is not a JSON object")
    return _checked(asked, by_get=False)


def _json(text: bytes, what: str) -> object:
    try:
        value: object = orjson.loads(text)
    except orjson.JSONDecodeError:
        raise Refused(HTTPStatus.BAD_REQUEST, f"{what} is not JSON") from None
    return value


def _checked(asked: dict[str, object], *, by_get: bool) -> Asked:
    text, operation = asked.get("query"), asked.get("operationName")
    variables, extensions = asked.get("variables"), asked.get("extensions")
    for name, value in (("variables", variables), ("extensions", extensions)):
        if value is not None and not isinstance(value, dict):
            raise Refused(HTTPStatus.BAD_REQUEST, f"{name} is not a JSON object")
    hash = _hash(asked.get("documentId"), extensions if isinstance(extensions, dict) else {})
    if text is not None and not isinstance(text, str):
        raise Refused(HTTPStatus.BAD_REQUEST, "query is not a string")
    if not (text and text.strip()) and hash is None:
        raise Refused(HTTPStatus.BAD_REQUEST, "query is missing; send it as a JSON string named query")
    if operation is not None and not isinstance(operation, str):
        raise Refused(HTTPStatus.BAD_REQUEST, "operationName is not a string")
    return Asked(text or None, hash, operation or None, variables if isinstance(variables, dict) else {}, by_get)


def _hash(document_id: object, extensions: dict[str, Any]) -> str | None:
    """The hash of a text, by ``documentId`` (``sha256:…``) or as automatic persisted queries have it."""
    if document_id is not None:
        if not isinstance(document_id, str) or not document_id.startswith("sha256:"):
            raise Refused(HTTPStatus.BAD_REQUEST, "documentId is not sha256: and the hash of a document in hex")
        return document_id.removeprefix("sha256:").lower()
    persisted = extensions.get("persistedQuery")
    if persisted is None:
        return None
    hash = persisted.get("sha256Hash") if isinstance(persisted, dict) else None
    if not isinstance(hash, str) or persisted.get("version") != 1:
        raise Refused(HTTPStatus.BAD_REQUEST, "extensions.persistedQuery has no version 1 and sha256Hash")
    return hash.lower()
