"""The committed GraphQL schema is the one that is served, and describes itself throughout."""

from pathlib import Path

from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    GraphQLSchema,
    build_schema,
    find_breaking_changes,
)

import api
from api.schema import schema


def test_the_committed_schema_is_current() -> None:
    """If this fails: make owl."""
    committed = Path(str(api.__file__)).parent / "schema.graphql"
    assert committed.read_text(encoding="utf-8") == schema.as_str() + "\n"


def test_every_type_field_and_argument_is_described() -> None:
    types = build_schema(schema.as_str()).type_map.values()
    ours = [t for t in types if not t.name.startswith("__")]
    bare = []
    for t in ours:
        if isinstance(t, GraphQLObjectType | GraphQLInterfaceType | GraphQLInputObjectType):
            bare += [t.name] * (not t.description)
            for name, field in t.fields.items():
                bare += [f"{t.name}.{name}"] * (not field.description)
                bare += [
                    f"{t.name}.{name}({a})" for a, arg in getattr(field, "args", {}).items() if not arg.description
                ]
    assert bare == []


def test_nothing_that_was_released_is_gone_but_what_was_deprecated() -> None:
    """released.graphql is the schema of the last release; a major release may replace it."""
    folder = Path(str(api.__file__)).parent
    released = build_schema((folder / "released.graphql").read_text(encoding="utf-8"))
    current = build_schema(schema.as_str())
    assert [c.description for c in find_breaking_changes(_without_deprecated(released), current)] == []


def test_a_removed_field_is_noticed_unless_it_was_deprecated() -> None:
    now = build_schema("type Query { a: Int }")
    released = build_schema('type Query { a: Int b: Int c: Int @deprecated(reason: "use a") }')
    (change,) = find_breaking_changes(_without_deprecated(released), now)
    assert change.description == "Field Query.b was removed."


def _without_deprecated(schema: GraphQLSchema) -> GraphQLSchema:
    """A schema without the fields, arguments and enum values whose going was announced."""
    for t in schema.type_map.values():
        if isinstance(t, GraphQLObjectType | GraphQLInterfaceType | GraphQLInputObjectType):
            for name in [n for n, f in t.fields.items() if f.deprecation_reason is not None]:
                del t.fields[name]
            for field in t.fields.values():
                for name in [n for n, a in getattr(field, "args", {}).items() if a.deprecation_reason is not None]:
                    del field.args[name]
        elif isinstance(t, GraphQLEnumType):
            for name in [n for n, v in t.values.items() if v.deprecation_reason is not None]:
                del t.values[name]
    return schema
