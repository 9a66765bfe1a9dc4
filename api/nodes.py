"""What has a global id in the API, and how such an id is made and taken apart."""

from collections.abc import Callable
from functools import wraps
from typing import ClassVar, TypeVar

import strawberry
from strawberry.relay import from_base64, to_base64

from ontology.errors import BadInput


def node_id(kind: str, name: str) -> strawberry.ID:
    """The global id of a thing: kind and name, not to be taken apart by clients."""
    return strawberry.ID(to_base64(kind, name))


def decode(id: str) -> tuple[str, str]:
    """Kind and name in a global id.

    Raises:
        BadInput: it is none of ours.
    """
    try:
        return from_base64(id)
    except ValueError:
        raise BadInput(f"'{id}' is no global id; take it from a nodeId or a cursor") from None


T = TypeVar("T")
N = TypeVar("N")
#: Things whose types are kept before all are made anew.
MOST_KEPT = 100_000


def kept(make: Callable[[type[N], T], N]) -> Callable[[type[N], T], N]:
    """Make the type of each thing once: for class methods that are called with the lasting things of a world."""
    made: dict[int, tuple[T, N]] = {}

    @wraps(make)
    def once(cls: type[N], thing: T) -> N:
        found = made.get(id(thing))
        if found is None or found[0] is not thing:
            if len(made) >= MOST_KEPT:
                made.clear()
            found = made[id(thing)] = (thing, make(cls, thing))
        return found[1]

    return once


@strawberry.interface(description="Anything with an id of its own in this API.")
class Node:
    #: What the global id says it is: the name of the GraphQL type.
    kind_of_node: ClassVar[str]

    @strawberry.field(description="Opaque global id, for node(id).")
    def node_id(self) -> strawberry.ID:
        return node_id(self.kind_of_node, self.name_of_node())

    def name_of_node(self) -> str:
        """The name that no other thing of its kind has."""
        raise NotImplementedError
