"""What HermiT makes of the ontology, and that it would notice the defects of the published TONE files."""

from dataclasses import replace
from pathlib import Path

import pytest

from kg.names import OWL, RDF, RDFS, TONE
from kg.rdf import Iri, Triple
from kg.reason import findings, golden_tree, reason
from kg.release import FILES, PREFIX_MAP, header, statements, write
from kg.results import serialize
from kg.terms import emotion_iri
from ontology.errors import Unreasoned
from ontology.world import Ontology
from vocab.lexicon import Lexicon, load_lexicon
from vocab.ratings import read_ratings

FEW = Lexicon.of_terms(())


def test_the_shipped_ontology_is_sound(world: Ontology) -> None:
    """Consistent, every class can have members, no two classes are one, the inferred tree is the table's."""
    verdict = reason(serialize(statements(world), "rdfxml"))
    assert verdict.consistent
    assert verdict.unsatisfiable == ()
    assert verdict.groups == ()
    golden = golden_tree(world)
    inferred = {iri: above & golden.keys() for iri, above in verdict.tree if iri in golden}
    assert inferred == golden
    assert len(golden) == 137 + 54


def test_an_equivalence_nobody_meant_is_found(mini: Ontology) -> None:
    """The published files state opposites by EquivalentClasses; two such axioms make one class of three."""
    joy, anger = Iri(emotion_iri("joy")), Iri(emotion_iri("anger"))
    spoilt = (*statements(mini), Triple(joy, OWL.equivalentClass, anger))
    verdict = reason(serialize(spoilt, "rdfxml"))
    assert verdict.groups == ((anger, joy),)


def test_a_class_without_possible_members_is_found(mini: Ontology) -> None:
    fury, joy = Iri(emotion_iri("fury")), Iri(emotion_iri("joy"))
    rage = Iri(emotion_iri("rage"))
    spoilt = (*statements(mini), Triple(fury, RDFS.subClassOf, joy), Triple(joy, OWL.disjointWith, rage))
    assert reason(serialize(spoilt, "rdfxml")).unsatisfiable == (fury,)


def test_an_inconsistent_ontology_is_found(mini: Ontology) -> None:
    joy, anger = Iri(emotion_iri("joy")), Iri(emotion_iri("anger"))
    spoilt = (*statements(mini), Triple(joy, TONE.oppositeOf, joy), Triple(anger, RDF.type, OWL.Nothing))
    assert not reason(serialize(spoilt, "rdfxml")).consistent


def test_a_file_that_is_no_ontology_is_said_to_be_none() -> None:
    with pytest.raises(Unreasoned, match="HermiT could not classify the ontology"):
        reason(b"<rdf:RDF")


def test_the_findings_of_a_sound_ontology_are_none(mini: Ontology) -> None:
    assert list(findings(mini, serialize(statements(mini), "rdfxml"))) == []


def test_building_twice_gives_the_same_bytes(tmp_path: Path, mini: Ontology) -> None:
    first = [path.read_bytes() for path in write(mini, FEW, (), tmp_path / "a")]
    shuffled = replace(mini, emotions=dict(reversed(mini.emotions.items())))
    assert [path.read_bytes() for path in write(shuffled, FEW, (), tmp_path / "b")] == first


def test_the_release_files_are_current(tmp_path: Path, world: Ontology) -> None:
    """If this fails: make owl."""
    folder = Path(__file__).parent.parent / "owl"
    for path in write(world, load_lexicon(world), read_ratings(), tmp_path):
        assert path.read_bytes() == (folder / path.name).read_bytes(), path.name
    assert {path.name for path in tmp_path.iterdir()} == {*FILES, PREFIX_MAP}


def test_the_header_says_title_licence_and_version() -> None:
    said = {str(t.predicate).rpartition("/")[2].rpartition("#")[2] for t in header()}
    assert {"title", "description", "license", "versionIRI", "versionInfo", "creator", "created", "modified"} <= said


def test_no_emotion_has_the_name_of_a_property(world: Ontology) -> None:
    from kg.release import schema

    names = {str(t.subject) for t in schema()}
    assert not names & {emotion_iri(e.id) for e in world}
