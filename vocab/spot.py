"""Terms inside running text: the longest first, by form or by lemma, and whether they are negated.

Works on a spaCy document with lemmas and parts of speech; no parser is needed.  "my heart sank" is
found under "one's heart sinks"; "like" is no liking where it is a preposition; "happy" in "not very
happy" is found and marked as negated, and counts for nothing unless asked for.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from vocab.lexicon import Lexicon, PartOfSpeech, Role, Term
from vocab.text import normalise

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

#: Roles of terms that are about a feeling itself; what only evokes one is left out.
FELT = frozenset({Role.NAMES, Role.EXPRESSES})

#: The most words a term has.
LONGEST = 9

#: Words that turn what follows into its absence, and how many words their reach is.
NEGATORS = frozenset(
    {"not", "n't", "nt", "never", "no", "without", "hardly", "barely", "scarcely", "neither", "nor", "nobody"}
    | {"nothing", "none", "cannot", "lack", "lacking", "stop", "stopped"}
)
REACH = 5
#: What ends a negator's reach: a clause of its own begins here.
BREAKS = frozenset({"but", "because", "although", "though", "yet", "however", "so", "and", "or", "which", "when", "if"})
#: What undoes a negator right behind it.
UNDOING = frozenset({"only", "just", "merely", "doubt", "wonder"})

POSSESSIVES = frozenset({"my", "your", "his", "her", "its", "our", "their"})
#: Parts of speech of words that only hold sentences together.
FUNCTION = frozenset({"ADP", "DET", "PRON", "CCONJ", "SCONJ", "PART", "AUX", "NUM", "SYM", "PUNCT", "SPACE"})


@dataclass(frozen=True, slots=True)
class Spotted:
    """A term in a document: tokens ``start`` up to ``end``, characters ``begin`` up to ``finish``."""

    start: int
    end: int
    begin: int
    finish: int
    text: str
    term: Term
    negated: bool


def spot(doc: "Doc", lexicon: Lexicon, *, roles: frozenset[Role] = FELT) -> Iterator[Spotted]:
    """Terms of a document in their order, none overlapping another; only those that do one of ``roles``."""
    place = 0
    while place < len(doc):
        found = _longest(doc, place, lexicon, roles)
        if found is None:
            place += 1
            continue
        term, end = found
        span = doc[place:end]
        yield Spotted(place, end, span.start_char, span.end_char, span.text, term, _negated(doc, place))
        place = end


def _longest(doc: "Doc", start: int, lexicon: Lexicon, roles: frozenset[Role]) -> tuple[Term, int] | None:
    for end in range(min(len(doc), start + LONGEST), start, -1):
        if end - start > 1 and any(doc[i].is_space or doc[i].is_punct for i in (start, end - 1)):
            continue  # a phrase begins and ends with a word
        for form in _forms(doc, start, end):
            term = lexicon.find_folded(form) if any(c.isalnum() for c in form) else lexicon.find(form)
            if term and term.role in roles and (end - start > 1 or _fits(term, doc[start])):
                return term, end
    return None


def _forms(doc: "Doc", start: int, end: int) -> Iterator[str]:
    text = doc[start:end].text
    if end - start == 1 and not any(c.isalpha() for c in text):
        yield text
    yield normalise(text)
    lemmas = ("one's" if t.lower_ in POSSESSIVES else t.lemma_.casefold() for t in doc[start:end])
    yield re.sub(r" ('s|n't)\b", r"\1", " ".join(lemmas))


def _fits(term: Term, token: "Token") -> bool:
    """Whether one word is used as the term: no function word, no adverb of degree, no "I mean"."""
    if token.pos_ in FUNCTION and term.part_of_speech is not PartOfSpeech.EMOJI:
        return False
    if token.pos_ == "ADV":
        return token.lower_.endswith("ly")
    finite = token.pos_ == "VERB" and token.tag_ not in ("VBN", "VBG")
    return not (finite and term.part_of_speech is PartOfSpeech.ADJECTIVE)


def _negated(doc: "Doc", start: int) -> bool:
    """Whether a negator stands before, within reach, in the same clause, and nothing undoes it."""
    for place in range(start - 1, max(-1, start - 1 - REACH), -1):
        word = doc[place].lower_
        if word in BREAKS or (doc[place].is_punct and word not in ("'", "-")):
            return False
        if word in NEGATORS and (place == start - 1 or doc[place + 1].lower_ not in UNDOING):
            return True
        if word == "from" and place and doc[place - 1].lower_ == "far":
            return True
    return False
