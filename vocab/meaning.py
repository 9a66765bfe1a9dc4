"""The last step of a lookup: emotions near in meaning to a text that no term explains.

Two ways: ``ByPrototypes`` asks an encoder that has seen no emotion label, ``ByTransfer`` the transfer engine.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from ontology.world import Ontology
from vocab.arrays import as_bytes, as_texts, small, unit, write_arrays
from vocab.candidates import Candidate, speaking_terms, state_candidates
from vocab.classify import together
from vocab.embedder import Embedder, Vectors
from vocab.engines.transfer import TransferEngine
from vocab.index import Index
from vocab.lexicon import Lexicon, PartOfSpeech, Role, Term
from vocab.prototypes import prototypes
from vocab.wordtable import models

#: A cosine below this is no answer: texts without feeling come out at .1 to .27, situations and
#: paraphrases of a feeling mostly above .3 (examples of both stand in the tests).
LEAST_COSINE = 0.28

#: What the nearest term of an emotion counts beside its place (recall@1 / @5 on the 320 phrases of bench/lookup.py that
#: no term explains: 0 .42 / .70, 5 .46 / .74, 10 .49 / .75, 20 .50 / .75; the plain encoder alone .27 / .53).
TERM = 10.0

#: A text is no answer's worth where it is as likely as this to express no emotion.
NEUTRAL = 0.75


@dataclass(frozen=True, slots=True)
class Near:
    """An emotion, how sure 0 … 1, and the term of it that is nearest."""

    emotion: str
    score: float
    term: str


class Meaning(Protocol):
    """Finds emotions by meaning; the same for a text alone as among others."""

    def nearest(self, text: str, k: int) -> tuple[Near, ...]:
        """Up to ``k``, best first; none where the encoder knows no word of the text, or nothing is felt in it."""


class ByPrototypes:
    """By cosine with the middle of each emotion's terms."""

    def __init__(self, world: Ontology, lexicon: Lexicon, embedder: Callable[[], Embedder]) -> None:
        self._world, self._lexicon, self._embedder = world, lexicon, embedder

    def nearest(self, text: str, k: int) -> tuple[Near, ...]:
        """See ``Meaning``; scores are cosines from ``LEAST_COSINE`` up."""
        encoder = self._embedder()
        if not encoder.knows(text):
            return ()
        query = encoder.encode([text])
        (near,) = self._index.search(query, k)
        return tuple(
            Near(emotion, min(cosine, 1.0), self._term(emotion, query))
            for emotion, cosine in near
            if cosine >= LEAST_COSINE
        )

    @cached_property
    def _index(self) -> Index:
        states = state_candidates(self._world, self._lexicon)
        return Index(prototypes(self._embedder(), states), [state.label for state in states])

    def _term(self, emotion: str, query: Vectors) -> str:
        terms = speaking_terms(self._lexicon, emotion)
        return terms[int((self._embedder().encode(terms) @ query[0]).argmax())]


class ByTransfer:
    """By the learnt place of each emotion and by its nearest term, in one sum; scores are shares of all states."""

    def __init__(self, world: Ontology, lexicon: Lexicon, engine: TransferEngine, path: Path | None = None) -> None:
        self._states: tuple[Candidate, ...] = state_candidates(world, lexicon)
        self._terms, self._engine = spoken(lexicon), engine
        self._path = path or models() / "classifier" / "terms.npz"

    def nearest(self, text: str, k: int) -> tuple[Near, ...]:
        """See ``Meaning``."""
        if not self._engine.encoder.knows(text):
            return ()
        vector = self._engine.encoder.encode([text])
        if self._engine.places.neutral(vector)[0] >= NEUTRAL:
            return ()
        alike, at = self._nearest_terms(vector[0])
        scores = vector[0] @ self._places.T + TERM * alike
        shares = together(scores[None, :] / self._engine.places.temperature)[0]
        best = np.argsort(-shares, kind="stable")[:k]
        return tuple(Near(self._states[i].label, float(shares[i]), self._terms[at[i]].text) for i in best)

    def _nearest_terms(self, vector: Vectors) -> tuple[Vectors, NDArray[np.int64]]:
        """(Cosine with the nearest term of each state, which term that is)."""
        cosines = self._rows @ vector
        order = np.lexsort((-cosines, self._homes))
        first = np.searchsorted(self._homes[order], np.arange(len(self._states)))
        at = order[np.minimum(first, len(order) - 1)]
        has = self._homes[at] == np.arange(len(self._states))
        return np.where(has, cosines[at], 0.0).astype(np.float32), at

    @cached_property
    def _places(self) -> Vectors:
        said = self._engine.encoder.encode([state.groups[0][0] for state in self._states])
        return self._engine.places.of(said, self._states)

    @cached_property
    def _homes(self) -> NDArray[np.int64]:
        """The state that each term belongs to; one behind the last for terms of none."""
        at = {state.label: i for i, state in enumerate(self._states)}
        return np.array([at.get(term.emotion, len(at)) for term in self._terms])

    @cached_property
    def _rows(self) -> Vectors:
        """A unit vector a term; those the shipped file lacks are encoded now."""
        known = read_terms(self._path)
        lacking = [term.text for term in self._terms if term.text not in known]
        if lacking:
            known |= dict(zip(lacking, self._engine.encoder.encode(lacking), strict=True))
        return np.stack([known[term.text] for term in self._terms])


def spoken(lexicon: Lexicon) -> list[Term]:
    """The terms that name or show an emotion in words."""
    return [t for t in lexicon if t.role is not Role.EVOKES and t.part_of_speech is not PartOfSpeech.EMOJI]


def read_terms(path: Path) -> dict[str, Vectors]:
    """Term -> its vector, from a file that ``write_terms`` wrote; empty where there is none."""
    if not path.is_file():
        return {}
    with np.load(path) as found:
        rows = unit(found["rows"].astype(np.float32) * found["scale"])
        return dict(zip(as_texts(found["terms"]), rows, strict=True))


def write_terms(path: Path, terms: Sequence[str], encoder: Embedder) -> None:
    """Keep the vectors of terms, so that the first lookup need not make them: one byte a number."""
    rows, scale = small(encoder.encode(terms))
    write_arrays(path, {"terms": as_bytes(terms), "rows": rows, "scale": scale})
