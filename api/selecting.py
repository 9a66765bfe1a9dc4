"""Lists to turn the pages of: which emotions, terms and mappings are wanted, and in which order.

A condition left out holds for everything; those given must all hold.  What has no value for the key
of an order comes last, whichever way the order runs, and equals stand by their names.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from typing import Generic, TypeVar

from kg.terms import id_of, label_set_id_of
from ontology.emotion import Emotion, Kind, Module, Tier
from ontology.errors import BadInput
from ontology.mapping import Mapping, Match
from ontology.taxonomy import descendants
from ontology.vad import AXES, VAD
from ontology.world import Ontology
from vocab.lexicon import Lexicon, PartOfSpeech, Register, Role, Term, TermStatus

T = TypeVar("T")


class Listing(tuple[T, ...], Generic[T]):
    """Things in a settled order, each with a name of its own: a tuple that knows where a name stands."""

    name: Callable[[T], str]

    @classmethod
    def of(cls, things: Iterable[T], name: Callable[[T], str]) -> "Listing[T]":
        made = cls(things)
        made.name = name
        return made

    @cached_property
    def places(self) -> dict[str, int]:
        """Place of each name, from 0."""
        return {self.name(thing): place for place, thing in enumerate(self)}


class EmotionKey(Enum):
    """What emotions are put in order by."""

    ID = "id"
    LABEL = "label"
    TIER = "tier"
    VALENCE = "valence"
    AROUSAL = "arousal"
    DOMINANCE = "dominance"


class TermKey(Enum):
    """What terms are put in order by."""

    TEXT = "text"
    HOME = "home"
    VALENCE = "valence"
    AROUSAL = "arousal"
    DOMINANCE = "dominance"


@dataclass(frozen=True, slots=True)
class EmotionOrder:
    """By which key, and which way."""

    by: EmotionKey = EmotionKey.ID
    descending: bool = False


@dataclass(frozen=True, slots=True)
class TermOrder:
    """By which key, and which way."""

    by: TermKey = TermKey.TEXT
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Range:
    """From ``low`` to ``high``, both ends included; None is open.

    Raises:
        BadInput: the ends stand the wrong way round.
    """

    low: float | None = None
    high: float | None = None

    def __post_init__(self) -> None:
        if self.low is not None and self.high is not None and self.low > self.high:
            raise BadInput(f"low {self.low} is above high {self.high}; nothing lies between them")

    def holds(self, value: float) -> bool:
        return (self.low is None or value >= self.low) and (self.high is None or value <= self.high)


@dataclass(frozen=True, slots=True)
class EmotionWhere:
    """Which emotions: ``below`` is an emotion above them, at any distance; a range asks for a rating too."""

    tier: Tier | None = None
    module: Module | None = None
    kind: Kind | None = None
    below: str | None = None
    containing: str = ""
    rated: bool | None = None
    valence: Range | None = None
    arousal: Range | None = None
    dominance: Range | None = None


@dataclass(frozen=True, slots=True)
class TermWhere:
    """Which terms: ``emotion`` is their preferred home, ``containing`` a part of their text."""

    emotion: str | None = None
    role: Role | None = None
    part_of_speech: PartOfSpeech | None = None
    register: Register | None = None
    status: TermStatus | None = None
    containing: str = ""


@dataclass(frozen=True, slots=True)
class MappingWhere:
    """Which mappings: of the labels of a set, to an emotion, by a match."""

    label_set: str | None = None
    emotion: str | None = None
    match: Match | None = None


def select_emotions(
    world: Ontology, wheres: Iterable[EmotionWhere] = (), order: EmotionOrder | None = None
) -> Listing[Emotion]:
    """The emotions that meet all conditions.

    Raises:
        UnknownEmotion: nothing can stand below what is not there.
    """
    found = list(world)
    for where in wheres:
        below = None if where.below is None else {e.id for e in descendants(world, id_of(where.below))}
        found = [e for e in found if (below is None or e.id in below) and _is_wanted(world, e, where)]
    by, descending = (order.by, order.descending) if order else (EmotionKey.ID, False)
    keys: dict[EmotionKey, Callable[[Emotion], object]] = {
        EmotionKey.ID: lambda e: e.id,
        EmotionKey.LABEL: lambda e: e.label,
        EmotionKey.TIER: lambda e: e.tier.depth if e.tier else None,
    }
    key = keys.get(by) or (lambda e: _axis(world.vad(e.id), by.value))
    return _ordered(found, lambda e: e.id, key, descending=descending)


def select_terms(lexicon: Lexicon, where: TermWhere, order: TermOrder) -> Listing[Term]:
    """The terms that meet the conditions; none where the emotion is not there."""
    wanted = where.containing.casefold()
    within = lexicon if where.emotion is None else lexicon.of(id_of(where.emotion))
    found = [
        t
        for t in within
        if where.role in (None, t.role)
        and where.part_of_speech in (None, t.part_of_speech)
        and where.register in (None, t.register)
        and where.status in (None, t.status)
        and wanted in t.text.casefold()
    ]
    keys: dict[TermKey, Callable[[Term], object]] = {TermKey.TEXT: lambda t: t.text, TermKey.HOME: lambda t: t.emotion}
    key = keys.get(order.by) or (lambda t: _axis(t.vad, order.by.value))
    return _ordered(found, lambda t: t.text, key, descending=order.descending)


def select_mappings(world: Ontology, where: MappingWhere) -> Listing[Mapping]:
    """The mappings that meet the conditions, by label, then by emotion.

    Raises:
        UnknownLabelSet, UnknownEmotion.
    """
    label_set = None if where.label_set is None else world.label_set(label_set_id_of(where.label_set)).id
    emotion = None if where.emotion is None else world[id_of(where.emotion)].id
    found = (
        m
        for m in world.mappings
        if label_set in (None, m.label_set) and emotion in (None, m.emotion) and where.match in (None, m.match)
    )
    return Listing.of(sorted(found, key=mapping_name), mapping_name)


def mapping_name(m: Mapping) -> str:
    """Label, emotion and match, which no two mappings share."""
    return f"{m.label} {m.emotion or ''} {m.match.name}"


def _is_wanted(world: Ontology, e: Emotion, where: EmotionWhere) -> bool:
    wanted, vad = where.containing.casefold(), world.vad(e.id)
    ranges = {axis: asked for axis in AXES if (asked := getattr(where, axis)) is not None}
    return (
        where.tier in (None, e.tier)
        and where.module in (None, e.module)
        and where.kind in (None, e.kind)
        and where.rated in (None, vad is not None)
        and (not ranges or (vad is not None and all(r.holds(getattr(vad, axis)) for axis, r in ranges.items())))
        and (wanted in e.label.casefold() or wanted in e.definition.casefold())
    )


def _axis(vad: VAD | None, axis: str) -> float | None:
    return None if vad is None else getattr(vad, axis)


def _ordered(
    things: Iterable[T], name: Callable[[T], str], key: Callable[[T], object], *, descending: bool
) -> Listing[T]:
    by_name = [(key(thing), thing) for thing in sorted(things, key=name)]
    known = sorted((pair for pair in by_name if pair[0] is not None), key=lambda pair: pair[0], reverse=descending)  # type: ignore[arg-type, return-value]  # keys of one order are of one type
    return Listing.of([thing for _, thing in (*known, *(pair for pair in by_name if pair[0] is None))], name)
