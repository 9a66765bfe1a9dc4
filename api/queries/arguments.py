"""What arguments of several fields have in common, and what a field of many items does with each."""

from collections.abc import Callable, Iterable, Sequence
from typing import Annotated, TypeVar

import strawberry

from api.service import MOST
from ontology.errors import BadInput, ToneError

T = TypeVar("T")
A = TypeVar("A")


def about(text: str, name: str | None = None) -> object:
    """A described argument."""
    return strawberry.argument(description=text, name=name)


Id = Annotated[str, about("slug, CURIE or IRI of an emotion")]
Source = Annotated[str | None, about("the label set the labels are spelt in; without it any spelling is tried", "from")]
Target = Annotated[str | None, about("the label set to express them in", "to")]


def at_most(name: str, items: Sequence[object]) -> None:
    """Refuse more items than one call takes.

    Raises:
        BadInput.
    """
    if len(items) > MOST:
        raise BadInput(f"number of {name} {len(items)} is above {MOST}; ask in parts")


def each(name: str, items: Sequence[A], answer: Callable[[A], T]) -> list[T | None]:
    """One answer an item, in order; what one item does wrong is an error at its place alone.

    Raises:
        BadInput: there are too many items.
    """
    at_most(name, items)
    return list(_answers(items, answer))


def _answers(items: Iterable[A], answer: Callable[[A], T]) -> Iterable[T | None]:
    for item in items:
        try:
            yield answer(item)
        except ToneError as error:
            yield error  # type: ignore[misc]  # an exception in a list is how graphql-core is told of one item's error
