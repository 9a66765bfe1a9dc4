"""Texts of GraphQL, each parsed and checked once, and those a client need not send again.

A client may send the hash of a text in place of it: of one it sent before (automatic persisted queries), or of one
that the operator trusts (``TONE_DOCUMENTS``, a JSON file of hashes and texts).
"""

import hashlib
import json
import threading
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path

from graphql import (
    DocumentNode,
    GraphQLError,
    GraphQLSchema,
    NoSchemaIntrospectionCustomRule,
    OperationDefinitionNode,
    OperationType,
    get_operation_ast,
    parse,
    validate,
)
from graphql.validation import recommended_rules, specified_rules

from api.gql.limits import CODE, ERRORS, TOKENS, over_limits
from api.metrics import CACHE
from ontology.errors import BadInput
from ontology.foreign import text as read_text

#: Texts that are kept, and the characters of the longest that is.
KEPT, LONGEST = 1024, 50_000


@dataclass(frozen=True, slots=True)
class Document:
    """A text that was looked at: what it asks, or what is wrong with it."""

    hash: str
    text: str
    parsed: DocumentNode | None
    errors: tuple[GraphQLError, ...] = ()

    def operation(self, name: str | None) -> OperationDefinitionNode:
        """The operation with this name, or the only one.

        Raises:
            GraphQLError: there is none such, or the name is needed.
        """
        assert self.parsed is not None  # noqa: S101  # asked only of texts without errors
        found = get_operation_ast(self.parsed, name)
        if found is None:
            names = ", ".join(d.name.value for d in _operations(self.parsed) if d.name) or "one without a name"
            what = f"no operation '{name}' in the document" if name else "the document has several operations; name one"
            raise GraphQLError(f"{what}; there are {names}")
        return found

    def is_mutation(self, name: str | None) -> bool:
        """Whether the operation changes something.

        Raises:
            GraphQLError: there is no such operation.
        """
        return self.operation(name).operation is OperationType.MUTATION


class Documents:
    """Texts of one schema; safe between threads."""

    def __init__(self, schema: GraphQLSchema, *, trusted: str = "", introspection: bool = True) -> None:
        """``trusted``: a file of texts by hash; where it is given, no other text is answered.

        Raises:
            BadInput: the file is not as told, or a text in it has errors.
        """
        self._schema = schema
        self._rules = [*specified_rules, *recommended_rules]
        if not introspection:
            self._rules.append(NoSchemaIntrospectionCustomRule)
        self._kept: OrderedDict[str, Document] = OrderedDict()
        self._lock = threading.Lock()
        self._trusted = self._read_trusted(Path(trusted)) if trusted else None

    def known(self, hash: str) -> Document | None:
        """The text with this hash (hex of SHA-256), where it is trusted or was sent lately."""
        if self._trusted is not None:
            return self._trusted.get(hash)
        with self._lock:
            if document := self._kept.get(hash):
                self._kept.move_to_end(hash)
        CACHE.labels("document", "hit" if document else "miss").inc()
        return document

    def read(self, text: str, hash: str) -> Document:
        """The document of a text, looked at anew and kept if it is sound.

        Raises:
            GraphQLError: only trusted texts are answered, or it is too long.
        """
        if self._trusted is not None:
            code = {"code": "UNTRUSTED_DOCUMENT"}
            raise GraphQLError("only trusted documents are answered here; send the hash of one", extensions=code)
        if len(text) > LONGEST:
            raise GraphQLError(f"the document has more than {LONGEST} characters", extensions={"code": CODE})
        document = self._looked_at(text, hash)
        if not document.errors:
            with self._lock:
                self._kept[hash] = document
                while len(self._kept) > KEPT:
                    self._kept.popitem(last=False)
        return document

    def _looked_at(self, text: str, hash: str) -> Document:
        try:
            parsed = parse(text, max_lexical_tokens=TOKENS)
        except GraphQLError as error:
            return Document(hash, text, None, (error,))
        if too_much := over_limits(parsed):
            return Document(hash, text, parsed, (too_much,))
        return Document(
            hash, text, parsed, tuple(validate(self._schema, parsed, self._rules, max_errors=ERRORS)[:ERRORS])
        )

    def _read_trusted(self, path: Path) -> dict[str, Document]:
        try:
            texts = json.loads(read_text(path))
        except ValueError:
            texts = None
        if not isinstance(texts, dict) or not all(isinstance(text, str) for text in texts.values()):
            raise BadInput(f"{path} is no JSON object of hashes and GraphQL texts")
        found = {}
        for hash, text in texts.items():
            if hash != hash_of(text):
                raise BadInput(f"{path}: '{hash}' is not the SHA-256 of its text, which is {hash_of(text)}")
            found[hash] = self._looked_at(text, hash)
            if found[hash].errors:
                raise BadInput(f"{path}: {hash}: {found[hash].errors[0].message}")
        return found


def hash_of(text: str) -> str:
    """The name of a text: SHA-256 of its UTF-8, in hex."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _operations(document: DocumentNode) -> list[OperationDefinitionNode]:
    return [d for d in document.definitions if isinstance(d, OperationDefinitionNode)]
