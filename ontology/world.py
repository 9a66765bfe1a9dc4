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
from pathlib import Path
from typing import TypeVar

from ontology import rows, sssom
from ontology.alignment import Alignment
from ontology.edges import ConceptTransition, Corpus, ObservedTransition, TraitEffect
from ontology.emotion import Emotion, Retired
from ontology.errors import UnknownEmotion, UnknownLabelSet
from ontology.facet import Facet, FacetLink
from ontology.labels import Label, LabelSet
from ontology.mapping import Mapping
from ontology.name import Name
from ontology.relation import Blend, Relation, RelationKind, Source
from ontology.review import Review
from ontology.tables import Row, read, shipped
from ontology.vad import VAD, Disagreement, Rating, disagreements, preferred

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

#: The fields that hold statements, which have no order of their own.
STATEMENTS = (
    *("ratings", "relations", "blends", "mappings", "facet_links", "names", "alignments", "retired"),
    *("observed", "concept_transitions", "trait_effects"),
)

#: The fields that hold things with ids of their own, beside the emotions.
BY_ID = ("label_sets", "sources", "facets", "corpora")


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
    facets: Dict[str, Facet] = field(default_factory=dict)
    facet_links: tuple[FacetLink, ...] = ()
    names: tuple[Name, ...] = ()
    alignments: tuple[Alignment, ...] = ()
    retired: tuple[Retired, ...] = ()
    corpora: Dict[str, Corpus] = field(default_factory=dict)
    observed: tuple[ObservedTransition, ...] = ()
    concept_transitions: tuple[ConceptTransition, ...] = ()
    trait_effects: tuple[TraitEffect, ...] = ()

    def __post_init__(self) -> None:
        for name in STATEMENTS:
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

    def disagreements(self, emotion: str) -> tuple[Disagreement, ...]:
        """Where the sources that rate an emotion are further apart than sources usually are."""
        rated = self.ratings_of.get(emotion, ())
        return disagreements((r.source, (r.vad.valence, r.vad.arousal, r.vad.dominance)) for r in rated)

    @cached_property
    def children(self) -> Dict[str | None, tuple[Emotion, ...]]:
        """Emotions by parent id, in the order of the table; None holds those without a parent."""
        return _grouped(self, lambda e: e.parent)

    @cached_property
    def ratings_of(self) -> Dict[str, tuple[Rating, ...]]:
        """Ratings by emotion id."""
        return _grouped(self.ratings, lambda r: r.emotion)

    @cached_property
    def opposites(self) -> frozenset[frozenset[str]]:
        """Every pair of emotions that some statement calls opposite."""
        kind = RelationKind.OPPOSITE_OF
        return frozenset(frozenset((r.subject, r.object)) for r in self.relations if r.kind is kind)

    @cached_property
    def relations_of(self) -> Dict[str, tuple[Relation, ...]]:
        """Relations by the id of either end."""
        return _grouped_by_each(self.relations, lambda r: (r.subject, r.object))

    @cached_property
    def blends_of(self) -> Dict[str, tuple[Blend, ...]]:
        """Blends by the id of an input or the output."""
        return _grouped_by_each(self.blends, lambda b: (b.first, b.second, b.output))

    @cached_property
    def names_of(self) -> Dict[str, tuple[Name, ...]]:
        """Names in other languages by emotion id."""
        return _grouped(self.names, lambda n: n.emotion)

    @cached_property
    def facet_links_of(self) -> Dict[str, tuple[FacetLink, ...]]:
        """Links to appraisals, tendencies and dimensions by emotion id."""
        return _grouped(self.facet_links, lambda link: link.emotion)

    @cached_property
    def alignments_to(self) -> Dict[str | None, tuple[Alignment, ...]]:
        """Alignments by the id or CURIE they lead to; None holds terms that have no match."""
        return _grouped(self.alignments, lambda a: a.target)

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
                [list(map(repr, getattr(self, name))) for name in STATEMENTS],
                [sorted(map(repr, getattr(self, name).values())) for name in BY_ID],
            )
        )
        return hashlib.sha256(content.encode()).hexdigest()[:16]


def _grouped_by_each(values: Iterable[V], keys: Callable[[V], Iterable[K]]) -> dict[K, tuple[V, ...]]:
    """Each value under all of its keys, once under each."""
    pairs = ((key, value) for value in values for key in dict.fromkeys(keys(value)))
    return {k: tuple(v for _, v in group) for k, group in _grouped(pairs, lambda pair: pair[0]).items()}


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
    where = folder or shipped()

    def read_table(table: str) -> Iterator[Row]:
        return read(where / f"{table}.tsv", rows.COLUMNS[table])

    labels = _grouped(map(rows.label, read_table("labels")), lambda label: label.label_set)
    return Ontology(
        emotions=_by_id(((row, rows.emotion(row)) for row in read_table("emotions")), lambda e: e.id),
        ratings=tuple(map(rows.rating, read_table("vad"))),
        relations=tuple(map(rows.relation, read_table("relations"))),
        blends=tuple(map(rows.blend, read_table("blends"))),
        label_sets=_by_id(((row, rows.label_set(row, labels)) for row in read_table("labelsets")), lambda s: s.id),
        mappings=tuple(m for path in sorted((where / "mappings").glob("*.sssom.tsv")) for m in sssom.read(path)),
        sources=_by_id(((row, rows.source(row)) for row in read_table("sources")), lambda s: s.id),
        facets=_by_id(((row, rows.facet(row)) for row in read_table("facets")), lambda f: f.id),
        facet_links=tuple(map(rows.facet_link, read_table("facet_links"))),
        names=tuple(map(rows.name, read_table("names"))),
        alignments=tuple(
            a for path in sorted((where / "alignments").glob("*.sssom.tsv")) for a in sssom.read_alignments(path)
        ),
        retired=tuple(map(rows.retired, read_table("deprecated"))),
        corpora=_by_id(((row, rows.corpus(row)) for row in read_table("transition_corpora")), lambda c: c.id),
        observed=tuple(map(rows.observed, read_table("transition_counts"))),
        concept_transitions=tuple(map(rows.concept_transition, read_table("concept_transitions"))),
        trait_effects=tuple(map(rows.trait_effect, read_table("trait_effects"))),
    )


def load_reviews(file: Path | None = None) -> tuple[Review, ...]:
    """Every decision on a proposed relation or blend in a review table; without one, the shipped table.

    Rows where the decision is still empty are left out.

    Raises:
        BadTable: a row breaks its table's rules; names file and line.
    """
    table = read(file or shipped() / "reviews.tsv", rows.COLUMNS["reviews"])
    return tuple(rows.review(row) for row in table if row.cells["decision"])


def prefixes(folder: Path | None = None) -> dict[str, str]:
    """Prefix -> namespace IRI, from ``prefixes.tsv``."""
    where = folder or shipped()
    return {row.text("prefix"): row.text("iri") for row in read(where / "prefixes.tsv", rows.COLUMNS["prefixes"])}


def _by_id(values: Iterable[tuple[Row, V]], key: Callable[[V], str]) -> dict[str, V]:
    found: dict[str, V] = {}
    for row, value in values:
        if key(value) in found:
            raise row.wrong(f"id '{key(value)}' stands twice")
        found[key(value)] = value
    return found
