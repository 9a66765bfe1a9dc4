"""What no document may exceed, whatever it asks: rules beside those of the GraphQL specification.

They look at the text alone, once; what depends on variables is the affair of ``api.gql.cost``.
"""

from collections import Counter
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    GraphQLError,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
)
from graphql.language import Node, Visitor, visit

#: Lexical tokens of a document, levels of fields, aliases, times one field may stand in one selection, directives at
#: one place, fields at the top of an operation, operations, fragments, and errors that are told of a document.
TOKENS, DEPTH, ALIASES, REPEATED, DIRECTIVES = 2_000, 15, 30, 10, 4
ROOTS, OPERATIONS, FRAGMENTS, ERRORS = 20, 20, 100, 5
CODE = "OVER_LIMIT"


def over_limits(document: DocumentNode) -> GraphQLError | None:
    """The first limit that a document exceeds, as the error to answer with; None where it exceeds none."""
    counter = _Counting()
    visit(document, counter)
    fault = counter.fault or _shape_fault(document)
    return GraphQLError(fault, extensions={"code": CODE}) if fault else None


def _shape_fault(document: DocumentNode) -> str:
    operations = [d for d in document.definitions if isinstance(d, OperationDefinitionNode)]
    fragments = {d.name.value: d for d in document.definitions if isinstance(d, FragmentDefinitionNode)}
    if len(operations) > OPERATIONS:
        return f"the document has {len(operations)} operations; at most {OPERATIONS} are read"
    if len(fragments) > FRAGMENTS:
        return f"the document has {len(fragments)} fragments; at most {FRAGMENTS} are read"
    depths: dict[str, int] = {}
    deepest = max((_depth(o.selection_set, fragments, depths, ()) for o in operations), default=0)
    if deepest > DEPTH:
        return f"fields are nested {deepest} deep; at most {DEPTH} levels are answered"
    for operation in operations:
        if len(operation.selection_set.selections) > ROOTS:
            found = len(operation.selection_set.selections)
            return f"an operation has {found} fields at the top; at most {ROOTS} are answered, lists take many at once"
    return ""


def _depth(
    selections: SelectionSetNode,
    fragments: dict[str, FragmentDefinitionNode],
    known: dict[str, int],
    inside: tuple[str, ...],
) -> int:
    """Levels of fields; each fragment is measured once, and one inside itself (which validation refuses) as 0."""
    deepest = 0
    for selection in selections.selections:
        match selection:
            case FieldNode():
                below = selection.selection_set
                depth = 1 + (_depth(below, fragments, known, inside) if below else 0)
            case InlineFragmentNode():
                depth = _depth(selection.selection_set, fragments, known, inside)
            case FragmentSpreadNode():
                name = selection.name.value
                if name not in known and name in fragments and name not in inside:
                    known[name] = _depth(fragments[name].selection_set, fragments, known, (*inside, name))
                depth = known.get(name, 0)
            case _:
                depth = 0
        deepest = max(deepest, depth)
    return deepest


class _Counting(Visitor):
    """Counts aliases, repetitions and directives."""

    def __init__(self) -> None:
        super().__init__()
        self.fault = ""
        self._aliases = 0

    def enter(self, node: Node, *_: Any) -> None:  # Any: what graphql-core passes to visitors
        directives = getattr(node, "directives", None) or ()
        if len(directives) > DIRECTIVES:
            self.fault = self.fault or f"{len(directives)} directives stand at one place; at most {DIRECTIVES} may"
        if isinstance(node, FieldNode) and node.alias:
            self._aliases += 1
            if self._aliases > ALIASES:
                way_out = "lists and the fields for many at once need none"
                self.fault = self.fault or f"the document has more than {ALIASES} aliases; {way_out}"
        if isinstance(node, SelectionSetNode):
            names = Counter(_spelt(s) for s in node.selections)
            name, times = names.most_common(1)[0] if names else ("", 0)
            if times > REPEATED:
                self.fault = self.fault or f"'{name}' stands {times} times in one selection; once is enough"


def _spelt(selection: Node) -> str:
    """What repeats a selection: a field's or fragment's name, aliased or not counted alike only if not aliased."""
    if isinstance(selection, FieldNode):
        return selection.alias.value if selection.alias else selection.name.value
    return selection.name.value if isinstance(selection, FragmentSpreadNode) else "... on"
