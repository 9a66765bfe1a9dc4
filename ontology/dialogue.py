"""Dialogues as turns: who felt what after what, and in answer to whom."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from ontology.errors import BadInput, BadTable
from ontology.labels import LabelSet
from ontology.tables import named_text

NEEDED = ("dialogue", "speaker", "emotion")
#: Stands for the partner where nobody spoke in between.
NOBODY = "none"
TRAIT_COLUMNS = ("openness", "conscientiousness", "extraversion", "agreeableness", "neuroticism")


@dataclass(frozen=True, slots=True)
class Turn:
    """One row of a corpus; ``traits`` are (trait, high or low) of the speaker where the corpus says so.

    ``group`` is the play, show or family whose persons have more in common than a trait.
    """

    dialogue: str
    speaker: str
    emotion: str
    traits: tuple[tuple[str, str], ...] = ()
    group: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """From one turn of a speaker to the speaker's next in the same dialogue.

    ``partner`` is what the last other speaker between the two felt, ``NOBODY`` where none spoke;
    ``history`` what anybody felt in the dialogue before ``after``, in order.
    """

    dialogue: str
    speaker: str
    before: str
    after: str
    partner: str
    traits: tuple[tuple[str, str], ...] = ()
    group: str = ""
    history: tuple[str, ...] = ()


def read_dialogues(path: Path, label_set: LabelSet | None = None, groups: str = "") -> list[Turn]:
    """The turns of a tab-separated corpus with columns dialogue, speaker, emotion, in the order of the file.

    Columns named after traits hold high, low or unknown; a column group is optional too, or ``groups`` is
    a regular expression whose first part names the group in the dialogue.  With a label set every emotion
    must be one of it.

    Raises:
        BadInput: the file is not there or has no turns, or ``groups`` is no expression with a part.
        BadTable: a column is missing, a cell is empty, a label is unknown; names file and line.
    """
    header, *lines = named_text(path).splitlines() or [""]
    names = header.split("\t")
    for column in NEEDED:
        if column not in names:
            raise BadTable(path.name, 1, f"column {column} is missing")
    known = {spelling for label in label_set for spelling in (label.label, *label.aliases)} if label_set else None
    turns = [_turn(path.name, number, names, line.split("\t"), known) for number, line in enumerate(lines, 2)]
    if not turns:
        raise BadInput(f"{path} has no turns")
    return _grouped(path.name, turns, groups) if groups else turns


def _grouped(file: str, turns: Sequence[Turn], groups: str) -> list[Turn]:
    try:
        expression = re.compile(groups)
    except re.error as error:
        raise BadInput(f"groups '{groups}' is no regular expression: {error}") from None
    if expression.groups < 1:
        raise BadInput(f"groups '{groups}' has no part in brackets, such as ^(\\d+)_")
    found = []
    for number, turn in enumerate(turns, 2):
        if (match := expression.search(turn.dialogue)) is None:
            raise BadTable(file, number, f"dialogue '{turn.dialogue}' has nothing that groups '{groups}' fits")
        found.append(replace(turn, group=match[1]))
    return found


def _turn(file: str, number: int, names: Sequence[str], cells: Sequence[str], known: set[str] | None) -> Turn:
    if len(cells) != len(names):
        raise BadTable(file, number, f"{len(cells)} cells, expected {len(names)}")
    row = dict(zip(names, cells, strict=True))
    for column in NEEDED:
        if not row[column]:
            raise BadTable(file, number, f"{column} is empty")
    if known is not None and row["emotion"] not in known:
        raise BadTable(file, number, f"no label '{row['emotion']}' in the label set")
    traits = [(trait, row[trait]) for trait in TRAIT_COLUMNS if row.get(trait, "unknown") not in ("unknown", "")]
    for trait, level in traits:
        if level not in ("high", "low"):
            raise BadTable(file, number, f"{trait} '{level}' is not one of high, low, unknown")
    return Turn(row["dialogue"], row["speaker"], row["emotion"], tuple(traits), row.get("group", ""))


def steps(turns: Sequence[Turn]) -> Iterator[Step]:
    """Every step from a speaker's turn to the same speaker's next, dialogue by dialogue."""
    last: dict[tuple[str, str], Turn] = {}
    so_far: defaultdict[str, list[Turn]] = defaultdict(list)
    for turn in turns:
        before, earlier = last.get((turn.dialogue, turn.speaker)), so_far[turn.dialogue]
        if before is not None:
            partner = NOBODY if earlier[-1].speaker == turn.speaker else earlier[-1].emotion
            history = tuple(t.emotion for t in earlier)
            yield Step(
                turn.dialogue, turn.speaker, before.emotion, turn.emotion, partner, turn.traits, turn.group, history
            )
        last[turn.dialogue, turn.speaker] = turn
        earlier.append(turn)
