"""The property graph: one model of nodes and edges that every file of an export holds.

A node has one label and is known by its IRI.  An edge has a type and two ends; one that stands for a statement
of its own carries that statement's ``iri``, and no two edges agree in ends, type and ``iri``.  A property is text,
a whole number, a number, a truth value or a list of texts, always the same for one name; what is not known is left
out, so there is no empty property.  Words are those of the tables.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import Enum
from itertools import chain

from kg import transitions as change
from kg import triples as nodes
from kg.terms import BASE, emotion_iri, facet_iri, label_iri, label_set_iri, node_iri, source_iri
from kg.vocabulary import term_iri
from ontology.dialogue import NOBODY
from ontology.edges import ObservedTransition, TraitEffect
from ontology.emotion import Module
from ontology.mapping import Match
from ontology.vad import AXES
from ontology.world import Ontology
from vocab.lexicon import Term
from vocab.ratings import TermRating

Value = str | int | float | bool | tuple[str, ...]
Properties = Mapping[str, Value]

_SDS = tuple(f"{axis}_sd" for axis in AXES)
_STATED = ("iri", "source", "method", "score", "status", "evidence")

#: Label -> the properties its nodes may have, beside their IRI.
NODES: Mapping[str, tuple[str, ...]] = {
    "Emotion": ("id", "label", "tier", "module", "kind", "definition", "comment", *AXES),
    "RetiredEmotion": ("id", "since", "reason"),
    "Rating": ("term", *AXES, *_SDS, "n", "original_scale", "comment"),
    "Blend": ("level", "method", "score", "status", "evidence"),
    "Name": ("text", "language", "status"),
    "Facet": ("id", "kind", "label", "definition"),
    "LabelSet": ("id", "label", "task", "modality", "language", "licence", "url", "comment"),
    "Label": ("id", "label", "position", "code", "aliases", "comment"),
    "Mapping": ("match", "justification", "confidence", "author", "comment"),
    "Alignment": ("term", "label", "match", "target", "justification", "confidence", "author", "comment"),
    "Corpus": ("id", "label", "step", "context", "population", "labelled", "part", "persons", "licence", "comment"),
    "Transition": ("before", "partner", "after", "turns", "persons"),
    "TraitEffect": (
        *("trait", "scale", "before", "after", "measure", "estimate", "low", "high", "base", "p"),
        *("turns", "persons", "status", "comment"),
    ),
    "Source": ("id", "citation", "year", "doi", "url", "licence", "comment"),
    "Term": (*("text", "part_of_speech", "role", "register", "status", "origins", *AXES, "vad_source", "comment"),),
    "TermRating": (*AXES, *_SDS, "n", "original_scale"),
}

#: Type -> the properties its edges may have.
EDGES: Mapping[str, tuple[str, ...]] = {
    "BROADER": (),
    "OPPOSITE_OF": _STATED,
    "RELATED_TO": _STATED,
    "MORE_INTENSE_THAN": _STATED,
    "LEADS_TO": _STATED,
    "TURNS_INTO": ("iri", "likelihood", "sd", "method"),
    "HAS_FACET": ("iri", "direction", "source", "comment"),
    "FIRST_INPUT": (),
    "SECOND_INPUT": (),
    "OUTPUT": (),
    "RATES": (),
    "RATES_TERM": (),
    "NAMES": (),
    "REPLACED_BY": (),
    "MEANS": ("weight", "is_preferred"),
    "IN_SET": (),
    "OF_LABEL": (),
    "TO": (),
    "LABELLED_WITH": (),
    "COUNTED_IN": (),
    "FROM_LABEL": (),
    "PARTNER_LABEL": (),
    "TO_LABEL": (),
    "FROM_SOURCE": (),
}

#: What a property holds; one that is not named here is text.
TYPES: Mapping[str, type] = {
    **dict.fromkeys(("n", "position", "persons", "turns", "year"), int),
    **dict.fromkeys((*AXES, *_SDS, "score", "confidence", "weight", "likelihood", "sd"), float),
    **dict.fromkeys(("estimate", "low", "high", "base", "p"), float),
    **dict.fromkeys(("aliases", "origins"), tuple),
    "is_preferred": bool,
}


@dataclass(frozen=True, slots=True)
class Node:
    """A thing: its IRI, its one label, and its properties in the order of ``NODES``."""

    iri: str
    label: str
    properties: Properties


@dataclass(frozen=True, slots=True)
class Edge:
    """An edge from one IRI to another, with its properties in the order of ``EDGES``."""

    start: str
    type: str
    end: str
    properties: Properties

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What tells it from all others, and what edges are sorted by."""
        return self.start, self.type, self.end, str(self.properties.get("iri", ""))


