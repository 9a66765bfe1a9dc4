"""Parts for scikit-learn pipelines; importing this needs scikit-learn, which the extra models brings."""

from collections.abc import Iterable, Sequence
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray
from sklearn.base import BaseEstimator, ClassifierMixin, TransformerMixin
from sklearn.utils.validation import check_is_fitted

from api.adapters import harmonize
from api.classification import Choice
from api.service import Service
from ontology.errors import BadInput
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


class EmotionClassifier(ClassifierMixin, BaseEstimator):  # type: ignore[misc]  # scikit-learn ships no annotations
    """A classifier of texts that learns nothing from ``fit``: it knows its labels from their names.

    ``labels`` is the id of a label set, or labels of your own; left out, ``fit`` takes the different values of ``y``.
    ``X`` is a sequence of texts, or one column of them.
    """

    def __init__(self, labels: str | Sequence[str] | None = None, engine: str | None = None) -> None:
        self.labels, self.engine = labels, engine

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.string, tags.input_tags.two_d_array = True, False
        tags.target_tags.required = False
        tags.classifier_tags.poor_score = True
        tags.no_validation = True
        return tags

    def fit(self, X: Iterable[object], y: Iterable[object] | None = None) -> Self:  # noqa: N803  # scikit-learn's name
        """Note the labels.

        Raises:
            BadInput: neither ``labels`` nor ``y`` is given, or there are fewer than two.
            UnknownLabelSet.
        """
        if self.labels is None and y is None:
            raise BadInput("say labels=… or give y, so that there is something to choose from")
        labels = sorted({str(label) for label in y or ()}) if self.labels is None else self.labels
        choice = Choice.named(labels) if isinstance(labels, str) else Choice(labels=tuple(labels))
        self.classification_ = Service().classification
        self.candidates_ = self.classification_.candidates(choice)
        self.classes_ = np.array(sorted(c.label for c in self.candidates_), dtype=object)
        return self

    def predict_proba(self, X: Iterable[object]) -> NDArray[np.float64]:  # noqa: N803  # scikit-learn's name
        """Shape (texts, classes), in the order of ``classes_``; rows add up to 1."""
        check_is_fitted(self, "classes_")
        texts = [str(cell[0]) if isinstance(cell, np.ndarray | list) else str(cell) for cell in X]
        found = self.classification_.classify(texts, self.candidates_, engine=self.engine)
        rows = [[dict(s.ranked)[label] for label in self.classes_] for s in found]
        return np.array(rows, dtype=np.float64).reshape(len(texts), len(self.classes_))

    def predict(self, X: Iterable[object]) -> NDArray[np.object_]:  # noqa: N803  # scikit-learn's name
        """The likeliest label of each text."""
        shares = self.predict_proba(X)
        best: NDArray[np.object_] = self.classes_[shares.argmax(axis=1)]
        return best
