"""Where a text lies in valence, arousal and dominance: as people rated it, else predicted, and it says which.

The order, first that applies: the user's own norms; a term of the lexicon; the word table; a known word
with a negator or a booster before it; a term found by its other forms; the phrase model up to ``PHRASE``
words in lower case; the sentence model.  What is punctuated like writing is a sentence, unless a term is
spelt just so.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from ontology.vad import SOURCE_ERROR, VAD, Z90
from vocab.lexicon import Lexicon, Term
from vocab.lookup import Found, Lookup
from vocab.predictor import Predictor
from vocab.ratings import PREDICTED_ERROR, PREDICTOR
from vocab.sentence_features import BOOSTERS, DAMP, DAMPERS, FUNCTION_WORDS, NEGATORS, Weighed, tokens, weighed
from vocab.text import normalise
from vocab.wordtable import Placed, Triple

#: The longest text, in words, that is read as a phrase and not as a sentence.
PHRASE = 3

#: Marks of written sentences; ! and ? also stand behind single words.
_WRITTEN = re.compile(r"[.,:;…\"“”]|\d")


@dataclass(frozen=True, slots=True)
class TextVAD:
    """A point, the standard deviation of its error per axis, how it was got, and what it was read from.

    ``method`` is one of: your norms, rating, lexicon, word table, modified word, phrase model, sentence
    model.  ``source`` names who rated or which model predicted.
    """

    vad: VAD
    sd: Triple
    method: str
    source: str
    evidence: tuple[Found, ...] = ()

    @property
    def low(self) -> VAD:
        """Lower ends of the 90 % intervals."""
        return VAD.clipped(*(x - Z90 * s for x, s in zip(self.vad, self.sd, strict=True)))

    @property
    def high(self) -> VAD:
        """Upper ends of the 90 % intervals."""
        return VAD.clipped(*(x + Z90 * s for x, s in zip(self.vad, self.sd, strict=True)))


class Reader:
    """Reads the coordinates of texts by the order above; ``norms`` are the user's own, case-folded."""

    def __init__(
        self, lexicon: Lexicon, lookup: Lookup, predictor: Predictor, norms: Mapping[str, VAD] | None = None
    ) -> None:
        self._lexicon, self._lookup, self._predictor, self._norms = lexicon, lookup, predictor, norms or {}

    def read(self, texts: Sequence[str]) -> list[TextVAD]:
        """One answer a text, in their order; texts that need a model are encoded together.

        Raises:
            BadInput: the embedder is not the one the models read.
            MissingExtra, ModelMissing: a text needs a model that is not there.
        """
        found = [self._without_model(text) for text in texts]
        open_ones = [i for i, answer in enumerate(found) if answer is None]
        short = {i for i in open_ones if not _is_sentence(texts[i]) and not texts[i].strip()[0].isupper()}
        for places, predict, method in (
            ([i for i in open_ones if i in short], self._predictor.phrases, "phrase model"),
            ([i for i in open_ones if i not in short], self._predictor.sentences, "sentence model"),
        ):
            if places:
                for i, placed in zip(places, predict([texts[i] for i in places]), strict=True):
                    found[i] = TextVAD(placed.vad, placed.sd, method, PREDICTOR, self._lookup.by_form(texts[i]))
        return [answer for answer in found if answer is not None]

    def _without_model(self, text: str) -> TextVAD | None:
        folded = normalise(text)
        own = self._norms.get(text.strip().casefold(), self._norms.get(folded))
        if own is not None:
            return TextVAD(own, SOURCE_ERROR, "your norms", "your norms")
        spelt = self._lexicon.find(text.strip())
        if spelt is None and _WRITTEN.search(text):
            return None
        term = spelt or self._lexicon.find_folded(folded)
        if term is not None and term.vad is not None:
            return self._of_term(term, term.vad, self._lookup.by_form(text))
        placed = self._predictor.table.find(folded)
        if placed is not None:
            return TextVAD(placed.vad, placed.sd, "word table", PREDICTOR, self._lookup.by_form(text))
        words = tokens(text)
        if (changed := _modified(self._predictor, words, text)) is not None:
            return changed
        known = self._lookup.by_form(text) if len(words) <= PHRASE and not NEGATORS & set(words) else ()
        term = self._lexicon.find(known[0].term) if known else None
        return None if term is None or term.vad is None else self._of_term(term, term.vad, known)

    def _of_term(self, term: Term, vad: VAD, known: tuple[Found, ...]) -> TextVAD:
        if term.vad_source != "predicted":
            return TextVAD(vad, SOURCE_ERROR, "rating", term.vad_source, known)
        placed = self._predictor.table.find(normalise(term.text))
        return TextVAD(vad, placed.sd if placed else PREDICTED_ERROR, "lexicon", PREDICTOR, known)


def _is_sentence(text: str) -> bool:
    """Whether a text that nothing knows is punctuated or as long as running text.

    >>> [_is_sentence(t) for t in ("furious!", "Dear Sir,", "I lost my job today")]
    [False, True, True]
    """
    return len(tokens(text)) > PHRASE or _WRITTEN.search(text) is not None


def _modified(predictor: Predictor, words: Sequence[str], text: str) -> TextVAD | None:
    """A known word or phrase behind nothing but negators, boosters and dampers: 'not very happy'."""
    said = [w for w in words if w not in FUNCTION_WORDS]
    changing = [w for w in said if w in NEGATORS | BOOSTERS | DAMPERS]
    found = list(weighed(text, predictor.table)) if changing else []
    if len(found) != 1 or len(said) != len(changing) + len(found[0].text.split()):
        return None
    placed = predictor.table.find(found[0].text)
    return None if placed is None else _as_meant(found[0], placed)


def _as_meant(word: Weighed, placed: Placed) -> TextVAD:
    """The place with what stands before it.

    A negated booster is a damper: 'not very glad' says less than 'not glad'.  What is not bad is not yet good: an
    unpleasant word turned is half as pleasant as a pleasant one turned is unpleasant (this project).
    """
    said = replace(word, weight=DAMP) if word.negated and word.weight > 1 else word
    valence, arousal, dominance = map(float, said.meant)
    if word.negated and valence > 0:
        valence /= 2
    return TextVAD(VAD.clipped(valence, arousal, dominance), placed.sd, "modified word", PREDICTOR)
