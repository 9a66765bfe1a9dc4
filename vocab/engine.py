"""What scores texts against labels, and how one is opened by name.

Three engines: ``vocabulary`` has seen no emotion label of any text, ``transfer`` has learnt from GoEmotions and
from sentences of ours, ``fast`` is a small copy of ``transfer`` that needs no encoder.  None has seen a text of the
label set it is asked about, unless that is GoEmotions.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from ontology.backends import backend
from ontology.errors import UnknownEngine
from vocab.candidates import Candidate
from vocab.embedder import Embedder

Logits = NDArray[np.float32]

#: The emotion that says that none is felt.
NEUTRAL = "neutral"

#: The label set whose texts the engines have learnt from, so that they are surer there.
MET = "goemotions"

#: How many pieces of evidence an engine gives.
EVIDENCE = 3


@dataclass(frozen=True, slots=True)
class Reading:
    """What an engine makes of some texts.

    ``logits``: shape (texts, candidates); their softmax is how likely each label is, given that one of them is right.
    ``neutral``: shape (texts,), how likely no emotion is expressed, 0 … 1; None where the engine cannot tell.
    """

    logits: Logits
    neutral: Logits | None = None


def neutral_share(scores: Logits, at: int, gate: tuple[float, float]) -> Logits:
    """How likely each text expresses no emotion, from its score for every emotion; ``at`` is the column of neutral."""
    others = np.delete(scores, at, axis=1)
    top = others.max(axis=1)
    odds = scores[:, at] - top - np.log(np.exp(others - top[:, None]).sum(axis=1))
    share: Logits = (1 / (1 + np.exp(-(gate[0] * odds + gate[1])))).astype(np.float32)
    return share


class Engine(Protocol):
    """Texts and labels to scores; deterministic, and the same for a text alone as in a batch."""

    name: str

    def read(self, texts: Sequence[str], candidates: Sequence[Candidate]) -> Reading:
        """One row a text, in their order; an empty text is as likely every label."""

    def why(self, text: str, candidate: Candidate) -> tuple[tuple[str, float], ...]:
        """Up to ``EVIDENCE`` pieces of evidence for a label, the weightiest first, each with its weight."""


#: See ``ontology.backends``.
ENGINES: dict[str, tuple[str, str]] = {
    "transfer": ("vocab.engines.transfer", "models"),
    "vocabulary": ("vocab.engines.vocabulary", ""),
    "fast": ("vocab.engines.fast", ""),
}


def open_engine(name: str, embedder: Callable[[], Embedder]) -> Engine:
    """An engine ready to read; ``embedder`` gives the encoder to those that need one.

    Raises:
        UnknownEngine: no such engine; names those there are.
        MissingExtra, ModelMissing: packages or weights are not installed.
    """
    opened: Engine = backend(ENGINES, name, UnknownEngine).open(embedder)
    return opened
