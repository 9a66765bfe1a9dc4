"""What has a global id in the API, and how such an id is made and taken apart."""

from typing import ClassVar

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
