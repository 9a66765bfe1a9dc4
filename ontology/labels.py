"""Label sets: the classifications that benchmarks use, spelt as their data spell them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum

from ontology.errors import UnknownLabel


class Task(Enum):
    """How a label set is used: one label a text, several, graded scores, or not a data set at all."""

    SINGLE = "single"
    MULTI = "multi"
    GRADED = "graded"
    NONE = "none"


def slug(text: str) -> str:
    """Lower case with every run of other characters as one hyphen; a sign that sets a label apart is spelt out.

    >>> slug("Jealousy & Envy"), slug("Su+"), slug("Su-")
    ('jealousy-envy', 'su-plus', 'su-minus')
    """
    spelt = re.sub(r"-$", " minus", text.casefold().replace("+", " plus "))
    return re.sub(r"[^a-z0-9]+", "-", spelt).strip("-")


@dataclass(frozen=True, slots=True)
class Label:
    """One class of a label set: a row of ``labels.tsv``; ``label`` is the exact spelling in the data."""

    label_set: str
    position: int
    label: str
    code: str = ""
    aliases: tuple[str, ...] = ()
    comment: str = ""

    @property
    def id(self) -> str:
        """``<label set>/<slug of the label>``, unique over all sets."""
        return f"{self.label_set}/{slug(self.label)}"

    @property
    def spellings(self) -> tuple[str, ...]:
        """Everything the data may hold for this class: the label, its code, its aliases."""
        return tuple(dict.fromkeys(s for s in (self.label, self.code, *self.aliases) if s))


@dataclass(frozen=True)
class LabelSet:
    """A classification with its labels in the order of the data."""

    id: str
    label: str
    task: Task
    modality: str
    language: str
    source: str
    licence: str
    url: str = ""
    comment: str = ""
    labels: tuple[Label, ...] = ()
    _index: dict[str, Label] = field(init=False, repr=False, compare=False, hash=False)

    def __post_init__(self) -> None:
        index: dict[str, Label] = {}
        for find in (lambda s: s, slug):  # an exact spelling always beats a folded one
            for label in self.labels:
                for spelling in label.spellings:
                    index.setdefault(find(spelling), label)
        object.__setattr__(self, "_index", index)

    def __iter__(self) -> Iterator[Label]:
        return iter(self.labels)

    def __len__(self) -> int:
        return len(self.labels)

    def find(self, spelling: str) -> Label | None:
        """The label spelt so in the data, by code or by alias; case and punctuation are forgiven."""
        return self._index.get(spelling) or self._index.get(slug(spelling) or spelling)

    def __getitem__(self, spelling: str) -> Label:
        """Like ``find``.

        Raises:
            UnknownLabel: the set has no such label; names the nearest.
        """
        found = self.find(spelling)
        if found is None:
            raise UnknownLabel(spelling, self.id, [label.label for label in self.labels])
        return found
