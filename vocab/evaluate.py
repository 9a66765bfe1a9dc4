"""Figures for predicted labels: accuracy, F1, calibration, intervals, and what was taken for what."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

#: Samples of a bootstrap, and the seed it starts from.
SAMPLES, SEED = 500, 13

#: Bins of the calibration error.
BINS = 10


@dataclass(frozen=True, slots=True)
class Report:
    """Figures in 0 … 1; ``f1`` holds (label, F1) for every label asked about."""

    accuracy: float
    macro_f1: float
    f1: tuple[tuple[str, float], ...]


def evaluate(gold: Sequence[str], predicted: Sequence[str], labels: Sequence[str]) -> Report:
    """How well predictions agree with gold; the macro mean is over ``labels``.

    A label that neither occurs nor is predicted has F1 0.

    >>> evaluate(["a", "a", "b"], ["a", "b", "b"], ["a", "b"]).accuracy
    0.6666666666666666
    """
    hits, said, present = Counter[str](), Counter(predicted), Counter(gold)
    hits.update(g for g, p in zip(gold, predicted, strict=True) if g == p)
    claims = {label: said[label] + present[label] for label in labels}
    scores = tuple((label, 2 * hits[label] / claims[label] if claims[label] else 0.0) for label in labels)
    return Report(hits.total() / len(gold), sum(score for _, score in scores) / len(scores), scores)


def interval(gold: Sequence[str], predicted: Sequence[str], labels: Sequence[str]) -> tuple[float, float]:
    """The 95 % interval of macro-F1 over samples of the texts drawn with replacement; the same each time."""
    place = {label: at for at, label in enumerate(dict.fromkeys([*labels, *gold, *predicted]))}
    g, p = (np.array([place[label] for label in side]) for side in (gold, predicted))
    drawn = np.random.default_rng(SEED).integers(0, len(g), (SAMPLES, len(g)))
    scores = []
    for at in drawn:
        hits, present, said = (
            np.bincount(side, minlength=len(place))[: len(labels)] for side in (g[at][g[at] == p[at]], g[at], p[at])
        )
        scores.append((2 * hits / np.maximum(present + said, 1)).mean())
    low, high = np.quantile(scores, [0.025, 0.975])
    return float(low), float(high)


def calibration_error(right: Sequence[bool], sure: Sequence[float]) -> float:
    """Expected calibration error: how far, on average, the share of right answers lies from how sure they were.

    ``BINS`` bins of equal width, each weighed by its answers (Guo et al. 2017).

    >>> calibration_error([True, False], [0.5, 0.5])
    0.0
    """
    hit, share = np.asarray(right, dtype=float), np.asarray(sure, dtype=float)
    bins = np.minimum((share * BINS).astype(int), BINS - 1)
    gaps = [abs(hit[bins == b].sum() - share[bins == b].sum()) for b in range(BINS)]
    return float(sum(gaps) / len(hit))


def auroc(positive: Sequence[float], negative: Sequence[float]) -> float:
    """How often a positive has the higher score than a negative, ties half.

    >>> auroc([0.9, 0.5], [0.5, 0.1])
    0.875
    """
    low = np.sort(np.asarray(negative, dtype=float))
    below, upto = (np.searchsorted(low, positive, side=side) for side in ("left", "right"))
    return float((below + upto).mean() / 2 / len(low))


def confusion(gold: Sequence[str], predicted: Sequence[str]) -> dict[tuple[str, str], float]:
    """(Gold, predicted) -> the share of the texts of that gold label."""
    sizes, pairs = Counter(gold), Counter(zip(gold, predicted, strict=True))
    return {pair: n / sizes[pair[0]] for pair, n in pairs.items()}
