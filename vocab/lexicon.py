"""The words that name emotions: ``lexicon.tsv`` and every emotion's own label.

A term has one home emotion.  A label is a term of its emotion; where a word stands on two tiers,
the higher tier is its home.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum
from importlib.resources import files
from pathlib import Path

from ontology.tables import read
from ontology.world import Ontology

COLUMNS = ("term", "part_of_speech", "emotion", "register", "source", "comment")


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


@dataclass(frozen=True, slots=True)
class Term:
    """A row of ``lexicon.tsv``; ``is_label`` where it is the emotion's own label."""

    text: str
    part_of_speech: PartOfSpeech
    emotion: str
    register: Register
    source: str
    comment: str = ""
    is_label: bool = False


@dataclass(frozen=True)
class Lexicon:
    """Terms by their exact text."""

    terms: dict[str, Term]
    _of: dict[str, tuple[Term, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        groups: defaultdict[str, list[Term]] = defaultdict(list)
        for term in self.terms.values():
            groups[term.emotion].append(term)
        object.__setattr__(self, "_of", {emotion: tuple(terms) for emotion, terms in groups.items()})

    def __len__(self) -> int:
        return len(self.terms)

    def __iter__(self) -> Iterator[Term]:
        return iter(self.terms.values())

    def find(self, text: str) -> Term | None:
        """The term spelt exactly so."""
        return self.terms.get(text)

    def of(self, emotion: str) -> tuple[Term, ...]:
        """The terms whose home is this emotion, its label first."""
        return self._of.get(emotion, ())


def load_lexicon(world: Ontology, path: Path | None = None) -> Lexicon:
    """The lexicon of a file, or the shipped one, with the labels of the ontology.

    Raises:
        BadTable: a row breaks the format, names an emotion that is not there, or repeats a term.
    """
    terms: dict[str, Term] = {}
    for emotion in sorted(world, key=lambda e: (e.tier.depth if e.tier else 9, e.id)):
        label = Term(
            emotion.word,
            PartOfSpeech.NOUN,
            emotion.id,
            Register.STANDARD,
            emotion.source,
            emotion.comment,
            is_label=True,
        )
        terms.setdefault(emotion.word, label)
    for row in read(path or Path(str(files("vocab"))) / "data" / "lexicon.tsv", COLUMNS):
        term = Term(
            text=row.text("term"),
            part_of_speech=row.one_of("part_of_speech", PartOfSpeech),
            emotion=row.text("emotion"),
            register=row.one_of("register", Register),
            source=row.text("source"),
            comment=row.cells["comment"],
        )
        if term.emotion not in world:
            raise row.wrong(f"no emotion '{term.emotion}'")
        if term.text in terms:
            raise row.wrong(f"term '{term.text}' already has a home at {terms[term.text].emotion}")
        terms[term.text] = term
    return Lexicon(terms)
