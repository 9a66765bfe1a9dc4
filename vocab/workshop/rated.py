"""Ratings of our terms, gathered from the files of their sources; rows of other sources stay as they are."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from ontology.errors import BadInput
from ontology.tables import named_text, write
from vocab.norms import read_norms
from vocab.ratings import COLUMNS, PREDICTOR, TermRating

#: VADER's scale of valence: ten raters a word, -4 … 4.
VADER_REACH, VADER_RATERS = 4, 10

GLASGOW, VADER = "glasgow2019", "hutto-gilbert2014"


def gather_ratings(
    terms: Iterable[str], before: Iterable[TermRating], norms: Path | None, vader: Path | None
) -> list[TermRating]:
    """Every rating of these terms by people: those of ``before``, but what a given file says anew; sorted.

    Raises:
        BadInput, BadTable: a file is not there or cannot be read.
    """
    wanted = set(terms)
    anew = {PREDICTOR} | {source for source, path in ((GLASGOW, norms), (VADER, vader)) if path}
    found = [r for r in before if r.source not in anew and r.term in wanted]
    found += _glasgow(wanted, norms) if norms else ()
    found += _vader(wanted, vader) if vader else ()
    first: dict[tuple[str, str], TermRating] = {}
    for rating in found:  # a source may hold a word twice, as VADER does: its first row stands
        first.setdefault((rating.term, rating.source), rating)
    return sorted(first.values(), key=lambda r: (r.term, r.source))


def write_ratings(ratings: Iterable[TermRating], path: Path) -> None:
    """Replace the table at once."""
    write(path, COLUMNS, (r.cells() for r in ratings))


def _glasgow(wanted: set[str], path: Path) -> Iterator[TermRating]:
    for row in read_norms(path).rows:
        if (word := row.text.casefold()) in wanted:
            valence, arousal, dominance = (round(x, 3) for x in row.vad)
            yield TermRating(word, GLASGOW, (valence, arousal, dominance), row.sd, row.n, "1..9")


def _vader(wanted: set[str], path: Path) -> Iterator[TermRating]:
    if not path.exists():
        raise BadInput(f"no file {path}; PyPI's vaderSentiment holds vader_lexicon.txt")
    for line in named_text(path).splitlines():
        word, mean, sd, *_ = line.split("\t")
        if word in wanted:
            places = (round(float(mean) / VADER_REACH, 3), None, None)
            spread = (round(float(sd) / VADER_REACH, 3), None, None)
            yield TermRating(word, VADER, places, spread, VADER_RATERS, "-4..4")
