"""Tables as triples, and back: ``contract(expand(world)) == world``.

An emotion is a class (the subclass chain) and, under the same IRI, a concept that carries the
edges.  Whatever has a number, a condition or a source of its own is a node: rating, relation,
blend, mapping.  From these come plain convenience triples, which ``contract`` does not read.
"""

from collections.abc import Iterable, Iterator

from kg.names import DCTERMS, OWL, RDF, RDFS, SKOS, SSSOM, TONE, expand_curie
from kg.rdf import LANG_STRING, XSD, Iri, Literal, Quad, decimal, english, whole
from kg.statements import Pair, provenance, quads
from kg.terms import BASE, emotion_iri, facet_iri, label_iri, label_set_iri, node_iri, source_iri
from kg.transitions import transition_quads
from ontology.alignment import Alignment
from ontology.emotion import Emotion, Kind, Module, Retired
from ontology.facet import Direction, Facet, FacetKind, FacetLink
from ontology.labels import Label, LabelSet
from ontology.mapping import Mapping, Match
from ontology.name import Name
from ontology.relation import Blend, Relation, RelationKind, Source
from ontology.vad import AXES, Rating
from ontology.world import Ontology

SCHEME = Iri(f"{BASE}scheme")
RELATION_PROPERTY = {
    RelationKind.OPPOSITE_OF: TONE.oppositeOf,
    RelationKind.MORE_INTENSE_THAN: TONE.moreIntenseThan,
    RelationKind.RELATED_TO: TONE.relatedTo,
    RelationKind.LEADS_TO: TONE.leadsTo,
}
FACET_CLASS = {
    FacetKind.APPRAISAL: TONE.Appraisal,
    FacetKind.ACTION_TENDENCY: TONE.ActionTendency,
    FacetKind.DIMENSION: TONE.Dimension,
}
#: The plain edge from an emotion to a facet that a link stands for.
FACET_PROPERTY = {
    Direction.HIGH: TONE.highAppraisal,
    Direction.LOW: TONE.lowAppraisal,
    Direction.NONE: TONE.actionTendency,
}
AXIS_PROPERTY = {"valence": TONE.valence, "arousal": TONE.arousal, "dominance": TONE.dominance}
SD_PROPERTY = {"valence": TONE.valenceSD, "arousal": TONE.arousalSD, "dominance": TONE.dominanceSD}


def expand(world: Ontology) -> Iterator[Quad]:
    """Every statement of the ontology, each in the named graph of its module; an order that repeats."""
    for emotion in world:
        yield from quads(emotion.module.value, emotion_iri(emotion.id), _emotion(emotion))
        for child in world.children.get(emotion.id, ()):
            yield from quads(child.module.value, emotion_iri(emotion.id), [(SKOS.narrower, Iri(emotion_iri(child.id)))])
        yield from quads("vad", emotion_iri(emotion.id), _place(world, emotion))
    for retired in world.retired:
        yield from quads("parrott", emotion_iri(retired.id), _retired(retired))
    for rating in world.ratings:
        yield from quads("vad", rating_iri(rating), _rating(rating))
    for relation in world.relations:
        yield from quads("relations", relation_iri(relation), _relation(relation))
    for subject, kind, object in dict.fromkeys(edge for relation in world.relations for edge in _edges(relation)):
        yield from quads("relations", emotion_iri(subject), [(RELATION_PROPERTY[kind], Iri(emotion_iri(object)))])
    for blend in world.blends:
        yield from quads("relations", blend_iri(blend), _blend(blend))
    yield from _component_quads(world)
    yield from _label_quads(world)
    yield from transition_quads(world)
    for source in world.sources.values():
        yield from quads("sources", source_iri(source.id), _source(source))


def _component_quads(world: Ontology) -> Iterator[Quad]:
    """Names in other languages, facets and their links."""
    for name in world.names:
        yield from quads("names", name_iri(name), _name(name))
        preferred = Literal(name.text, LANG_STRING, name.language)
        yield from quads("names", emotion_iri(name.emotion), [(SKOS.prefLabel, preferred)])
    for facet in world.facets.values():
        yield from quads("facets", facet_iri(facet.id), _facet(facet))
    for link in world.facet_links:
        yield from quads("facets", facet_link_iri(link), _facet_link(link))
        edge = (FACET_PROPERTY[link.direction], Iri(facet_iri(link.facet)))
        yield from quads("facets", emotion_iri(link.emotion), [edge])


