"""Making scores probabilities: one temperature for shares, a slope and an offset for odds."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

#: Temperatures that are tried.
TEMPERATURES = np.geomspace(0.2, 8.0, 120)


def temperature(cases: Sequence[tuple[NDArray[np.float32], Sequence[int]]]) -> float:
    """By what to divide logits so that shares are most likely to be right: every case weighs the same.

    ``cases`` are (logits of shape (texts, labels), the right label of each text), one a data set.
    """
    losses = [
        sum(float(np.mean(_surprise(logits.astype(float) / t, gold))) for logits, gold in cases) for t in TEMPERATURES
    ]
    return float(TEMPERATURES[int(np.argmin(losses))])


def odds(scores: Sequence[float], right: Sequence[bool]) -> tuple[float, float]:
    """(Slope, offset) of the log odds of being right, by logistic regression; classes weigh the same.

    >>> slope, offset = odds([0.0, 1.0, 2.0, 3.0], [False, True, False, True])
    >>> slope > 0
    True
    """
    x = np.column_stack([np.asarray(scores, dtype=float), np.ones(len(scores))])
    y = np.asarray(right, dtype=float)
    weight = np.where(y > 0, 0.5 / max(y.mean(), 1e-9), 0.5 / max(1 - y.mean(), 1e-9))
    found = np.zeros(2)
    for _ in range(50):
        share = 1 / (1 + np.exp(-np.clip(x @ found, -30, 30)))
        slope = x.T @ (weight * (y - share)) - 1e-3 * found
        bend = (x * (weight * share * (1 - share))[:, None]).T @ x + 1e-3 * np.eye(2)
        step = np.linalg.solve(bend, slope)
        found += step
        if np.abs(step).max() < 1e-9:
            break
    return float(found[0]), float(found[1])


def _surprise(logits: Array, gold: Sequence[int]) -> Array:
    top = logits.max(axis=1)
    whole = top + np.log(np.exp(logits - top[:, None]).sum(axis=1))
    surprise: Array = whole - logits[np.arange(len(logits)), list(gold)]
    return surprise
