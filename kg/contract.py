"""Triples back as tables: the other half of ``kg.triples``.

Only the statement nodes are read; convenience triples follow from them.
"""

from collections import defaultdict
from collections.abc import Iterable

from kg.names import DCTERMS, OWL, RDFS, SKOS, SSSOM, TONE, contract_iri
from kg.rdf import Iri, Literal, Quad
from kg.statements import Thing
from kg.terms import BASE, LABEL_BASE, local_name
from kg.transitions import read_transitions
from kg.triples import AXIS_PROPERTY, FACET_CLASS, SD_PROPERTY
from ontology.alignment import Alignment
from ontology.emotion import Emotion, Kind, Module, Retired, Tier
from ontology.facet import Direction, Facet, FacetKind, FacetLink
from ontology.labels import Label, LabelSet, Task
from ontology.mapping import Mapping, Match
from ontology.name import Name, NameStatus
from ontology.relation import Blend, Relation, RelationKind, Source, Status
from ontology.vad import AXES, VAD, Rating
from ontology.world import Ontology


def contract(quads: Iterable[Quad]) -> Ontology:
    """The ontology that these statements were expanded from, whatever their order.

    Raises:
        ValueError: a statement node lacks a part or names something outside the project.
    """
    said: defaultdict[str, defaultdict[Iri, list[Iri | Literal]]] = defaultdict(lambda: defaultdict(list))
    for quad in quads:
        said[quad.subject][quad.predicate].append(quad.object)
    things = [Thing(iri, said[iri]) for iri in sorted(said)]

    def of(type: Iri) -> list[Thing]:
        return [thing for thing in things if thing.is_a(type)]

    labels: defaultdict[str, list[Label]] = defaultdict(list)
    for label in map(_label, of(TONE.Label)):
        labels[label.label_set].append(label)
    emotions = [_emotion(t) for t in of(OWL.Class) if t.maybe(TONE.module)]
    return Ontology(
        emotions={e.id: e for e in emotions},
        ratings=tuple(map(_rating, of(TONE.Rating))),
        relations=tuple(map(_relation, of(TONE.RelationStatement))),
        blends=tuple(map(_blend, of(TONE.Blend))),
        label_sets={s.id: s for s in (_label_set(t, labels) for t in of(TONE.LabelSet))},
        mappings=tuple(map(_mapping, of(SSSOM.Mapping))),
        sources={s.id: s for s in map(_source, of(DCTERMS.BibliographicResource))},
        facets={f.id: f for kind, type in FACET_CLASS.items() for f in (_facet(t, kind) for t in of(type))},
        facet_links=tuple(map(_facet_link, of(TONE.FacetLink))),
        names=tuple(map(_name, of(TONE.Name))),
        alignments=tuple(map(_alignment, of(TONE.Alignment))),
        retired=tuple(_retired(t) for t in of(OWL.Class) if t.maybe(OWL.deprecated)),
        **read_transitions(things),
    )


def _emotion(t: Thing) -> Emotion:
    return Emotion(
        id=local_name(t.iri),
        label=t.text(RDFS.label),  # the names in other languages are prefLabels too
        tier=Tier(t.text(TONE.tier)) if t.maybe(TONE.tier) else None,
        parent=t.local(SKOS.broader) if t.maybe(SKOS.broader) else None,
        module=Module(t.text(TONE.module)),
        kind=Kind(t.text(TONE.kind)),
        definition=t.text(SKOS.definition),
        source=t.source,
        comment=t.comment,
    )


def _retired(t: Thing) -> Retired:
    return Retired(local_name(t.iri), t.local(DCTERMS.isReplacedBy), t.text(OWL.versionInfo), t.comment)