def _label_quads(world: Ontology) -> Iterator[Quad]:
    """Label sets, their mappings, and the alignments of other vocabularies."""
    for label_set in world.label_sets.values():
        yield from quads("labels", label_set_iri(label_set.id), _label_set(label_set))
        for label in label_set:
            yield from quads("labels", label_iri(label.id), _label(label))
    for mapping in world.mappings:
        yield from quads("mappings", mapping_iri(mapping), _mapping(mapping))
        if mapping.emotion is not None:
            match = (expand_curie(mapping.match.value), Iri(emotion_iri(mapping.emotion)))
            yield from quads("mappings", label_iri(mapping.label), [match])
    for alignment in world.alignments:
        yield from quads("alignments", alignment_iri(alignment), _alignment(alignment))
        if alignment.target is not None:
            match = (expand_curie(alignment.match.value), Iri(emotion_iri(alignment.target)))
            yield from quads("alignments", expand_curie(alignment.term), [match])


def rating_iri(rating: Rating) -> str:
    return node_iri("rating", rating.emotion, rating.source, rating.term)


def relation_iri(relation: Relation) -> str:
    r = relation
    return node_iri("relation", r.subject, r.kind.value, r.object, r.source, r.method)


def blend_iri(blend: Blend) -> str:
    return node_iri("blend", blend.first, blend.second, blend.output, blend.source, blend.method)


def mapping_iri(mapping: Mapping) -> str:
    return node_iri("mapping", mapping.label, mapping.match.name.lower(), mapping.emotion or "none")


def name_iri(name: Name) -> str:
    return node_iri("name", name.emotion, name.language)


def facet_link_iri(link: FacetLink) -> str:
    return node_iri("facet-link", link.emotion, link.facet, link.source)


def alignment_iri(alignment: Alignment) -> str:
    target = alignment.target or "none"
    return node_iri("alignment", alignment.term, alignment.match.name.lower(), target)


def _emotion(e: Emotion) -> Iterator[Pair]:
    yield RDF.type, OWL.Class
    yield RDF.type, OWL.NamedIndividual
    yield RDF.type, SKOS.Concept
    if e.parent is not None:
        yield RDFS.subClassOf, Iri(emotion_iri(e.parent))
        yield SKOS.broader, Iri(emotion_iri(e.parent))
    else:
        yield RDFS.subClassOf, TONE.Emotion if e.kind is Kind.EMOTION else TONE.AffectiveState
    if e.parent is None and e.module is Module.PARROTT:
        yield SKOS.topConceptOf, SCHEME
    yield SKOS.inScheme, SCHEME
    yield SKOS.prefLabel, english(e.label)
    yield RDFS.label, english(e.label)
    yield SKOS.definition, english(e.definition)
    if e.tier is not None:
        yield TONE.tier, Literal(e.tier.value)
    yield TONE.module, Literal(e.module.value)
    yield TONE.kind, Literal(e.kind.value)
    yield from provenance(e.source, e.comment)


def _retired(r: Retired) -> Iterator[Pair]:
    yield RDF.type, OWL.Class
    yield OWL.deprecated, Literal("true", f"{XSD}boolean")
    yield OWL.versionInfo, Literal(r.since)
    yield DCTERMS.isReplacedBy, Iri(emotion_iri(r.replaced_by))
    yield RDFS.comment, english(r.reason)


def _place(world: Ontology, e: Emotion) -> Iterator[Pair]:
    if (rating := world.preferred_rating(e.id)) is not None:
        yield TONE.preferredRating, Iri(rating_iri(rating))
        for axis, value in zip(AXES, rating.vad, strict=True):
            yield AXIS_PROPERTY[axis], decimal(value)


def _rating(r: Rating) -> Iterator[Pair]:
    yield RDF.type, TONE.Rating
    yield TONE.ratingOf, Iri(emotion_iri(r.emotion))
    yield TONE.ratedTerm, Literal(r.term)
    yield from rated(tuple(r.vad), r.sd, r.n, r.original_scale)
    yield from provenance(r.source, r.comment)


def rated(places: Iterable[float | None], spread: Iterable[float | None], n: int | None, scale: str) -> Iterator[Pair]:
    """Where a rating puts something, axis by axis, with what is known of spread, raters and scale."""
    for axis, value, sd in zip(AXES, places, spread, strict=True):
        if value is not None:
            yield AXIS_PROPERTY[axis], decimal(value)
        if sd is not None:
            yield SD_PROPERTY[axis], decimal(sd)
    if n is not None:
        yield TONE.raters, whole(n)
    yield TONE.originalScale, Literal(scale)


def _relation(r: Relation) -> Iterator[Pair]:
    yield RDF.type, TONE.RelationStatement
    yield TONE.subject, Iri(emotion_iri(r.subject))
    yield TONE.relation, Literal(r.kind.value)
    yield TONE.object, Iri(emotion_iri(r.object))
    yield from _evidence(r)


def _edges(r: Relation) -> Iterator[tuple[str, RelationKind, str]]:
    """The plain edges that a statement stands for; two statements may stand for one edge."""
    yield r.subject, r.kind, r.object
    if r.kind.is_symmetric:
        yield r.object, r.kind, r.subject


