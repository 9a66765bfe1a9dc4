"""The GraphQL schema: each field is one call of the service.

The fields stand in ``api.queries``, one module a subject.  Resolvers run in worker threads (see ``api.graphql``),
so none of them holds up the server.

What was released stays: a field, argument or enum value is first marked ``@deprecated`` with what to use
instead, stays so for one minor version at least, and goes with the next major one.
"""

import strawberry
from graphql import GraphQLError
from strawberry.extensions import (
    AddValidationRules,
    MaxAliasesLimiter,
    MaxTokensLimiter,
    ParserCache,
    QueryDepthLimiter,
    ValidationCache,
)
from strawberry.schema.config import StrawberryConfig

from api.label_types import LabelSetType, LabelType
from api.queries.changes import ChangeQueries
from api.queries.emotions import EmotionQueries
from api.queries.graph import GraphQueries
from api.queries.labels import LabelQueries
from api.queries.texts import TextQueries
from api.queries.things import ThingQueries
from api.statement_types import TermType
from api.types import EmotionType
from api.vocab_types import Mutation
from ontology.errors import ToneError


@strawberry.type(description="Everything that can be asked.")
class Query(ThingQueries, EmotionQueries, LabelQueries, TextQueries, ChangeQueries, GraphQueries):
    """The questions of all subjects."""


class ToneSchema(strawberry.Schema):
    """The schema with our errors' codes, and no word about errors that are not ours."""

    def process_errors(self, errors: list[GraphQLError], execution_context: object = None) -> None:
        for error in errors:
            original = error.original_error
            if isinstance(original, ToneError):
                error.extensions = {**(error.extensions or {}), "code": original.code}
            elif original is not None and not isinstance(original, GraphQLError):
                error.message = "something went wrong on our side; it has been logged"
                error.extensions = {"code": "INTERNAL"}
                super().process_errors([error], execution_context)  # type: ignore[arg-type]  # passed through
            else:
                error.extensions = {**(error.extensions or {}), "code": "BAD_REQUEST"}


#: Made once: the validation cache is keyed by the rules, and a limiter makes a new one each time.
_LIMITS = [
    *QueryDepthLimiter(max_depth=12).validation_rules,
    *MaxAliasesLimiter(max_alias_count=30).validation_rules,
]

schema = ToneSchema(
    Query,
    mutation=Mutation,
    types=[EmotionType, TermType, LabelSetType, LabelType],
    config=StrawberryConfig(auto_camel_case=True),
    extensions=[
        lambda: ParserCache(maxsize=512),
        lambda: ValidationCache(maxsize=512),
        lambda: AddValidationRules(_LIMITS),
        lambda: MaxTokensLimiter(max_token_count=2000),
    ],
)
