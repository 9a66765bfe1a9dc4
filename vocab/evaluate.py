"""Figures for predicted labels: accuracy, F1 of each label, macro-F1."""

from collections.abc import Sequence
from dataclasses import dataclass


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
    pairs = list(zip(gold, predicted, strict=True))
    scores = []
    for label in labels:
        hits = sum(g == p == label for g, p in pairs)
        claims = sum((g == label) + (p == label) for g, p in pairs)
        scores.append((label, 2 * hits / claims if claims else 0.0))
    return Report(
        accuracy=sum(g == p for g, p in pairs) / len(pairs),
        macro_f1=sum(score for _, score in scores) / len(scores),
        f1=tuple(scores),
    )
