"""What the words of a sentence say of its valence, arousal and dominance, before any model: a row of numbers.

Words come from the word table, phrases before their parts.  A negator turns the words behind it up to the
next stop; boosters and dampers weigh the word behind them.  The constants of turning are VADER's for
valence (Hutto & Gilbert 2014), ours for the other axes; the model on top learns what they are worth.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from vocab.wordtable import WordTable

#: What a negator does to valence, arousal and dominance.
TURNED = np.array([-0.74, 0.6, -0.5])

#: How many words a negator reaches, how much a booster and a damper weigh, the longest phrase looked up.
REACH, BOOST, DAMP, LONGEST = 4, 1.3, 0.7, 3


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


NEGATORS = _words(
    "not no never n't nor neither without hardly barely scarcely cannot nothing nobody none lack lacks lacked"
)
BOOSTERS = _words(
    "very so too really extremely absolutely completely incredibly totally utterly highly deeply most more such "
    "quite terribly awfully"
)
DAMPERS = _words("slightly somewhat little bit rather fairly kind sort almost partly less least")

#: Words with a grammatical job, which say nothing by themselves.
FUNCTION_WORDS = _words(
    "a an the of to in on at by for with from as is are was were be been am it its this that these those he she "
    "they we you i me him her them us my your his their our and or but if then than there here who which what when "
    "where how had has have do does did will would can could shall should may might must s t re ve ll d m"
)
_TOKEN = re.compile(r"n't|[^\W\d_]+(?:['-](?!t\b)[^\W\d_]+)*|[!?.,;:]")
_STOPS = frozenset(".,;:!?")

#: How many numbers ``features`` gives.
WIDTH = 35


@dataclass(frozen=True, slots=True)
class Weighed:
    """A word or phrase of a text: its place, whether it is negated, and the weight a word before it gives."""

    text: str
    place: NDArray[np.float64]
    negated: bool
    weight: float

    @property
    def meant(self) -> NDArray[np.float64]:
        """The place with negation and weight."""
        return (self.place * TURNED if self.negated else self.place) * self.weight


def weighed(text: str, table: WordTable) -> Iterator[Weighed]:
    """The words and phrases of a text that the table knows, in their order."""
    words, at, negated, weight = tokens(text), 0, 0, 1.0
    while at < len(words):
        word, length = words[at], 1
        if word in _STOPS:
            negated, weight = 0, 1.0
        elif word in NEGATORS:
            negated = REACH + 1
        elif word in BOOSTERS or word in DAMPERS:
            weight = BOOST if word in BOOSTERS else DAMP
        else:
            for length in (3, 2, 1):
                phrase = " ".join(words[at : at + length])
                place = None if phrase in FUNCTION_WORDS else table.row(phrase)
                if place is not None:
                    yield Weighed(phrase, place, negated > 0, weight)
                    weight = 1.0
                    break
        at, negated = at + length, max(0, negated - 1)


def tokens(text: str) -> list[str]:
    """Lower-case words and stops, ``n't`` a word of its own.

    >>> tokens("I don't care, really!")
    ['i', 'do', "n't", 'care', ',', 'really', '!']
    """
    return _TOKEN.findall(re.sub(r"n['’]t\b", " n't", text.lower().replace("’", "'")))


def features(text: str, table: WordTable) -> NDArray[np.float64]:
    """Shape (WIDTH,): shape and punctuation of the text, then means and extremes of what its words mean."""
    words, known = tokens(text), list(weighed(text, table))
    shape = [
        np.log1p(len(words)),
        np.log1p(len(known)),
        "!" in text,
        "?" in text,
        any(word in NEGATORS for word in words),
        '"' in text,
        sum(c.isupper() for c in text) / max(1, len(text)),
        bool({"i", "me", "my", "we"} & set(words)),
    ]
    if not known:
        return np.array([*shape, *np.zeros(WIDTH - len(shape))], dtype=np.float64)
    plain, meant = np.stack([w.place for w in known]), np.stack([w.meant for w in known])
    salience = np.abs(plain[:, :1]) + 0.1
    valence = np.sort(meant[:, 0])
    said = [
        *plain.mean(axis=0),
        *meant.mean(axis=0),
        *((meant * salience).sum(axis=0) / salience.sum()),
        *meant.max(axis=0),
        *meant.min(axis=0),
        *(meant.sum(axis=0) / np.sqrt(len(known))),
        valence[-2:].mean(),
        valence[:2].mean(),
        np.abs(plain[:, 0]).mean(),
        plain[:, 1].std(),
        plain[:, 0].std(),
        (meant[:, 0] > 0.4).sum(),
        (meant[:, 0] < -0.4).sum(),
        len(known) / max(1, len(words)),
        max((w.weight for w in known), default=1.0),
    ]
    return np.array([*shape, *said], dtype=np.float64)
