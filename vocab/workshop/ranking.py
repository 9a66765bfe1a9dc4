"""From signals to a home: a conditional logit over emotions, then the tree walked from the top.

``Ranking`` learns what each signal is worth from terms whose home is decided; ``Acceptance`` learns
from decisions how often a reader agreed where the signals looked like this, so that its score is
the probability that a reader accepts.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]

STEPS, RATE = 400, 0.5


@dataclass(frozen=True)
class Ranking:
    """Weights of the signals, and how they are scaled: z = (x - mean) / spread."""

    weights: Array
    mean: Array
    spread: Array

    @classmethod
    def fit(cls, signals: Array, home: Sequence[int]) -> "Ranking":
        """Learn from signals of shape (n, emotions, signals) and the decided home of each."""
        flat = signals.reshape(-1, signals.shape[2])
        mean, spread = flat.mean(axis=0), flat.std(axis=0) + 1e-9
        x = (signals - mean) / spread
        weights, momentum = np.zeros(x.shape[2]), np.zeros(x.shape[2])
        chosen = x[np.arange(len(x)), list(home)]
        for _ in range(STEPS):
            share = _softmax(x @ weights)
            gradient = (chosen - np.einsum("ne,nes->ns", share, x)).mean(axis=0) - 0.001 * weights
            momentum = 0.9 * momentum + gradient
            weights = weights + RATE * 0.1 * momentum
        return cls(weights, mean, spread)

    def shares(self, signals: Array) -> Array:
        """Shape (n, emotions); each row adds up to 1."""
        return _softmax(((signals - self.mean) / self.spread) @ self.weights)


def homes(shares: Array, family: Array) -> Array:
    """The preferred home of each row: the likeliest family first, then the likeliest emotion in it.

    ``family`` holds the family of each emotion.  Ties go to the earlier.
    """
    totals = np.stack([shares[:, family == f].sum(axis=1) for f in range(int(family.max()) + 1)], axis=1)
    inside = np.where(family[None, :] == totals.argmax(axis=1)[:, None], shares, -1.0)
    best: Array = inside.argmax(axis=1)
    return best


@dataclass(frozen=True)
class Acceptance:
    """A logistic regression on what ``features`` sees; its score is the probability that a reader accepts."""

    weights: Array
    mean: Array
    spread: Array

    @classmethod
    def fit(cls, features: Array, accepted: Sequence[bool]) -> "Acceptance":
        mean, spread = features.mean(axis=0), features.std(axis=0) + 1e-9
        x = _with_one((features - mean) / spread)
        y = np.array(accepted, dtype=np.float64)
        weights = np.zeros(x.shape[1])
        ridge = np.eye(x.shape[1]) * 1.0
        ridge[-1, -1] = 1e-6
        for _ in range(30):  # Newton's method
            p = 1 / (1 + np.exp(-np.clip(x @ weights, -30, 30)))
            hessian = (x * (p * (1 - p))[:, None]).T @ x + ridge
            weights = weights + np.linalg.solve(hessian, x.T @ (y - p) - ridge @ weights)
        return cls(weights, mean, spread)

    def probability(self, features: Array) -> Array:
        x = _with_one((features - self.mean) / self.spread)
        found: Array = 1 / (1 + np.exp(-np.clip(x @ self.weights, -30, 30)))
        return found


def features(signals: Array, shares: Array, family: Array, home: Array) -> Array:
    """What an acceptance is judged by: the shares of home and family, and the raw signals at the home."""
    rows = np.arange(len(shares))
    inside = (family[None, :] == family[home][:, None]) * shares
    own, kin = shares[rows, home], inside.sum(axis=1)
    return np.column_stack([np.log(own + 1e-6), np.log(kin + 1e-6), own / (kin + 1e-9), signals[rows, home]])


def _with_one(x: Array) -> Array:
    return np.column_stack([x, np.ones(len(x))])


def _softmax(x: Array) -> Array:
    shares = np.exp(x - x.max(axis=-1, keepdims=True))
    found: Array = shares / shares.sum(axis=-1, keepdims=True)
    return found
