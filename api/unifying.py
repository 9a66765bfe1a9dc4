"""Several corpora in one schema: a column for each target label, with three values, after Bostan & Klinger 2018.

1: the row's labels become it.  0: they do not, and some label of that corpus's set would have.  Empty: no label
of that set ever becomes it, so nobody was asked; absence of a label is not absence of the emotion.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from api.harmonizer import Harmonizer, spellings
from api.tabular import rows_of, writing
from ontology.errors import BadInput, BadTable, UnknownLabel
from ontology.world import Ontology


@dataclass(frozen=True, slots=True)
class Part:
    """One corpus: its file, its label set, and the column that holds the labels."""

    file: Path
    source: str
    column: str


def unify(
    world: Ontology,
    parts: Sequence[Part],
    target: str,
    output: Path,
    *,
    separator: str,
    keep: Sequence[str],
    tell: Callable[[str], None],
) -> int:
    """Write all rows of all corpora; gives how many there are.

    Columns: corpus (the file's name), row (from 1), label (as it was), those of ``keep``, then every label of the
    target set in its order.

    Raises:
        BadInput: no corpus is given, a file lacks a column, or the output would overwrite one.
        BadTable: a label is not in its set; names file and row.
        UnknownLabelSet, MissingExtra.
    """
    if not parts:
        raise BadInput("name at least one corpus as FILE=SET")
    if any(part.file.resolve() == output.resolve() for part in parts):
        raise BadInput(f"the output would overwrite {output}; name another with -o")
    goals = [label.label for label in world.label_set(target)]
    fixed = ["corpus", "row", "label", *keep]
    if clash := set(goals) & set(fixed):
        raise BadInput(f"column '{min(clash)}' is also a label of {target}")
    written = 0
    with writing(output, [*fixed, *goals]) as write:
        for part in parts:
            for row in _rows(world, part, target, goals, separator, keep):
                write(row)
                written += 1
            tell(f"{part.file.name}: {written} rows so far")
    return written


def _rows(
    world: Ontology, part: Part, target: str, goals: Sequence[str], separator: str, keep: Sequence[str]
) -> Iterator[dict[str, object]]:
    harmonizer = Harmonizer(world, part.source, target)
    asked = {goal for label in world.label_set(part.source) for goal in harmonizer.of(label.label)[1]}
    for number, row in enumerate(rows_of(part.file), 1):
        for column in (part.column, *keep):
            if column not in row:
                raise BadInput(f"{part.file} has no column '{column}'; there are {', '.join(map(str, row))}")
        try:
            found = {goal for text in spellings(row[part.column], separator) for goal in harmonizer.of(text)[1]}
        except UnknownLabel as error:
            raise BadTable(part.file.name, number, f"row {number}: {error}") from None
        yield {
            "corpus": part.file.name,
            "row": number,
            "label": row[part.column],
            **{column: row[column] for column in keep},
            **{goal: (1 if goal in found else 0) if goal in asked else None for goal in goals},
        }
