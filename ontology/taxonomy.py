"""The tree: who stands above whom, and how to draw it."""

from collections.abc import Iterator

from ontology.emotion import Emotion, Module
from ontology.world import Ontology


def lineage(world: Ontology, emotion: str) -> tuple[Emotion, ...]:
    """The emotion itself, its parent, and so on up to a root.

    Raises:
        UnknownEmotion: the emotion or one of its parents is not there.
    """
    chain: list[Emotion] = []
    current: str | None = emotion
    while current is not None:
        if any(e.id == current for e in chain):
            raise ValueError(f"the tree has a cycle at '{current}'; run: tone check")
        chain.append(world[current])
        current = chain[-1].parent
    return tuple(chain)


def ancestors(world: Ontology, emotion: str) -> tuple[Emotion, ...]:
    """Parent, grandparent …: the lineage without the emotion itself."""
    return lineage(world, emotion)[1:]


def at_or_above(world: Ontology, emotion: str, depth: int) -> str:
    """The emotion itself, or what stands above it, at a tier no deeper than ``depth``; without one, its root."""
    line = lineage(world, emotion)
    return next((e.id for e in line if e.tier is not None and e.tier.depth <= depth), line[-1].id)


def descendants(world: Ontology, emotion: str) -> Iterator[Emotion]:
    """Everything below, parents before children, in the order of the table."""
    for child in world.children.get(world[emotion].id, ()):
        yield child
        yield from descendants(world, child.id)


def root(world: Ontology, emotion: str) -> Emotion:
    """The top of the emotion's branch: its primary emotion, or itself where it stands alone."""
    return lineage(world, emotion)[-1]


def lowest_common_ancestor(world: Ontology, a: str, b: str) -> Emotion | None:
    """The nearest emotion that both are or stand below; None where they share no root."""
    above = {e.id for e in lineage(world, a)}
    return next((e for e in lineage(world, b) if e.id in above), None)


def roots(world: Ontology, *, extension: bool = False) -> tuple[Emotion, ...]:
    """The primary emotions; with ``extension`` also the states that stand alone."""
    return tuple(e for e in world.children.get(None, ()) if extension or e.module is Module.PARROTT)


def outline(world: Ontology, *, extension: bool = False) -> Iterator[tuple[int, Emotion]]:
    """(depth, emotion) for every line of the tree, depth 0 for a root, parents before children."""

    def below(emotion: Emotion, depth: int) -> Iterator[tuple[int, Emotion]]:
        yield depth, emotion
        for child in world.children.get(emotion.id, ()):
            if extension or child.module is Module.PARROTT:
                yield from below(child, depth + 1)

    for top in roots(world, extension=extension):
        yield from below(top, 0)
