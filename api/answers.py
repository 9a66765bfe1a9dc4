"""What the service answers with: frozen values that every face renders in its own way."""

from dataclasses import dataclass

from ontology.emotion import Emotion
from ontology.harmonize import Target
from ontology.personality import Personality
from ontology.relation import Blend, Relation
from ontology.transition import Model
from ontology.vad import VAD, Disagreement, Rating
from vocab.lexicon import Term
from vocab.lookup import Found


@dataclass(frozen=True, slots=True)
class Shown:
    """One emotion with everything known of it."""

    emotion: Emotion
    ancestors: tuple[Emotion, ...]
    children: tuple[Emotion, ...]
    vad: VAD | None
    preferred_rating: Rating | None
    ratings: tuple[Rating, ...]
    disagreements: tuple[Disagreement, ...]
    terms: tuple[Term, ...]
    labels: tuple[Target, ...]
    relations: tuple[Relation, ...]
    blends: tuple[Blend, ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """One search result: the emotion, the text that matched, and where it stands (label, term, definition)."""

    emotion: Emotion
    matched: str
    field: str


@dataclass(frozen=True, slots=True)
class Normalized:
    """A label as it came, the emotions it names (best first, with evidence), and the target labels.

    ``found`` is empty where the label is not known; then ``targets`` is empty too.
    """

    label: str
    found: tuple[Found, ...]
    emotion: Emotion | None
    targets: tuple[Target, ...]


@dataclass(frozen=True, slots=True)
class Translated:
    """A label of one set and the labels of another that it may become, best first, chains included."""

    label: str
    targets: tuple[Target, ...]


@dataclass(frozen=True, slots=True)
class Near:
    """An emotion and its distance, 0 … 2·√3 in VAD space."""

    emotion: Emotion
    distance: float


@dataclass(frozen=True, slots=True)
class Share:
    """How much of a state there is, 0 … 1; ``state`` is an emotion's id, or a label's where it names none."""

    state: str
    share: float


@dataclass(frozen=True, slots=True)
class State:
    """One moment of a transition: where it lies, what is felt there, and the band of 90 % where there is one."""

    step: int
    vad: VAD
    nearest: tuple[Near, ...]
    shares: tuple[Share, ...]
    low: VAD | None = None
    high: VAD | None = None


@dataclass(frozen=True, slots=True)
class Transitioned:
    """A path through VAD space; ``model`` says how it was computed, ``evidence`` on what it rests."""

    start: Emotion
    stimulus: Emotion | None
    personality: Personality
    temperament: VAD
    gain: tuple[float, float, float] | None
    states: tuple[State, ...]
    model: Model
    evidence: tuple[str, ...]
