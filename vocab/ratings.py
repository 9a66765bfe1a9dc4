"""What is said of the place of a term: every known rating beside its source, none averaged.

The rule which rating speaks for a term is that of the emotions: the first of ``SOURCE_ORDER`` that rates
all three axes.  Where none does, the place is predicted: then the predictor is the source, and sd its error.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ontology.tables import Row, read
from ontology.vad import AXES, SOURCE_ORDER, VAD
from vocab.lexicon import shipped_folder

COLUMNS = ("term", "source", *AXES, *(f"{axis}_sd" for axis in AXES), "n", "original_scale")

#: Name of the source of what is predicted.
PREDICTOR = "tone-vad"

#: The error of a predicted term that the word table lacks: that of an average word.
PREDICTED_ERROR = (0.22, 0.2, 0.19)

Maybe = tuple[float | None, float | None, float | None]


@dataclass(frozen=True, slots=True)
class TermRating:
    """A row of ``ratings.tsv``: ``places`` per axis, None where the source does not rate it; sd on our scale."""

    term: str
    source: str
    places: Maybe
    sd: Maybe
    n: int | None
    original_scale: str

    @property
    def vad(self) -> VAD | None:
        """The point, None unless all axes are rated."""
        valence, arousal, dominance = self.places
        if valence is None or arousal is None or dominance is None:
            return None
        return VAD(valence, arousal, dominance)

    def cells(self) -> tuple[str, ...]:
        """The row as it is written."""
        numbers = ("" if x is None else f"{x:.3f}" for x in (*self.places, *self.sd))
        return (self.term, self.source, *numbers, "" if self.n is None else str(self.n), self.original_scale)


def read_ratings(path: Path | None = None) -> tuple[TermRating, ...]:
    """Every rating of a table; without one, the shipped table.

    Raises:
        BadTable: a row breaks the format or repeats one; names file and line.
    """
    found: dict[tuple[str, str], TermRating] = {}
    for row in read(path or shipped_folder() / "ratings.tsv", COLUMNS):
        rating = _rating(row)
        if (rating.term, rating.source) in found:
            raise row.wrong(f"'{rating.term}' is rated twice by {rating.source}")
        found[rating.term, rating.source] = rating
    return tuple(found.values())


def _rating(row: Row) -> TermRating:
    numbers = [row.number(column) for column in COLUMNS[2:8]]
    for column, number in zip(AXES, numbers[:3], strict=True):
        if number is not None and not -1 <= number <= 1:
            raise row.wrong(f"{column} {number} is outside -1 … 1")
    if all(number is None for number in numbers[:3]):
        raise row.wrong("no axis is rated")
    places, sd = (numbers[0], numbers[1], numbers[2]), (numbers[3], numbers[4], numbers[5])
    return TermRating(row.text("term"), row.text("source"), places, sd, row.whole("n"), row.text("original_scale"))


def by_term(ratings: Iterable[TermRating]) -> Mapping[str, Sequence[TermRating]]:
    """Ratings by term, as it is written."""
    found: defaultdict[str, list[TermRating]] = defaultdict(list)
    for rating in ratings:
        found[rating.term].append(rating)
    return found


def preferred(ratings: Iterable[TermRating]) -> TermRating | None:
    """The rating that speaks for a term: the first source of ``SOURCE_ORDER`` that rates all three axes."""

    def rank(rating: TermRating) -> tuple[int, str]:
        known = rating.source in SOURCE_ORDER
        return SOURCE_ORDER.index(rating.source) if known else len(SOURCE_ORDER), rating.source

    return min((r for r in ratings if r.vad is not None), key=rank, default=None)
