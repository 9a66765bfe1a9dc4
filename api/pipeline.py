"""The call that users of Hugging Face's zero-shot pipeline know: ``classifier(texts, candidate_labels)``."""

from collections.abc import Sequence
from typing import Any, overload

from api.classification import Choice
from api.service import Service
from ontology.errors import BadInput


class ZeroShotClassification:
    """Texts to labels of the caller's own, most likely first, in the shape of the zero-shot pipeline.

    ``labels`` of a call may also name one of our label sets, such as ``ekman``.  ``hypothesis_template`` is taken so
    that calls written for the other keep working, and must be left out or be the default: no engine of ours reads it.
    """

    task = "zero-shot-classification"

    def __init__(self, engine: str | None = None, service: Service | None = None) -> None:
        self._engine, self._service = engine, service or Service()

    @overload
    def __call__(
        self,
        sequences: str,
        candidate_labels: str | Sequence[str],
        *,
        multi_label: bool = ...,
        hypothesis_template: str = ...,
    ) -> dict[str, Any]: ...

    @overload
    def __call__(
        self,
        sequences: list[str] | tuple[str, ...],
        candidate_labels: str | Sequence[str],
        *,
        multi_label: bool = ...,
        hypothesis_template: str = ...,
    ) -> list[dict[str, Any]]: ...

    def __call__(
        self,
        sequences: str | Sequence[str],
        candidate_labels: str | Sequence[str],
        *,
        multi_label: bool = False,
        hypothesis_template: str = "",
    ) -> dict[str, Any] | list[dict[str, Any]]:
        """``{"sequence": …, "labels": […], "scores": […]}`` for a text, a list of them for a list.

        Raises:
            BadInput: a text is empty or too long, labels repeat or are fewer than two, or a template is given.
            UnknownLabelSet, UnknownEngine, ModelMissing, MissingExtra.
        """
        if hypothesis_template not in ("", "This example is {}."):
            raise BadInput("no engine reads hypothesis_template; leave it out")
        texts = [sequences] if isinstance(sequences, str) else list(sequences)
        candidates = self._service.classification.candidates(_choice(candidate_labels))
        found = self._service.classification.classify(texts, candidates, engine=self._engine, multi=multi_label)
        answers = [
            {"sequence": text, "labels": [x for x, _ in s.ranked], "scores": [share for _, share in s.ranked]}
            for text, s in zip(texts, found, strict=True)
        ]
        return answers[0] if isinstance(sequences, str) else answers


def pipeline(task: str = "zero-shot-classification", model: str | None = None) -> ZeroShotClassification:
    """A classifier; ``model`` names one of our engines.

    Raises:
        BadInput: there is no such task.

    """
    if task != ZeroShotClassification.task:
        raise BadInput(f"no task '{task}'; there is {ZeroShotClassification.task}")
    return ZeroShotClassification(model)


def _choice(labels: str | Sequence[str]) -> Choice:
    if isinstance(labels, str):
        return Choice.named(labels)
    return Choice(labels=tuple(labels))
