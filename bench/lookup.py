"""Recall of the lookup on 550 phrases written for it: words, paraphrases, idioms, slang, emoji, slips, situations.

The phrases (bench/lookup_phrases.tsv) were written by an AI agent from its own knowledge, which saw neither the
vocabulary nor the code; nothing was tuned on them.  An answer is right if it is among the one to three acceptable
emotions of its row; ``near`` also takes the emotion above or below one.  Run: python -m bench.lookup [FILE]
"""

import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from api.service import Service
from ontology.tables import read
from ontology.taxonomy import lineage
from ontology.world import Ontology

COLUMNS = ("kind", "text", "emotions")


def cases(file: Path) -> Iterator[tuple[str, str, frozenset[str]]]:
    """(Kind, text, acceptable emotions) of each row."""
    for row in read(file, COLUMNS):
        yield row.text("kind"), row.text("text"), frozenset(row.text("emotions").split("|"))


def near(world: Ontology, found: str, gold: frozenset[str]) -> bool:
    """Whether the answer is right, or the parent or a child of what is."""
    family = {found, world[found].parent} if found in world else {found}
    return bool(family & gold) or any(g in world and found in {e.id for e in lineage(world, g)[:2]} for g in gold)


def main() -> None:
    file = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).parent / "lookup_phrases.tsv"
    service = Service()
    hits: defaultdict[str, list[tuple[bool, bool, bool]]] = defaultdict(list)
    for kind, text, gold in cases(file):
        found = [f.emotion for f in service.lookup(text, k=5)]
        first = found[0] if found else ""
        row = (first in gold, bool(gold & set(found)), near(service.world, first, gold))
        hits[kind].append(row)
        hits["all"].append(row)
    print(f"{'kind':12} {'n':>4} {'recall@1':>9} {'recall@5':>9} {'near@1':>7}")
    for kind, rows in hits.items():
        figures = [sum(side) / len(rows) for side in zip(*rows, strict=True)]
        print(f"{kind:12} {len(rows):4} {figures[0]:9.3f} {figures[1]:9.3f} {figures[2]:7.3f}")


if __name__ == "__main__":
    main()
