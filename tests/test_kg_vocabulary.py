"""The lexicon as OntoLex triples."""

from itertools import chain

import pytest

from api.service import Service
from kg.names import ONTOLEX, RDF, SKOS, TONE
from kg.rdf import Literal
from kg.terms import emotion_iri
from kg.vocabulary import term_iri, term_ratings, vocabulary, vocabulary_file
from ontology.world import Ontology
from vocab.lexicon import Lexicon, load_lexicon


@pytest.fixture(scope="module")
def lexicon(world: Ontology) -> Lexicon:
    return load_lexicon(world)


def test_every_term_but_the_labels_is_one_entry(world: Ontology, lexicon: Lexicon) -> None:
    entries = [q for q in vocabulary(lexicon) if q.object == ONTOLEX.LexicalEntry and q.predicate == RDF.type]
    assert len(entries) == len({q.subject for q in entries}) == sum(not term.is_label for term in lexicon)


def test_an_entry_has_a_sense_for_every_membership(world: Ontology, lexicon: Lexicon) -> None:
    furious = lexicon.find("furious")
    assert furious is not None
    quads = list(vocabulary([furious]))
    senses = {q.object for q in quads if q.predicate == ONTOLEX.sense}
    weights = [float(q.object.text) for q in quads if q.predicate == TONE.weight and isinstance(q.object, Literal)]
    assert len(senses) == len(weights) == 1 + len(furious.also)
    assert sum(weights) == pytest.approx(1)
    assert term_iri(furious).endswith("/term/furious")


def test_what_names_an_emotion_is_its_alternative_label_and_what_evokes_it_is_not(
    world: Ontology, lexicon: Lexicon
) -> None:
    labels = {
        (q.subject, q.object.text)
        for q in vocabulary(lexicon)
        if q.predicate == SKOS.altLabel and isinstance(q.object, Literal)
    }
    assert (emotion_iri("fury"), "furious") in labels
    assert (emotion_iri("grief"), "funeral") not in labels


def test_a_label_is_never_also_an_alternative(world: Ontology, lexicon: Lexicon) -> None:
    """SKOS: no concept has one text as preferred and as alternative label."""
    for q in vocabulary(lexicon):
        if q.predicate == SKOS.altLabel and isinstance(q.object, Literal):
            emotion = world[q.subject.removeprefix(emotion_iri(""))]
            assert q.object.text != emotion.label


def test_the_file_holds_the_same_statements_sorted(world: Ontology, lexicon: Lexicon) -> None:
    few = list(lexicon)[-50:]
    quads = {(q.subject, q.predicate, q.object) for q in vocabulary(few)}
    triples = vocabulary_file(few)
    assert {tuple(t) for t in triples} == quads
    assert len(triples) == len(quads)


def test_the_words_of_an_emotion_can_be_asked_for_in_sparql(service: Service) -> None:
    query = """
        PREFIX tone: <https://w3id.org/tone-kg/>  PREFIX ontolex: <http://www.w3.org/ns/lemon/ontolex#>
        SELECT ?word WHERE { ?entry tone:preferredHome tone:fury ; ontolex:canonicalForm/ontolex:writtenRep ?word }
    """
    words = {str(row[0].text) for row in service.sparql(query).rows if isinstance(row[0], Literal)}
    assert words == {t.text for t in service.lexicon.of("fury") if not t.is_label}


def test_the_vocabulary_has_a_graph_of_its_own(service: Service) -> None:
    query = "SELECT (COUNT(*) AS ?n) WHERE { GRAPH <https://w3id.org/tone-kg/graph/vocabulary> { ?s ?p ?o } }"
    ((count,),) = service.sparql(query).rows
    assert isinstance(count, Literal)
    assert int(count.text) == sum(1 for _ in chain(vocabulary(service.lexicon), term_ratings(service.all_ratings)))
