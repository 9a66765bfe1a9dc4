"""The words that name, express or evoke emotions: ``lexicon.tsv`` and every emotion's own label.

A term has one preferred home among the emotions and may belong to others with lesser weights.  A
label is a term of its emotion; where a word stands on two tiers, the higher tier is its home.
The lexicon is published from decisions (``vocab.workshop``), and read from its compiled form.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from importlib.resources import files
from pathlib import Path

from ontology.errors import BadTable
from ontology.rows import coordinates
from ontology.tables import Row, read, read_text
from ontology.vad import AXES, VAD
from ontology.world import Ontology
from vocab.text import normalise

COLUMNS = (
    *("term", "part_of_speech", "emotion", "role", "register", "also", "status", "origins", "source"),
    *(*AXES, "vad_source", "comment"),
)


class PartOfSpeech(Enum):
    """What sort of expression a term is."""

    NOUN = "noun"
    ADJECTIVE = "adjective"
    VERB = "verb"
    ADVERB = "adverb"
    PHRASE = "phrase"
    INTERJECTION = "interjection"
    EMOJI = "emoji"


class Register(Enum):
    """Where a term is at home."""

    STANDARD = "standard"
    INFORMAL = "informal"
    IDIOM = "idiom"
    SYMBOL = "symbol"


class Role(Enum):
    """What a term does: it names the feeling, shows it, or names a thing that tends to bring it about."""

    NAMES = "names"
    EXPRESSES = "expresses"
    EVOKES = "evokes"


class TermStatus(Enum):
    """Who put a term where it is: the ontology as a label, a reader, or the rule for sure cases."""

    LABEL = "label"
    REVIEWED = "reviewed"
    AUTOMATIC = "automatic"


@dataclass(frozen=True, slots=True)
class Term:
    """A row of ``lexicon.tsv``.

    ``emotion`` is the preferred home; ``also`` are other emotions with their weights, which together
    with the home's add up to 1.  ``origins`` say where the form was met, ``source`` who says where it
    belongs.  ``vad`` lies in -1 … 1 on each axis; ``vad_source`` is the id of a source, or "predicted".
    """

    text: str
    part_of_speech: PartOfSpeech
    emotion: str
    register: Register
    source: str
    comment: str = ""
    role: Role = Role.NAMES
    also: tuple[tuple[str, float], ...] = ()
    status: TermStatus = TermStatus.REVIEWED
    origins: tuple[str, ...] = ()
    vad: VAD | None = None
    vad_source: str = ""

    @property
    def is_label(self) -> bool:
        return self.status is TermStatus.LABEL

    @property
    def weight(self) -> float:
        """How much of the term belongs to its preferred home, above 0 and at most 1."""
        return round(1 - sum(weight for _, weight in self.also), 3)

    def cells(self) -> tuple[str, ...]:
        """The row as it stands in the table."""
        coordinates = [f"{value:.3f}" for value in self.vad] if self.vad else [""] * 3
        return (
            *(self.text, self.part_of_speech.value, self.emotion, self.role.value, self.register.value),
            *("|".join(f"{id}={weight:.3f}" for id, weight in self.also), self.status.value),
            *("|".join(self.origins), self.source, *coordinates, self.vad_source, self.comment),
        )


class Lexicon:
    """Terms by their exact text, by folded text and by home; a ``Term`` is made when it is asked for."""

    def __init__(self, rows: Sequence[str], texts: list[str], forms: list[str], homes: list[str]) -> None:
        """Lines of a table, and of each line the term, its normalised text and its home; none is repeated."""
        self._rows: list[str | Term] = list(rows)
        self._texts, self._forms, self._home = texts, forms, homes

    @classmethod
    def of_terms(cls, terms: Iterable[Term]) -> "Lexicon":
        """A lexicon of these terms alone, the first of those with one text."""
        first: dict[str, Term] = {}
        for term in terms:
            first.setdefault(term.text, term)
        made = cls([], [], [], [])
        made._add(list(first.values()))
        return made

    def with_labels(self, labels: Iterable[Term]) -> "Lexicon":
        """This lexicon with labels before all else; where a term is spelt as one, the label wins."""
        front = Lexicon.of_terms(labels)
        taken = set(front._texts)
        for i in reversed([i for i, text in enumerate(self._texts) if text in taken]):
            for column in (self._rows, self._texts, self._forms, self._home):
                del column[i]
        front._rows += self._rows
        front._texts += self._texts
        front._forms += self._forms
        front._home += self._home
        return front

    def _add(self, terms: list[Term]) -> None:
        self._rows += terms
        self._texts += [term.text for term in terms]
        self._forms += [normalise(term.text) for term in terms]
        self._home += [term.emotion for term in terms]

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[Term]:
        return map(self._term, range(len(self._rows)))

    def find(self, text: str) -> Term | None:
        """The term spelt exactly so."""
        place = self._exact.get(text)
        return None if place is None else self._term(place)

    def find_folded(self, form: str) -> Term | None:
        """The term whose text, normalised by ``vocab.text.normalise``, is this."""
        place = self.folded.get(form)
        return None if place is None else self._term(place)

    def of(self, emotion: str) -> tuple[Term, ...]:
        """The terms whose preferred home is this emotion, its label first."""
        return tuple(map(self._term, self._homes.get(emotion, ())))

    @property
    def texts(self) -> Sequence[str]:
        """Every term as it is written."""
        return self._texts

    @property
    def emotions(self) -> Iterable[str]:
        """Every emotion that is a home."""
        return set(self._home)

    @cached_property
    def _exact(self) -> Mapping[str, int]:
        return {text: i for i, text in enumerate(self._texts)}

    @cached_property
    def folded(self) -> Mapping[str, int]:
        """Normalised text -> place; of two terms that fold to one form the first has it, of nothing none."""
        last = len(self._forms) - 1
        return {form: last - i for i, form in enumerate(reversed(self._forms)) if form}

    @cached_property
    def _homes(self) -> Mapping[str, list[int]]:
        homes: defaultdict[str, list[int]] = defaultdict(list)
        for place, home in enumerate(self._home):
            homes[home].append(place)
        return homes

    def _term(self, place: int) -> Term:
        row = self._rows[place]
        if not isinstance(row, Term):
            cells = dict(zip(COLUMNS, row.split("\t"), strict=True))
            row = self._rows[place] = term_of(Row("lexicon", place, cells))
        return row


def load_lexicon(world: Ontology, path: Path | None = None) -> Lexicon:
    """The lexicon of a table, or the shipped one in its compiled form, with the labels of the ontology.

    Raises:
        BadTable: a row breaks the format, names an emotion that is not there, or repeats a term.
    """
    labels = label_terms(world)
    if path is not None:
        return Lexicon.of_terms((*labels, *read_terms(world, path)))
    lexicon = from_compiled(read_text(shipped_folder() / "lexicon.json"))
    if unknown := set(lexicon.emotions) - world.emotions.keys():
        raise BadTable("lexicon.json", 1, f"no emotion '{min(unknown)}'; this ontology needs a lexicon of its own")
    return lexicon.with_labels(labels)


def from_compiled(text: str) -> Lexicon:
    """The lexicon that ``compiled`` wrote."""
    found = json.loads(text)
    return Lexicon(found["rows"], found["texts"], found["forms"], found["homes"])


def read_terms(world: Ontology, path: Path) -> list[Term]:
    """Every row of a lexicon table.

    Raises:
        BadTable: a row breaks the format, names an emotion that is not there, or repeats a term.
    """
    terms: dict[str, Term] = {}
    for row in read(path, COLUMNS):
        term = term_of(row)
        for id in (term.emotion, *(other for other, _ in term.also)):
            if id not in world:
                raise row.wrong(f"no emotion '{id}'")
        if term.text in terms:
            raise row.wrong(f"term '{term.text}' already has a home at {terms[term.text].emotion}")
        if any(weight > term.weight for _, weight in term.also):
            raise row.wrong(f"'{term.text}' weighs more elsewhere than at its home {term.emotion}")
        terms[term.text] = term
    return list(terms.values())


def compiled(terms: Iterable[Term]) -> str:
    """The compiled form of a lexicon: what ``load_lexicon`` reads in a few hundredths of a second."""
    rows = [term.cells() for term in terms]
    index = {
        "texts": [row[0] for row in rows],
        "forms": [normalise(row[0]) for row in rows],
        "homes": [row[2] for row in rows],
        "rows": ["\t".join(row) for row in rows],
    }
    return json.dumps(index, ensure_ascii=False, separators=(",", ":")) + "\n"


def label_terms(world: Ontology) -> list[Term]:
    """Every emotion's own label as a term; of two emotions with one word the higher tier has it."""
    terms: dict[str, Term] = {}
    for emotion in sorted(world, key=lambda e: (e.tier.depth if e.tier else 9, e.id)):
        rating = world.preferred_rating(emotion.id)
        label = Term(
            text=emotion.word,
            part_of_speech=PartOfSpeech.NOUN,
            emotion=emotion.id,
            register=Register.STANDARD,
            source=emotion.source,
            comment=emotion.comment,
            status=TermStatus.LABEL,
            vad=rating.vad if rating else None,
            vad_source=rating.source if rating else "",
        )
        terms.setdefault(emotion.word, label)
    return list(terms.values())


