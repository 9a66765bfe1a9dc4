"""How good the lexicon is, held against what people say of words: a gold table of the user's.

A gold table is tab- or comma-separated with a column ``word`` and at least one of: ``emotion`` (one
or several of an Ekman-type set, ``|`` between them) and ``valence``, ``arousal``, ``dominance``
(-1 … 1, or 1 … 9, told apart by their range).
"""

import csv
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import StatisticsError, correlation

from ontology.errors import BadInput, BadTable
from ontology.tables import named_text
from ontology.taxonomy import lineage
from ontology.vad import AXES
from ontology.world import Ontology
from vocab.lexicon import Lexicon, Term
from vocab.lookup import Lookup

#: From this distance of a word from neutral valence it counts as strongly emotional (scale -1 … 1).
STRONG = 0.5

#: From this weight a term counts as a member of an emotion.
MEMBER = 0.1


@dataclass(frozen=True, slots=True)
class GoldWord:
    """A word and what people said of it; ``emotions`` are ids of ours, ``vad`` is None where not rated."""

    text: str
    emotions: tuple[str, ...]
    vad: tuple[float, float, float] | None


@dataclass(frozen=True, slots=True)
class Measured:
    """Figures in 0 … 1, None where the gold says nothing of the kind.

    ``primary``, ``secondary``, ``tertiary``: share of the words found whose preferred home has a gold
    emotion on that tier above it or is it; gold emotions that stand on a higher tier are left out of the
    lower figures.  Where no gold word has an emotion of the love family, as in Ekman-type sets, love
    counts as joy.  ``precision`` and ``recall`` are of membership by primary family.  ``coverage`` is
    the share of all gold words that are found, ``strong_coverage`` of those far from neutral.
    ``pearson`` are the correlations on the three axes.
    """

    words: int
    found: int
    coverage: float
    strong_coverage: float | None
    primary: float | None
    secondary: float | None
    tertiary: float | None
    precision: float | None
    recall: float | None
    pearson: tuple[float, float, float] | None


def read_gold(world: Ontology, lookup: Lookup, path: Path) -> list[GoldWord]:
    """The words of a gold table.

    Raises:
        BadInput: the file is not there.
        BadTable: a column is missing, a cell is no number, or an emotion is not known; names file and line.
    """
    lines = named_text(path).splitlines()
    reader = csv.DictReader(lines, delimiter="\t" if "\t" in (lines or [""])[0] else ",")
    try:
        rows = list(reader)
    except csv.Error as error:
        raise BadTable(path.name, reader.reader.line_num + 1, f"{error}; is a quote open?") from None
    header = [name.casefold() for name in (rows[0] if rows else {})]
    if "word" not in header:
        raise BadTable(path.name, 1, "column word is missing")
    rated = all(axis in header for axis in AXES)
    if not rated and "emotion" not in header:
        raise BadTable(path.name, 1, "column emotion is missing, and so are valence, arousal, dominance")
    found = []
    for number, row in enumerate(rows, 2):
        cells = {name.casefold(): (value or "").strip() for name, value in row.items() if name}
        emotions = tuple(_emotion(lookup, name, path, number) for name in cells.get("emotion", "").split("|") if name)
        found.append(GoldWord(cells["word"], emotions, _vad(cells, path, number) if rated else None))
    return _on_our_scale(found)


def measure(world: Ontology, lexicon: Lexicon, lookup: Lookup, gold: Sequence[GoldWord]) -> Measured:
    """Hold the lexicon against gold words; a word is found by its form or by its lemma, never by spelling.

    Raises:
        BadInput: there is no gold.
    """
    if not gold:
        raise BadInput("the gold table has no words")
    terms = [_term(lexicon, lookup, g.text) for g in gold]
    pairs = [(g, t) for g, t in zip(gold, terms, strict=True) if t is not None]
    strong = [t is not None for g, t in zip(gold, terms, strict=True) if _is_strong(g)]
    tree = _Tree(world, gold)
    members = [tree.membership(g, t) for g, t in pairs if g.emotions]
    hits = sum(hit for hit, _, _ in members)
    said, meant = sum(s for _, s, _ in members), sum(m for _, _, m in members)
    return Measured(
        words=len(gold),
        found=len(pairs),
        coverage=len(pairs) / len(gold),
        strong_coverage=sum(strong) / len(strong) if strong else None,
        primary=tree.accuracy(pairs, 0),
        secondary=tree.accuracy(pairs, 1),
        tertiary=tree.accuracy(pairs, 2),
        precision=hits / said if said else None,
        recall=hits / meant if meant else None,
        pearson=_pearson([(g.vad, tuple(t.vad)) for g, t in pairs if g.vad is not None and t.vad is not None]),
    )


