"""What emotions are called in other languages."""

from dataclasses import dataclass
from enum import Enum


class NameStatus(Enum):
    """How far a name can be trusted; a machine's draft never passes for more."""

    DRAFT = "machine-drafted, unreviewed"
    REVIEWED = "reviewed"


@dataclass(frozen=True, slots=True)
class Name:
    """A row of ``names.tsv``; ``language`` is a BCP 47 tag."""

    emotion: str
    language: str
    text: str
    status: NameStatus
    source: str
