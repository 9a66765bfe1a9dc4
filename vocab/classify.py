"""Text to label without training: each label is a point among the vectors, each text goes to the nearest.

A label's point (its prototype) is the mean of up to three unit vectors: the label in a sentence,
the terms of the emotions it means, and the terms of all emotions below those, each term in a
sentence.  Figures by which the parts and the sentence were chosen (macro-F1, 1,500 ISEAR training
texts / 1,500 GoEmotions dev texts without neutral): bare label .445 / .185, label in the sentence
.481 / .208, all three parts .486 / .243.  Definitions as a fourth part did not help.

The scores add up to 1, yet are not calibrated: compare labels by them, not texts.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ontology.emotion import Emotion, Tier
from ontology.errors import BadInput
from ontology.mapping import Match
from ontology.relation import OURS
from ontology.taxonomy import descendants
from ontology.world import Ontology
from vocab.embedder import Embedder, Vectors
from vocab.lexicon import Lexicon, PartOfSpeech, Register, Role, Term

SENTENCE = "I felt {}."
#: Cosines are divided by this before they become shares (this project; no calibration).
TEMPERATURE = 0.05
#: How many terms speak for an emotion (macro-F1 on ISEAR train / GoEmotions dev: 6 .465 / .213,
#: 8 .468 / .214, 12 .471 / .210, 24 .470 / .213, all .471 / .212; each costs a few milliseconds at the start).
MOST_TERMS = 8
MEANS_THE_SAME = {Match.EXACT, Match.CLOSE, Match.NARROW}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A label and the groups of texts that stand for it; every group weighs the same."""

    label: str
    groups: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Scores:
    """One text's distribution over the labels, most likely first; the scores add up to 1."""

    ranked: tuple[tuple[str, float], ...]

    @property
    def best(self) -> str:
        return self.ranked[0][0]

    def top(self, k: int) -> tuple[tuple[str, float], ...]:
        return self.ranked[:k]


def bare_candidates(labels: Sequence[str]) -> tuple[Candidate, ...]:
    """Labels that stand for nothing but themselves: the baseline."""
    return tuple(Candidate(label, ((label,),)) for label in labels)


def set_candidates(world: Ontology, lexicon: Lexicon, label_set: str) -> tuple[Candidate, ...]:
    """The labels of a set, each with the terms of the emotions it is mapped to.

    Raises:
        UnknownLabelSet.
    """
    return tuple(
        _candidate(
            world,
            lexicon,
            label.label,
            [
                m.emotion
                for m in world.mappings_of_label.get(label.id, ())
                if m.emotion is not None and m.match in MEANS_THE_SAME
            ],
        )
        for label in world.label_set(label_set)
    )


def free_candidates(world: Ontology, lexicon: Lexicon, labels: Sequence[str]) -> tuple[Candidate, ...]:
    """Labels of the caller's own, with the terms of the emotion they name where the lexicon knows it.

    Raises:
        BadInput: fewer than two labels, an empty one, or one given twice.
    """
    if len(labels) < 2:
        raise BadInput(f"{len(labels)} label is nothing to choose from; give at least two")
    if "" in (label.strip() for label in labels):
        raise BadInput("a label is empty")
    if len(set(labels)) < len(labels):
        twice = next(label for label in labels if labels.count(label) > 1)
        raise BadInput(f"label '{twice}' is given twice")
    terms = {label: lexicon.find(label.casefold()) for label in labels}
    return tuple(_candidate(world, lexicon, label, [t.emotion] if (t := terms[label]) else []) for label in labels)


def tier_candidates(world: Ontology, lexicon: Lexicon, tier: Tier) -> tuple[Candidate, ...]:
    """The emotions of one tier, by id."""
    return tuple(_candidate(world, lexicon, e.id, [e.id], e.word) for e in world if e.tier is tier)


def state_candidates(world: Ontology, lexicon: Lexicon) -> tuple[Candidate, ...]:
    """Every state with terms of its own, by id; a word that stands on two tiers counts once, at the higher."""
    return tuple(_candidate(world, lexicon, e.id, [e.id], e.word) for e in world if _is_home_of_its_word(lexicon, e))


def _is_home_of_its_word(lexicon: Lexicon, emotion: Emotion) -> bool:
    term = lexicon.find(emotion.word)
    return term is not None and term.emotion == emotion.id


def _candidate(
    world: Ontology, lexicon: Lexicon, label: str, emotions: Sequence[str], word: str | None = None
) -> Candidate:
    below = [part.id for emotion in emotions for part in descendants(world, emotion)]
    groups = ((word or label,), _words(lexicon, emotions), _words(lexicon, [*emotions, *below]))
    return Candidate(label, tuple(tuple(SENTENCE.format(text) for text in group) for group in groups if group))


def _words(lexicon: Lexicon, emotions: Sequence[str]) -> tuple[str, ...]:
    return tuple(term for emotion in dict.fromkeys(emotions) for term in speaking_terms(lexicon, emotion))


def speaking_terms(lexicon: Lexicon, emotion: str) -> tuple[str, ...]:
    """The terms that stand for an emotion in a sentence: its label, then those chosen by hand, then by weight.

    No symbol, no idiom, no mere occasion; ``MOST_TERMS`` of them, since more made nothing better.
    """
    plain = (t for t in lexicon.of(emotion) if t.part_of_speech is not PartOfSpeech.EMOJI)
    named = [t for t in plain if t.register is not Register.IDIOM and t.role is not Role.EVOKES]
    return tuple(t.text for t in sorted(named, key=_prominence)[:MOST_TERMS])


def _prominence(term: Term) -> tuple[bool, bool, float]:
    return not term.is_label, OURS not in term.origins, -term.weight


class Classifier:
    """Classifies texts by one embedder; the prototypes of a candidate are computed once."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._prototypes: dict[Candidate, Vectors] = {}

    def classify(self, texts: Sequence[str], candidates: Sequence[Candidate]) -> list[Scores]:
        """One distribution a text, in their order; a text with nothing in it is spread evenly."""
        self._learn(candidates)
        prototypes = np.stack([self._prototypes[candidate] for candidate in candidates])
        cosines = self._embedder.encode(texts) @ prototypes.T / TEMPERATURE
        shares = np.exp(cosines - cosines.max(axis=1, keepdims=True))
        shares /= shares.sum(axis=1, keepdims=True)
        labels = [candidate.label for candidate in candidates]
        return [Scores(tuple((labels[i], float(row[i])) for i in np.argsort(-row, kind="stable"))) for row in shares]

    def _learn(self, candidates: Sequence[Candidate]) -> None:
        new = [c for c in dict.fromkeys(candidates) if c not in self._prototypes]
        if new:
            self._prototypes.update(zip(new, prototypes(self._embedder, new), strict=True))


def prototypes(embedder: Embedder, candidates: Sequence[Candidate]) -> Vectors:
    """The point of each candidate: one unit row, the mean of the means of its groups."""
    texts = list(dict.fromkeys(text for c in candidates for group in c.groups for text in group))
    vectors = dict(zip(texts, embedder.encode(texts), strict=True))
    return np.stack([_middle([_middle([vectors[text] for text in group]) for group in c.groups]) for c in candidates])


def _middle(vectors: Sequence[Vectors]) -> Vectors:
    """The mean, made unit length again; the zero vector stays what it is."""
    mean: Vectors = np.mean(vectors, axis=0)
    length = float(np.linalg.norm(mean))
    return mean / length if length else mean
