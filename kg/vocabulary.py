"""The lexicon as triples, after OntoLex-Lemon: an entry, its written form, a sense for each emotion it belongs to.

The ontology does not need these to be whole, so they have a named graph and a release file of their own.
"""

from collections.abc import Iterable, Iterator
from itertools import chain

from kg.names import DCTERMS, ONTOLEX, RDF, RDFS, SKOS, TONE
from kg.rdf import Iri, Literal, Quad, Triple, decimal, english, order
from kg.statements import Pair
from kg.terms import emotion_iri, graph_iri, node_iri, source_iri
from kg.triples import AXIS_PROPERTY, rated
from ontology.vad import AXES
from vocab.lexicon import Role, Term
from vocab.ratings import TermRating


def vocabulary(lexicon: Iterable[Term]) -> Iterator[Quad]:
    """Every term but the labels, which the ontology states, in the named graph of the vocabulary."""
    graph = Iri(graph_iri("vocabulary"))
    for term in lexicon:
        if not term.is_label:
            yield from (Quad(*statement, graph) for statement in _statements(term))


def term_ratings(ratings: Iterable[TermRating]) -> Iterator[Quad]:
    """Every rating of a term as a node, in the same named graph."""
    graph = Iri(graph_iri("vocabulary"))
    for rating in ratings:
        node = Iri(node_iri("term-rating", rating.term, rating.source))
        yield from (Quad(node, predicate, object, graph) for predicate, object in _rating(rating))


def _rating(r: TermRating) -> Iterator[Pair]:
    yield RDF.type, TONE.TermRating
    yield TONE.ratingOfTerm, Iri(node_iri("term", r.term))
    yield from rated(r.places, r.sd, r.n, r.original_scale)
    yield DCTERMS.source, Iri(source_iri(r.source))


def vocabulary_file(lexicon: Iterable[Term], ratings: Iterable[TermRating] = ()) -> tuple[Triple, ...]:
    """Terms and their ratings without the graph, sorted, each triple once."""
    quads = chain(vocabulary(lexicon), term_ratings(ratings))
    return tuple(sorted({Triple(q.subject, q.predicate, q.object) for q in quads}, key=order))


def term_iri(term: Term) -> str:
    return node_iri("term", term.text)


def _statements(term: Term) -> Iterator[tuple[Iri, Iri, Iri | Literal]]:
    entry = Iri(term_iri(term))
    yield from ((entry, predicate, object) for predicate, object in _entry(term))
    form = Iri(f"{entry}/form")
    yield form, RDF.type, ONTOLEX.Form
    yield form, ONTOLEX.writtenRep, english(term.text)
    for emotion, weight in ((term.emotion, term.weight), *term.also):
        sense = Iri(f"{entry}/{emotion}")
        yield entry, ONTOLEX.sense, sense
        yield sense, RDF.type, ONTOLEX.LexicalSense
        yield sense, ONTOLEX.reference, Iri(emotion_iri(emotion))
        yield sense, TONE.weight, decimal(weight)
    if term.role is not Role.EVOKES:
        yield Iri(emotion_iri(term.emotion)), SKOS.altLabel, english(term.text)


def _entry(term: Term) -> Iterator[Pair]:
    yield RDF.type, ONTOLEX.LexicalEntry
    yield ONTOLEX.canonicalForm, Iri(f"{term_iri(term)}/form")
    yield TONE.preferredHome, Iri(emotion_iri(term.emotion))
    yield TONE.partOfSpeech, Literal(term.part_of_speech.value)
    yield TONE.role, Literal(term.role.value)
    yield TONE.register, Literal(term.register.value)
    yield TONE.status, Literal(term.status.value)
    yield DCTERMS.source, Iri(source_iri(term.source))
    for origin in term.origins:
        yield TONE.origin, Literal(origin)
    if term.vad is not None:
        for axis, value in zip(AXES, term.vad, strict=True):
            yield AXIS_PROPERTY[axis], decimal(value)
        yield TONE.coordinatesFrom, Literal(term.vad_source)
    if term.comment:
        yield RDFS.comment, english(term.comment)
