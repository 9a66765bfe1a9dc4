"""Parts for scikit-learn pipelines; importing this needs scikit-learn, which the extra models brings."""

from collections.abc import Iterable
from typing import Self

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, TransformerMixin

from api.adapters import harmonize
from ontology.world import load


class LabelHarmonizer(TransformerMixin, BaseEstimator):  # type: ignore[misc]  # scikit-learn ships no annotations
    """A transformer of label columns: one target label a cell, ``missing`` where nothing fits.

    Stateless; ``fit`` only checks that both sets are there.
    """

    def __init__(self, source: str = "goemotions", target: str = "ekman", missing: str = "") -> None:
        self.source, self.target, self.missing = source, target, missing

    def fit(self, labels: Iterable[object], y: object = None) -> Self:
        """Check the two sets.

        Raises:
            UnknownLabelSet: one is not there.
        """
        world = load()
        world.label_set(self.source)
        world.label_set(self.target)
        return self

    def transform(self, labels: Iterable[object]) -> NDArray[np.object_]:
        """Shape (n,): the first target label of each cell.

        Raises:
            UnknownLabel: a label is not in the source set.
        """
        cells = [cell[0] if isinstance(cell, np.ndarray) else cell for cell in labels]
        found = harmonize(cells, self.source, self.target)
        return np.array([goals[0] if goals else self.missing for goals in found], dtype=object)
