"""One emotion: a named state with its place in the tree.

The tier is a claim of Parrott's table only, so states of the extension module carry none: they
are attached to a parent (our reading) or stand alone.
"""

from dataclasses import dataclass
from enum import Enum


class Tier(Enum):
    """The level of Parrott's table; the value is the word used in tables and in GraphQL."""

    PRIMARY = "primary"
    SECONDARY = "secondary"
    TERTIARY = "tertiary"

    @property
    def depth(self) -> int:
        """1 for a primary emotion, 3 for a tertiary one."""
        return list(Tier).index(self) + 1


class Module(Enum):
    """Where a state comes from: Parrott's 137, or what the label sets need beside them."""

    PARROTT = "parrott"
    EXTENSION = "extension"


class Kind(Enum):
    """What sort of state it is: not every class of an emotion data set is an emotion."""

    EMOTION = "emotion"
    EPISTEMIC = "epistemic"
    DRIVE = "drive"
    BODILY_STATE = "bodily state"
    COGNITIVE_STATE = "cognitive state"
    SOCIAL_ACT = "social act"
    ABSENCE = "absence"


@dataclass(frozen=True, slots=True)
class Emotion:
    """A row of ``emotions.tsv``.

    ``parent`` is the id one tier up; for an extension state its attachment point, or None.
    ``definition`` is in this project's own words; ``source`` says where word and place come from.
    """

    id: str
    label: str
    tier: Tier | None
    parent: str | None
    module: Module
    kind: Kind
    definition: str
    source: str
    comment: str = ""

    @property
    def is_primary(self) -> bool:
        return self.tier is Tier.PRIMARY

    @property
    def word(self) -> str:
        """The label without its qualifier: 'sadness' for 'sadness (group)'."""
        return self.label.partition(" (")[0]


@dataclass(frozen=True, slots=True)
class Retired:
    """A row of ``deprecated.tsv``: an id that was released once, and the emotion that took its place."""

    id: str
    replaced_by: str
    since: str
    reason: str
