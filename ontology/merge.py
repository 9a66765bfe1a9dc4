"""Decisions of a reader into our tables: what is accepted becomes a statement, what is rejected stops being one.

The trail only grows: a decision that differs from an earlier one is a new row, and the latest stands.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from ontology.checks import check
from ontology.errors import BadInput
from ontology.relation import OURS, Blend, Relation, RelationKind, Status
from ontology.review import Decision, Proposal, Review
from ontology.rows import COLUMNS
from ontology.tables import shipped, write
from ontology.world import Ontology

S = TypeVar("S", Relation, Blend)

#: Predicate of a proposal that is no relation of two but a blend.
BLEND = "blend"

#: Methods that read figures of others name those as their source.
SOURCE_OF_METHOD = {
    "turn-counts": "peld2021",
    **dict.fromkeys(("wordnet-antonym", "wordnet-cause", "wordnet-gloss", "wordnet-sense"), "wordnet30"),
}


@dataclass(frozen=True, slots=True)
class Merged:
    """The tables after a merge; ``added`` are the decisions that were new."""

    world: Ontology
    reviews: tuple[Review, ...]
    added: tuple[Review, ...]


def merge(world: Ontology, before: Iterable[Review], decided: Iterable[Review]) -> Merged:
    """The ontology and the trail with further decisions; decisions already in the trail change nothing.

    Raises:
        UnknownEmotion: a decision names an emotion that does not exist.
        BadInput: a predicate is unknown, or the accepted statements would break a law of the tables.
    """
    trail = list(before)
    standing = {_key(review.proposal): review.decision for review in trail}
    added = []
    for review in decided:
        _must_fit(world, review.proposal)
        if standing.get(_key(review.proposal)) is not review.decision:
            standing[_key(review.proposal)] = review.decision
            added.append(review)
    last = {_key(review.proposal): review for review in added}
    decided_on = [_statement(review.proposal) for review in last.values()]
    accepted = [_statement(r.proposal) for r in last.values() if r.decision is Decision.ACCEPT]
    changed = replace(
        world,
        relations=_with(world.relations, [s for s in accepted if isinstance(s, Relation)], decided_on),
        blends=_with(world.blends, [s for s in accepted if isinstance(s, Blend)], decided_on),
    )
    known = set(check(world))
    if broken := [f for f in check(changed) if f not in known]:
        raise BadInput(f"nothing was merged: {broken[0].message} ({broken[0].code}, {broken[0].at})")
    return Merged(changed, (*trail, *added), tuple(added))


def write_merged(merged: Merged, folder: Path | None = None) -> None:
    """Replace ``relations.tsv``, ``blends.tsv`` and ``reviews.tsv``, each at once, the trail last."""
    where = folder or shipped()
    relations = [(r.subject, r.kind.value, r.object, *_evidence(r)) for r in merged.world.relations]
    blends = [(b.first, b.second, b.output, b.level, *_evidence(b)) for b in merged.world.blends]
    reviews = [(*r.proposal.cells(), r.decision.value, r.reviewer, r.date, r.comment) for r in merged.reviews]
    for table, lines in (("relations", sorted(relations)), ("blends", sorted(blends)), ("reviews", reviews)):
        write(where / f"{table}.tsv", COLUMNS[table], lines)


def _must_fit(world: Ontology, proposal: Proposal) -> None:
    for id in (proposal.first, proposal.second, *([proposal.output] if proposal.predicate == BLEND else [])):
        world[id]
    known = [BLEND, *(kind.value for kind in RelationKind)]
    if proposal.predicate not in known:
        raise BadInput(f"predicate '{proposal.predicate}' is not one of {', '.join(known)}")


def _statement(p: Proposal) -> Relation | Blend:
    source, score = SOURCE_OF_METHOD.get(p.method, OURS), round(p.score, 3)
    if p.predicate == BLEND:
        return Blend(p.first, p.second, p.output, "", source, p.method, score, Status.ACCEPTED, p.evidence)
    kind = RelationKind(p.predicate)
    return Relation(p.first, kind, p.second, source, p.method, score, Status.ACCEPTED, p.evidence)


def _with(rows: tuple[S, ...], accepted: list[S], gone: Iterable[Relation | Blend]) -> tuple[S, ...]:
    """The rows without those that were decided on, and with those accepted."""
    names = {_name(statement) for statement in gone}
    kept: list[S] = [row for row in rows if _name(row) not in names]
    return tuple(kept + accepted)


def _name(statement: Relation | Blend) -> Relation | Blend:
    """What makes a statement the same statement: all but its score and evidence."""
    return replace(statement, score=None, evidence="")


def _key(p: Proposal) -> tuple[str, ...]:
    return p.predicate, p.first, p.second, p.output, p.method


def _evidence(s: Relation | Blend) -> tuple[str, ...]:
    score = "" if s.score is None else f"{s.score:.3f}"
    return s.source, s.method, score, s.status.value, s.evidence
