"""The whole of what we know, as frozen values: tables in, questions out.

``Ontology`` is the one source every store, file and answer is made from.  Reading checks each
row by itself; how rows stand to each other is the business of ``ontology.checks``.
"""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from collections.abc import Mapping as Dict
from dataclasses import dataclass, field
from functools import cache, cached_property
from importlib.resources import files
from pathlib import Path
from typing import TypeVar

from ontology import sssom
from ontology.emotion import Emotion, Kind, Module, Tier
from ontology.errors import UnknownEmotion, UnknownLabelSet
from ontology.labels import Label, LabelSet, Task
from ontology.mapping import Mapping
from ontology.relation import Blend, Relation, RelationKind, Source
from ontology.tables import Row, read
from ontology.vad import AXES, VAD, Rating, preferred

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

COLUMNS = {
    "emotions": ("id", "label", "tier", "parent", "module", "kind", "definition", "source", "comment"),
    "vad": (
        "emotion",
        "source",
        "term",
        *AXES,
        *(f"{axis}_sd" for axis in AXES),
        "n",
        "original_scale",
        "comment",
    ),
    "relations": ("subject", "predicate", "object", "source", "comment"),
    "blends": ("first", "second", "output", "level", "source", "comment"),
    "labelsets": ("id", "label", "task", "modality", "language", "source", "licence", "url", "comment"),
    "labels": ("labelset", "position", "label", "code", "aliases", "comment"),
    "sources": ("id", "citation", "year", "doi", "url", "licence", "comment"),
    "prefixes": ("prefix", "iri"),
}


@dataclass(frozen=True)
class Ontology:
    """Emotions, their ratings and relations, label sets and their mappings; equal when all are."""

    emotions: Dict[str, Emotion]
    ratings: tuple[Rating, ...] = ()
    relations: tuple[Relation, ...] = ()
    blends: tuple[Blend, ...] = ()
    label_sets: Dict[str, LabelSet] = field(default_factory=dict)
    mappings: tuple[Mapping, ...] = ()
    sources: Dict[str, Source] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name in ("ratings", "relations", "blends", "mappings"):  # statements have no order of their own
            object.__setattr__(self, name, tuple(sorted(getattr(self, name), key=repr)))

    def __getitem__(self, id: str) -> Emotion:
        """The emotion with this id.

        Raises:
            UnknownEmotion: there is none; names the nearest.
        """
        try:
            return self.emotions[id]
        except KeyError:
            raise UnknownEmotion(id, self.emotions) from None

    def __iter__(self) -> Iterator[Emotion]:
        return iter(self.emotions.values())

    def __len__(self) -> int:
        return len(self.emotions)

    def __contains__(self, id: object) -> bool:
        return id in self.emotions

    def label_set(self, id: str) -> LabelSet:
        """The label set with this id.

        Raises:
            UnknownLabelSet: there is none; names the nearest.
        """
        try:
            return self.label_sets[id]
        except KeyError:
            raise UnknownLabelSet(id, self.label_sets) from None

    def label(self, id: str) -> Label:
        """The label with an id such as ``goemotions/joy``.

        Raises:
            UnknownLabelSet, UnknownLabel: one of the two parts is not there.
        """
        set_id, _, name = id.partition("/")
        return self.label_set(set_id)[name]

    def vad(self, emotion: str) -> VAD | None:
        """The preferred coordinates of an emotion, None where nobody rated it."""
        rating = self.preferred_rating(emotion)
        return rating.vad if rating else None

    def preferred_rating(self, emotion: str) -> Rating | None:
        """The one rating that speaks for an emotion, see ``ontology.vad.preferred``."""
        return preferred(self.ratings_of.get(emotion, ()))

    @cached_property
    def children(self) -> Dict[str | None, tuple[Emotion, ...]]:
        """Emotions by parent id, in the order of the table; None holds those without a parent."""
        return _grouped(self, lambda e: e.parent)

    @cached_property
    def ratings_of(self) -> Dict[str, tuple[Rating, ...]]:
        """Ratings by emotion id."""
        return _grouped(self.ratings, lambda r: r.emotion)

    @cached_property
    def mappings_of_label(self) -> Dict[str, tuple[Mapping, ...]]:
        """Mappings by label id."""
        return _grouped(self.mappings, lambda m: m.label)

    @cached_property
    def mappings_to(self) -> Dict[tuple[str, str], tuple[Mapping, ...]]:
        """Mappings by (label set id, emotion id)."""
        return _grouped((m for m in self.mappings if m.emotion), lambda m: (m.label_set, str(m.emotion)))

    @cached_property
    def version(self) -> str:
        """A short hash of every statement: equal ontologies have equal versions."""
        content = repr(
            (
                sorted(self.emotions.items()),
                sorted(map(repr, self.ratings)),
                sorted(map(repr, (*self.relations, *self.blends, *self.mappings))),
                sorted(map(repr, (*self.label_sets.values(), *self.sources.values()))),
            )
        )
        return hashlib.sha256(content.encode()).hexdigest()[:16]


