"""From a request to the bytes of its answer; answers that cannot change before the graph does are remembered."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

import orjson
from graphql import ExecutionResult, GraphQLError, GraphQLSchema, OperationType
from graphql.execution import execute_sync

from api.context import Context
from api.errors import status_of
from api.gql.columnar import ColumnarExecutor
from api.gql.cost import MOST, cost, too_costly
from api.gql.documents import Document, Documents
from api.gql.fragments import Fragments
from api.gql.request import Asked
from api.logs import LOGGER
from api.metrics import CACHE
from api.remembered import Remembered
from api.service import Service
from ontology.errors import ToneError

#: Bytes of answers that are remembered, and of the longest that is.
MOST_BYTES, LONGEST = 64 * 1024 * 1024, 2 * 1024 * 1024
#: Seconds one operation may take.
SECONDS = 30
#: Whose fault an error is, in words that other GraphQL servers use too.
CALLERS, SERVERS = "BAD_USER_INPUT", "INTERNAL_SERVER_ERROR"
WRONG = "something went wrong on our side; it was logged"


@dataclass(frozen=True, slots=True)
class Answered:
    """The body of an answer, and whether the operation was begun at all."""

    body: bytes
    executed: bool


class MutationByGet(Exception):
    """A change was asked for by GET."""


class Answers:
    """Answers over one service, that is over one version of the graph."""

    def __init__(self, schema: GraphQLSchema, documents: Documents, service: Service) -> None:
        self._schema, self._documents, self._service = schema, documents, service
        self._kept = Remembered[Answered](MOST_BYTES, LONGEST)
        self._fragments = Fragments()

    def remembered(self, asked: Asked, authorization: str) -> Answered | None:
        """The answer, if it was given before and nothing about it can have changed."""
        if authorization or asked.contradicts_itself:
            return None
        found = self._kept.find(asked.key)
        CACHE.labels("answer", "hit" if found else "miss").inc()
        return found

    def answer(self, asked: Asked, authorization: str) -> Answered:
        """The answer, worked out.

        Raises:
            MutationByGet.
        """
        try:
            document = self._document(asked)
            if document.errors:
                return _refused(document.errors)
            operation = document.operation(asked.operation)
        except GraphQLError as error:
            return _refused([error])
        if asked.by_get and operation.operation is not OperationType.QUERY:
            raise MutationByGet
        assert document.parsed is not None  # noqa: S101  # it has no errors
        found = cost(self._schema, document.parsed, operation, asked.variables)
        spent = {"cost": {"requested": found, "limit": MOST}}
        if too_much := too_costly(found):
            return _refused([too_much], spent)
        context = Context(self._service, authorization, time.monotonic() + SECONDS, self._fragments)
        result = execute_sync(
            self._schema,
            document.parsed,
            context_value=context,
            variable_values=asked.variables,
            operation_name=asked.operation,
            executor_class=ColumnarExecutor,
        )
        answered = _body(result, spent)
        if operation.operation is OperationType.QUERY and not result.errors and not authorization:
            self._kept.keep(asked.key, answered, len(answered.body))
        return answered

    def _document(self, asked: Asked) -> Document:
        if asked.contradicts_itself:
            raise GraphQLError("the hash is not the SHA-256 of the document", extensions={"code": "BAD_REQUEST"})
        if document := self._documents.known(asked.document):
            return document
        if asked.text is None:  # the words and the code that clients of automatic persisted queries look for
            raise GraphQLError("PersistedQueryNotFound", extensions={"code": "PERSISTED_QUERY_NOT_FOUND"})
        return self._documents.read(asked.text, asked.document)


def _refused(errors: Sequence[GraphQLError], extensions: dict[str, Any] | None = None) -> Answered:
    body: dict[str, Any] = {"errors": [_told(error) for error in errors]}  # Any: JSON
    if extensions:
        body["extensions"] = extensions
    return Answered(orjson.dumps(body), executed=False)


def _body(result: ExecutionResult, extensions: dict[str, Any]) -> Answered:
    executed = result.data is not None or any(error.path for error in result.errors or ())
    body: dict[str, Any] = {}  # Any: JSON
    if result.errors:
        body["errors"] = [_told(error) for error in result.errors]
    if executed:
        body["data"] = result.data
    body["extensions"] = extensions
    return Answered(orjson.dumps(body), executed=executed)


def _fault(error: ToneError) -> str:
    return SERVERS if status_of(error) >= HTTPStatus.INTERNAL_SERVER_ERROR else CALLERS


def _told(error: GraphQLError) -> dict[str, Any]:  # Any: JSON
    """An error as clients see it, with our code and whose fault it is; of errors that are not ours no word."""
    original, told = error.original_error, dict(error.formatted)
    extensions = dict(error.extensions or {})
    if isinstance(original, ToneError):
        extensions |= {"code": original.code, "classification": _fault(original)}
    elif original is not None and not isinstance(original, GraphQLError):
        LOGGER.error("a resolver failed", exc_info=original)
        told["message"], extensions = WRONG, {"code": "INTERNAL", "classification": SERVERS}
    extensions = {"code": "BAD_REQUEST", "classification": CALLERS, **extensions}
    return {**told, "extensions": extensions}