def _term(lexicon: Lexicon, lookup: Lookup, text: str) -> Term | None:
    known = lookup.known(text)
    return lexicon.find(known[0].term) if known and known[0].step != "spelling" else None


def _is_strong(gold: GoldWord) -> bool:
    return bool(gold.emotions) if gold.vad is None else abs(gold.vad[0]) >= STRONG


class _Tree:
    """The ways from the top of the tree to an emotion, as a gold of this kind sees them."""

    def __init__(self, world: Ontology, gold: Sequence[GoldWord]) -> None:
        self._world = world
        self._knows_love = any("love" in self._path(id) for g in gold for id in g.emotions)

    def accuracy(self, pairs: Sequence[tuple[GoldWord, Term]], depth: int) -> float | None:
        """The share of homes that agree down to a depth with some gold emotion that lies that deep."""
        asked = [
            (self.way(term.emotion), [way for way in map(self.way, gold.emotions) if len(way) > depth])
            for gold, term in pairs
        ]
        right = [any(home[: depth + 1] == way[: depth + 1] for way in ways) for home, ways in asked if ways]
        return sum(right) / len(right) if right else None

    def membership(self, gold: GoldWord, term: Term) -> tuple[int, int, int]:
        """How many families are in both, in what we say, in the gold."""
        ours = {term.emotion, *(id for id, weight in term.also if weight >= MEMBER)}
        said, meant = ({self.way(id)[0] for id in ids} for ids in (ours, gold.emotions))
        return len(said & meant), len(said), len(meant)

    def way(self, id: str) -> tuple[str, ...]:
        path = self._path(id)
        return path if self._knows_love or path[0] != "love" else ("joy", *path)

    def _path(self, id: str) -> tuple[str, ...]:
        return tuple(reversed([e.id for e in lineage(self._world, id)]))


def _pearson(pairs: Sequence[tuple[tuple[float, ...], tuple[float, ...]]]) -> tuple[float, float, float] | None:
    if len(pairs) < 3:
        return None
    found = [_correlation([a[axis] for a, _ in pairs], [b[axis] for _, b in pairs]) for axis in range(3)]
    return found[0], found[1], found[2]


def _correlation(x: Sequence[float], y: Sequence[float]) -> float:
    try:
        return correlation(x, y)
    except StatisticsError:  # one of them never changes
        return 0.0


def _emotion(lookup: Lookup, name: str, path: Path, line: int) -> str:
    known = lookup.known(name.strip())
    if not known or known[0].step == "spelling":
        raise BadTable(path.name, line, f"no emotion '{name.strip()}'")
    return known[0].emotion


def _vad(cells: dict[str, str], path: Path, line: int) -> tuple[float, float, float]:
    try:
        valence, arousal, dominance = (float(cells[axis]) for axis in AXES)
    except ValueError as error:
        raise BadTable(path.name, line, str(error)) from None
    return valence, arousal, dominance


def _on_our_scale(gold: list[GoldWord]) -> list[GoldWord]:
    values = [v for g in gold if g.vad for v in g.vad]
    if not values or min(values) < 0:
        return gold
    shift: Callable[[float], float] = (lambda v: (v - 5) / 4) if max(values) > 1 else (lambda v: 2 * v - 1)
    return [
        g if g.vad is None else GoldWord(g.text, g.emotions, (shift(g.vad[0]), shift(g.vad[1]), shift(g.vad[2])))
        for g in gold
    ]
