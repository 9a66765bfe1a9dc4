"""A mapping says how a label stands to an emotion, with its reason and its confidence (SSSOM)."""

from dataclasses import dataclass
from enum import Enum


class Match(Enum):
    """SKOS matches, strongest first; the value is the CURIE in the tables.

    Direction as in SKOS: ``label BROAD emotion`` says that the emotion is the broader of the two.
    """

    EXACT = "skos:exactMatch"
    CLOSE = "skos:closeMatch"
    NARROW = "skos:narrowMatch"
    BROAD = "skos:broadMatch"
    RELATED = "skos:relatedMatch"
    NONE = "sssom:NoTermFound"

    @property
    def strength(self) -> int:
        """5 for exact down to 0 for none; close 4, narrow and broad 3, related 1."""
        return _STRENGTH[self]

    @property
    def inverse(self) -> "Match":
        """The same statement read from the other end.

        >>> Match.BROAD.inverse
        <Match.NARROW: 'skos:narrowMatch'>
        """
        return {Match.BROAD: Match.NARROW, Match.NARROW: Match.BROAD}.get(self, self)

    def then(self, other: "Match") -> "Match":
        """What two matches in a row amount to: the weaker link, never exact unless both are.

        Going broader and then narrower (or the other way) leaves the two ends only related.

        >>> Match.EXACT.then(Match.BROAD), Match.BROAD.then(Match.NARROW)
        (<Match.BROAD: 'skos:broadMatch'>, <Match.RELATED: 'skos:relatedMatch'>)
        """
        if Match.NONE in (self, other):
            return Match.NONE
        if {self, other} == {Match.BROAD, Match.NARROW}:
            return Match.RELATED
        return min(self, other, key=lambda match: match.strength)


_STRENGTH = {Match.EXACT: 5, Match.CLOSE: 4, Match.NARROW: 3, Match.BROAD: 3, Match.RELATED: 1, Match.NONE: 0}


@dataclass(frozen=True, slots=True)
class Mapping:
    """A row of ``mappings/<label set>.sssom.tsv``.

    ``label`` is a label id (``goemotions/joy``); ``emotion`` an emotion id, or None where the match
    is NONE.  ``confidence`` is the curator's, 0 … 1.
    """

    label: str
    match: Match
    emotion: str | None
    justification: str
    confidence: float
    author: str
    comment: str = ""

    @property
    def label_set(self) -> str:
        return self.label.partition("/")[0]
