"""From free text to emotions: the cheapest step that knows the text answers, and says that it did.

The steps in their order: ``label`` (an emotion's own name), ``term`` (a term of the lexicon, spelt
exactly so), ``normalised`` (after folding case, quotes, drawn-out letters, "I am so …"),
``lemma`` (the dictionary form, by spaCy), ``spelling`` (one slip of the keyboard away from a term),
``embedding`` (near in meaning to the terms of an emotion).  Only the last needs a model.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from ontology.errors import MissingExtra
from vocab.lexicon import Lexicon, Role, Term
from vocab.text import bare, lemma, normalise, undrawn

if TYPE_CHECKING:
    from vocab.meaning import Meaning

#: How sure each step is of itself, 0 … 1 (this project); meaning says how sure it is (see ``vocab.meaning``).
SCORES = {"label": 1.0, "term": 1.0, "normalised": 0.95, "lemma": 0.9, "spelling": 0.8}

#: What is left of a step's score where the term only names a thing that tends to bring the emotion about.
EVOKED = 0.5

#: Texts shorter than this are too near to too many words to be guessed by spelling.
SHORTEST_TO_SPELL = 5


@dataclass(frozen=True, slots=True)
class Found:
    """One emotion for a text, and why: the step that found it, the term it stands for, how sure (0 … 1).

    ``matched`` is the form of the text that the step compared; ``role`` is what the term does (see
    ``vocab.lexicon.Role``), empty where no term was met.
    """

    emotion: str
    score: float
    step: str
    term: str
    matched: str
    role: str = ""


class Lookup:
    """Lookup over one lexicon; a model is asked for at the first text no term explains."""

    def __init__(self, lexicon: Lexicon, meaning: Callable[[], "Meaning"]) -> None:
        self._lexicon, self._meaning = lexicon, meaning

    def known(self, text: str) -> tuple[Found, ...]:
        """What the lexicon knows of a text, at most one emotion; empty where it knows nothing.

        Never loads a model library; spaCy only where exact and normalised forms fail.
        """
        return self.by_form(text) or self._found(self._by_spelling(text))

    def by_form(self, text: str) -> tuple[Found, ...]:
        """The same without guessing at slips of the keyboard: 'inexpertly' is not 'expertly'."""
        return self._found(self._exact(text) or self._by_lemma(text))

    def _found(self, hit: "tuple[str, Term, str] | None") -> tuple[Found, ...]:
        if hit is None:
            return ()
        step, term, matched = hit
        share = EVOKED if term.role is Role.EVOKES else 1.0
        return (Found(term.emotion, SCORES[step] * share, step, term.text, matched, term.role.value),)

    def lookup(self, text: str, k: int = 5) -> tuple[Found, ...]:
        """Up to ``k`` emotions, best first: what is known, then what is near in meaning.

        Raises:
            MissingExtra, ModelMissing: the text is unknown and there is no model to ask.
        """
        known = self.known(text)
        if known and known[0].step != "spelling" and known[0].role != Role.EVOKES.value:
            return known[:k]
        return (*known, *(f for f in self.by_meaning(text, k) if not known or f.emotion != known[0].emotion))[:k]

    def by_meaning(self, text: str, k: int = 5) -> tuple[Found, ...]:
        """The emotions nearest in meaning to the text; ``term`` is the nearest of each.

        Nothing where the encoder knows no word of the text: to it, letters strung at random lie
        as near to some emotion as a true paraphrase does.
        """
        return tuple(Found(n.emotion, n.score, "embedding", n.term, text) for n in self._meaning().nearest(text, k))

    def _exact(self, text: str) -> tuple[str, Term, str] | None:
        if term := self._lexicon.find(text):
            return "label" if term.is_label else "term", term, text
        folded = normalise(text)
        for form in dict.fromkeys((folded, undrawn(folded), bare(folded), undrawn(bare(folded)))):
            if term := self._lexicon.find_folded(form):
                return "normalised", term, form
        return None

    def _by_lemma(self, text: str) -> tuple[str, Term, str] | None:
        if not normalise(text).isascii() and not any(c.isalpha() for c in text):
            return None
        try:
            form = lemma(normalise(text))
        except MissingExtra:
            return None  # without spaCy this step knows nothing, and the next ones are asked
        term = self._lexicon.find_folded(form) or self._lexicon.find_folded(bare(form))
        return ("lemma", term, form) if term else None

    def _by_spelling(self, text: str) -> tuple[str, Term, str] | None:
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        form = bare(normalise(text))
        if len(form) < SHORTEST_TO_SPELL:
            return None
        allowed = 1 if len(form) < 8 else 2
        found = process.extractOne(form, self._spellable, scorer=OSA.distance, score_cutoff=allowed)
        term = self._lexicon.find_folded(found[0]) if found else None
        return ("spelling", term, form) if term else None

    @cached_property
    def _spellable(self) -> list[str]:
        return [form for form in self._lexicon.folded if len(form) >= SHORTEST_TO_SPELL and form.isascii()]
