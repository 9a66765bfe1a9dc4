"""The committed GraphQL schema is the one that is served, and describes itself throughout."""

from pathlib import Path

from graphql import GraphQLInputObjectType, GraphQLInterfaceType, GraphQLObjectType, build_schema

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
