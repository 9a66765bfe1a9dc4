"""Changes of state as triples, and back: counted, modelled, or tested for a trait, each a node of its own.

A node says what was seen and by whom; a chance is computed when asked.  The states of a count are labels
of the corpus, since some of them name no emotion; where one does, the emotion stands beside it.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from kg.names import DCTERMS, RDF, RDFS, TONE
from kg.rdf import Iri, Literal, Quad, decimal, english, whole
from kg.statements import Pair, Thing, provenance, quads
from kg.terms import BASE, LABEL_BASE, emotion_iri, label_iri, label_set_iri, local_name, node_iri
from ontology.dialogue import NOBODY
from ontology.edges import ConceptTransition, Corpus, EffectStatus, ObservedTransition, TraitEffect
from ontology.harmonize import emotion_of
from ontology.relation import OURS
from ontology.world import Ontology

CORPUS_TEXTS = {
    "step": TONE.step,
    "context": TONE.context,
    "population": TONE.population,
    "labelled": TONE.labelledBy,
    "part": TONE.corpusPart,
}


def transition_quads(world: Ontology) -> Iterator[Quad]:
    """Every corpus, count, modelled transition and trait effect, in the named graph of transitions."""
    for corpus in world.corpora.values():
        yield from quads("transitions", corpus_iri(corpus.id), _corpus(corpus))
    for seen in world.observed:
        yield from quads("transitions", observed_iri(seen), _observed(world, seen))
    for modelled in world.concept_transitions:
        yield from quads("transitions", concept_iri(modelled), _concept(modelled))
    for effect in world.trait_effects:
        yield from quads("transitions", effect_iri(effect), _effect(world, effect))


def corpus_iri(id: str) -> str:
    return node_iri("corpus", id)


def observed_iri(o: ObservedTransition) -> str:
    return node_iri("transition", o.corpus, o.before, o.partner or "any", o.after)


def concept_iri(c: ConceptTransition) -> str:
    return node_iri("concept-transition", c.before, c.after)


def effect_iri(e: TraitEffect) -> str:
    return node_iri("trait-effect", e.corpus, e.trait, e.before or "any", e.after or "any")


def _corpus(c: Corpus) -> Iterator[Pair]:
    yield RDF.type, TONE.TransitionCorpus
    yield RDFS.label, english(c.label)
    yield TONE.labelledWith, Iri(label_set_iri(c.label_set))
    for field, property in CORPUS_TEXTS.items():
        yield property, Literal(getattr(c, field))
    yield TONE.persons, whole(c.persons)
    yield DCTERMS.rights, Literal(c.licence)
    yield from provenance(c.source, c.comment)


def _observed(world: Ontology, o: ObservedTransition) -> Iterator[Pair]:
    yield RDF.type, TONE.ObservedTransition
    yield TONE.countedIn, Iri(corpus_iri(o.corpus))
    yield from _ends(world, o.corpus, o.before, o.after)
    if o.partner == NOBODY:
        yield TONE.trigger, Literal(NOBODY)
    elif o.partner:
        yield TONE.triggerLabel, _label(world, o.corpus, o.partner)
    yield TONE.turns, whole(o.turns)
    if o.persons is not None:
        yield TONE.persons, whole(o.persons)


def _ends(world: Ontology, corpus: str, before: str, after: str) -> Iterator[Pair]:
    for label, label_property, state in ((before, TONE.fromLabel, TONE.fromState), (after, TONE.toLabel, TONE.toState)):
        if label:
            node = _label(world, corpus, label)
            yield label_property, node
            if emotion := emotion_of(world, local_name(node, LABEL_BASE)):
                yield state, Iri(emotion_iri(emotion))


def _label(world: Ontology, corpus: str, label: str) -> Iri:
    return Iri(label_iri(world.label_set(world.corpora[corpus].label_set)[label].id))


def _concept(c: ConceptTransition) -> Iterator[Pair]:
    yield RDF.type, TONE.ModelledTransition
    yield TONE.fromState, Iri(emotion_iri(c.before))
    yield TONE.toState, Iri(emotion_iri(c.after))
    yield TONE.likelihood, decimal(c.likelihood)
    yield TONE.likelihoodSD, decimal(c.sd)
    yield TONE.method, Literal(c.method)
    yield from provenance(OURS, "")


def _effect(world: Ontology, e: TraitEffect) -> Iterator[Pair]:
    yield RDF.type, TONE.TraitEffect
    yield TONE.countedIn, Iri(corpus_iri(e.corpus))
    yield from _ends(world, e.corpus, e.before, e.after)
    yield TONE.trait, Literal(e.trait)
    yield TONE.traitScale, Literal(e.scale)
    yield TONE.measure, Literal(e.measure)
    yield TONE.estimate, decimal(e.estimate)
    for value, property in ((e.low, TONE.intervalLow), (e.high, TONE.intervalHigh), (e.base, TONE.baseChance)):
        if value is not None:
            yield property, decimal(value)
    yield TONE.pValue, decimal(e.p)
    yield TONE.turns, whole(e.turns)
    yield TONE.persons, whole(e.persons)
    yield TONE.status, Literal(e.status.value)
    if e.comment:
        yield RDFS.comment, english(e.comment)


def read_transitions(things: Iterable[Thing]) -> dict[str, Any]:
    """The fields of an ``Ontology`` that these nodes were expanded from."""
    nodes = list(things)

    def of(type: Iri) -> list[Thing]:
        return [t for t in nodes if t.is_a(type)]

    labels = {t.iri: t.text(RDFS.label) for t in of(TONE.Label)}
    return {
        "corpora": {c.id: c for c in map(_read_corpus, of(TONE.TransitionCorpus))},
        "observed": tuple(_read_observed(t, labels) for t in of(TONE.ObservedTransition)),
        "concept_transitions": tuple(map(_read_concept, of(TONE.ModelledTransition))),
        "trait_effects": tuple(_read_effect(t, labels) for t in of(TONE.TraitEffect)),
    }


def _read_corpus(t: Thing) -> Corpus:
    return Corpus(
        id=local_name(t.iri, f"{BASE}corpus/"),
        label=t.text(RDFS.label),
        label_set=t.local(TONE.labelledWith, LABEL_BASE),
        source=t.source,
        **{field: t.text(property) for field, property in CORPUS_TEXTS.items()},
        persons=int(t.text(TONE.persons)),
        licence=t.text(DCTERMS.rights),
        comment=t.comment,
    )


def _read_observed(t: Thing, labels: Mapping[str, str]) -> ObservedTransition:
    persons = t.maybe(TONE.persons)
    return ObservedTransition(
        corpus=t.local(TONE.countedIn, f"{BASE}corpus/"),
        before=labels.get(t.text(TONE.fromLabel), ""),
        partner=t.maybe(TONE.trigger) or labels.get(t.text(TONE.triggerLabel), ""),
        after=labels.get(t.text(TONE.toLabel), ""),
        turns=int(t.text(TONE.turns)),
        persons=None if persons is None else int(persons),
    )


def _read_concept(t: Thing) -> ConceptTransition:
    return ConceptTransition(
        t.local(TONE.fromState),
        t.local(TONE.toState),
        float(t.text(TONE.likelihood)),
        float(t.text(TONE.likelihoodSD)),
        t.text(TONE.method),
    )


def _read_effect(t: Thing, labels: Mapping[str, str]) -> TraitEffect:
    return TraitEffect(
        corpus=t.local(TONE.countedIn, f"{BASE}corpus/"),
        trait=t.text(TONE.trait),
        scale=t.text(TONE.traitScale),
        before=labels.get(t.text(TONE.fromLabel), ""),
        after=labels.get(t.text(TONE.toLabel), ""),
        measure=t.text(TONE.measure),
        estimate=float(t.text(TONE.estimate)),
        low=t.number(TONE.intervalLow),
        high=t.number(TONE.intervalHigh),
        base=t.number(TONE.baseChance),
        p=float(t.text(TONE.pValue)),
        turns=int(t.text(TONE.turns)),
        persons=int(t.text(TONE.persons)),
        status=EffectStatus(t.text(TONE.status)),
        comment=t.comment,
    )
