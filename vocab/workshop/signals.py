"""How well each candidate fits each emotion, by witnesses that do not know of one another.

``Signals.of`` gives an array of shape (candidates, emotions, signals); higher is better for each.  What
the witnesses are worth together is learnt in ``vocab.workshop.ranking``.
"""

import re
from collections import defaultdict
from collections.abc import Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from ontology.taxonomy import root
from ontology.world import Ontology
from vocab.embedder import Embedder, Vectors
from vocab.lexicon import PartOfSpeech, Term
from vocab.wordnet import EMOTING, FEELING, WordNet
from vocab.workshop.candidates import HYPERNYM, STEPS
from vocab.workshop.norms import Guesser

#: The witnesses, in the order of the last axis.
NAMES = ("prototype", "neighbours", "wordnet", "gloss", "named in gloss", "VAD", "family neighbours", "family wordnet")

#: How many of the nearest known terms are asked, and how sharply nearness counts.
NEAREST, SHARPNESS = 12, 0.07

Array = NDArray[np.float64]


class Signals:
    """The witnesses over one lexicon of decided terms."""

    def __init__(
        self, world: Ontology, known: Sequence[Term], wordnet: WordNet, embedder: Embedder, guesser: Guesser
    ) -> None:
        self.emotions = [e.id for e in world]
        self._world, self._wordnet, self._embedder, self._guesser = world, wordnet, embedder, guesser
        self._terms = [t for t in known if t.part_of_speech is not PartOfSpeech.EMOJI]
        place = {id: i for i, id in enumerate(self.emotions)}
        self._home = np.array([place[t.emotion] for t in self._terms])
        self._homes_of = {t.text.casefold(): place[t.emotion] for t in self._terms}
        families = sorted({_family(world, id) for id in self.emotions})
        self.family = np.array([families.index(_family(world, id)) for id in self.emotions])

    def of(self, words: Sequence[str], senses: Sequence[str], *, known: bool = False) -> Array:
        """The signals of words in WordNet senses (empty: any); with ``known`` each is judged without itself."""
        rows = self._embedder.encode(words)
        columns = [
            self._prototype(rows, words if known else ()),
            self._neighbours(rows, words if known else ()),
            self._by_wordnet(words, senses),
            *self._by_gloss(words, senses),
            self._by_vad(words),
        ]
        same = self.family[:, None] == self.family[None, :]
        columns += [columns[1] @ same, columns[2] @ same]
        return np.stack(columns, axis=2)

    @cached_property
    def _places(self) -> dict[str, list[int]]:
        places: defaultdict[str, list[int]] = defaultdict(list)
        for place, term in enumerate(self._terms):
            places[term.text.casefold()].append(place)
        return places

    @cached_property
    def _vectors(self) -> Vectors:
        return self._embedder.encode([t.text for t in self._terms])

    @cached_property
    def _definitions(self) -> Vectors:
        return self._embedder.encode([self._world[id].definition for id in self.emotions])

    def _prototype(self, rows: Vectors, left_out: Sequence[str]) -> Array:
        """Cosine to the mean of an emotion's terms and its definition."""
        total = self._definitions.astype(np.float64).copy()
        np.add.at(total, self._home, self._vectors)
        scores = np.empty((len(rows), len(self.emotions)))
        for i, row in enumerate(rows):
            sums = total
            if left_out and (own := self._homes_of.get(left_out[i].casefold())) is not None:
                sums = total.copy()
                sums[own] -= row
            scores[i] = (sums / np.linalg.norm(sums, axis=1, keepdims=True)) @ row
        return scores

    def _neighbours(self, rows: Vectors, left_out: Sequence[str]) -> Array:
        """The share of the nearest known terms, by nearness, that have their home at an emotion."""
        cosines = (rows @ self._vectors.T).astype(np.float64)
        for i, word in enumerate(left_out):
            cosines[i, self._places.get(word.casefold(), [])] = -1
        scores = np.zeros((len(rows), len(self.emotions)))
        for i, row in enumerate(cosines):
            near = np.argpartition(-row, min(NEAREST, len(row) - 1))[:NEAREST]
            weights = np.exp(row[near] / SHARPNESS)
            np.add.at(scores[i], self._home[near], weights / weights.sum())
        return scores

    def _by_wordnet(self, words: Sequence[str], senses: Sequence[str]) -> Array:
        """Known terms that share a sense (1) or a pointer (½) with the word, as shares with one doubt added."""
        scores = np.zeros((len(words), len(self.emotions)))
        for i, (word, sense) in enumerate(zip(words, senses, strict=True)):
            for synset in self._wordnet.senses(word):
                stress = 2.0 if synset.id == sense or synset.section in (FEELING, EMOTING) else 1.0
                for other in synset.words:
                    self._vote(scores[i], other, word, stress)
                for pointer in synset.pointers:
                    if pointer.symbol in STEPS or pointer.symbol == HYPERNYM:
                        for other in self._wordnet.synsets[pointer.synset].words:
                            self._vote(scores[i], other, word, stress / 2)
            scores[i] /= scores[i].sum() + 1
        return scores

    def _vote(self, row: Array, other: str, word: str, weight: float) -> None:
        home = self._homes_of.get(other.casefold())
        if home is not None and other.casefold() != word.casefold():
            row[home] += weight

    def _by_gloss(self, words: Sequence[str], senses: Sequence[str]) -> tuple[Array, Array]:
        """Cosine of the gloss to the emotion's definition; known terms that the gloss names, as shares."""
        glosses = [self._gloss(word, sense) for word, sense in zip(words, senses, strict=True)]
        near = (self._embedder.encode(glosses) @ self._definitions.T).astype(np.float64)
        named = np.zeros((len(words), len(self.emotions)))
        for i, gloss in enumerate(glosses):
            for each in re.findall(r"[a-z]+", gloss):
                self._vote(named[i], each, words[i], 1.0)
            named[i] /= named[i].sum() + 1
        return near, named

    def _gloss(self, word: str, sense: str) -> str:
        if sense:
            return self._wordnet.synsets[sense].gloss
        found = self._wordnet.senses(word)
        feeling = [s for s in found if s.section in (FEELING, EMOTING)]
        return "; ".join(s.gloss for s in (feeling or list(found))[:2])

    def _by_vad(self, words: Sequence[str]) -> Array:
        """Minus the distance from where the word lies, or is guessed to lie, to where the emotion lies."""
        places = np.array([tuple(vad) if (vad := self._world.vad(id)) else (0.0, 0.0, 0.0) for id in self.emotions])
        distance: Array = np.linalg.norm(self._guesser.guess(words)[:, None, :] - places[None, :, :], axis=2)
        return -distance


def _family(world: Ontology, id: str) -> str:
    return root(world, id).id
