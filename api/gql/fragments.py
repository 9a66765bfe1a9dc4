"""Objects written down once: the JSON of one thing under one selection, kept for the next list it stands in.

Things that are made once (see ``api.nodes.kept``) never change before the graph does, so under a selection without
arguments and directives each has one text.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import orjson
from graphql import DirectiveNode, FieldNode, FragmentSpreadNode, SelectionSetNode
from graphql.language import Visitor, visit

#: Bytes that are kept before all are forgotten.
MOST_BYTES = 64 * 1024 * 1024
#: Types whose objects are made once.
LASTING = {"Emotion", "Term"}


@dataclass(slots=True)
class _Kept:
    """``selection`` and each object are held, so that no other can ever have their identity."""

    selection: SelectionSetNode
    is_constant: bool
    texts: dict[int, tuple[object, orjson.Fragment]] = field(default_factory=dict)


class Fragments:
    """Texts of objects by selection; what two threads make at once is made twice, which does no harm."""

    def __init__(self) -> None:
        self._kept: dict[int, _Kept] = {}
        self._bytes = 0

    def of(
        self, selection: SelectionSetNode, values: Sequence[object], make: Callable[[Sequence[object]], list[Any]]
    ) -> list[Any]:
        """The objects under a selection, ready to be written; ``make`` works out those that are not kept."""
        kept = self._kept.get(id(selection))
        if kept is None:
            kept = self._kept[id(selection)] = _Kept(selection, _is_constant(selection))
        if not kept.is_constant:
            return make(values)
        texts = kept.texts
        if missing := [value for value in values if id(value) not in texts]:
            for value, row in zip(missing, make(missing), strict=True):
                text = orjson.dumps(row)
                texts[id(value)] = (value, orjson.Fragment(text))
                self._bytes += len(text)
        found = [texts[id(value)][1] for value in values]
        if self._bytes > MOST_BYTES:
            self._kept, self._bytes = {}, 0
        return found


def _is_constant(selection: SelectionSetNode) -> bool:
    looking = _Looking()
    visit(selection, looking)
    return looking.is_constant


class _Looking(Visitor):
    def __init__(self) -> None:
        super().__init__()
        self.is_constant = True

    def enter(self, node: Any, *_: Any) -> None:  # Any: what graphql-core passes to visitors
        has_arguments = isinstance(node, FieldNode) and node.arguments
        if has_arguments or isinstance(node, DirectiveNode | FragmentSpreadNode):  # a fragment stands elsewhere
            self.is_constant = False
