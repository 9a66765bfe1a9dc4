"""Words that join what the tree keeps apart: terms of several emotions, by how far apart these are."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations
from math import sqrt

from kg.network.edges import distance_of
from ontology.errors import BadInput
from ontology.similarity import wu_palmer
from ontology.taxonomy import lineage, root
from ontology.world import Ontology
from vocab.lexicon import Role, Term

#: The greatest VAD distance there can be.
WIDEST = 2 * sqrt(3)


@dataclass(frozen=True, slots=True)
class Bridge:
    """A term and the two of its emotions, of two families, that it joins most strongly.

    ``strength`` = ``apart`` · ``held``, 0 … 1.  ``apart`` is the mean of 1 - Wu-Palmer in the tree and of the VAD
    distance as a share of the greatest; ``held`` is twice the lesser of the two weights, 1 for a term that is
    half the one and half the other.  ``term`` carries its source, its origins and what it does.
    """

    term: Term
    first: str
    first_weight: float
    second: str
    second_weight: float
    tree: float
    distance: float
    apart: float
    held: float
    strength: float


def bridges(
    world: Ontology,
    terms: Iterable[Term],
    *,
    between: tuple[str, str] | None = None,
    roles: frozenset[Role] = frozenset(Role),
) -> tuple[Bridge, ...]:
    """One bridge a term, strongest first, then by term; terms of one family are none.

    With ``between`` only those whose one emotion is or stands below the first and the other the second.

    Raises:
        UnknownEmotion; BadInput: the two emotions of ``between`` are one above the other.
    """
    if between is not None:
        above = [{e.id for e in lineage(world, id)} for id in between]
        if between[0] in above[1] or between[1] in above[0]:
            raise BadInput(f"{between[0]} and {between[1]} stand one above the other; name two that do not")
    best = (
        max(found, key=lambda b: (b.strength, b.first, b.second))
        for term in terms
        if term.role in roles and (found := list(_pairs(world, term, between)))
    )
    return tuple(sorted(best, key=lambda b: (-round(b.strength, 12), b.term.text)))


def _pairs(world: Ontology, term: Term, between: tuple[str, str] | None) -> Iterator[Bridge]:
    for (a, x), (b, y) in combinations(((term.emotion, term.weight), *term.also), 2):
        if not (_joins(world, a, b, between) if between else root(world, a).id != root(world, b).id):
            continue
        tree, distance = 1 - wu_palmer(world, a, b), distance_of(world, a, b)
        apart, held = (tree + distance / WIDEST) / 2, 2 * min(x, y)
        yield Bridge(term, a, x, b, y, tree, distance, apart, held, apart * held)


def _joins(world: Ontology, a: str, b: str, between: tuple[str, str]) -> bool:
    ours, theirs = ({e.id for e in lineage(world, id)} for id in (a, b))
    first, second = between
    return (first in ours and second in theirs) or (second in ours and first in theirs)
