"""Ratings of words or sentences in files of other people: known by their header, rescaled, direction checked.

The file stays where it is: nothing of it is copied into the product.  A file whose axis runs the other
way (calm above panic) is refused, since a turned axis spoils everything behind it without a sound.
"""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import isfinite
from pathlib import Path
from statistics import fmean

from ontology.errors import BadInput, BadTable
from ontology.tables import named_text
from ontology.vad import AXES, VAD


@dataclass(frozen=True, slots=True)
class Format:
    """A known kind of file: the columns that hold text and axes, and the scale; ``sd`` and ``n`` where it has them."""

    name: str
    text: str
    axes: tuple[str, str, str]
    scale: tuple[float, float]
    sd: tuple[str, str, str] | None = None
    n: tuple[str, str, str] | None = None
    delimiter: str = ","


#: The lexicons people have, as their files are headed (facts on lexica; header of ANEW after its manual).
FORMATS = (
    Format(
        "Glasgow Norms",
        "Word",
        ("Valence", "Arousal", "Dominance"),
        (1, 9),
        ("ValenceSD", "ArousalSD", "DominanceSD"),
        ("ValenceN", "ArousalN", "DominanceN"),
    ),
    Format(
        "Warriner 2013",
        "Word",
        ("V.Mean.Sum", "A.Mean.Sum", "D.Mean.Sum"),
        (1, 9),
        ("V.SD.Sum", "A.SD.Sum", "D.SD.Sum"),
        ("V.Rat.Sum", "A.Rat.Sum", "D.Rat.Sum"),
    ),
    Format(
        "ANEW",
        "Description",
        ("Valence Mean", "Arousal Mean", "Dominance Mean"),
        (1, 9),
        ("Valence SD", "Arousal SD", "Dominance SD"),
        delimiter="\t",
    ),
    Format("ANEW", "Word", ("ValMn", "AroMn", "DomMn"), (1, 9), ("ValSD", "AroSD", "DomSD"), delimiter="\t"),
    Format("EmoBank", "text", ("V", "A", "D"), (1, 5)),
    Format("EmoBank", "text", ("V", "A", "D"), (1, 5), delimiter="\t"),
    Format("NRC-VAD 2", "term", ("valence", "arousal", "dominance"), (-1, 1), delimiter="\t"),
    Format("NRC-VAD 1", "Word", ("Valence", "Arousal", "Dominance"), (0, 1), delimiter="\t"),
)
#: The first version of NRC-VAD is also passed on without a header: four cells, the last three numbers of 0 … 1.
BARE = Format("NRC-VAD 1", "Word", ("Valence", "Arousal", "Dominance"), (0, 1), delimiter="\t")

#: Words whose order on an axis nobody doubts: the first lie above the second.
DIRECTION: Mapping[str, tuple[str, str]] = {
    "valence": (
        "happy happiness joy love success win beautiful friend laughter delight",
        "sad sadness death murder hate failure ugly enemy torture misery",
    ),
    "arousal": (
        "panic rage excited terror thrill explosion frantic furious orgasm riot",
        "calm sleep relaxed quiet bored dull tired nap peaceful pillow",
    ),
    "dominance": (
        "powerful leader win success control strong confident victory boss hero",
        "weak helpless slave victim afraid failure powerless coward prisoner lonely",
    ),
}


@dataclass(frozen=True, slots=True)
class Rated:
    """One row: the text as it stands, its place on our scale, and sd and raters where the file has them."""

    text: str
    vad: VAD
    sd: tuple[float | None, float | None, float | None] = (None, None, None)
    n: int | None = None
    split: str = ""


@dataclass(frozen=True, slots=True)
class Norms:
    """A file read whole; ``checked`` is how many known words each axis was checked on (0: none was there)."""

    file: str
    format: Format
    rows: tuple[Rated, ...]
    checked: Mapping[str, int]

    @property
    def words(self) -> dict[str, VAD]:
        """Case-folded text -> place; a sense in brackets is left out, since the word alone was not rated."""
        return {row.text.casefold(): row.vad for row in self.rows if "(" not in row.text}


def read_norms(path: Path, *, reverse: Sequence[str] = ()) -> Norms:
    """Every rated row of a file in one of ``FORMATS``, on our scale of -1 … 1.

    ``reverse`` names axes that the file has the other way round.

    Raises:
        BadInput: the file is not there, an axis runs the wrong way, ``reverse`` names none, or no row is rated.
        BadTable: the header is of no known kind, or a cell is no number of its scale; names file and line.
    """
    if wrong := [axis for axis in reverse if axis not in AXES]:
        raise BadInput(f"no axis '{wrong[0]}' to reverse; there are {', '.join(AXES)}")
    lines = named_text(path).lstrip("\ufeff").splitlines()
    form = _format(path, lines)
    names = [form.text, *form.axes] if form is BARE else None
    reader = csv.DictReader(lines, names, delimiter=form.delimiter)
    first = 1 if names else 2
    try:
        rows = tuple(_rated(path.name, number, row, form, reverse) for number, row in enumerate(reader, first))
    except csv.Error as error:
        raise BadTable(path.name, reader.line_num + 1, f"{error}; is a quote open?") from None
    if not rows:
        raise BadInput(f"{path} holds no rated row")
    return Norms(path.name, form, rows, _directed(path.name, rows))


