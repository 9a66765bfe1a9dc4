"""Executes lists of objects column by column.

The usual executor resolves each field of each object by itself, which for a thousand objects costs a hundred times
what writing them down does.  Here one field is read off all objects of a list at once.  Only plain cases are taken:
fields without arguments, objects of one type, values that are already what the schema says.  Whatever else is met,
the list is left to the usual executor, which also words the errors.
"""

import time
from collections.abc import Sequence
from itertools import chain
from math import isfinite
from operator import attrgetter
from typing import Any

import strawberry
from graphql import (
    GraphQLEnumType,
    GraphQLError,
    GraphQLField,
    GraphQLList,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLScalarType,
)
from graphql.execution.executor import Executor
from strawberry.types.field import StrawberryField

from api.context import Context
from api.gql.fragments import LASTING

#: Lists shorter than this are not worth it.
FEW = 8
#: What Python types a scalar's values may have to be sent as they are.
AS_THEY_ARE: dict[str, set[type]] = {
    "String": {str},
    "ID": {str},
    "Boolean": {bool},
    "Int": {int},
    "Float": {float, int},
}
#: What a resolver learns of the operation, as graphql-core passes it.
Info = Any
_DEFINITION = "strawberry-definition"


class _NotPlain(Exception):
    """The usual executor has to do this."""


class ColumnarExecutor(Executor[Any]):  # Any: the context of incremental delivery, which we have not
    """One operation; its time is limited by ``Context.until``."""

    def execute_field(self, *arguments: Any, **options: Any) -> Any:  # Any: passed through as they come
        context: Context = self.context_value
        if context.until and time.monotonic() > context.until:
            raise GraphQLError("the operation took too long and was stopped", extensions={"code": "TIMEOUT"})
        return super().execute_field(*arguments, **options)

    def complete_list_value(  # one argument of the base class a line would say no more
        self, return_type: Any, field_details_list: Any, info: Any, path: Any, result: Any, position_context: Any
    ) -> Any:  # Any: the library's own types, passed through
        of, values = return_type.of_type, result
        inner = of.of_type if isinstance(of, GraphQLNonNull) else of
        if isinstance(inner, GraphQLObjectType) and isinstance(values, list | tuple) and len(values) >= FEW:
            try:
                return self._completed(of, field_details_list, info, values)
            except _NotPlain:
                pass
            except Exception:  # noqa: BLE001, S110  # met again by the usual executor, which says at which place
                pass
        return super().complete_list_value(return_type, field_details_list, info, path, result, position_context)

    def _completed(self, kind: Any, details: Any, info: Info, values: Sequence[Any]) -> list[Any]:
        is_nullable = not isinstance(kind, GraphQLNonNull)
        bare = kind if is_nullable else kind.of_type
        if is_nullable and None in values:
            there = [value for value in values if value is not None]
            made = iter(self._completed(GraphQLNonNull(bare), details, info, there))
            return [None if value is None else next(made) for value in values]
        match bare:
            case GraphQLList():
                flat = self._completed(bare.of_type, details, info, list(chain.from_iterable(values)))
                ends, at = [], 0
                for value in values:
                    ends.append(flat[at : at + len(value)])
                    at += len(value)
                return ends
            case GraphQLObjectType():
                return self._objects(bare, details, info, values)
            case GraphQLEnumType():
                names = {value: bare.coerce_output_value(value) for value in set(values)}
                return [names[value] for value in values]
            case GraphQLScalarType():
                return _scalars(bare, values)
        raise _NotPlain

    def _objects(
        self, kind: GraphQLObjectType, details: Any, info: Info, values: Sequence[Any]
    ) -> list[dict[str, Any]]:
        fields, deferred, _ = self.collect_subfields(kind, details)
        if deferred:
            raise _NotPlain

        def rows(values: Sequence[Any]) -> list[dict[str, Any]]:
            if not {value.__class__ for value in values} <= _classes(kind):
                raise _NotPlain
            columns = [self._column(kind, found, info, values) for found in fields.values()]
            names = tuple(fields)
            return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]

        context: Context = self.context_value
        if kind.name in LASTING and len(details) == 1 and context.fragments is not None:
            return context.fragments.of(details[0].node.selection_set, values, rows)
        return rows(values)

    def _column(self, parent: GraphQLObjectType, details: Any, info: Info, values: Sequence[Any]) -> list[Any]:
        name = details[0].node.name.value
        if name == "__typename":
            return [parent.name] * len(values)
        field: GraphQLField = parent.fields[name]
        if field.args:
            raise _NotPlain
        return self._completed(field.type, details, info, _read(field, info, values))


def _classes(kind: GraphQLObjectType) -> set[type]:
    """What the objects of a type are in Python; of a list's edges, say, also the class for edges of any kind."""
    definition = kind.extensions[_DEFINITION]
    general = definition.concrete_of
    return {definition.origin} | ({general.origin} if general else set())


def _read(field: GraphQLField, info: Info, values: Sequence[Any]) -> list[Any]:
    """The values of a field for all objects: an attribute of each, or what its resolver says."""
    definition: StrawberryField = field.extensions[_DEFINITION]
    if definition.is_basic_field:
        return list(map(attrgetter(definition.python_name), values))
    resolver = definition.base_resolver
    if resolver is None or definition.extensions or definition.permission_classes:
        raise _NotPlain
    call: Any = resolver.wrapped_func  # Any: a function of one or two arguments
    if resolver.info_parameter is None:
        return [call(value) for value in values]
    asked = strawberry.Info(_raw_info=info, _field=definition)
    return [call(value, asked) for value in values]


def _scalars(kind: GraphQLScalarType, values: Sequence[Any]) -> list[Any]:
    allowed = AS_THEY_ARE.get(kind.name)
    if allowed is None or not set(map(type, values)) <= allowed:
        raise _NotPlain
    if kind.name == "Float" and not all(map(isfinite, values)):
        raise _NotPlain
    if kind.name == "Int" and not all(-(2**31) <= value < 2**31 for value in values):
        raise _NotPlain
    return list(values)
