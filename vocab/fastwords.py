"""Words, pairs of neighbours and symbols of a text, as the fast engine counts them: quick, and nothing to install."""

import itertools
import re

_TOKEN = re.compile(r"[a-z]+(?:'[a-z]+)?|[!?]+|[^\w\s.,:;\"'()\-/@]")

#: How much of a text is read: as much as the encoder reads, counted in characters.
LONGEST = 1500


def tokens(text: str) -> list[str]:
    """Lower-case words, runs of marks as one mark, and symbols such as emoji.

    >>> tokens("I'm NOT happy!!! 😡")
    ["i'm", 'not', 'happy', '!', '😡']
    """
    found = _TOKEN.findall(text[:LONGEST].lower().replace("’", "'"))
    return [token[0] if token[0] in "!?" else token for token in found]


def parts(text: str) -> list[str]:
    """The tokens of a text, then every two that stand side by side.

    >>> parts("not happy")
    ['not', 'happy', 'not happy']
    """
    words = tokens(text)
    return [*words, *map(" ".join, itertools.pairwise(words))]
