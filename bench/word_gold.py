"""A gold of words for the workshop to steer by, from texts that people labelled: no word of it was chosen by us.

A word is gold for an Ekman-type label where texts with the label hold it far more often than the
others do: log-odds with an informative prior, z at least 4, at least 12 occurrences.  GoEmotions
(labels of raters, grouped as its authors group them) and ISEAR (labels of the writers) each give
words; where both do, the word has both labels.  Run: python -m bench.word_gold GOEMOTIONS ISEAR -o OUT.
"""

import argparse
import re
from collections import Counter, defaultdict
from math import log, sqrt
from pathlib import Path

from ontology.harmonize import translate
from ontology.tables import write
from ontology.world import Ontology, load

LEAST_Z, LEAST_COUNT = 4.0, 12


def associations(texts: list[tuple[str, str]]) -> dict[str, str]:
    """Word -> the label it stands out for, from (text, label) pairs."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for text, label in texts:
        counts[label].update(set(re.findall(r"[a-z']{3,}", text.casefold())))
    whole = sum(counts.values(), Counter())
    size = sum(whole.values())
    found: dict[str, tuple[float, str]] = {}
    for label, own in counts.items():
        n, m = sum(own.values()), size - sum(own.values())
        for word, y in own.items():
            if whole[word] < LEAST_COUNT:
                continue
            prior = 500 * whole[word] / size
            rest = whole[word] - y
            odds = log((y + prior) / (n + 500 - y - prior)) - log((rest + prior) / (m + 500 - rest - prior))
            z = odds / sqrt(1 / (y + prior) + 1 / (rest + prior))
            if z >= LEAST_Z and z > found.get(word, (0.0, ""))[0]:
                found[word] = (z, label)
    return {word: label for word, (_, label) in found.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("goemotions", type=Path)
    parser.add_argument("isear", type=Path)
    parser.add_argument("-o", "--output", type=Path, required=True)
    args = parser.parse_args()
    world = load()
    gold: dict[str, set[str]] = defaultdict(set)
    for path, label_set in ((args.goemotions, "goemotions"), (args.isear, "isear")):
        for word, label in associations(_labelled(world, path, label_set)).items():
            gold[word].add(label)
    write(args.output, ("word", "emotion"), ((word, "|".join(sorted(labels))) for word, labels in sorted(gold.items())))


def _labelled(world: Ontology, path: Path, label_set: str) -> list[tuple[str, str]]:
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()[1:]]
    single = [(text, label) for text, label in rows if "|" not in label]
    ekman = {label: translate(world, label, label_set, "ekman") for _, label in single}
    return [(text, found[0].label.label) for text, label in single if (found := ekman[label])]


if __name__ == "__main__":
    main()
