"""What an operation will take, before it is executed: about how many values its answer may hold.

A field counts one, and what stands below a list counts as often as the list may have members: as many as the
question asks for (``first``, ``limit``, ``k``, the texts it gives), else as many as such lists usually have.
"""

from collections.abc import Mapping
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    GraphQLObjectType,
    GraphQLSchema,
    InlineFragmentNode,
    IntValueNode,
    ListValueNode,
    OperationDefinitionNode,
    SelectionSetNode,
    VariableNode,
    get_named_type,
    get_nullable_type,
    is_list_type,
)
from graphql.language import ValueNode

from api.gql.limits import CODE

#: The most an operation may cost.
MOST = 50_000
#: What a field at the root costs beside the values of its answer, where it has to compute, for each that it is asked
#: for; as measured, in steps of some hundredths of a millisecond.
WORK = {
    "classify": 40,
    "recall": 40,
    "lookup": 20,
    "lookups": 20,
    "spot": 20,
    "spots": 20,
    "vad": 10,
    "vads": 10,
    "align": 20,
    "expectedTransitions": 20,
    "search": 50,
    "searches": 50,
    "transition": 5,
    "transitions": 500,
    "centrality": 2000,
    "communities": 5000,
    "bridges": 5000,
    "affectivePath": 300,
    "affectivePaths": 300,
    "spread": 300,
    "spreads": 300,
    "randomWalk": 1,
    "randomWalks": 1000,
}
#: Arguments that say how many there will be: by their value, or by their own length.
NUMBERS = {"first", "last", "limit", "k", "steps"}
LISTS = {"texts", "labels", "ids", "questions", "states", "predicted"}
#: How many members a list usually has where nothing says it, and those that have more.
USUAL, KNOWN = 5, {"labelSets": 70, "tree": 140, "edges": 20, "nodes": 20}


def cost(
    schema: GraphQLSchema, document: DocumentNode, operation: OperationDefinitionNode, variables: Mapping[str, Any]
) -> int:
    """What an operation will take, at least 1."""
    fragments = {d.name.value: d for d in document.definitions if isinstance(d, FragmentDefinitionNode)}
    root = schema.get_root_type(operation.operation)
    assert root is not None  # noqa: S101  # the document was validated
    return _Costing(schema, fragments, variables).of(operation.selection_set, root, None)


def too_costly(found: int) -> GraphQLError | None:
    """The error for an operation of this cost; None where it may go."""
    if found <= MOST:
        return None
    way_out = "ask for fewer at a time, page by page"
    return GraphQLError(
        f"the operation costs {found}; at most {MOST} is answered: {way_out}", extensions={"code": CODE}
    )


class _Costing:
    def __init__(
        self, schema: GraphQLSchema, fragments: Mapping[str, FragmentDefinitionNode], variables: Mapping[str, Any]
    ) -> None:
        self._schema, self._fragments, self._variables = schema, fragments, variables
        self._known: dict[tuple[str, int | None], int] = {}

    def of(self, selections: SelectionSetNode, parent: object, page: int | None) -> int:
        """The cost of a selection; ``page`` is how many the list it belongs to was asked for, as connections are."""
        return max(1, sum(self._one(selection, parent, page) for selection in selections.selections))

    def _one(self, selection: object, parent: object, page: int | None) -> int:
        match selection:
            case FieldNode():
                return self._field(selection, parent, page)
            case InlineFragmentNode():
                condition = selection.type_condition
                inside = self._schema.get_type(condition.name.value) if condition else parent
                return self.of(selection.selection_set, inside, page)
            case FragmentSpreadNode():
                fragment, key = self._fragments[selection.name.value], (selection.name.value, page)
                if key not in self._known:
                    inside = self._schema.get_type(fragment.type_condition.name.value)
                    self._known[key] = self.of(fragment.selection_set, inside, page)
                return self._known[key]
        return 0

    def _field(self, node: FieldNode, parent: object, page: int | None) -> int:
        name = node.name.value
        field = parent.fields.get(name) if hasattr(parent, "fields") else None
        work = WORK.get(name, 0) if parent is self._schema.query_type else 0
        if field is None or node.selection_set is None:
            return 1 + work * self._many(node, 1)
        is_list = is_list_type(get_nullable_type(field.type))
        inside = get_named_type(field.type)
        is_connection = isinstance(inside, GraphQLObjectType) and "pageInfo" in inside.fields
        asked = self._many(node, 0)
        if is_connection:
            return 1 + self.of(node.selection_set, inside, asked or KNOWN["nodes"])
        times = (asked or (page if name in {"edges", "nodes"} and page else KNOWN.get(name, USUAL))) if is_list else 1
        return 1 + work * max(1, asked) + times * self.of(node.selection_set, inside, None)

    def _many(self, node: FieldNode, otherwise: int) -> int:
        """How many the arguments ask for: the product of what they say."""
        found = [
            self._size(argument.value) for argument in node.arguments or () if argument.name.value in NUMBERS | LISTS
        ]
        many = 1
        for size in found:
            many *= max(1, size)
        return many if found else otherwise

    def _size(self, value: ValueNode) -> int:
        match value:
            case IntValueNode():
                return int(value.value)
            case ListValueNode():
                return len(value.values)
            case VariableNode():
                given = self._variables.get(value.name.value)
                if isinstance(given, list):
                    return len(given)
                return given if isinstance(given, int) else 1
        return 1