@dataclass(frozen=True, slots=True)
class PropertyGraph:
    """Nodes by IRI and edges by key, each once; both ends of every edge are there."""

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]


def property_graph(
    world: Ontology, terms: Iterable[Term] = (), term_ratings: Iterable[TermRating] = ()
) -> PropertyGraph:
    """The graph of an ontology, with the terms that are no labels and their ratings where given.

    Raises:
        ValueError: two things have one key, an end of an edge is not there, or a property is none of the model.
    """
    made = chain(_emotions(world), _statements(world), _labels(world), _changes(world), _terms(terms, term_ratings))
    parts = list(chain(made, (_node("Source", source_iri(s.id), s) for s in world.sources.values())))
    found = sorted((p for p in parts if isinstance(p, Node)), key=lambda node: node.iri)
    known = {node.iri for node in found}
    edges = sorted((p for p in parts if isinstance(p, Edge) and not _is_outside(p, known)), key=lambda e: e.key)
    for what, keys in (
        ("nodes", Counter[object](n.iri for n in found)),
        ("edges", Counter[object](e.key for e in edges)),
    ):
        key, times = next(iter(keys.most_common(1)), ("", 0))
        if times > 1:
            raise ValueError(f"{times} {what} have one key: {key}")
    for edge in edges:
        if not {edge.start, edge.end} <= known:
            raise ValueError(f"an end of {edge.key} is no node")
    return PropertyGraph(tuple(found), tuple(edges))


def core(world: Ontology) -> Ontology:
    """Parrott's emotions alone, with what is said of them and between them, and the sources of it."""
    emotions = {e.id: e for e in world if e.module is Module.PARROTT}

    def within(*ids: str) -> bool:
        return all(id in emotions for id in ids)

    small = Ontology(
        emotions=emotions,
        ratings=tuple(r for r in world.ratings if within(r.emotion)),
        relations=tuple(r for r in world.relations if within(r.subject, r.object)),
        blends=tuple(b for b in world.blends if within(b.first, b.second, b.output)),
        names=tuple(n for n in world.names if within(n.emotion)),
    )
    named = {e.source for e in small} | {n.source for n in small.names} | {r.source for r in small.ratings}
    named |= {r.source for r in small.relations} | {b.source for b in small.blends}
    return replace(small, sources={id: source for id, source in world.sources.items() if id in named})


def _is_outside(edge: Edge, known: set[str]) -> bool:
    """Whether it is an alignment that leads to our schema, which is no part of this graph."""
    return edge.type == "TO" and edge.end not in known and edge.start.startswith(f"{BASE}alignment/")


def _node(label: str, iri: str, value: object, **others: Value | None) -> Node:
    """A node whose properties are the fields of a value, or given beside it."""
    return Node(iri, label, _properties(NODES[label], value, others))


def _edge(start: str, type: str, end: str, value: object = None, **others: Value | None) -> Edge:
    return Edge(start, type, end, _properties(EDGES[type], value, others))


def _properties(names: Iterable[str], value: object, others: Mapping[str, Value | None]) -> Properties:
    found = {}
    for name in names:
        plain = others[name] if name in others else _plain(getattr(value, name, None))
        if plain is not None and plain not in ("", ()):
            if type(plain) is not TYPES.get(name, str):
                raise ValueError(f"{name} {plain!r} is not of the model's type {TYPES.get(name, str).__name__}")
            found[name] = plain
    return found


def _plain(value: object) -> Value | None:
    match value:
        case Match():
            return value.name.lower()
        case Enum():
            return str(value.value)
        case None | bool() | int() | float() | str() | tuple():
            return value
    raise ValueError(f"{value!r} is no property")


def _axes(values: Iterable[float | None] | None, names: Iterable[str] = AXES) -> dict[str, Value | None]:
    return {} if values is None else {n: None if v is None else float(v) for n, v in zip(names, values, strict=True)}


def _sourced(iri: str, source: str) -> Edge:
    return _edge(iri, "FROM_SOURCE", source_iri(source))


def _emotions(world: Ontology) -> Iterator[Node | Edge]:
    for e in world:
        iri = emotion_iri(e.id)
        yield _node("Emotion", iri, e, **_axes(world.vad(e.id)))
        yield _sourced(iri, e.source)
        if e.parent is not None:
            yield _edge(iri, "BROADER", emotion_iri(e.parent))
    for gone in world.retired:
        yield _node("RetiredEmotion", emotion_iri(gone.id), gone)
        yield _edge(emotion_iri(gone.id), "REPLACED_BY", emotion_iri(gone.replaced_by))
    for name in world.names:
        iri = nodes.name_iri(name)
        yield from (_node("Name", iri, name), _sourced(iri, name.source))
        yield _edge(iri, "NAMES", emotion_iri(name.emotion))
    for facet in world.facets.values():
        iri = facet_iri(facet.id)
        yield from (_node("Facet", iri, facet), _sourced(iri, facet.source))
    for link in world.facet_links:
        ends = (emotion_iri(link.emotion), "HAS_FACET", facet_iri(link.facet))
        yield _edge(*ends, link, iri=nodes.facet_link_iri(link))


