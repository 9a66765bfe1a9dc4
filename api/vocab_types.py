"""The GraphQL of the workshop: candidates to review, and decisions on them behind a token."""

from datetime import date
from hmac import compare_digest
from pathlib import Path
from threading import Lock
from typing import Annotated, Self

import strawberry

from api.context import Info
from api.statement_types import MembershipType
from ontology.errors import BadInput, Forbidden
from vocab.lexicon import PartOfSpeech, Role
from vocab.workshop.decisions import Decision, Proposed, Verdict, append, latest, read_candidates, read_decisions

strawberry.enum(Verdict, name="Verdict", description="What a reviewer decides about a candidate.")

_WRITING = Lock()


@strawberry.type(name="TermCandidate", description="A form that may become a term, with what speaks for it.")
class CandidateType:
    text: str = strawberry.field(description="The form.")
    part_of_speech: PartOfSpeech = strawberry.field(description="What sort of expression it is.")
    sense: str = strawberry.field(description="Its WordNet synset where known, empty otherwise.")
    origins: list[str] = strawberry.field(description="Where it was met.")
    home: str = strawberry.field(description="Id of the emotion proposed.")
    score: float | None = strawberry.field(description="Probability that a reviewer accepts it.")
    shares: list[MembershipType] = strawberry.field(description="The likeliest emotions.")

    @classmethod
    def of(cls, p: Proposed) -> Self:
        return cls(
            text=p.text,
            part_of_speech=p.part_of_speech,
            sense=p.sense,
            origins=list(p.origins),
            home=p.home,
            score=p.score,
            shares=[MembershipType(emotion=id, weight=share) for id, share in p.shares],
        )


@strawberry.type(name="TermDecision", description="What a reviewer decided about a form.")
class DecisionType:
    text: str = strawberry.field(description="The form.")
    verdict: Verdict = strawberry.field(description="The decision.")
    home: str = strawberry.field(description="Id of the emotion it now belongs to; empty where it belongs to none.")
    role: Role = strawberry.field(description="What the term does.")
    reviewer: str = strawberry.field(description="Who decided.")
    date: str = strawberry.field(description="When, as a day of the calendar.")

    @classmethod
    def of(cls, d: Decision) -> Self:
        return cls(text=d.proposed.text, verdict=d.verdict, home=d.home, role=d.role, reviewer=d.reviewer, date=d.date)


@strawberry.type(description="Everything that can be changed; each needs the operator's token.")
class Mutation:
    @strawberry.mutation(description="Decide on a candidate; the latest decision on a form stands.")
    def decide_term(
        self,
        info: Info,
        text: Annotated[str, strawberry.argument(description="the form, as candidates spell it")],
        verdict: Annotated[Verdict, strawberry.argument(description="the decision")],
        reviewer: Annotated[str, strawberry.argument(description="who decides")],
        home: Annotated[str, strawberry.argument(description="the emotion, where the verdict is MOVE")] = "",
        role: Annotated[Role, strawberry.argument(description="what the term does")] = Role.NAMES,
        why: Annotated[str, strawberry.argument(description="a word on the reason")] = "",
    ) -> DecisionType:
        must_be_allowed(info)
        settings, world = info.context.service.settings, info.context.service.world
        proposed = next((c for c in candidates(info) if c.text == text), None)
        if proposed is None:
            raise BadInput(f"no candidate '{text}'; ask termCandidates for those there are")
        if not reviewer.strip():
            raise BadInput("say who decides: reviewer is empty")
        home = world[home or proposed.home].id if verdict in (Verdict.ACCEPT, Verdict.MOVE) else ""
        if verdict is Verdict.MOVE and home == proposed.home:
            raise BadInput(f"'{text}' is proposed for {home} already; accept it, or say where it moves")
        if verdict is Verdict.ACCEPT:
            home = proposed.home
        one_line = " ".join(why.split())
        decision = Decision(
            proposed, verdict, home, role, " ".join(reviewer.split()), date.today().isoformat(), one_line
        )
        with _WRITING:
            append(world, [decision], Path(settings.decisions))
        return DecisionType.of(decision)


def must_be_allowed(info: Info) -> None:
    """Refuse a change without the operator's token.

    Raises:
        Forbidden: the service is read-only, or the request does not carry the token.
    """
    settings = info.context.service.settings
    if not (settings.token and settings.decisions and settings.candidates):
        raise Forbidden("this service is read-only; its operator sets TONE_TOKEN, TONE_CANDIDATES and TONE_DECISIONS")
    given = info.context.authorization.removeprefix("Bearer ")
    if not compare_digest(given.encode(), settings.token.encode()):
        raise Forbidden("the request carries no valid token; send it as Authorization: Bearer …")


def candidates(info: Info) -> tuple[Proposed, ...]:
    """The operator's candidates, undecided or deferred, in their order; none where the operator set none."""
    settings, world = info.context.service.settings, info.context.service.world
    if not settings.candidates:
        return ()
    trail = Path(settings.decisions) if settings.decisions else None
    decided = latest(read_decisions(world, trail)) if trail and trail.exists() else {}
    return tuple(c for c in read_candidates(Path(settings.candidates)) if _is_open(decided.get(c.text)))


def _is_open(decision: Decision | None) -> bool:
    return decision is None or decision.verdict is Verdict.DEFER
