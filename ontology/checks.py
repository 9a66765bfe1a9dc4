"""Laws over the tables: each is a function whose docstring is its message.

E… breaks the build, W… is a warning.  A law yields the ids it finds at fault.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from ontology.dialogue import NOBODY
from ontology.emotion import Module, Tier
from ontology.mapping import Match
from ontology.relation import Blend, Relation, RelationKind, Status
from ontology.world import Ontology

#: Classes and properties of ``owl/schema.ttl`` that an alignment may name.
SCHEMA_TERMS = (
    *("AffectiveState", "Emotion", "Appraisal", "ActionTendency", "LabelSet", "Rating"),
    *("valence", "arousal", "dominance", "actionTendency"),
)

Law = Callable[[Ontology], Iterator[str]]


@dataclass(frozen=True, slots=True)
class Finding:
    """One broken law: its number, its message, the id at fault."""

    code: str
    message: str
    at: str


def _missing_parent(world: Ontology) -> Iterator[str]:
    """parent is not in the table"""
    return (e.id for e in world if e.parent and e.parent not in world)


def _cycle(world: Ontology) -> Iterator[str]:
    """stands among its own ancestors"""
    for emotion in world:
        seen, current = {emotion.id}, emotion.parent
        while current in world and current is not None:
            if current in seen:
                yield emotion.id
                break
            seen.add(current)
            current = world[current].parent


def _tier_not_below_parent(world: Ontology) -> Iterator[str]:
    """tier is not one below the parent's, or a Parrott emotion has no tier"""
    for e in world:
        if e.module is Module.PARROTT:
            above = world.emotions.get(e.parent) if e.parent else None
            expected = 1 if above is None else (above.tier.depth + 1 if above.tier else 0)
            if e.tier is None or e.tier.depth != expected:
                yield e.id


def _extension_with_tier(world: Ontology) -> Iterator[str]:
    """an extension state claims a tier of Parrott's table"""
    return (e.id for e in world if e.module is Module.EXTENSION and e.tier is not None)


def _label_twice(world: Ontology) -> Iterator[str]:
    """label stands on two emotions"""
    count = Counter(e.label for e in world)
    return (e.id for e in world if count[e.label] > 1)


def _definition_twice(world: Ontology) -> Iterator[str]:
    """definition stands on two emotions"""
    count = Counter(e.definition for e in world)
    return (e.id for e in world if count[e.definition] > 1)


def _unknown_source(world: Ontology) -> Iterator[str]:
    """source is not in sources.tsv"""
    if world.sources:
        cited = (
            *((e.id, e.source) for e in world),
            *((r.emotion, r.source) for r in world.ratings),
            *((r.subject, r.source) for r in world.relations),
            *((b.output, b.source) for b in world.blends),
            *((s.id, s.source) for s in world.label_sets.values()),
            *((n.emotion, n.source) for n in world.names),
            *((f.id, f.source) for f in world.facets.values()),
            *((link.emotion, link.source) for link in world.facet_links),
            *((c.id, c.source) for c in world.corpora.values()),
        )
        yield from (f"{id} ({source})" for id, source in cited if source not in world.sources)


def _retired_badly(world: Ontology) -> Iterator[str]:
    """a retired id is still in use, or the emotion in its place is not there"""
    yield from (r.id for r in world.retired if r.id in world or r.replaced_by not in world)


def _rating_of_nothing(world: Ontology) -> Iterator[str]:
    """a rating names an emotion that is not in the table"""
    return (r.emotion for r in world.ratings if r.emotion not in world)


def _unrated(world: Ontology) -> Iterator[str]:
    """no VAD rating"""
    return (e.id for e in world if e.id not in world.ratings_of)


def _relation_of_nothing(world: Ontology) -> Iterator[str]:
    """a relation or blend names an emotion that is not in the table"""
    named = (
        *(id for r in world.relations for id in (r.subject, r.object)),
        *(id for b in world.blends for id in (b.first, b.second, b.output)),
    )
    return (id for id in named if id not in world)


def _relation_to_itself(world: Ontology) -> Iterator[str]:
    """a relation of an emotion to itself"""
    return (r.subject for r in world.relations if r.subject == r.object)