def shipped_folder() -> Path:
    """Where the tables of this package lie."""
    return Path(str(files("vocab"))) / "data"


def term_of(row: Row) -> Term:
    """A row of ``lexicon.tsv`` as a value.

    Raises:
        BadTable: a cell is not what its column holds.
    """
    return Term(
        text=row.text("term"),
        part_of_speech=row.one_of("part_of_speech", PartOfSpeech),
        emotion=row.text("emotion"),
        register=row.one_of("register", Register),
        source=row.text("source"),
        comment=row.cells["comment"],
        role=row.one_of("role", Role),
        also=weights_of(row, "also"),
        status=row.one_of("status", TermStatus),
        origins=tuple(origin for origin in row.cells["origins"].split("|") if origin),
        vad=coordinates(row),
        vad_source=row.cells["vad_source"],
    )


def weights_of(row: Row, column: str) -> tuple[tuple[str, float], ...]:
    """A cell such as ``fury=0.3|rage=0.1``: emotions with weights.

    Raises:
        BadTable: a weight is no number above 0 and below 1.
    """
    found = []
    for part in filter(None, row.cells[column].split("|")):
        id, _, weight = part.partition("=")
        try:
            value = float(weight)
        except ValueError:
            value = 0.0
        if not 0 < value < 1:
            raise row.wrong(f"{column}: '{part}' is not an emotion with a weight above 0 and below 1")
        found.append((id, value))
    return tuple(found)