def _statements(world: Ontology) -> Iterator[Node | Edge]:
    for rating in world.ratings:
        iri = nodes.rating_iri(rating)
        yield _node("Rating", iri, rating, **_axes(rating.vad), **_axes(rating.sd, _SDS))
        yield from (_edge(iri, "RATES", emotion_iri(rating.emotion)), _sourced(iri, rating.source))
    for r in world.relations:
        ends = (emotion_iri(r.subject), r.kind.value.upper(), emotion_iri(r.object))
        yield _edge(*ends, r, iri=nodes.relation_iri(r))
    for b in world.blends:
        iri = nodes.blend_iri(b)
        yield from (_node("Blend", iri, b), _sourced(iri, b.source))
        for type, id in (("FIRST_INPUT", b.first), ("SECOND_INPUT", b.second), ("OUTPUT", b.output)):
            yield _edge(iri, type, emotion_iri(id))


def _labels(world: Ontology) -> Iterator[Node | Edge]:
    for label_set in world.label_sets.values():
        iri = label_set_iri(label_set.id)
        yield from (_node("LabelSet", iri, label_set), _sourced(iri, label_set.source))
        for label in label_set:
            yield _node("Label", label_iri(label.id), label)
            yield _edge(label_iri(label.id), "IN_SET", iri)
    for mapping in world.mappings:
        iri = nodes.mapping_iri(mapping)
        yield _node("Mapping", iri, mapping)
        yield _edge(iri, "OF_LABEL", label_iri(mapping.label))
        if mapping.emotion is not None:
            yield _edge(iri, "TO", emotion_iri(mapping.emotion))
    for alignment in world.alignments:
        iri = nodes.alignment_iri(alignment)
        yield _node("Alignment", iri, alignment)
        if alignment.target is not None:
            yield _edge(iri, "TO", emotion_iri(alignment.target))


def _changes(world: Ontology) -> Iterator[Node | Edge]:
    for corpus in world.corpora.values():
        iri = change.corpus_iri(corpus.id)
        yield from (_node("Corpus", iri, corpus), _sourced(iri, corpus.source))
        yield _edge(iri, "LABELLED_WITH", label_set_iri(corpus.label_set))
    for seen in world.observed:
        yield _node("Transition", change.observed_iri(seen), seen)
        yield from _counted(world, change.observed_iri(seen), seen, seen.partner)
    for effect in world.trait_effects:
        yield _node("TraitEffect", change.effect_iri(effect), effect)
        yield from _counted(world, change.effect_iri(effect), effect, "")
    for c in world.concept_transitions:
        yield _edge(emotion_iri(c.before), "TURNS_INTO", emotion_iri(c.after), c, iri=change.concept_iri(c))


def _counted(world: Ontology, iri: str, what: ObservedTransition | TraitEffect, partner: str) -> Iterator[Edge]:
    """Where something was counted, and the labels it is about."""
    labels = world.label_set(world.corpora[what.corpus].label_set)
    yield _edge(iri, "COUNTED_IN", change.corpus_iri(what.corpus))
    for type, text in (("FROM_LABEL", what.before), ("PARTNER_LABEL", partner), ("TO_LABEL", what.after)):
        if text and not (type == "PARTNER_LABEL" and text == NOBODY):
            yield _edge(iri, type, label_iri(labels[text].id))


def _terms(terms: Iterable[Term], ratings: Iterable[TermRating]) -> Iterator[Node | Edge]:
    for term in terms:
        if term.is_label:  # the emotions have them
            continue
        iri = term_iri(term)
        yield from (_node("Term", iri, term, **_axes(term.vad)), _sourced(iri, term.source))
        for emotion, weight in ((term.emotion, term.weight), *term.also):
            preferred = emotion == term.emotion
            yield _edge(iri, "MEANS", emotion_iri(emotion), weight=float(weight), is_preferred=preferred)
    for r in ratings:
        iri = node_iri("term-rating", r.term, r.source)
        yield _node("TermRating", iri, r, **_axes(r.places), **_axes(r.sd, _SDS))
        yield from (_edge(iri, "RATES_TERM", node_iri("term", r.term)), _sourced(iri, r.source))