def _symmetric_twice(world: Ontology) -> Iterator[str]:
    """a symmetric relation is not written lesser id first"""
    return (r.subject for r in world.relations if r.kind.is_symmetric and r.subject > r.object)


def _intensity_cycle(world: Ontology) -> Iterator[str]:
    """is more intense than itself by a chain"""
    weaker: dict[str, set[str]] = {}
    for r in world.relations:
        if r.kind is RelationKind.MORE_INTENSE_THAN:
            weaker.setdefault(r.subject, set()).add(r.object)
    for start in weaker:
        reached, frontier = set[str](), set(weaker[start])
        while frontier:
            reached |= frontier
            frontier = {w for e in frontier for w in weaker.get(e, ())} - reached
        if start in reached:
            yield start


def _accepted_without_evidence(world: Ontology) -> Iterator[str]:
    """a statement of ours has no score or no evidence"""
    relations = (r.subject for r in world.relations if _is_bare(r))
    yield from (*relations, *(b.output for b in world.blends if _is_bare(b)))


def _is_bare(statement: Relation | Blend) -> bool:
    return statement.status is Status.ACCEPTED and (statement.score is None or not statement.evidence)


def _facet_of_nothing(world: Ontology) -> Iterator[str]:
    """a facet link names an emotion or a facet that is not in the tables"""
    links = world.facet_links
    return (f"{k.emotion} -> {k.facet}" for k in links if k.emotion not in world or k.facet not in world.facets)


def _name_of_nothing(world: Ontology) -> Iterator[str]:
    """a name in another language is for an emotion that is not in the table"""
    return (n.emotion for n in world.names if n.emotion not in world)


def _name_twice(world: Ontology) -> Iterator[str]:
    """two emotions have one name in a language, or one emotion two"""
    by_text = Counter((n.language, n.text) for n in world.names)
    by_emotion = Counter((n.language, n.emotion) for n in world.names)
    return (
        f"{n.text}@{n.language}"
        for n in world.names
        if by_text[n.language, n.text] > 1 or by_emotion[n.language, n.emotion] > 1
    )


def _alignment_to_nothing(world: Ontology) -> Iterator[str]:
    """an alignment names an emotion, facet or label set that is not in the tables"""
    known = {f"facet/{id}" for id in world.facets} | {f"labelset/{id}" for id in world.label_sets} | set(SCHEMA_TERMS)
    return (a.term for a in world.alignments if a.target is not None and a.target not in known | world.emotions.keys())


def _alignment_not_one_to_one(world: Ontology) -> Iterator[str]:
    """an exact alignment is not one to one within its vocabulary"""
    exact = [a for a in world.alignments if a.match is Match.EXACT]
    terms, targets = Counter(a.term for a in exact), Counter((a.vocabulary, a.target) for a in exact)
    return (a.term for a in exact if terms[a.term] > 1 or targets[a.vocabulary, a.target] > 1)


def _label_without_mapping(world: Ontology) -> Iterator[str]:
    """a label has no mapping, not even NoTermFound"""
    return (
        label.id for labels in world.label_sets.values() for label in labels if label.id not in world.mappings_of_label
    )


def _mapping_of_nothing(world: Ontology) -> Iterator[str]:
    """a mapping names a label or an emotion that is not in the tables"""
    known = {label.id for labels in world.label_sets.values() for label in labels}
    return (
        m.label for m in world.mappings if m.label not in known or (m.emotion is not None and m.emotion not in world)
    )


def _two_exact(world: Ontology) -> Iterator[str]:
    """an exact match is not one to one within its label set"""
    exact = [m for m in world.mappings if m.match is Match.EXACT]
    labels = Counter(m.label for m in exact)
    emotions = Counter((m.label_set, m.emotion) for m in exact)
    return (m.label for m in exact if labels[m.label] > 1 or emotions[m.label_set, m.emotion] > 1)


def _none_beside_some(world: Ontology) -> Iterator[str]:
    """NoTermFound stands beside a match"""
    return (
        label
        for label, rows in world.mappings_of_label.items()
        if len(rows) > 1 and any(m.match is Match.NONE for m in rows)
    )


