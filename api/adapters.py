"""Harmonizing inside Python programs: lists, data frames, and the class ids of data sets and models."""

from collections.abc import Iterable, Sequence
from typing import Any

from api.harmonizer import Harmonizer, spellings
from ontology.world import Ontology, load


def harmonize(
    labels: Iterable[object], source: str, target: str, *, separator: str = "|", world: Ontology | None = None
) -> list[list[str]]:
    """The target labels of each cell, in order: none, one, or several.

    A cell is a label, a code, several with the separator between, or a list.

    Raises:
        UnknownLabelSet, UnknownLabel.

    >>> harmonize(["furious", ["grateful", "sad"], ""], "empathetic-dialogues", "ekman")
    [['anger'], ['joy', 'sadness'], []]
    """
    harmonizer = Harmonizer(world or load(), source, target)
    cells = (spellings(cell, separator) for cell in labels)
    return [list(dict.fromkeys(goal for text in texts for goal in harmonizer.of(text)[1])) for texts in cells]


def harmonize_frame(frame: Any, column: str, source: str, target: str, *, separator: str = "|") -> Any:
    """A pandas data frame, or anything with ``assign`` and columns by name, with a column ``<column>_<target>`` more.

    Cells are joined by the separator and empty where nothing fits; the original column stays.

    Raises:
        KeyError: there is no such column.
        UnknownLabelSet, UnknownLabel.
    """
    found = harmonize(frame[column], source, target, separator=separator)
    return frame.assign(**{f"{column}_{target}": [separator.join(goals) for goals in found]})


def class_ids(names: Sequence[str], source: str, target: str) -> tuple[list[str], dict[int, int | None]]:
    """(Names of the target classes, old class id -> new one): for ``ClassLabel`` names or a model's ``id2label``.

    ``names`` are the old names in the order of their ids; a class without a target goes to None, one with several
    to the first.

    Raises:
        UnknownLabelSet, UnknownLabel.

    >>> class_ids(["sadness", "joy"], "carer", "ekman")[1]
    {0: 4, 1: 3}
    """
    goals = [label.label for label in load().label_set(target)]
    found = harmonize(names, source, target, separator="\0")
    return goals, {i: goals.index(found[i][0]) if found[i] else None for i in range(len(names))}
