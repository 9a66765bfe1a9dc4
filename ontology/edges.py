"""What is known of changes of state, as statements: counted in dialogues, modelled between concepts, tested for traits.

Counts are stored and chances computed when asked.  A trait that made no difference is a statement too,
with the status ``null``.  All of it is of populations: no statement about one person.
"""

from dataclasses import dataclass
from enum import Enum


class EffectStatus(Enum):
    """What a test of a trait showed; a null result is a result."""

    SUPPORTED = "supported"
    NULL = "null"
    CONTRADICTED = "contradicted"


@dataclass(frozen=True, slots=True)
class Corpus:
    """Where transitions were counted: a row of ``transition_corpora.tsv``.

    ``step`` is what one step is, ``context`` what stands between the two states, ``labelled`` who said
    what was felt, ``population`` who and in which language, invented or real; ``part`` version and split.
    """

    id: str
    label: str
    label_set: str
    source: str
    step: str
    context: str
    population: str
    labelled: str
    part: str
    persons: int
    licence: str
    comment: str = ""


@dataclass(frozen=True, slots=True)
class ObservedTransition:
    """How often one label followed another in a speaker: a row of ``transition_counts.tsv``.

    ``partner`` is the label of who spoke in between, "none" where nobody did, empty where it was not
    looked at (all cases together).  ``persons`` is the number of speakers, where known.
    """

    corpus: str
    before: str
    partner: str
    after: str
    turns: int
    persons: int | None


@dataclass(frozen=True, slots=True)
class ConceptTransition:
    """How likely people think one emotion turns into another: a row of ``concept_transitions.tsv``.

    ``likelihood`` 0 … 1 is modelled, not rated; ``sd`` its model error on the same scale.
    """

    before: str
    after: str
    likelihood: float
    sd: float
    method: str


@dataclass(frozen=True, slots=True)
class TraitEffect:
    """What a trait does to a transition: a row of ``trait_effects.tsv``.

    ``trait`` is one of the Big Five, or "all five" where persons were told apart only by name;
    ``before`` and ``after`` are labels, empty where all transitions were tested together.  ``estimate``
    is of the kind that ``measure`` names, with its 95 % interval; ``base`` is the chance of ``after``
    behind ``before`` without the trait.
    """

    corpus: str
    trait: str
    scale: str
    before: str
    after: str
    measure: str
    estimate: float
    low: float | None
    high: float | None
    base: float | None
    p: float
    turns: int
    persons: int
    status: EffectStatus
    comment: str = ""
