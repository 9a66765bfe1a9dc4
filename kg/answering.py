"""Answers made of rows: the same for every store, once it can give the rows of a question."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Sequence

from kg.names import SSSOM, contract_iri
from kg.network import Hop, Network
from kg.questions import Cell, Edge, Given, Known, Row
from kg.rdf import Iri, Literal
from kg.terms import BASE, LABEL_BASE, emotion_iri, label_set_iri, local_name, node_iri
from ontology.edges import ObservedTransition
from ontology.emotion import Emotion, Kind, Module, Tier
from ontology.errors import UnknownEmotion, UnknownLabelSet
from ontology.harmonize import Target, translate
from ontology.labels import Label, LabelSet, Task
from ontology.mapping import Mapping, Match
from ontology.relation import Blend, Relation, RelationKind, Status
from ontology.similarity import nearest
from ontology.vad import VAD, Rating
from ontology.world import Ontology

#: Parts of our IRIs that are no part of an id.
_KINDS = (LABEL_BASE, f"{BASE}source/", f"{BASE}facet/", f"{BASE}corpus/", BASE)


class Answering(ABC):
    """Everything of ``Questions`` that follows from rows."""

    @abstractmethod
    def rows(self, question: str, **given: Given) -> Sequence[Row]:
        """The rows of a question of ``queries/`` in its order; its columns are those of its SPARQL text."""

    def show(self, id: str) -> Known:
        found = self.rows("tree", emotion=_emotion(id))
        if not found:
            raise UnknownEmotion(id, (_text(row["emotion"]) for row in self.rows("tree", emotion=None)))
        return Known(_read_emotion(found[0]), _place(found[0]), self.ancestors(id), self.children(id))

    def children(self, id: str) -> tuple[str, ...]:
        return _column(self.rows("children", emotion=_emotion(id)), "child")

    def ancestors(self, id: str) -> tuple[str, ...]:
        return _column(self.rows("lineage", emotion=_emotion(id)), "above")

    def path(self, start: str, end: str) -> tuple[Hop, ...]:
        tree = self.rows("tree", emotion=None)
        emotions = (_read_emotion(row) for row in tree)
        network = Network(
            Ontology(
                emotions={e.id: e for e in emotions},
                ratings=tuple(_rating(row) for row in tree if _place(row)),
                relations=tuple(map(_relation, self.rows("relations", emotion=None))),
                blends=tuple(map(_blend, self.rows("blends", emotion=None))),
            )
        )
        return network.path(start, end)

    def neighbours(self, id: str) -> tuple[Edge, ...]:
        found = self.rows("neighbours", emotion=_emotion(id))
        return tuple(Edge(_text(row["kind"]), _text(row["target"])) for row in found)

    def opposites(self, id: str) -> tuple[str, ...]:
        return _column(self.rows("opposites", emotion=_emotion(id)), "opposite")

    def blends(self, id: str) -> tuple[Blend, ...]:
        return tuple(sorted(map(_blend, self.rows("blends", emotion=_emotion(id))), key=repr))

    def translate(self, label: str, source: str, target: str) -> tuple[Target, ...]:
        emotions = map(_read_emotion, self.rows("tree", emotion=None))
        ids = dict.fromkeys((source, target))
        sets = {s.id: s for s in (self._label_set(id) for id in ids)}
        mappings = (m for id in ids for m in self.rows("mappings", labelSet=Iri(label_set_iri(id)), wanted=None))
        world = Ontology({e.id: e for e in emotions}, label_sets=sets, mappings=tuple(map(_mapping, mappings)))
        return translate(world, label, source, target)

    def _label_set(self, id: str) -> LabelSet:
        iri = Iri(label_set_iri(id))
        found = self.rows("label-set", labelSet=iri)
        if not found:
            raise UnknownLabelSet(id, ())
        row = found[0]
        return LabelSet(
            id=id,
            label=_text(row["label"]),
            task=Task(row["task"]),
            modality=_text(row["modality"]),
            language=_text(row["language"]),
            source=_text(row["source"]),
            licence=_text(row["licence"]),
            url=_text(row["url"]),
            comment=_text(row["comment"]),
            labels=tuple(_labels(id, self.rows("spellings", labelSet=iri))),
        )

    def nearest(self, id: str, k: int = 5) -> tuple[tuple[str, float], ...]:
        tree = self.rows("tree", emotion=None)
        emotions = (_read_emotion(row) for row in tree)
        ratings = tuple(_rating(row) for row in tree if _place(row))
        world = Ontology({e.id: e for e in emotions}, ratings=ratings)
        place = world.vad(id)
        return () if place is None else tuple((e.id, far) for e, far in nearest(world, place, k=k))

    def transitions(self, corpus: str, before: str | None = None, first: int = 100) -> tuple[ObservedTransition, ...]:
        start = None if before is None else Literal(before)
        found = self.rows("observed", corpus=Iri(node_iri("corpus", corpus)), **{"from": start})
        return tuple(_observed(corpus, row) for row in found)[:first]

    def labels(self, id: str, label_set: str) -> tuple[tuple[str, str], ...]:
        found = self.rows("labels", emotion=_emotion(id), labelset=Iri(label_set_iri(label_set)))
        return tuple((_text(row["text"]), _text(row["match"])) for row in found)


def cell(value: str | Iri | Literal | float | int | None) -> Cell:
    """What stands in a row for a value: our IRIs as ids, others' that have a prefix as CURIEs.

    >>> cell(Iri("https://w3id.org/tone-kg/joy")), cell(Iri("http://www.w3.org/2004/02/skos/core#exactMatch"))
    ('joy', 'skos:exactMatch')
    """
    if isinstance(value, Literal):
        kind = value.datatype.rpartition("#")[2]
        return int(value.text) if kind == "integer" else float(value.text) if kind == "decimal" else value.text
    if not isinstance(value, Iri):
        return value
    for base in _KINDS:
        if value.startswith(base):
            return local_name(value, base)
    try:
        return contract_iri(value)
    except ValueError:
        return str(value)


def _emotion(id: str) -> Iri:
    return Iri(emotion_iri(id))


def _text(value: Cell) -> str:
    return "" if value is None else str(value)


def _number(value: Cell) -> float | None:
    return None if value is None else float(value)


def _column(rows: Iterable[Row], name: str) -> tuple[str, ...]:
    return tuple(_text(row[name]) for row in rows)


def _read_emotion(row: Row) -> Emotion:
    return Emotion(
        id=_text(row["emotion"]),
        label=_text(row["label"]),
        tier=Tier(row["tier"]) if row["tier"] else None,
        parent=_text(row["parent"]) or None,
        module=Module(row["module"]),
        kind=Kind(row["kind"]),
        definition=_text(row["definition"]),
        source=_text(row["source"]),
        comment=_text(row["comment"]),
    )


def _place(row: Row) -> VAD | None:
    axes = [_number(row[axis]) for axis in ("valence", "arousal", "dominance")]
    return None if None in axes else VAD(*(axis for axis in axes if axis is not None))


def _rating(row: Row) -> Rating:
    """The place that a row says, as the one rating there is."""
    place = _place(row)
    assert place is not None  # noqa: S101  # asked for rows with a place only
    return Rating(_text(row["emotion"]), "", "", place, (None, None, None), None, "")


def _relation(row: Row) -> Relation:
    return Relation(_text(row["subject"]), RelationKind(row["kind"]), _text(row["object"]), *_evidence(row))


def _blend(row: Row) -> Blend:
    first, second, output, level = (_text(row[name]) for name in ("first", "second", "output", "level"))
    return Blend(first, second, output, level, *_evidence(row))


def _evidence(row: Row) -> tuple[str, str, float | None, Status, str]:
    return (
        _text(row["source"]),
        _text(row["method"]),
        _number(row["score"]),
        Status(row["status"]),
        _text(row["evidence"]),
    )


def _mapping(row: Row) -> Mapping:
    none = row["emotion"] == contract_iri(SSSOM.NoTermFound)
    return Mapping(
        label=_text(row["label"]),
        match=Match.NONE if none else Match(row["match"]),
        emotion=None if none else _text(row["emotion"]),
        justification=_text(row["justification"]),
        confidence=_number(row["confidence"]) or 0.0,
        author=_text(row["author"]),
        comment=_text(row["comment"]),
    )


def _labels(label_set: str, rows: Iterable[Row]) -> Iterable[Label]:
    """Labels in their order, each with the other spellings of all its rows."""
    gathered: dict[str, tuple[Row, list[str]]] = {}
    for row in rows:
        _, aliases = gathered.setdefault(_text(row["id"]), (row, []))
        if row["alias"]:
            aliases.append(_text(row["alias"]))
    for row, aliases in gathered.values():
        yield Label(
            label_set=label_set,
            position=int(row["position"] or 0),
            label=_text(row["label"]),
            code=_text(row["code"]),
            aliases=tuple(sorted(aliases)),
            comment=_text(row["comment"]),
        )


def _observed(corpus: str, row: Row) -> ObservedTransition:
    persons = row["persons"]
    return ObservedTransition(
        corpus=corpus,
        before=_text(row["from"]),
        partner=_text(row["partner"]),
        after=_text(row["to"]),
        turns=int(row["turns"] or 0),
        persons=None if persons is None else int(persons),
    )