def _format(path: Path, lines: Sequence[str]) -> Format:
    head = lines[0] if lines else ""
    for form in FORMATS:
        columns = _cells(head, form.delimiter)
        if {form.text, *form.axes} <= set(columns):
            return form
    cells = head.split("\t")
    if len(cells) == 4 and all(_number(cell) is not None for cell in cells[1:]):
        return BARE
    known = "; ".join(f"{f.name}: {f.text}, {', '.join(f.axes)}" for f in FORMATS)
    raise BadTable(path.name, 1, f"the header is of no known kind ({known})")


def _cells(head: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([head], delimiter=delimiter), [])
    except csv.Error:  # a cell without end is in no header we know
        return []


def _number(text: str | None) -> float | None:
    try:
        value = float(text or "")
    except ValueError:
        return None
    return value if isfinite(value) else None


def _rated(file: str, line: int, row: Mapping[str, str | None], form: Format, reverse: Sequence[str]) -> Rated:
    text = (row[form.text] or "").strip()
    if not text:
        raise BadTable(file, line, f"{form.text} is empty")
    low, high = form.scale
    half, middle = (high - low) / 2, (high + low) / 2
    place = []
    for axis, column in zip(AXES, form.axes, strict=True):
        value = _number(row[column])
        if value is None or not low <= value <= high:
            raise BadTable(file, line, f"{column} '{row[column]}' is no number of {low:g} … {high:g}")
        place.append((value - middle) / half * (-1 if axis in reverse else 1))
    sd = [_number(row.get(column)) for column in form.sd or ("", "", "")]
    n = [_number(row.get(column)) for column in form.n or ("", "", "")]
    spread = [None if s is None else round(s / half, 3) for s in sd]
    raters = [int(count) for count in n if count is not None]
    return Rated(
        text,
        VAD.clipped(*(round(x, 4) for x in place)),
        (spread[0], spread[1], spread[2]),
        min(raters, default=None),
        row.get("split") or "",
    )


def _directed(file: str, rows: Iterable[Rated]) -> dict[str, int]:
    """How many known words each axis was checked on.

    Raises:
        BadInput: an axis runs the other way.
    """
    places = {row.text.casefold(): tuple(row.vad) for row in rows}
    checked = {}
    for number, (axis, words) in enumerate(DIRECTION.items()):
        above, below = ([w for w in side.split() if w in places] for side in words)
        high, low = ([places[w][number] for w in side] for side in (above, below))
        checked[axis] = len(high) + len(low) if high and low else 0
        if high and low and fmean(high) < fmean(low):
            example = f"{below[0]} lies above {above[0]} on the whole"
            raise BadInput(f"{file}: {axis} runs the other way ({example}); read it with --reverse {axis}")
    return checked


@dataclass(frozen=True, slots=True)
class Agreement:
    """How two sets of ratings agree on an axis: Pearson r and root mean square difference over shared words."""

    axis: str
    n: int
    r: float
    rms: float


def agreement(pairs: Iterable[tuple[VAD, VAD]]) -> Iterator[Agreement]:
    """Axis by axis, over pairs of places of one thing; r is nan where there is nothing to correlate."""
    shared = list(pairs)
    for number, axis in enumerate(AXES):
        a, b = [tuple(x)[number] for x, _ in shared], [tuple(y)[number] for _, y in shared]
        yield Agreement(axis, len(shared), pearson(a, b), _rms(a, b))


def pearson(a: Sequence[float], b: Sequence[float]) -> float:
    """Correlation, -1 … 1; nan for fewer than two pairs or no spread.

    >>> round(pearson([1, 2, 3], [2, 4, 7]), 3)
    0.993
    """
    if len(a) < 2:
        return float("nan")
    mean_a, mean_b = fmean(a), fmean(b)
    x, y = [v - mean_a for v in a], [v - mean_b for v in b]
    spread = (sum(v * v for v in x) * sum(v * v for v in y)) ** 0.5
    return sum(p * q for p, q in zip(x, y, strict=True)) / spread if spread else float("nan")


def _rms(a: Sequence[float], b: Sequence[float]) -> float:
    return float(fmean((x - y) ** 2 for x, y in zip(a, b, strict=True)) ** 0.5) if a else float("nan")
