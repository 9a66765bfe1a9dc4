"""Pages of lists, after Relay: forwards by ``first`` and ``after``, backwards by ``last`` and ``before``.

A cursor names the thing it stands at, not its place: it goes on meaning the same when things are
added before it, and in whichever order the list is asked for.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Generic, TypeVar

import strawberry

from api.nodes import decode, node_id
from api.selecting import Listing
from api.service import MOST
from ontology.errors import BadInput

T = TypeVar("T")
N = TypeVar("N")

#: How many a page holds where the question does not say.
USUAL = 20


@strawberry.type(description="Where a page of a list begins and ends.")
class PageInfo:
    has_next_page: bool = strawberry.field(description="Whether more follow.")
    has_previous_page: bool = strawberry.field(description="Whether some came before.")
    start_cursor: str | None = strawberry.field(description="Cursor of the first, null on an empty page.")
    end_cursor: str | None = strawberry.field(description="Cursor of the last, null on an empty page.")


@strawberry.type(description="One thing and where it stands in a list.")
class Edge(Generic[N]):
    cursor: str = strawberry.field(description="To continue after this one, or before it.")
    node: N = strawberry.field(description="The thing.")


@strawberry.type(description="A page of a list.")
class Connection(Generic[N]):
    total_count: int = strawberry.field(description="How many there are on all pages.")
    nodes: list[N] = strawberry.field(description="The things alone.")
    page_info: PageInfo = strawberry.field(description="Where this page stands.")
    #: Makes the cursor of each node; few ask for them.
    cursors: strawberry.Private[Callable[[], list[strawberry.ID]]]

    @strawberry.field(description="The things with their cursors.")
    def edges(self) -> list[Edge[N]]:
        pairs = zip(self.cursors(), self.nodes, strict=True)
        return [Edge(cursor=cursor, node=node) for cursor, node in pairs]


First = Annotated[int | None, strawberry.argument(description="how many at most, up to 1000; 20 if left out")]
After = Annotated[str | None, strawberry.argument(description="cursor of the one to continue after")]
Last = Annotated[int | None, strawberry.argument(description="instead of first: how many at most from the end")]
Before = Annotated[str | None, strawberry.argument(description="cursor of the one to stop before")]


@dataclass(frozen=True, slots=True)
class Page:
    """Which part of a list is asked for.

    Raises:
        BadInput: a number is outside 0 … 1000, or both ends are asked for.
    """

    first: int | None = None
    after: str | None = None
    last: int | None = None
    before: str | None = None

    def __post_init__(self) -> None:
        if self.first is not None and self.last is not None:
            raise BadInput("say first or last, not both")
        for name, number in (("first", self.first), ("last", self.last)):
            if number is not None and not 0 <= number <= MOST:
                raise BadInput(f"{name} {number} is outside 0 … {MOST}")


def connect(kind: str, things: Listing[T], page: Page, made: Callable[[T], N]) -> Connection[N]:
    """The page of a list; ``kind`` stands in its cursors, ``made`` makes a node of a thing.

    Raises:
        BadInput: a cursor is none of this list.
    """
    low = 0 if page.after is None else _place(kind, things, page.after) + 1
    high = len(things) if page.before is None else _place(kind, things, page.before)
    high = max(low, high)
    if page.last is not None:
        low = max(low, high - page.last)
    else:
        high = min(high, low + (USUAL if page.first is None else page.first))
    shown = things[low:high]

    def cursor(thing: T) -> strawberry.ID:
        return node_id(kind, things.name(thing))

    return Connection(
        total_count=len(things),
        nodes=[made(thing) for thing in shown],
        page_info=PageInfo(
            has_next_page=high < len(things),
            has_previous_page=low > 0,
            start_cursor=cursor(shown[0]) if shown else None,
            end_cursor=cursor(shown[-1]) if shown else None,
        ),
        cursors=lambda: [cursor(thing) for thing in shown],
    )


def _place(kind: str, things: Listing[T], cursor: str) -> int:
    found, name = decode(cursor)
    if found != kind or name not in things.places:
        raise BadInput(f"cursor '{cursor}' is not of this list; take endCursor of the page before")
    return things.places[name]