def _blend(b: Blend) -> Iterator[Pair]:
    yield RDF.type, TONE.Blend
    yield TONE.firstInput, Iri(emotion_iri(b.first))
    yield TONE.secondInput, Iri(emotion_iri(b.second))
    yield TONE.output, Iri(emotion_iri(b.output))
    if b.level:
        yield TONE.level, Literal(b.level)
    yield from _evidence(b)


def _evidence(statement: Relation | Blend) -> Iterator[Pair]:
    yield TONE.method, Literal(statement.method)
    if statement.score is not None:
        yield TONE.score, decimal(statement.score)
    yield TONE.status, Literal(statement.status.value)
    yield from provenance(statement.source, statement.evidence)


def _label_set(s: LabelSet) -> Iterator[Pair]:
    yield RDF.type, TONE.LabelSet
    yield RDF.type, SKOS.ConceptScheme
    yield RDFS.label, english(s.label)
    yield TONE.task, Literal(s.task.value)
    yield TONE.modality, Literal(s.modality)
    yield DCTERMS.language, Literal(s.language)
    if s.licence:
        yield DCTERMS.rights, Literal(s.licence)
    if s.url:
        yield RDFS.seeAlso, Iri(s.url)
    yield from provenance(s.source, s.comment)


def _label(label: Label) -> Iterator[Pair]:
    yield RDF.type, TONE.Label
    yield RDF.type, SKOS.Concept
    yield SKOS.inScheme, Iri(label_set_iri(label.label_set))
    yield RDFS.label, Literal(label.label)
    yield SKOS.prefLabel, Literal(label.label)
    yield TONE.position, whole(label.position)
    if label.code:
        yield SKOS.notation, Literal(label.code)
    for alias in label.aliases:
        yield SKOS.altLabel, Literal(alias)
    if label.comment:
        yield RDFS.comment, english(label.comment)


def _name(n: Name) -> Iterator[Pair]:
    yield RDF.type, TONE.Name
    yield TONE.nameOf, Iri(emotion_iri(n.emotion))
    yield RDFS.label, Literal(n.text, LANG_STRING, n.language)
    yield DCTERMS.language, Literal(n.language)
    yield TONE.status, Literal(n.status.value)
    yield from provenance(n.source, "")


def _facet(f: Facet) -> Iterator[Pair]:
    yield RDF.type, FACET_CLASS[f.kind]
    yield RDF.type, OWL.NamedIndividual
    yield RDFS.label, english(f.label)
    yield SKOS.definition, english(f.definition)
    yield from provenance(f.source, "")


def _facet_link(link: FacetLink) -> Iterator[Pair]:
    yield RDF.type, TONE.FacetLink
    yield TONE.linkOf, Iri(emotion_iri(link.emotion))
    yield TONE.linkTo, Iri(facet_iri(link.facet))
    if link.direction is not Direction.NONE:
        yield TONE.direction, Literal(link.direction.value)
    yield from provenance(link.source, link.comment)


def _alignment(a: Alignment) -> Iterator[Pair]:
    yield RDF.type, TONE.Alignment
    yield SSSOM.subject_id, expand_curie(a.term)
    yield SSSOM.subject_label, Literal(a.label)
    yield from _claim(a.match, a.target, a.justification, a.confidence, a.author, a.comment)


def _mapping(m: Mapping) -> Iterator[Pair]:
    yield RDF.type, SSSOM.Mapping
    yield SSSOM.subject_id, Iri(label_iri(m.label))
    yield from _claim(m.match, m.emotion, m.justification, m.confidence, m.author, m.comment)


def _claim(
    match: Match, target: str | None, justification: str, confidence: float, author: str, comment: str
) -> Iterator[Pair]:
    yield SSSOM.predicate_id, expand_curie(Match.EXACT.value if target is None else match.value)
    yield SSSOM.object_id, SSSOM.NoTermFound if target is None else Iri(emotion_iri(target))
    yield SSSOM.mapping_justification, expand_curie(justification)
    yield SSSOM.confidence, decimal(confidence)
    yield SSSOM.author_id, expand_curie(author)
    if comment:
        yield RDFS.comment, english(comment)


def _source(s: Source) -> Iterator[Pair]:
    yield RDF.type, DCTERMS.BibliographicResource
    yield DCTERMS.bibliographicCitation, Literal(s.citation)
    if s.year is not None:
        yield DCTERMS.date, whole(s.year)
    for property, text in ((TONE.doi, s.doi), (TONE.url, s.url), (DCTERMS.rights, s.licence)):
        if text:
            yield property, Literal(text)
    if s.comment:
        yield RDFS.comment, english(s.comment)
