"""What readers and the rule decided about candidates: an append-only table, the trail of the lexicon.

A decision never changes; the latest on a term stands.  Each holds what was proposed, how likely
acceptance seemed, and who decided what, when and why.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from ontology.errors import BadInput
from ontology.tables import Row, read, write
from ontology.world import Ontology
from vocab.lexicon import PartOfSpeech, Role, shipped_folder, weights_of

COLUMNS = (
    *("term", "part_of_speech", "sense", "origins", "proposed", "score", "shares"),
    *("decision", "home", "role", "reviewer", "date", "why"),
)

#: Reviewer of decisions that nobody read: ``rule:`` and the least score.
RULE = "rule:"


class Verdict(Enum):
    """What was decided; the value is the word in ``decisions.tsv``."""

    ACCEPT = "accept"
    MOVE = "move"
    REJECT = "reject"
    DEFER = "defer"


@dataclass(frozen=True, slots=True)
class Proposed:
    """A candidate with its proposal: the home, the probability of acceptance, the likeliest emotions."""

    text: str
    part_of_speech: PartOfSpeech
    sense: str
    origins: tuple[str, ...]
    home: str
    score: float | None
    shares: tuple[tuple[str, float], ...]

    def cells(self) -> tuple[str, ...]:
        score = "" if self.score is None else f"{self.score:.3f}"
        shares = "|".join(f"{id}={share:.3f}" for id, share in self.shares)
        return self.text, self.part_of_speech.value, self.sense, "|".join(self.origins), self.home, score, shares


@dataclass(frozen=True, slots=True)
class Decision:
    """One row of ``decisions.tsv``; ``home`` is where the term lives, empty where it was rejected or deferred."""

    proposed: Proposed
    verdict: Verdict
    home: str
    role: Role
    reviewer: str
    date: str
    why: str = ""

    @property
    def is_automatic(self) -> bool:
        return self.reviewer.startswith(RULE)

    @property
    def is_kept(self) -> bool:
        return self.verdict in (Verdict.ACCEPT, Verdict.MOVE)

    @property
    def ruling(self) -> tuple[Verdict, str, Role]:
        """What was decided, whoever did and when."""
        return self.verdict, self.home, self.role

    def cells(self) -> tuple[str, ...]:
        decided = (self.verdict.value, self.home, self.role.value, self.reviewer, self.date, self.why)
        return (*self.proposed.cells(), *decided)


def shipped_decisions() -> Path:
    return shipped_folder() / "decisions.tsv"


def read_decisions(world: Ontology, path: Path | None = None) -> tuple[Decision, ...]:
    """Every decision of a table, or of the shipped one, in its order; rows still undecided are left out.

    Raises:
        BadTable: a row breaks the format or contradicts itself; names file and line.
    """
    rows = read(path or shipped_decisions(), COLUMNS)
    return tuple(_decision(world, row) for row in rows if row.cells["decision"])


def read_candidates(path: Path) -> tuple[Proposed, ...]:
    """The proposals of a candidate table, decided or not.

    Raises:
        BadTable: a row breaks the format.
    """
    return tuple(_proposed(row) for row in read(path, COLUMNS))


def write_decisions(decisions: Iterable[Decision], path: Path | None = None) -> None:
    """Replace a table of decisions at once."""
    write(path or shipped_decisions(), COLUMNS, (decision.cells() for decision in decisions))


def write_candidates(proposals: Iterable[Proposed], path: Path) -> None:
    """A table to review: decision, home and role are to be filled in."""
    write(path, COLUMNS, ((*p.cells(), "", "", "", "", "", "") for p in proposals))


def append(world: Ontology, new: Iterable[Decision], path: Path | None = None) -> tuple[Decision, ...]:
    """Add decisions to a trail; what a reviewer decided so already is not repeated.  Gives what was new.

    Raises:
        BadInput: two of the new decisions contradict one another.
    """
    trail = read_decisions(world, path) if (path or shipped_decisions()).exists() else ()
    standing = {(d.reviewer, d.proposed.text): d.ruling for d in trail}
    fresh: dict[str, Decision] = {}
    for decision in new:
        text = decision.proposed.text
        if text in fresh and (fresh[text].verdict, fresh[text].home) != (decision.verdict, decision.home):
            raise BadInput(f"'{text}' is decided twice: {fresh[text].verdict.value} and {decision.verdict.value}")
        if standing.get((decision.reviewer, text)) != decision.ruling:
            fresh[text] = decision
    write_decisions((*trail, *fresh.values()), path)
    return tuple(fresh.values())


def withdraw(world: Ontology, decision: Decision, path: Path) -> None:
    """Take a reviewer's last decision back out of a trail; what others added since stays."""
    trail = list(read_decisions(world, path))
    places = [i for i, d in enumerate(trail) if d.cells() == decision.cells()]
    if places:
        del trail[places[-1]]
        write_decisions(trail, path)


