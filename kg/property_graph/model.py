"""The property graph: which label, property or relationship each statement becomes, and back.

A thing is a node with the label ``Tone`` and one that says what it is; its ``iri`` is unique.  A literal is a
property, an IRI that names another thing a relationship, any other IRI a property that holds it.  Three are folded:
a source is a property with its id, the written form of a term its ``text``, a sense a ``MEANS`` with its weight.
``triples`` undoes all of it, so nothing is lost but the named graph, which follows from what a statement says.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kg.names import DCTERMS, ONTOLEX, OWL, RDF, RDFS, SKOS, SSSOM, TONE
from kg.rdf import LANG_STRING, XSD, Iri, Literal, Triple, decimal, english, whole
from kg.terms import BASE, local_name, source_iri

#: What every node of ours has beside its own label; nodes without it are never read, changed or removed.
OURS = "Tone"
#: Label -> the classes its things are of; a thing without a class of ours is Foreign.
CLASSES: dict[str, tuple[Iri, ...]] = {
    "Emotion": (OWL.Class, OWL.NamedIndividual, SKOS.Concept),
    "Retired": (OWL.Class,),
    "Rating": (TONE.Rating,),
    "Relation": (TONE.RelationStatement,),
    "Blend": (TONE.Blend,),
    "Name": (TONE.Name,),
    "Appraisal": (TONE.Appraisal, OWL.NamedIndividual),
    "ActionTendency": (TONE.ActionTendency, OWL.NamedIndividual),
    "Dimension": (TONE.Dimension, OWL.NamedIndividual),
    "FacetLink": (TONE.FacetLink,),
    "LabelSet": (TONE.LabelSet, SKOS.ConceptScheme),
    "Label": (TONE.Label, SKOS.Concept),
    "Mapping": (SSSOM.Mapping,),
    "Alignment": (TONE.Alignment,),
    "Corpus": (TONE.TransitionCorpus,),
    "ObservedTransition": (TONE.ObservedTransition,),
    "ModelledTransition": (TONE.ModelledTransition,),
    "TraitEffect": (TONE.TraitEffect,),
    "Source": (DCTERMS.BibliographicResource,),
    "Term": (ONTOLEX.LexicalEntry,),
    "TermRating": (TONE.TermRating,),
    "Foreign": (),
}
#: What follows the base in the IRIs of things that are named by themselves, and is no part of their id.
KINDS = {"LabelSet": "labelset/", "Label": "labelset/", "Source": "source/", "Corpus": "corpus/", "Term": "term/"} | (
    dict.fromkeys(("Appraisal", "ActionTendency", "Dimension"), "facet/")
)
_EDGES = (
    *(RDFS.subClassOf, RDFS.seeAlso, DCTERMS.isReplacedBy, SKOS.broader, SKOS.narrower, SKOS.inScheme),
    *(SKOS.exactMatch, SKOS.closeMatch, SKOS.broadMatch, SKOS.narrowMatch, SKOS.relatedMatch),
    *(TONE.oppositeOf, TONE.relatedTo, TONE.moreIntenseThan, TONE.leadsTo, TONE.preferredRating),
    *(TONE.highAppraisal, TONE.lowAppraisal, TONE.actionTendency, TONE.linkOf, TONE.linkTo, TONE.nameOf),
    *(TONE.ratingOf, TONE.ratingOfTerm, TONE.preferredHome, TONE.subject, TONE.object),
    *(TONE.firstInput, TONE.secondInput, TONE.output, SSSOM.subject_id, SSSOM.object_id),
    *(TONE.countedIn, TONE.labelledWith, TONE.fromLabel, TONE.toLabel, TONE.triggerLabel),
    *(TONE.fromState, TONE.toState),
)
_SPELT = {SSSOM.subject_id: "MAPS", SSSOM.object_id: "MAPS_TO"}
MEANS = "MEANS"
#: Relationship type -> the property it stands for; MEANS stands for a sense.
TYPES = {_SPELT.get(p) or re.sub(r"(?<!^)(?=[A-Z])", "_", re.split(r"[/#]", p)[-1]).upper(): p for p in _EDGES}
_TYPE_OF = {predicate: type for type, predicate in TYPES.items()}
#: Properties that hold an IRI, where it names nothing of ours.
_IRIS = {
    *(RDFS.subClassOf, RDFS.seeAlso, SKOS.inScheme, SKOS.topConceptOf, SSSOM.subject_id, SSSOM.object_id),
    *(SSSOM.predicate_id, SSSOM.mapping_justification, SSSOM.author_id),
    *(SKOS.exactMatch, SKOS.closeMatch, SKOS.broadMatch, SKOS.narrowMatch, SKOS.relatedMatch),
}
_TEXTS = (
    *(RDFS.label, RDFS.comment, SKOS.prefLabel, SKOS.altLabel, SKOS.definition, SKOS.notation),
    *(OWL.deprecated, OWL.versionInfo, SSSOM.subject_label, SSSOM.confidence),
    *(DCTERMS.language, DCTERMS.rights, DCTERMS.date, DCTERMS.bibliographicCitation),
    *(TONE.tier, TONE.module, TONE.kind, TONE.valence, TONE.arousal, TONE.dominance),
    *(TONE.valenceSD, TONE.arousalSD, TONE.dominanceSD, TONE.raters, TONE.originalScale, TONE.ratedTerm),
    *(TONE.relation, TONE.method, TONE.score, TONE.status, TONE.level, TONE.direction, TONE.task, TONE.modality),
    *(TONE.position, TONE.step, TONE.context, TONE.population, TONE.labelledBy, TONE.corpusPart, TONE.persons),
    *(TONE.trigger, TONE.turns, TONE.likelihood, TONE.likelihoodSD, TONE.trait, TONE.traitScale, TONE.measure),
    *(TONE.estimate, TONE.intervalLow, TONE.intervalHigh, TONE.baseChance, TONE.pValue, TONE.doi, TONE.url),
    *(TONE.partOfSpeech, TONE.role, TONE.register, TONE.origin, TONE.coordinatesFrom),
)
#: Property name -> the property of ours it holds a value of; ``prefLabel_de`` is ``prefLabel`` in German.
PROPERTIES = {re.split(r"[/#]", p)[-1]: p for p in (*_TEXTS, *sorted(_IRIS))}
_NAME_OF = {predicate: name for name, predicate in PROPERTIES.items()}
#: Properties that hold a list, sorted.
LISTS = {"altLabel", "origin", "seeAlso", "exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch"}
_LABEL_OF = {frozenset(classes): label for label, classes in CLASSES.items()}
_FORM, _SENSE = frozenset({ONTOLEX.Form}), frozenset({ONTOLEX.LexicalSense})

#: What a node or relationship holds beside what it says: its key, and the hash of all the rest.
ALSO_READ = frozenset({"iri", "hash"})

Value = str | int | float | bool | list[str]


@dataclass(frozen=True, slots=True)
class Node:
    """A thing: its label beside ``Tone``, its IRI, and its properties without that."""

    label: str
    iri: str
    properties: Mapping[str, Value]


@dataclass(frozen=True, slots=True)
class Edge:
    """A relationship between two IRIs; no two have the same ends and type."""

    start: str
    type: str
    end: str
    properties: Mapping[str, Value]


def property_graph(statements: Iterable[tuple[Iri, Iri, Iri | Literal]]) -> tuple[list[Node], list[Edge]]:
    """Every node and relationship of these triples, in the order of the subjects.

    Raises:
        ValueError: a class or property that the model does not know, so that nothing is left out unnoticed.
    """
    said: dict[str, dict[Iri, list[Iri | Literal]]] = {}
    for subject, predicate, object in dict.fromkeys(statements):
        said.setdefault(str(subject), {}).setdefault(predicate, []).append(object)
    kinds = {iri: frozenset(o for o in of.get(RDF.type, ()) if isinstance(o, Iri)) for iri, of in said.items()}
    folded = {iri for iri, classes in kinds.items() if classes in (_FORM, _SENSE)}
    nodes, edges = [], []
    for iri, of in said.items():
        if iri not in folded:
            label = _label(iri, kinds[iri], of)
            own, out = _parts(iri, label, of, said)
            nodes.append(Node(label, iri, own))
            edges += out
    return nodes, edges


def _label(iri: str, classes: frozenset[Iri], of: Mapping[Iri, object]) -> str:
    if classes == {OWL.Class} and OWL.deprecated in of:
        return "Retired"
    try:
        return _LABEL_OF[classes]
    except KeyError:
        raise ValueError(f"<{iri}> is of classes the property graph has no label for: {sorted(classes)}") from None


def _parts(
    iri: str, label: str, of: Mapping[Iri, list[Iri | Literal]], said: Mapping[str, Mapping[Iri, list[Iri | Literal]]]
) -> tuple[dict[str, Value], list[Edge]]:
    own: dict[str, Value] = {"id": local_name(iri, BASE + KINDS.get(label, "")) if iri.startswith(BASE) else iri}
    edges = []
    for predicate, objects in of.items():
        for object in objects:
            if predicate == RDF.type:
                continue
            if predicate == ONTOLEX.canonicalForm:
                own["text"] = _text(said[str(object)][ONTOLEX.writtenRep][0])
            elif predicate == ONTOLEX.sense:
                sense = said[str(object)]
                weights = sense[TONE.weight]
                if len(weights) > 1:
                    raise ValueError(f"<{object}> has two weights")
                weight = float(_text(weights[0]))
                edges.append(Edge(iri, MEANS, str(sense[ONTOLEX.reference][0]), {"weight": weight}))
            elif predicate == DCTERMS.source:
                own["source"] = local_name(str(object), f"{BASE}source/")
            elif isinstance(object, Iri) and object in said and predicate in _TYPE_OF:
                edges.append(Edge(iri, _TYPE_OF[predicate], str(object), {}))
            else:
                _hold(own, label, iri, predicate, object)
    return own, edges


def _hold(own: dict[str, Value], label: str, iri: str, predicate: Iri, object: Iri | Literal) -> None:
    name = _NAME_OF.get(predicate)
    if name is None or isinstance(object, Iri) != (predicate in _IRIS):
        raise ValueError(f"<{iri}> <{predicate}> {object} has no place in the property graph")
    if isinstance(object, Literal) and object.language not in ("", "en") and label != "Name":
        name += f"_{object.language}"
    if name in LISTS:
        held = own.setdefault(name, [])
        assert isinstance(held, list)  # noqa: S101  # made so above
        held.append(_text(object))
        held.sort()
    elif name in own:
        raise ValueError(f"<{iri}> has two values of {name}")
    else:
        own[name] = _value(object)


def _text(object: Iri | Literal) -> str:
    return object.text if isinstance(object, Literal) else str(object)


def _value(object: Iri | Literal) -> Value:
    if isinstance(object, Literal):
        if object.datatype == f"{XSD}decimal":
            return float(object.text)
        if object.datatype == f"{XSD}integer":
            return int(object.text)
        if object.datatype == f"{XSD}boolean":
            return object.text == "true"
    return _text(object)


def triples(node: Node, edges: Iterable[Edge]) -> Iterator[Triple]:
    """Every statement that a node and the relationships from it stand for; inverse of ``property_graph``."""
    subject = Iri(node.iri)
    for kind in CLASSES[node.label]:
        yield Triple(subject, RDF.type, kind)
    for key, value in node.properties.items():
        if key == "source":
            yield Triple(subject, DCTERMS.source, Iri(source_iri(str(value))))
        elif key == "text":
            form = Iri(f"{subject}/form")
            yield Triple(subject, ONTOLEX.canonicalForm, form)
            yield Triple(form, RDF.type, ONTOLEX.Form)
            yield Triple(form, ONTOLEX.writtenRep, english(str(value)))
        elif key != "id":
            name, _, language = (key, "", "") if key in PROPERTIES else key.partition("_")
            for one in value if isinstance(value, list) else [value]:
                yield Triple(subject, PROPERTIES[name], _object(node, name, language, one))
    for edge in edges:
        if edge.type == MEANS:
            yield from _sense(subject, edge)
        else:
            yield Triple(subject, TYPES[edge.type], Iri(edge.end))


def _sense(entry: Iri, edge: Edge) -> Iterator[Triple]:
    sense = Iri(f"{entry}/{local_name(edge.end)}")
    yield Triple(entry, ONTOLEX.sense, sense)
    yield Triple(sense, RDF.type, ONTOLEX.LexicalSense)
    yield Triple(sense, ONTOLEX.reference, Iri(edge.end))
    yield Triple(sense, TONE.weight, decimal(float(str(edge.properties["weight"]))))


def _object(node: Node, name: str, language: str, value: Any) -> Iri | Literal:  # Any: a property's value
    match value:
        case bool():
            return Literal(str(value).lower(), f"{XSD}boolean")
        case int():
            return whole(value)
        case float():
            return decimal(value)
    if PROPERTIES[name] in _IRIS:
        return Iri(value)
    if node.label == "Name" and name == "label":
        language = str(node.properties["language"])
    if language:
        return Literal(value, LANG_STRING, language)
    return english(value) if _is_english(node.label, name) else Literal(value)


def _is_english(label: str, name: str) -> bool:
    return name in {"definition", "comment"} or (name in {"label", "prefLabel", "altLabel"} and label != "Label")