def _unexplained_match(world: Ontology) -> Iterator[str]:
    """a match that is not exact gives no reason"""
    return (f"{m.label} -> {m.emotion}" for m in world.mappings if m.match is not Match.EXACT and not m.comment)


def _corpus_of_nothing(world: Ontology) -> Iterator[str]:
    """a corpus of transitions names a label set that is not in the tables"""
    return (c.id for c in world.corpora.values() if c.label_set not in world.label_sets)


def _transition_of_nothing(world: Ontology) -> Iterator[str]:
    """a count or an effect names a corpus, or a label of it, that is not in the tables"""
    known = {
        c.id: {label.label for label in world.label_sets[c.label_set]}
        for c in world.corpora.values()
        if c.label_set in world.label_sets
    }
    for o in world.observed:
        labels = known.get(o.corpus, set())
        if not {o.before, o.after} <= labels or o.partner not in {"", NOBODY, *labels}:
            yield f"{o.corpus}: {o.before} -> {o.after}"
    for e in world.trait_effects:
        if e.corpus not in known or not {e.before, e.after} <= {"", *known[e.corpus]}:
            yield f"{e.corpus}: {e.trait} on {e.before} -> {e.after}"


def _counted_twice(world: Ontology) -> Iterator[str]:
    """a transition is counted or modelled twice, or an emotion to itself is modelled"""
    seen = Counter((o.corpus, o.before, o.partner, o.after) for o in world.observed)
    yield from (f"{corpus}: {before} -> {after}" for (corpus, before, _, after), n in seen.items() if n > 1)
    modelled = Counter((c.before, c.after) for c in world.concept_transitions)
    yield from (f"{a} -> {b}" for (a, b), n in modelled.items() if n > 1 or a == b)


def _concept_of_nothing(world: Ontology) -> Iterator[str]:
    """a modelled transition names an emotion that is not in the table"""
    known = world.emotions.keys()
    return (f"{c.before} -> {c.after}" for c in world.concept_transitions if not {c.before, c.after} <= known)


def _interval_without_estimate(world: Ontology) -> Iterator[str]:
    """the interval of an effect does not hold its estimate, or is half"""
    for e in world.trait_effects:
        if (e.low is None) != (e.high is None) or not (e.low or e.estimate) <= e.estimate <= (e.high or e.estimate):
            yield f"{e.corpus}: {e.trait} on {e.before} -> {e.after}"


def _parrott_incomplete(world: Ontology) -> Iterator[str]:
    """Parrott's tree has not 6 primary, 25 secondary and 106 tertiary emotions"""
    count = Counter(e.tier for e in world if e.module is Module.PARROTT)
    if [count[tier] for tier in Tier] != [6, 25, 106]:
        yield "/".join(str(count[tier]) for tier in Tier)


CHECKS: dict[str, Law] = {
    "E101": _missing_parent,
    "E102": _cycle,
    "E103": _tier_not_below_parent,
    "E104": _extension_with_tier,
    "E105": _label_twice,
    "E106": _definition_twice,
    "E107": _unknown_source,
    "E108": _parrott_incomplete,
    "E109": _retired_badly,
    "E201": _rating_of_nothing,
    "E202": _unrated,
    "E301": _relation_of_nothing,
    "E302": _relation_to_itself,
    "E303": _symmetric_twice,
    "E304": _intensity_cycle,
    "E305": _accepted_without_evidence,
    "E306": _facet_of_nothing,
    "E307": _name_of_nothing,
    "E308": _name_twice,
    "E311": _corpus_of_nothing,
    "E312": _transition_of_nothing,
    "E313": _counted_twice,
    "E314": _concept_of_nothing,
    "E315": _interval_without_estimate,
    "E401": _label_without_mapping,
    "E402": _mapping_of_nothing,
    "E403": _two_exact,
    "E404": _none_beside_some,
    "W405": _unexplained_match,
    "E406": _alignment_to_nothing,
    "E407": _alignment_not_one_to_one,
}


def check(world: Ontology, *, only: frozenset[str] | None = None) -> Iterator[Finding]:
    """Every broken law of the ontology, in the order of the laws; with ``only``, of those codes."""
    for code, law in CHECKS.items():
        if only is None or code in only:
            message = (law.__doc__ or "").strip()
            yield from (Finding(code, message, at) for at in law(world))