def latest(decisions: Iterable[Decision]) -> dict[str, Decision]:
    """The decision that stands for each term."""
    return {decision.proposed.text: decision for decision in decisions}


def kappa(first: Sequence[str], second: Sequence[str]) -> float:
    """Cohen's kappa of two readers who judged the same things, in the same order; 1 where both always agree.

    Raises:
        BadInput: there is nothing that both judged.

    >>> round(kappa(["a", "a", "b", "b"], ["a", "a", "b", "a"]), 2)
    0.5
    """
    if not first or len(first) != len(second):
        raise BadInput("no term that both reviewers decided on")
    n = len(first)
    agreed = sum(a == b for a, b in zip(first, second, strict=True)) / n
    chance = sum((first.count(label) / n) * (second.count(label) / n) for label in set(first) | set(second))
    return 1.0 if chance == 1 else (agreed - chance) / (1 - chance)


def agreement(decisions: Iterable[Decision]) -> dict[tuple[str, str], tuple[int, float]]:
    """For every two reviewers with terms in common: how many, and kappa over verdict and home."""
    judged: dict[str, dict[str, str]] = {}
    for d in decisions:
        judged.setdefault(d.reviewer, {})[d.proposed.text] = d.home or d.verdict.value
    names = sorted(judged)
    pairs = [(a, b) for i, a in enumerate(names) for b in names[i + 1 :]]
    shared = {(a, b): sorted(judged[a].keys() & judged[b].keys()) for a, b in pairs}
    return {
        (a, b): (len(both), kappa([judged[a][t] for t in both], [judged[b][t] for t in both]))
        for (a, b), both in shared.items()
        if both
    }


def _proposed(row: Row) -> Proposed:
    return Proposed(
        text=row.text("term"),
        part_of_speech=row.one_of("part_of_speech", PartOfSpeech),
        sense=row.cells["sense"],
        origins=tuple(filter(None, row.cells["origins"].split("|"))),
        home=row.cells["proposed"],
        score=row.number("score"),
        shares=weights_of(row, "shares"),
    )


def _decision(world: Ontology, row: Row) -> Decision:
    proposed, verdict, home = _proposed(row), row.one_of("decision", Verdict), row.cells["home"]
    if verdict is Verdict.ACCEPT:
        home = home or proposed.home
    _must_agree(world, row, proposed, verdict, home)
    role = row.one_of("role", Role) if row.cells["role"] else Role.NAMES
    return Decision(proposed, verdict, home, role, row.text("reviewer"), row.text("date"), row.cells["why"])


def _must_agree(world: Ontology, row: Row, proposed: Proposed, verdict: Verdict, home: str) -> None:
    match verdict:
        case Verdict.ACCEPT if proposed.home and home != proposed.home:
            raise row.wrong(f"accepts {proposed.home} but names the home {home}; write move")
        case Verdict.MOVE if not home:
            raise row.wrong("moves the term but names no home")
        case Verdict.REJECT | Verdict.DEFER if home:
            raise row.wrong(f"{verdict.value}s the term but names the home {home}")
    if home and home not in world:
        raise row.wrong(f"no emotion '{home}'")
