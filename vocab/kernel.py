"""Kernel ridge with a Gaussian kernel: fitted in the workshop, kept in a byte a number, run with numpy alone."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]

#: Rows a prediction takes at a time, so that a long list needs no more memory than a short one.
BLOCK = 1000


@dataclass(frozen=True, slots=True)
class KernelRidge:
    """``support`` (m, d), ``weights`` (m, k), ``middle`` (k,), and ``sd`` (k,): the error on texts left out."""

    support: Array
    weights: Array
    middle: Array
    sd: Array
    gamma: float

    def predict(self, rows: Array) -> Array:
        """Shape (len(rows), k)."""
        return np.concatenate([np.zeros((0, len(self.middle)), np.float32), *self._blocks(rows)])

    def _blocks(self, rows: Array) -> Iterator[Array]:
        for start in range(0, len(rows), BLOCK):
            yield gaussian(rows[start : start + BLOCK], self.support, self.gamma) @ self.weights + self.middle


def gaussian(a: Array, b: Array, gamma: float) -> Array:
    """exp(-gamma · squared distance), shape (len(a), len(b))."""
    apart = (a**2).sum(axis=1)[:, None] + (b**2).sum(axis=1)[None] - 2 * (a @ b.T)
    near: Array = np.exp(-gamma * np.maximum(apart, 0)).astype(np.float32)
    return near


def fit(rows: Array, values: Array, *, gamma: float, penalty: Array, noise: Array | None = None) -> KernelRidge:
    """Weights for values of shape (n, k); ``penalty`` is one a value, ``noise`` multiplies it row by row.

    The error is left at zero: it is measured on rows left out.
    """
    middle = values.mean(axis=0)
    kernel = gaussian(rows, rows, gamma).astype(np.float64)
    each = np.ones(len(rows)) if noise is None else noise
    weights = [np.linalg.solve(kernel + np.diag(p * each), values[:, i] - middle[i]) for i, p in enumerate(penalty)]
    return KernelRidge(
        rows,
        np.stack(weights, axis=1).astype(np.float32),
        middle.astype(np.float32),
        np.zeros(len(middle), np.float32),
        gamma,
    )


def packed(model: KernelRidge, name: str) -> dict[str, NDArray[np.generic]]:
    """A model as arrays to save, its support in a byte a number."""
    scale = np.maximum(np.abs(model.support).max(axis=0), 1e-9) / 127
    return {
        f"{name}_support": np.rint(model.support / scale).astype(np.int8),
        f"{name}_scale": scale.astype(np.float32),
        f"{name}_weights": model.weights.astype(np.float16),
        f"{name}_middle": model.middle,
        f"{name}_sd": model.sd,
        f"{name}_gamma": np.array([model.gamma], np.float32),
    }


def unpacked(found: Mapping[str, NDArray[np.generic]], name: str) -> KernelRidge:
    """The model that ``packed`` made arrays of, as near as a byte is."""
    part = {key.removeprefix(f"{name}_"): np.asarray(found[key], np.float32) for key in found if key.startswith(name)}
    return KernelRidge(
        part["support"] * part["scale"], part["weights"], part["middle"], part["sd"], float(part["gamma"][0])
    )
