"""Anything by its global id, and what is asked of the service itself."""

from collections.abc import Callable, Mapping
from typing import Annotated

import strawberry

from api.context import Info
from api.label_types import LabelSetType, LabelType
from api.nodes import Node, decode
from api.queries.arguments import about, each
from api.service import Service
from api.statement_types import TermType
from api.types import EmotionType
from ontology.errors import BadInput
from ontology.version import __version__

#: Kind of a global id -> the thing with a name.
NODES: Mapping[str, Callable[[Service, str], Node]] = {
    "Emotion": lambda service, name: EmotionType.of(service.emotion(name)),
    "Term": lambda service, name: TermType.of(service.term(name)),
    "LabelSet": lambda service, name: LabelSetType.of(service.label_set(name)),
    "Label": lambda service, name: LabelType.of(service.label(name)),
}


@strawberry.type
class ThingQueries:
    @strawberry.field(description="Version of the software.")
    def version(self) -> str:
        return __version__

    @strawberry.field(description="Version of the content: a hash of every statement.")
    def graph_version(self, info: Info) -> str:
        return info.context.service.world.version

    @strawberry.field(description="Anything by its global id.")
    def node(self, info: Info, id: Annotated[strawberry.ID, about("a nodeId")]) -> Node:
        return _node(info.context.service, id)

    @strawberry.field(description="Anything by global ids, in order; null with an error where there is no such thing.")
    def nodes(
        self, info: Info, ids: Annotated[list[strawberry.ID], about("nodeIds, at most 1000")]
    ) -> list[Node | None]:
        return each("ids", ids, lambda id: _node(info.context.service, id))


def _node(service: Service, id: str) -> Node:
    """The thing with a global id.

    Raises:
        BadInput: the id is none of ours, or of a kind that has no node; what the service says of an unknown name.
    """
    kind, name = decode(id)
    if kind not in NODES:
        raise BadInput(f"'{id}' is no global id of {' or '.join(NODES)}; take it from a nodeId")
    return NODES[kind](service, name)
