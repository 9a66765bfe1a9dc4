"""Where a feeling lies: valence, arousal, dominance.

Each axis runs from -1 to 1 with 0 neutral.  Lexicons on 0…1 or 1…9 are rescaled where they are
read, never here.  Ratings of several sources are kept side by side and never averaged silently.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import dist, isfinite, sqrt

from ontology.errors import OutOfRange

AXES = ("valence", "arousal", "dominance")

#: Which source speaks for an emotion when several rate it.  State ratings (the 1977 study asked
#: how a state feels) come before word norms, sourced settings before our own estimates.
SOURCE_ORDER = (
    "russell-mehrabian1977",
    "glasgow2019",
    "gebhard2005",
    "peld2021",
    "this-project",
)


#: Half the width of a 90 % interval in standard deviations.
Z90 = 1.645

#: How far the next lexicon may be from a rating, as a standard deviation per axis.  Russell & Mehrabian 1977
#: and Glasgow differ by .22, .21 and .19 on 83 shared words; those are strong words, so a little less is set.
SOURCE_ERROR = (0.18, 0.18, 0.16)


@dataclass(frozen=True, slots=True)
class VAD:
    """A point of the cube [-1, 1]³, or (unchecked) a displacement between two points.

    Raises:
        OutOfRange: a coordinate is outside -1 … 1 or not a number; use ``VAD.clipped`` for sums.

    >>> VAD(0.5, 0.2, 0.0).distance(VAD(0.5, 0.2, 1.0))
    1.0
    """

    valence: float
    arousal: float
    dominance: float

    def __post_init__(self) -> None:
        for name, value in zip(AXES, self, strict=True):
            if not isfinite(value) or not -1.0 <= value <= 1.0:
                raise OutOfRange(name, value, -1, 1)

    def __iter__(self) -> Iterator[float]:
        return iter((self.valence, self.arousal, self.dominance))

    @classmethod
    def clipped(cls, valence: float, arousal: float, dominance: float) -> "VAD":
        """The nearest point inside the cube.

        >>> VAD.clipped(1.4, 0.0, -3.0)
        VAD(valence=1.0, arousal=0.0, dominance=-1.0)
        """
        return cls(*(max(-1.0, min(1.0, x)) for x in (valence, arousal, dominance)))

    def distance(self, other: "VAD") -> float:
        """Euclidean distance, 0 … 2·√3."""
        return dist(tuple(self), tuple(other))

    @property
    def length(self) -> float:
        """Distance from the neutral origin, 0 … √3."""
        return sqrt(sum(x * x for x in self))


#: The neutral state by definition; never the word norm of "neutral".
ORIGIN = VAD(0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Rating:
    """One sourced VAD statement about one emotion: a row of ``vad.tsv``.

    ``term`` is the word that was rated; ``sd`` is per axis on the [-1, 1] scale where known;
    ``n`` the number of raters (the smallest of the axes) where known.
    """

    emotion: str
    source: str
    term: str
    vad: VAD
    sd: tuple[float | None, float | None, float | None]
    n: int | None
    original_scale: str
    comment: str = ""


def preferred(ratings: Iterable[Rating]) -> Rating | None:
    """The rating that speaks for an emotion: the first source of ``SOURCE_ORDER`` that rates it.

    A source outside the order comes after all of it, by name.
    """

    def rank(rating: Rating) -> tuple[int, str, str]:
        known = rating.source in SOURCE_ORDER
        return (SOURCE_ORDER.index(rating.source) if known else len(SOURCE_ORDER), rating.source, rating.term)

    return min(ratings, key=rank, default=None)


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Two sources that place one thing further apart on an axis than sources usually do."""

    axis: str
    lower: str
    low: float
    higher: str
    high: float

    def __str__(self) -> str:
        return f"{self.axis}: {self.low:g} in {self.lower}, {self.high:g} in {self.higher}"


def disagreements(
    places: Iterable[tuple[str, tuple[float | None, float | None, float | None]]],
) -> tuple[Disagreement, ...]:
    """Axis by axis the two sources furthest apart, where that is more than twice ``SOURCE_ERROR``.

    >>> seen = [("a", (0.5, 0.1, None)), ("b", (-0.2, 0.2, 0.3))]
    >>> [str(d) for d in disagreements(seen)]
    ['valence: -0.2 in b, 0.5 in a']
    """
    stated = list(places)
    found = []
    for number, (axis, error) in enumerate(zip(AXES, SOURCE_ERROR, strict=True)):
        rated = sorted((value, source) for source, place in stated if (value := place[number]) is not None)
        if rated and rated[-1][0] - rated[0][0] > 2 * error:
            found.append(Disagreement(axis, rated[0][1], rated[0][0], rated[-1][1], rated[-1][0]))
    return tuple(found)
