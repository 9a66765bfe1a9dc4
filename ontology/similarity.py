"""How near two emotions are: in the tree, and in valence-arousal-dominance space."""

from ontology.emotion import Emotion, Tier
from ontology.taxonomy import lineage, lowest_common_ancestor
from ontology.vad import VAD
from ontology.world import Ontology


def wu_palmer(world: Ontology, a: str, b: str) -> float:
    """2·depth(lca) / (depth(a) + depth(b)), in 0 … 1; 0 where no root is shared.

    A primary emotion has depth 1.  Wu & Palmer 1994.

    >>> from ontology.world import load
    >>> round(wu_palmer(load(), "bliss", "joy"), 3)
    0.5
    """
    common = lowest_common_ancestor(world, a, b)
    if common is None:
        return 0.0
    return 2 * len(lineage(world, common.id)) / (len(lineage(world, a)) + len(lineage(world, b)))


def nearest(world: Ontology, point: VAD, *, k: int = 5, tier: Tier | None = None) -> tuple[tuple[Emotion, float], ...]:
    """The ``k`` rated emotions nearest to a point with their Euclidean distance, nearest first.

    With ``tier`` only emotions of that tier; ties go to the lesser id.
    """
    rated = ((e, world.vad(e.id)) for e in world if tier is None or e.tier is tier)
    measured = [(e, point.distance(vad)) for e, vad in rated if vad is not None]
    return tuple(sorted(measured, key=lambda pair: (pair[1], pair[0].id))[:k])
