"""What goes with an emotion beside feeling: how its cause is appraised, and what it makes ready to do.

The sets are those of EmotionML (W3C): the appraisals of OCC, Scherer and EMA, Frijda's action
tendencies, and its dimensions.  A link is made only where a source says so.
"""

from dataclasses import dataclass
from enum import Enum


class FacetKind(Enum):
    """Which component of emotion a facet belongs to."""

    APPRAISAL = "appraisal"
    ACTION_TENDENCY = "action tendency"
    DIMENSION = "dimension"


class Direction(Enum):
    """Which end of an appraisal goes with the emotion; a tendency has none."""

    HIGH = "high"
    LOW = "low"
    NONE = ""


@dataclass(frozen=True, slots=True)
class Facet:
    """A row of ``facets.tsv``; ``id`` is ``<vocabulary>/<name>`` with the names of EmotionML."""

    id: str
    kind: FacetKind
    label: str
    definition: str
    source: str


@dataclass(frozen=True, slots=True)
class FacetLink:
    """A row of ``facet_links.tsv``: an emotion goes with a facet."""

    emotion: str
    facet: str
    direction: Direction
    source: str
    comment: str = ""
