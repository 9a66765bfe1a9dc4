"""Reviewing candidates at the terminal: one at a time, one key each, every verdict saved at once."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from rich.console import Console, Group, RenderableType
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from ontology.errors import BadInput, UnknownEmotion
from ontology.world import Ontology
from vocab.candidates import speaking_terms
from vocab.lexicon import Lexicon, Role
from vocab.workshop.decisions import Decision, Proposed, Verdict, append, latest, read_decisions, withdraw

HELP = "a accept · m move · r reject · d defer · o role · u undo · q quit"
KEYS = {"a": Verdict.ACCEPT, "m": Verdict.MOVE, "r": Verdict.REJECT, "d": Verdict.DEFER}
ROLES = list(Role)


@dataclass
class Session:
    """A reader at work; ``examples`` are lines of text to show uses from."""

    world: Ontology
    lexicon: Lexicon
    reviewer: str
    date: str
    decisions: Path
    examples: Sequence[str] = ()
    role: Role = Role.NAMES
    made: list[Decision] = field(default_factory=list)

    def waiting(self, candidates: Sequence[Proposed]) -> list[Proposed]:
        """Candidates this reader has not decided on, in their order; what was deferred comes again."""
        trail = read_decisions(self.world, self.decisions) if self.decisions.exists() else ()
        own = latest(d for d in trail if d.reviewer == self.reviewer)
        return [c for c in candidates if c.text not in own or own[c.text].verdict is Verdict.DEFER]

    def decide(self, proposed: Proposed, verdict: Verdict, home: str = "") -> Decision:
        """Save a verdict.

        Raises:
            UnknownEmotion: the home is no emotion.
            BadInput: a move without a home, or an acceptance of nothing proposed.
        """
        if verdict is Verdict.ACCEPT:
            home = proposed.home
        if verdict in (Verdict.ACCEPT, Verdict.MOVE):
            if not home:
                raise BadInput(f"'{proposed.text}' needs a home; move it to one")
            home = self.world[home].id
            verdict = Verdict.ACCEPT if home == proposed.home else Verdict.MOVE
        decision = Decision(proposed, verdict, home, self.role, self.reviewer, self.date)
        append(self.world, [decision], self.decisions)
        self.made.append(decision)
        return decision

    def undo(self) -> str:
        """Take back the last verdict of this session; gives its term, empty where there is none."""
        if not self.made:
            return ""
        taken_back = self.made.pop()
        withdraw(self.world, taken_back, self.decisions)
        return taken_back.proposed.text

    def card(self, proposed: Proposed) -> RenderableType:
        """What a reader sees of one candidate: evidence, neighbours, examples."""
        rows = Table.grid(padding=(0, 2))
        for name, value in self._facts(proposed):
            rows.add_row(Text(name, style="dim"), value)
        return Panel(Group(rows, Text(HELP, style="dim")), title=Text(proposed.text, style="bold"), title_align="left")

    def _facts(self, p: Proposed) -> Iterator[tuple[str, str]]:
        score = "" if p.score is None else f"  ({p.score:.0%} likely to be accepted)"
        yield "proposed", f"{p.home or 'nowhere'}{score}"
        if p.home in self.world:
            yield "meaning", self.world[p.home].definition
            yield "neighbours", ", ".join(speaking_terms(self.lexicon, p.home))
        yield "shares", "  ".join(f"{id} {share:.2f}" for id, share in p.shares)
        yield "part of speech", p.part_of_speech.value
        yield "met in", ", ".join(p.origins) + (f"; sense {p.sense}" if p.sense else "")
        for line in [line for line in self.examples if p.text in line.casefold()][:2]:
            yield "example", line[:160]
        yield "role", self.role.value


def review(
    session: Session,
    candidates: Sequence[Proposed],
    console: Console,
    key: Callable[[], str],
    ask: Callable[[str], str],
) -> int:
    """Go through the candidates until the last or until the reader quits; gives how many were decided.

    ``key`` gives one key press, ``ask`` a line for a prompt.
    """
    queue = session.waiting(candidates)
    place = 0
    while place < len(queue):
        console.print(session.card(queue[place]))
        pressed = key()
        if pressed in ("q", "\x03", "\x04", ""):
            break
        if pressed == "u":
            taken_back = session.undo()
            place = next((i for i, c in enumerate(queue) if c.text == taken_back), place)
        elif pressed == "o":
            session.role = ROLES[(ROLES.index(session.role) + 1) % len(ROLES)]
        elif pressed in KEYS:
            place += _decided(session, queue[place], KEYS[pressed], console, ask)
    console.print(f"{len(session.made)} decided, {len(session.waiting(candidates))} to go")
    return len(session.made)


def _decided(
    session: Session, proposed: Proposed, verdict: Verdict, console: Console, ask: Callable[[str], str]
) -> int:
    home = ask("home: ").strip() if verdict is Verdict.MOVE else ""
    try:
        session.decide(proposed, verdict, home)
    except (BadInput, UnknownEmotion) as error:
        console.print(Text(str(error), style="red"))
        return 0
    return 1