def _grouped(values: Iterable[V], key: Callable[[V], K]) -> dict[K, tuple[V, ...]]:
    groups: defaultdict[K, list[V]] = defaultdict(list)
    for value in values:
        groups[key(value)].append(value)
    return {k: tuple(v) for k, v in groups.items()}


@cache
def load(folder: Path | None = None) -> Ontology:
    """Read an ontology from a folder of tables; without one, the shipped tables.

    Raises:
        BadTable: a row breaks its table's rules; names file and line.
    """
    where = folder or Path(str(files("ontology"))) / "data"

    def rows(table: str) -> Iterator[Row]:
        return read(where / f"{table}.tsv", COLUMNS[table])

    labels = _grouped(map(_label, rows("labels")), lambda label: label.label_set)
    return Ontology(
        emotions=_by_id(((row, _emotion(row)) for row in rows("emotions")), lambda e: e.id),
        ratings=tuple(map(_rating, rows("vad"))),
        relations=tuple(map(_relation, rows("relations"))),
        blends=tuple(map(_blend, rows("blends"))),
        label_sets=_by_id(((row, _label_set(row, labels)) for row in rows("labelsets")), lambda s: s.id),
        mappings=tuple(m for path in sorted((where / "mappings").glob("*.sssom.tsv")) for m in sssom.read(path)),
        sources=_by_id(((row, _source(row)) for row in rows("sources")), lambda s: s.id),
    )


def prefixes(folder: Path | None = None) -> dict[str, str]:
    """Prefix -> namespace IRI, from ``prefixes.tsv``."""
    where = folder or Path(str(files("ontology"))) / "data"
    return {row.text("prefix"): row.text("iri") for row in read(where / "prefixes.tsv", COLUMNS["prefixes"])}


def _by_id(values: Iterable[tuple[Row, V]], key: Callable[[V], str]) -> dict[str, V]:
    found: dict[str, V] = {}
    for row, value in values:
        if key(value) in found:
            raise row.wrong(f"id '{key(value)}' stands twice")
        found[key(value)] = value
    return found


def _emotion(row: Row) -> Emotion:
    return Emotion(
        id=row.text("id"),
        label=row.text("label"),
        tier=row.one_of("tier", Tier) if row.cells["tier"] else None,
        parent=row.maybe("parent"),
        module=row.one_of("module", Module),
        kind=row.one_of("kind", Kind),
        definition=row.text("definition"),
        source=row.text("source"),
        comment=row.cells["comment"],
    )


def _rating(row: Row) -> Rating:
    coordinates = [row.number(axis) for axis in AXES]
    if None in coordinates:
        raise row.wrong(f"{AXES[coordinates.index(None)]} is empty")
    return Rating(
        emotion=row.text("emotion"),
        source=row.text("source"),
        term=row.text("term"),
        vad=row.build(lambda: VAD(*(x for x in coordinates if x is not None))),
        sd=(row.number("valence_sd"), row.number("arousal_sd"), row.number("dominance_sd")),
        n=row.whole("n"),
        original_scale=row.text("original_scale"),
        comment=row.cells["comment"],
    )


def _relation(row: Row) -> Relation:
    return Relation(
        row.text("subject"),
        row.one_of("predicate", RelationKind),
        row.text("object"),
        row.text("source"),
        row.cells["comment"],
    )


def _blend(row: Row) -> Blend:
    first, second, output, level, source = (row.text(c) for c in ("first", "second", "output", "level", "source"))
    return Blend(first, second, output, level, source, row.cells["comment"])


def _label(row: Row) -> Label:
    position = row.whole("position")
    if position is None:
        raise row.wrong("position is empty")
    aliases = tuple(sorted(alias for alias in row.cells["aliases"].split("|") if alias))
    return Label(row.text("labelset"), position, row.text("label"), row.cells["code"], aliases, row.cells["comment"])


def _label_set(row: Row, labels: Dict[str, tuple[Label, ...]]) -> LabelSet:
    return LabelSet(
        id=row.text("id"),
        label=row.text("label"),
        task=row.one_of("task", Task),
        modality=row.text("modality"),
        language=row.text("language"),
        source=row.text("source"),
        licence=row.cells["licence"],
        url=row.cells["url"],
        comment=row.cells["comment"],
        labels=tuple(sorted(labels.get(row.text("id"), ()), key=lambda label: label.position)),
    )


def _source(row: Row) -> Source:
    return Source(
        row.text("id"),
        row.text("citation"),
        row.whole("year"),
        *(row.cells[column] for column in ("doi", "url", "licence", "comment")),
    )