def _rating(t: Thing) -> Rating:
    sd = [t.number(SD_PROPERTY[axis]) for axis in AXES]
    n = t.maybe(TONE.raters)
    return Rating(
        emotion=t.local(TONE.ratingOf),
        source=t.source,
        term=t.text(TONE.ratedTerm),
        vad=VAD(*(float(t.text(AXIS_PROPERTY[axis])) for axis in AXES)),
        sd=(sd[0], sd[1], sd[2]),
        n=None if n is None else int(n),
        original_scale=t.text(TONE.originalScale),
        comment=t.comment,
    )


def _relation(t: Thing) -> Relation:
    kind = RelationKind(t.text(TONE.relation))
    return Relation(t.local(TONE.subject), kind, t.local(TONE.object), *_evidence(t))


def _blend(t: Thing) -> Blend:
    first, second, output = (t.local(p) for p in (TONE.firstInput, TONE.secondInput, TONE.output))
    return Blend(first, second, output, t.text(TONE.level), *_evidence(t))


def _evidence(t: Thing) -> tuple[str, str, float | None, Status, str]:
    return t.source, t.text(TONE.method), t.number(TONE.score), Status(t.text(TONE.status)), t.comment


def _facet(t: Thing, kind: FacetKind) -> Facet:
    return Facet(local_name(t.iri, f"{BASE}facet/"), kind, t.text(RDFS.label), t.text(SKOS.definition), t.source)


def _facet_link(t: Thing) -> FacetLink:
    facet = t.local(TONE.linkTo, f"{BASE}facet/")
    return FacetLink(t.local(TONE.linkOf), facet, Direction(t.text(TONE.direction)), t.source, t.comment)


def _name(t: Thing) -> Name:
    status = NameStatus(t.text(TONE.status))
    return Name(t.local(TONE.nameOf), t.text(DCTERMS.language), t.text(RDFS.label), status, t.source)


def _alignment(t: Thing) -> Alignment:
    return Alignment(contract_iri(t.text(SSSOM.subject_id)), t.text(SSSOM.subject_label), *_claim(t))


def _label(t: Thing) -> Label:
    return Label(
        label_set=t.local(SKOS.inScheme, LABEL_BASE),
        position=int(t.text(TONE.position)),
        label=t.text(RDFS.label),
        code=t.text(SKOS.notation),
        aliases=t.all(SKOS.altLabel),
        comment=t.comment,
    )


def _label_set(t: Thing, labels: dict[str, list[Label]]) -> LabelSet:
    id = local_name(t.iri, LABEL_BASE)
    return LabelSet(
        id=id,
        label=t.text(RDFS.label),
        task=Task(t.text(TONE.task)),
        modality=t.text(TONE.modality),
        language=t.text(DCTERMS.language),
        source=t.source,
        licence=t.text(DCTERMS.rights),
        url=t.text(RDFS.seeAlso),
        comment=t.comment,
        labels=tuple(sorted(labels.get(id, ()), key=lambda label: label.position)),
    )


def _mapping(t: Thing) -> Mapping:
    return Mapping(t.local(SSSOM.subject_id, LABEL_BASE), *_claim(t))


def _claim(t: Thing) -> tuple[Match, str | None, str, float, str, str]:
    none = t.text(SSSOM.object_id) == SSSOM.NoTermFound
    return (
        Match.NONE if none else Match(contract_iri(t.text(SSSOM.predicate_id))),
        None if none else t.local(SSSOM.object_id),
        contract_iri(t.text(SSSOM.mapping_justification)),
        float(t.text(SSSOM.confidence)),
        contract_iri(t.text(SSSOM.author_id)),
        t.comment,
    )


def _source(t: Thing) -> Source:
    year = t.maybe(DCTERMS.date)
    return Source(
        id=local_name(t.iri, f"{BASE}source/"),
        citation=t.text(DCTERMS.bibliographicCitation),
        year=None if year is None else int(year),
        doi=t.text(TONE.doi),
        url=t.text(TONE.url),
        licence=t.text(DCTERMS.rights),
        comment=t.comment,
    )
