"""Where a text lies in valence, arousal and dominance: read from the terms it is, or the emotions it is near to.

A known term lies where people put it, or where the lexicon predicts it.  Any other text lies at the
mean of the emotions nearest in meaning, weighted by cosine.  A trained predictor with an error of
its own is a later step.
"""

from dataclasses import dataclass

from ontology.vad import VAD
from ontology.world import Ontology
from vocab.lexicon import Lexicon
from vocab.lookup import Found, Lookup

#: How many emotions a text without a known term is read from.
NEIGHBOURS = 8


@dataclass(frozen=True, slots=True)
class TextVAD:
    """A point and the emotions it was read from; no evidence means that nothing was near, and the origin."""

    vad: VAD
    evidence: tuple[Found, ...]


def vad_of_text(world: Ontology, lexicon: Lexicon, lookup: Lookup, text: str) -> TextVAD:
    """The coordinates of a text, with their evidence.

    Raises:
        MissingExtra, ModelMissing: the text is unknown and there is no embedder to ask.
    """
    known = lookup.known(text)
    term = lexicon.find(known[0].term) if known else None
    if term is not None and term.vad is not None:
        return TextVAD(term.vad, known)
    found = known or lookup.by_meaning(text, NEIGHBOURS, least=0.15)
    placed = [(f, place) for f in found if (place := world.vad(f.emotion)) is not None]
    weight = sum(f.score for f, _ in placed) or 1.0
    sums = [sum(f.score * tuple(place)[axis] for f, place in placed) / weight for axis in range(3)]
    return TextVAD(VAD.clipped(*sums), tuple(f for f, _ in placed))
