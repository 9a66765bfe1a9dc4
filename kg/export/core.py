"""The part of the tables that ``--core`` asks for."""

from dataclasses import replace

from ontology.emotion import Module
from ontology.world import Ontology


def core(world: Ontology) -> Ontology:
    """Parrott's emotions alone, with what is said of them and between them, and the sources of it."""
    emotions = {e.id: e for e in world if e.module is Module.PARROTT}

    def within(*ids: str) -> bool:
        return all(id in emotions for id in ids)

    small = Ontology(
        emotions=emotions,
        ratings=tuple(r for r in world.ratings if within(r.emotion)),
        relations=tuple(r for r in world.relations if within(r.subject, r.object)),
        blends=tuple(b for b in world.blends if within(b.first, b.second, b.output)),
        names=tuple(n for n in world.names if within(n.emotion)),
    )
    named = {e.source for e in small} | {n.source for n in small.names} | {r.source for r in small.ratings}
    named |= {r.source for r in small.relations} | {b.source for b in small.blends}
    return replace(small, sources={id: source for id, source in world.sources.items() if id in named})
