"""Two languages, one graph: the Python service, GraphQL and SPARQL give one answer to one question.

A kind of question says how each of the three is asked; what it is asked about is drawn from the shipped world.
Every answer becomes plain rows: what is empty in a table, unbound in SPARQL or null in GraphQL is None.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

import pytest
from graphql import GraphQLObjectType, build_schema
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from api.schema import schema
from api.selecting import (
    EmotionKey,
    EmotionOrder,
    EmotionWhere,
    MappingWhere,
    Range,
    TermWhere,
)
from api.service import Service
from api.settings import Settings
from kg.ask import ask
from kg.names import contract_iri, expand_curie
from kg.rdf import XSD, Iri, Literal, decimal, english
from kg.said import SAID
from kg.terms import BASE, emotion_iri, facet_iri, label_iri, label_set_iri, node_iri
from ontology.edges import EffectStatus
from ontology.emotion import Kind, Module, Tier
from ontology.facet import Direction, FacetKind
from ontology.labels import Task
from ontology.mapping import Match
from ontology.relation import RelationKind, Status
from tests.conftest import graphql
from vocab.lexicon import PartOfSpeech, Register, Role, TermStatus

Row = dict[str, Any]
Given = dict[str, Any]

AXES = ("valence", "arousal", "dominance")
SDS = ("valenceSD", "arousalSD", "dominanceSD")


@dataclass(frozen=True)
class Question:
    """One kind of question; ``enums`` says which columns hold words of an enum."""

    draw: st.SearchStrategy[Given]
    python: Callable[[Service, Given], list[Row]]
    graphql: str
    sparql: Callable[[Service, Given], list[Row]]
    enums: Mapping[str, type[Enum]] = field(default_factory=dict)
    variables: Callable[[Given], Given] = lambda given: given
    is_ordered: bool = False
    least: int = 50


def said(query: str, **values: Callable[[Any], Iri | Literal]) -> Callable[[Service, Given], list[Row]]:
    """Asks a query of ``kg/queries`` with what is given, each value made a term."""

    def asked(service: Service, given: Given) -> list[Row]:
        bound = {name: make(given[name]) for name, make in values.items() if given.get(name) is not None}
        answer = ask(service.store, query, **bound)
        return [dict(zip(answer.variables, row, strict=True)) for row in answer.rows]

    return asked


def plain(row: Row, enums: Mapping[str, type[Enum]]) -> Row:
    """A row of any of the three with its values as text, numbers and None."""
    return {name: _plain(name, value, enums.get(name)) for name, value in _flat(row).items()}


def _flat(row: Row) -> Row:
    flat: Row = {}
    for name, value in row.items():
        if name == "vad":
            flat |= dict.fromkeys(AXES) if value is None else {a: value[a] for a in AXES}
        elif name == "sd":
            flat |= dict(zip(SDS, value, strict=True))
        else:
            flat[name] = value["id"] if isinstance(value, dict) else value
    return flat


def _plain(name: str, value: Any, enum: type[Enum] | None) -> Any:
    if isinstance(value, Literal):
        if value.datatype in (f"{XSD}decimal", f"{XSD}integer"):
            return float(value.text)
        value = value.text
        if enum is not None:
            return enum(value).name
    elif isinstance(value, Iri):
        if enum is Match:
            return Match(contract_iri(value)).name
        if name in ("justification", "author"):
            return contract_iri(value)
        if name in ("url", "iri"):
            return str(value)
        return None if value == "https://w3id.org/sssom/NoTermFound" else _short(value)
    elif isinstance(value, Enum):
        return None if value is Direction.NONE else value.name
    return None if value in ("", "NONE") and enum is not Match and enum is not Task else value


def _short(iri: str) -> str:
    for base in ("source/", "labelset/", "facet/", ""):
        if iri.startswith(BASE + base):
            return iri.removeprefix(BASE + base)
    return iri


def row(thing: object, names: str, **more: Any) -> Row:
    """The fields of a value, spelt ``column`` or ``column=attribute``."""
    pairs = ((name, attribute or name) for name, _, attribute in (n.partition("=") for n in names.split()))
    return {name: getattr(thing, attribute) for name, attribute in pairs} | more


def vad(place: Any) -> Row:
    return {"vad": None if place is None else dict(zip(AXES, place, strict=True))}


def sd(spread: Any) -> Row:
    return dict(zip(SDS, spread, strict=True))


def iri(make: Callable[[str], str]) -> Callable[[str], Iri]:
    return lambda id: Iri(make(id))


def of_emotion(
    ids: list[str], query: str, fields: str, python: Callable[[Service, str], list[Row]], **how: Any
) -> Question:
    """A question about one emotion, answered from one field of it."""
    return Question(
        draw=st.builds(lambda id: {"emotion": id}, st.sampled_from(ids)),
        python=lambda service, given: python(service, given["emotion"]),
        graphql=f"query($emotion: String!) {{ emotion(id: $emotion) {{ rows: {fields} }} }}",
        sparql=said(query, emotion=iri(emotion_iri)),
        **how,
    )


TERM = "text emotion=emotion partOfSpeech=part_of_speech register role status source vadSource=vad_source"
TERM_FIELDS = "text emotion: home partOfSpeech register role status source vad { valence arousal dominance } vadSource"
TERM_ENUMS = {"partOfSpeech": PartOfSpeech, "register": Register, "role": Role, "status": TermStatus}
EVIDENCE = "source method score status evidence"


def questions(service: Service) -> dict[str, Question]:
    """Every kind, with what it is asked about drawn from the shipped world."""
    world = service.world
    ids = list(world.emotions)
    texts = [term.text for term in service.lexicon]
    rated = [text for text in texts if text in service.ratings]
    sets = list(world.label_sets)
    labels = [label.id for s in world.label_sets.values() for label in s]
    linked = list(world.facet_links_of)
    return {
        "what an emotion is": Question(
            draw=st.builds(lambda id: {"emotion": id}, st.sampled_from(ids)),
            python=lambda s, g: [row(s.emotion(g["emotion"]), "label definition tier module kind source comment")],
            graphql="query($emotion: String!) { rows: emotion(id: $emotion) "
            "{ label definition tier module kind source comment } }",
            sparql=said("emotion", emotion=iri(emotion_iri)),
            enums={"tier": Tier, "module": Module, "kind": Kind},
        ),
        "its parent": of_emotion(
            ids,
            "parent",
            "parent { parent: id }",
            lambda s, id: [{"parent": e.id} for e in s.show(id).ancestors[:1]],
        ),
        "what is above it": of_emotion(
            ids,
            "lineage",
            "ancestors { above: id }",
            lambda s, id: [{"above": e.id} for e in s.show(id).ancestors],
            is_ordered=True,
        ),
        "what is below it": of_emotion(
            ids,
            "children",
            "children { child: id }",
            lambda s, id: [{"child": e.id} for e in s.show(id).children],
            is_ordered=True,
        ),
        "where it lies": of_emotion(
            ids,
            "vad",
            "vad { valence arousal dominance }",
            lambda s, id: [dict(zip(AXES, place, strict=True)) for place in [s.show(id).vad] if place],
        ),
        "its ratings": of_emotion(
            ids,
            "ratings",
            "ratings { source term vad { valence arousal dominance } sd: standardDeviation raters "
            "originalScale comment }",
            lambda s, id: [
                row(r, "source term raters=n originalScale=original_scale comment", **vad(r.vad), **sd(r.sd))
                for r in s.show(id).ratings
            ],
        ),
        "its relations": of_emotion(
            ids,
            "relations",
            f"relations {{ subject kind object {EVIDENCE} }}",
            lambda s, id: [row(r, f"subject kind object {EVIDENCE}") for r in s.show(id).relations],
            enums={"kind": RelationKind, "status": Status},
        ),
        "its blends": of_emotion(
            ids,
            "blends",
            f"blends {{ first second output level {EVIDENCE} }}",
            lambda s, id: [row(b, f"first second output level {EVIDENCE}") for b in s.show(id).blends],
            enums={"status": Status},
        ),
        "its names": of_emotion(
            ids,
            "names",
            "names { text language status source }",
            lambda s, id: [row(n, "text language source", status=n.status.value) for n in s.world.names_of.get(id, ())],
        ),
        "what goes with it": of_emotion(
            ids,
            "facet-links",
            "facets { facet { id } direction source comment }",
            lambda s, id: [row(x, "facet direction source comment") for x in s.world.facet_links_of.get(id, ())],
            enums={"direction": Direction},
        ),
        "what its facets are": Question(
            draw=st.builds(lambda id: {"emotion": id}, st.sampled_from(linked)),
            python=lambda s, g: [
                row(s.world.facets[x.facet], "kind label definition source")
                for x in s.world.facet_links_of[g["emotion"]]
            ],
            graphql="query($emotion: String!) { emotion(id: $emotion) "
            "{ rows: facets { facet { kind label definition source } } } }",
            sparql=lambda s, g: [
                found
                for link in s.world.facet_links_of[g["emotion"]]
                for found in said("facet", facet=iri(facet_iri))(s, {"facet": link.facet})
            ],
            enums={"kind": FacetKind},
            least=len(linked),
        ),
        "what others have for it": of_emotion(
            ids,
            "alignments",
            "alignments { iri label match justification confidence comment }",
            lambda s, id: [
                row(a, "label match justification confidence comment", iri=str(expand_curie(a.term)))
                for a in s.world.alignments_to.get(id, ())
            ],
            enums={"match": Match},
        ),
        "what is around it": Question(
            draw=st.builds(lambda id: {"emotion": id}, st.sampled_from(ids)),
            python=lambda s, g: [row(hop, "kind target") for hop in s.neighbours(g["emotion"])],
            graphql="query($emotion: String!) { rows: neighbours(id: $emotion) { kind target } }",
            sparql=said("neighbours", emotion=iri(emotion_iri)),
            is_ordered=True,
        ),
        "a term": Question(
            draw=st.builds(lambda text: {"text": text}, st.sampled_from(texts)),
            python=lambda s, g: [row(t, TERM, **vad(t.vad)) for t in [s.term(g["text"])]],
            graphql=f"query($text: String!) {{ rows: term(text: $text) {{ {TERM_FIELDS} }} }}",
            sparql=said("terms", text=english),
            enums=TERM_ENUMS,
        ),
        "where a term belongs": Question(
            draw=st.builds(lambda text: {"text": text}, st.sampled_from(texts)),
            python=lambda s, g: [
                {"emotion": id, "weight": w} for t in [s.term(g["text"])] for id, w in ((t.emotion, t.weight), *t.also)
            ],
            graphql="query($text: String!) { term(text: $text) { rows: memberships { emotion weight } } }",
            sparql=said("memberships", text=english),
        ),
        "the ratings of a term": Question(
            draw=st.builds(lambda text: {"term": text}, st.sampled_from(rated)),
            python=lambda s, g: [
                row(
                    r,
                    "source raters=n originalScale=original_scale",
                    **dict(zip(AXES, r.places, strict=True)),
                    **sd(r.sd),
                )
                for r in s.ratings[g["term"]]
            ],
            graphql="query($term: String!) { term(text: $term) { rows: ratings "
            "{ source valence arousal dominance sd raters: n originalScale } } }",
            sparql=said("term-ratings", term=iri(lambda text: node_iri("term", text))),
        ),
        "terms that meet conditions": Question(
            draw=st.fixed_dictionaries(
                {"emotion": st.sampled_from(ids)},
                optional={
                    "role": st.sampled_from(Role),
                    "partOfSpeech": st.sampled_from(PartOfSpeech),
                    "register": st.sampled_from(Register),
                    "status": st.sampled_from(TermStatus),
                    "containing": st.sampled_from([text[:3] for text in texts]),
                },
            ),
            python=lambda s, g: [
                row(t, TERM, **vad(t.vad))
                for t in s.terms(
                    TermWhere(
                        g["emotion"],
                        g.get("role"),
                        g.get("partOfSpeech"),
                        g.get("register"),
                        g.get("status"),
                        g.get("containing", ""),
                    )
                )
            ],
            graphql="query($where: TermWhere) { terms(where: $where, first: 1000) "
            f"{{ rows: nodes {{ {TERM_FIELDS} }} }} }}",
            variables=lambda g: {"where": _worded(g)},
            sparql=said(
                "terms",
                emotion=iri(emotion_iri),
                role=_word,
                partOfSpeech=_word,
                register=_word,
                status=_word,
                containing=Literal,
            ),
            enums=TERM_ENUMS,
            is_ordered=True,
        ),
        "what a label set is": Question(
            draw=st.builds(lambda id: {"labelSet": id}, st.sampled_from(sets)),
            python=lambda s, g: [
                row(s.label_set(g["labelSet"]), "label task modality language source licence url comment")
            ],
            graphql="query($labelSet: String!) { rows: labelSet(id: $labelSet) "
            "{ label task modality language source licence url comment } }",
            sparql=said("label-set", labelSet=iri(label_set_iri)),
            enums={"task": Task},
        ),
        "its labels": Question(
            draw=st.builds(lambda id: {"labelSet": id}, st.sampled_from(sets)),
            python=lambda s, g: [row(label, "id") for label in s.label_set(g["labelSet"])],
            graphql="query($labelSet: String!) { labelSet(id: $labelSet) { rows: labels { id } } }",
            sparql=said("set-labels", labelSet=iri(label_set_iri)),
            is_ordered=True,
        ),
        "a label": Question(
            draw=st.builds(lambda id: {"id": id}, st.sampled_from(labels)),
            python=lambda s, g: [row(s.label(g["id"]), "label code position")],
            graphql="query($id: String!) { rows: label(id: $id) { label code position } }",
            sparql=said("label", id=iri(label_iri)),
        ),
        "its other spellings": Question(
            draw=st.builds(lambda id: {"id": id}, st.sampled_from(labels)),
            python=lambda s, g: [{"alias": alias} for alias in s.label(g["id"]).aliases],
            graphql="query($id: String!) { label(id: $id) { aliases } }",
            sparql=said("aliases", id=iri(label_iri)),
        ),
        "mappings that meet conditions": Question(
            draw=st.one_of(
                st.fixed_dictionaries({"labelSet": st.sampled_from(sets)}, optional={"wanted": st.sampled_from(Match)}),
                st.fixed_dictionaries({"emotion": st.sampled_from(ids)}, optional={"wanted": st.sampled_from(Match)}),
            ),
            python=lambda s, g: [
                row(m, "label emotion match justification confidence author comment")
                for m in s.mappings(MappingWhere(g.get("labelSet"), g.get("emotion"), g.get("wanted")))
            ],
            graphql="query($where: MappingWhere) { mappings(where: $where, first: 1000) "
            "{ rows: nodes { label { id } emotion { id } match justification confidence author comment } } }",
            variables=lambda g: {"where": {"match" if k == "wanted" else k: v for k, v in _worded(g).items()}},
            sparql=said(
                "mappings",
                labelSet=iri(label_set_iri),
                emotion=iri(emotion_iri),
                wanted=lambda match: expand_curie(match.value),
            ),
            enums={"match": Match},
        ),
        "what was counted": Question(
            draw=st.sampled_from(sorted({(o.corpus, o.before) for o in world.observed})).map(
                lambda pair: {"corpus": pair[0], "before": pair[1]}
            ),
            python=lambda s, g: [
                row(o, "from=before partner to=after turns persons")
                for o in s.observed(g["corpus"], g["before"], first=1000)
            ],
            graphql="query($corpus: String!, $before: String) { rows: observedTransitions(corpus: $corpus, "
            "from: $before, first: 1000) { from partner to turns persons } }",
            sparql=lambda s, g: said("observed", corpus=iri(lambda id: node_iri("corpus", id)), before=Iri)(
                s,
                {
                    "corpus": g["corpus"],
                    "before": label_iri(s.label_in(s.world.corpora[g["corpus"]].label_set, g["before"]).id),
                },
            ),
            is_ordered=True,
            least=len({(o.corpus, o.before) for o in world.observed}),
        ),
        "what traits did": Question(
            draw=st.fixed_dictionaries(
                {"corpus": st.sampled_from(sorted(world.corpora))}, optional={"status": st.sampled_from(EffectStatus)}
            ),
            python=lambda s, g: [
                row(e, "trait scale from=before to=after measure estimate low high base p turns persons status comment")
                for e in s.trait_effects(g["corpus"], g.get("status"), first=1000)
            ],
            graphql="query($corpus: String!, $status: EffectStatus) { rows: traitEffects(corpus: $corpus, "
            "status: $status, first: 1000) { trait scale from to measure estimate low high base p turns persons "
            "status comment } }",
            variables=lambda g: _worded(g),
            sparql=said("trait-effects", corpus=iri(lambda id: node_iri("corpus", id)), status=_word),
            enums={"status": EffectStatus},
            is_ordered=True,
            least=8,
        ),
        "emotions that meet conditions, in an order": Question(
            draw=st.fixed_dictionaries(
                {"by": st.sampled_from(EmotionKey), "descending": st.booleans()},
                optional={
                    "tier": st.sampled_from(Tier),
                    "module": st.sampled_from(Module),
                    "kind": st.sampled_from(Kind),
                    "below": st.sampled_from([e.id for e in world if world.children.get(e.id)]),
                    "rated": st.booleans(),
                    "containing": st.sampled_from([word for e in world for word in e.definition.split()]),
                    **{axis: _ranges() for axis in AXES},
                },
            ),
            python=lambda s, g: [
                {"emotion": e.id}
                for e in s.emotions(
                    where=EmotionWhere(
                        **{k: v for k, v in g.items() if k not in ("by", "descending", *AXES)},
                        **{axis: Range(*g[axis]) for axis in AXES if axis in g},
                    ),
                    order=EmotionOrder(g["by"], g["descending"]),
                )
            ],
            graphql="query($where: EmotionWhere, $order: EmotionOrder) "
            "{ emotions(where: $where, orderBy: $order, first: 1000) { rows: nodes { emotion: id } } }",
            variables=_emotion_variables,
            sparql=lambda s, g: said(
                "emotions",
                by=_word,
                descending=_boolean,
                tier=_word,
                module=_word,
                kind=_word,
                rated=_boolean,
                below=iri(emotion_iri),
                containing=Literal,
                **{f"{axis}{end}": decimal for axis in AXES for end in ("Low", "High")},
            )(
                s,
                g | {f"{axis}{end}": g[axis][i] for axis in AXES if axis in g for i, end in enumerate(("Low", "High"))},
            ),
            is_ordered=True,
            least=150,
        ),
    }


def _ranges() -> st.SearchStrategy[tuple[float | None, float | None]]:
    ends = st.one_of(st.none(), st.integers(-20, 20).map(lambda n: n / 20))
    return st.tuples(ends, ends).filter(lambda r: r[0] is None or r[1] is None or r[0] <= r[1])


def _emotion_variables(given: Given) -> Given:
    where = {k: v for k, v in _worded(given).items() if k not in ("by", "descending", *AXES)}
    ranges = {axis: {"low": given[axis][0], "high": given[axis][1]} for axis in AXES if axis in given}
    return {"where": where | ranges, "order": {"by": given["by"].name, "descending": given["descending"]}}


def _worded(given: Given) -> Given:
    return {name: value.name if isinstance(value, Enum) else value for name, value in given.items()}


def _word(value: Enum) -> Literal:
    return Literal(value.value)


def _boolean(value: bool) -> Literal:
    return Literal(str(value).lower(), f"{XSD}boolean")


QUESTIONS = questions(Service(Settings(embedder="hashing", engine="vocabulary")))


def _over_graphql(service: Service, question: Any, given: dict[str, Any]) -> list[dict[str, Any]]:
    answer = graphql(service, question.graphql, question.variables(given))
    assert "errors" not in answer, answer["errors"]
    (found,) = answer["data"].values()
    if isinstance(found, dict) and "rows" in found:
        found = found["rows"]
    if isinstance(found, dict) and "aliases" in found:
        found = [{"alias": alias} for alias in found["aliases"]]
    if found is None:
        return []
    rows = found if isinstance(found, list) else [found]
    nested = all(set(row) == {"facet"} for row in rows)
    return [row["facet"] for row in rows] if rows and nested else rows


def _settled(rows: list[dict[str, Any]], question: Any) -> list[dict[str, Any]]:
    found = [plain(row, question.enums) for row in rows]
    return found if question.is_ordered else sorted(found, key=lambda row: repr(sorted(row.items())))


@pytest.mark.parametrize("kind", QUESTIONS)
def test_one_question_has_one_answer(kind: str, service: Service) -> None:
    question, seen = QUESTIONS[kind], set()

    @settings(
        max_examples=question.least * 2,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(st.shared(question.draw, key=kind))
    def compare(given: dict[str, Any]) -> None:
        if repr(given) in seen or len(seen) == question.least:
            return
        seen.add(repr(given))
        python = _settled(question.python(service, given), question)
        assert _settled(_over_graphql(service, question, given), question) == python
        assert _settled(question.sparql(service, given), question) == python

    compare()
    assert len(seen) == question.least


def test_the_pairs_are_a_thousand_and_more() -> None:
    assert sum(question.least for question in QUESTIONS.values()) >= 1000


def test_every_type_that_names_its_sparql_has_the_query_beside_it() -> None:
    types = build_schema(schema.as_str())
    for what, query in SAID.items():
        described = types.get_type(what.partition(".")[0])
        assert described is not None, what
        text = described.fields[what.partition(".")[2]].description if "." in what else described.description
        assert f"In SPARQL, with {query.given} given: " in text, what


def test_every_other_type_says_that_it_is_computed_or_belongs_to_a_page() -> None:
    types = build_schema(schema.as_str()).type_map.values()
    others = ("Connection", "Edge", "Query", "Mutation", "PageInfo", "TreeLine", "TermCandidate", "TermDecision")
    for t in types:
        if isinstance(t, GraphQLObjectType) and not t.name.startswith("__") and not t.name.endswith(others):
            assert t.description is not None
            assert "In SPARQL, with" in t.description or "does not stand in the graph" in t.description, t.name
