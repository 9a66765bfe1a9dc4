"""Texts to labels they were never trained on: how likely each label is, and whether anything is felt at all.

Single-label shares add up to 1 and say how likely each label is *given that one of them is right*.
In multi-label mode each label stands for itself, so shares need not add up to anything.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np

from vocab.candidates import Candidate
from vocab.engine import Engine, Logits

#: Texts read at a time, so that memory stays bounded; sorted by length inside the encoder.
BATCH = 512

#: Where the best share is less than this many times an even one, the classifier cannot tell (see ``Scores.decided``).
LEAST_OVER_EVEN = 1.5

#: The share from which a label is given in multi-label mode (macro-F1 on GoEmotions dev .449; from .5 up .423).
LEAST = 0.35

#: From here up, a text is more likely to express no emotion than any.
NEUTRAL = 0.5


@dataclass(frozen=True, slots=True)
class Scores:
    """One text's labels, most likely first, with their shares 0 … 1.

    ``neutral`` is how likely it expresses no emotion, None where the engine cannot tell.
    """

    ranked: tuple[tuple[str, float], ...]
    neutral: float | None = None

    @property
    def best(self) -> str:
        return self.ranked[0][0]

    @property
    def decided(self) -> bool:
        """Whether the best label stands out: at least ``LEAST_OVER_EVEN`` times as likely as by chance."""
        return self.ranked[0][1] >= min(LEAST_OVER_EVEN / len(self.ranked), 0.6)

    @property
    def answer(self) -> str:
        """The best label, or ``neutral`` where that is likelier than any emotion, or ``cannot tell``."""
        if self.neutral is not None and self.neutral >= NEUTRAL:
            return "neutral"
        return self.best if self.decided else "cannot tell"

    def top(self, k: int) -> tuple[tuple[str, float], ...]:
        return self.ranked[:k]

    def over(self, least: float = LEAST) -> tuple[str, ...]:
        """The labels with a share of at least ``least``: the answer in multi-label mode."""
        return tuple(label for label, share in self.ranked if share >= least)


class Classifier:
    """Reads texts by one engine."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    def classify(self, texts: Sequence[str], candidates: Sequence[Candidate], *, multi: bool = False) -> list[Scores]:
        """Scores of each text, in their order; a text with nothing in it is spread evenly."""
        return list(self.stream(texts, candidates, multi=multi))

    def tree(
        self, texts: Sequence[str], levels: Sequence[Sequence[Candidate]], parent: Mapping[str, str]
    ) -> list[tuple[Scores, ...]]:
        """Scores of each text at each level of a tree, top first; no child is likelier than its parent.

        ``parent`` gives the label one level up.  A parent's share is divided among its children by their own logits, so
        the shares of a level add up to 1, less those of parents without children.
        """
        found = []
        for held in _batches(texts):
            reading = self.engine.read(held, [c for level in levels for c in level])
            shares, start, above = list[Logits](), 0, dict[str, Logits]()
            for level in levels:
                logits = reading.logits[:, start : start + len(level)]
                start += len(level)
                shares.append(_divided(logits, [c.label for c in level], parent, above))
                above = {c.label: column for c, column in zip(level, shares[-1].T, strict=True)}
            for place in range(len(held)):
                neutral = None if reading.neutral is None else float(reading.neutral[place])
                found.append(
                    tuple(
                        _scores([c.label for c in level], rows[place], neutral)
                        for level, rows in zip(levels, shares, strict=True)
                    )
                )
        return found

    def stream(self, texts: Iterable[str], candidates: Sequence[Candidate], *, multi: bool = False) -> Iterator[Scores]:
        """The same for any number of texts, ``BATCH`` of them in memory at a time."""
        labels = [candidate.label for candidate in candidates]
        for held in _batches(texts):
            reading = self.engine.read(held, candidates)
            shares = each(reading.logits) if multi else together(reading.logits)
            for place, row in enumerate(shares):
                yield _scores(labels, row, None if reading.neutral is None else float(reading.neutral[place]))


def _scores(labels: Sequence[str], row: Logits, neutral: float | None) -> Scores:
    return Scores(tuple((labels[i], float(row[i])) for i in np.argsort(-row, kind="stable")), neutral)


def _divided(logits: Logits, labels: Sequence[str], parent: Mapping[str, str], above: Mapping[str, Logits]) -> Logits:
    """Shares of a level: among siblings by their logits, times the share of their parent."""
    shares = np.zeros_like(logits)
    for up in dict.fromkeys(parent.get(label, "") for label in labels):
        at = [i for i, label in enumerate(labels) if parent.get(label, "") == up]
        shares[:, at] = together(logits[:, at]) * (above[up][:, None] if up in above else 1.0)
    return shares


def together(logits: Logits) -> Logits:
    """Shares of labels of which one is right: rows add up to 1."""
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    shares: Logits = powers / powers.sum(axis=1, keepdims=True)
    return shares


#: In multi-label mode the odds of a label are these of its share among all: slope and offset are the logistic
#: regression of being right on GoEmotions dev, where rows may have several labels.
SLOPE, OFFSET = 0.84, -0.08


def each(logits: Logits) -> Logits:
    """Shares of labels that do not exclude each other."""
    share = np.clip(together(logits), 1e-6, 1 - 1e-6)
    odds = SLOPE * np.log(share / (1 - share)) + OFFSET
    shares: Logits = 1 / (1 + np.exp(-odds))
    return shares


def _batches(texts: Iterable[str]) -> Iterator[list[str]]:
    rest = iter(texts)
    while held := list(islice(rest, BATCH)):
        yield held
