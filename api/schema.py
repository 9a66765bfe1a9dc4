"""The GraphQL schema: each field is one call of the service.

The fields stand in ``api.queries``, one module a subject.  Resolvers run in worker threads (see ``api.graphql``),
so none of them holds up the server.

What was released stays: a field, argument or enum value is first marked ``@deprecated`` with what to use
instead, stays so for one minor version at least, and goes with the next major one.
"""

import strawberry
from graphql import GraphQLSchema, get_nullable_type
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


@strawberry.type(description="Everything that can be asked.")
class Query(ThingQueries, EmotionQueries, LabelQueries, TextQueries, ChangeQueries, GraphQueries):
    """The questions of all subjects."""


schema = strawberry.Schema(
    Query,
    mutation=Mutation,
    types=[EmotionType, TermType, LabelSetType, LabelType],
    config=StrawberryConfig(auto_camel_case=True),
)

#: The same for graphql-core, which executes it; see ``api.gql``.
core: GraphQLSchema = schema._schema  # its public faces take texts only


def _let_each_fail_alone(core: GraphQLSchema) -> None:
    """Make nullable what a question may get wrong, so that the others of the same operation keep their answers."""
    assert core.query_type is not None  # noqa: S101  # it was given above
    for field in core.query_type.fields.values():
        if field.args:
            field.type = get_nullable_type(field.type)


_let_each_fail_alone(core)
