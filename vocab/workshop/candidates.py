"""Where new terms may come from: each source is one function that yields candidates and says why.

A candidate is a form, a part of speech and, from WordNet, a sense.  Whether it belongs anywhere is
not decided here.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from ontology.errors import BadInput, BadTable, MissingExtra
from ontology.tables import named_text, read_text
from ontology.vad import VAD
from ontology.world import Ontology
from vocab.lexicon import Lexicon, PartOfSpeech
from vocab.text import normalise
from vocab.wordnet import DERIVED, EMOTING, FEELING, SIMILAR, Synset, WordNet

ALSO, HYPONYM, HYPERNYM, ATTRIBUTE, PERTAINS, GROUP = "^", "~", "@", "=", "\\", "$"

#: Kinds of WordNet pointers that lead from a term to a candidate, with the name of the origin.
STEPS = {
    SIMILAR: "wordnet-similar",
    DERIVED: "wordnet-derived",
    ALSO: "wordnet-also",
    HYPONYM: "wordnet-hyponym",
    ATTRIBUTE: "wordnet-attribute",
    PERTAINS: "wordnet-pertains",
    GROUP: "wordnet-group",
}
PARTS = {
    "n": PartOfSpeech.NOUN,
    "v": PartOfSpeech.VERB,
    "a": PartOfSpeech.ADJECTIVE,
    "r": PartOfSpeech.ADVERB,
}

#: How far from neutral (0) a rated word must lie to be strongly emotional; the scale is -1 … 1.
STRONG_VALENCE, STRONG_AROUSAL = 0.4, 0.35

#: Below this frequency (Zipf: 3 is once in a million words) a word is too rare to be asked about.
LEAST_ZIPF = 1.5

#: Where a noun chunk or adjective is taken from in running text: right after one of these.
FEELING_VERBS = frozenset({"feel", "be", "seem", "become", "get", "look", "sound", "grow", "remain", "stay"})


@dataclass(frozen=True, slots=True)
class Candidate:
    """A form that may become a term; ``origins`` say where it was met, ``sense`` is a WordNet synset or empty."""

    text: str
    part_of_speech: PartOfSpeech
    sense: str
    origins: tuple[str, ...]


def gather(found: Iterable[Candidate], known: Lexicon, *, zipf: "Zipf | None" = None) -> tuple[Candidate, ...]:
    """Each form once, with all its origins, without what the lexicon has; in order of form.

    Words rarer than ``LEAST_ZIPF`` are left out where ``zipf`` can tell; phrases and symbols stay.
    """
    folded = {normalise(term.text) for term in known}
    merged: dict[str, Candidate] = {}
    for each in found:
        if normalise(each.text) in folded or not each.text:
            continue
        before = merged.get(each.text, replace(each, origins=()))
        origins = tuple(sorted({*before.origins, *each.origins}))
        merged[each.text] = replace(before, origins=origins, sense=before.sense or each.sense)
    return tuple(c for _, c in sorted(merged.items()) if zipf is None or _common(c, zipf))


def from_wordnet(wordnet: WordNet, lexicon: Lexicon) -> Iterator[Candidate]:
    """Words of the sections of feeling and emotion, and those one pointer from a sense of a known term.

    A sense of a known term counts where it lies in those sections, or where two known terms share it.
    """
    known = {term.text.casefold() for term in lexicon}
    for synset in wordnet.synsets.values():
        feeling = synset.section in (FEELING, EMOTING)
        if feeling:
            yield from _words(synset, "wordnet-feeling")
        words = {word.casefold() for word in synset.words}
        shared = len(words & known)
        if not shared or not (feeling or shared > 1 or synset.id.endswith(("a", "r"))):
            continue
        yield from _words(synset, "wordnet-synonym")
        for pointer in synset.pointers:
            if pointer.symbol in STEPS and (pointer.symbol != HYPONYM or feeling):
                target = wordnet.synsets[pointer.synset]
                chosen = target.words if pointer.target_word == 0 else target.words[pointer.target_word - 1 :][:1]
                yield from _words(replace(target, words=chosen), STEPS[pointer.symbol])


def _words(synset: Synset, origin: str) -> Iterator[Candidate]:
    for word in synset.words:
        if word == word.casefold() and re.fullmatch(r"[a-z][a-z' -]+", word):
            part = PartOfSpeech.PHRASE if " " in word else PARTS[synset.id[-1]]
            yield Candidate(word, part, synset.id, (origin,))


def from_ontology(world: Ontology) -> Iterator[Candidate]:
    """The labels of every set, and every word that a rating of ours was made on."""
    for label_set in world.label_sets.values():
        for label in label_set:
            for form in re.split(r"/| & |\(|\)", label.label):
                if re.fullmatch(r"[A-Za-z][A-Za-z -]+", form.strip()):
                    yield _plain(form.strip().casefold(), f"label-set:{label_set.id}")
    for rating in world.ratings:
        yield _plain(rating.term.casefold(), f"rated:{rating.source}")


def from_families(lexicon: Lexicon, exists: "Exists") -> Iterator[Candidate]:
    """Adverbs, nouns and participles made from known terms, where such a word exists."""
    for term in lexicon:
        word = term.text
        if not re.fullmatch(r"[a-z]{3,}", word):
            continue
        match term.part_of_speech:
            case PartOfSpeech.ADJECTIVE:
                forms = {PartOfSpeech.ADVERB: _adverbs(word), PartOfSpeech.NOUN: _nouns(word)}
            case PartOfSpeech.VERB:
                stem = word.removesuffix("e")
                ends = ("ed", "ing") if stem != word else ("ed", "ing", f"{word[-1]}ed", f"{word[-1]}ing")
                forms = {PartOfSpeech.ADJECTIVE: tuple(stem + end for end in ends)}
            case _:
                continue
        for part, made in forms.items():
            yield from (Candidate(form, part, "", ("family",)) for form in made if exists(form))


def _adverbs(word: str) -> tuple[str, ...]:
    if word.endswith("y"):
        return (f"{word[:-1]}ily",)
    if word.endswith("le"):
        return (f"{word[:-1]}y",)
    return (f"{word}ally",) if word.endswith("ic") else (f"{word}ly",)


def _nouns(word: str) -> tuple[str, ...]:
    return (f"{word[:-1]}iness",) if word.endswith("y") else (f"{word}ness",)


def from_list(path: Path) -> Iterator[Candidate]:
    """A list of ours: one form a line behind its origin and part of speech, tabs between.

    Raises:
        BadTable: a line has other than three cells or an unknown part of speech.
    """
    for number, line in enumerate(read_text(path).splitlines(), 1):
        cells = line.split("\t")
        if len(cells) != 3:
            raise BadTable(path.name, number, f"{len(cells)} cells, expected 3: form, part of speech, origin")
        try:
            yield Candidate(cells[0], PartOfSpeech(cells[1]), "", (cells[2],))
        except ValueError:
            known = ", ".join(part.value for part in PartOfSpeech)
            raise BadTable(path.name, number, f"part of speech '{cells[1]}' is not one of {known}") from None


def from_emoji() -> Iterator[Candidate]:
    """Faces, hearts and hands of Unicode."""
    ranges = ((0x1F600, 0x1F650), (0x1F910, 0x1F930), (0x1F970, 0x1F97B), (0x1F920, 0x1F930), (0x1FAE0, 0x1FAE9))
    hearts = (0x2764, 0x2763, 0x1F493, 0x1F494, 0x1F495, 0x1F496, 0x1F497, 0x1F498, 0x1F49D, 0x1F49E, 0x1F49F)
    for point in (*(p for low, high in ranges for p in range(low, high)), *hearts):
        if unicodedata.name(chr(point), ""):
            yield Candidate(chr(point), PartOfSpeech.EMOJI, "", ("unicode",))


def from_norms(norms: Mapping[str, VAD]) -> Iterator[Candidate]:
    """Strongly rated words, see ``is_strong``."""
    for word, vad in norms.items():
        if is_strong(vad.valence, vad.arousal) and re.fullmatch(r"[a-z][a-z' -]+", word):
            yield _plain(word, "rated:norms")


def is_strong(valence: float, arousal: float) -> bool:
    """Whether a word is strongly emotional: far from neutral, or lively and not neutral; each -1 … 1."""
    return abs(valence) >= STRONG_VALENCE or (arousal >= STRONG_AROUSAL and abs(valence) >= STRONG_VALENCE / 2)


def from_corpus(path: Path, *, least: int = 3) -> Iterator[Candidate]:
    """Adjectives and noun chunks that stand behind a feeling verb in plain text, at least ``least`` times.

    Raises:
        BadInput: the file is not there or not UTF-8 text.
        MissingExtra: spaCy is not installed.
    """
    from collections import Counter

    from vocab.text import english

    lines = named_text(path).splitlines()
    if any("\0" in line for line in lines):
        raise BadInput(f"{path} is not text: it holds zero bytes")
    met: Counter[tuple[str, PartOfSpeech]] = Counter()
    for doc in english(parser=True).pipe(lines, batch_size=64):
        for token in doc:
            if token.head.lemma_ in FEELING_VERBS and token.dep_ in ("acomp", "oprd") and token.pos_ == "ADJ":
                met[token.lemma_.casefold(), PartOfSpeech.ADJECTIVE] += 1
        for chunk in doc.noun_chunks:
            if chunk.root.head.lemma_ == "feel" and chunk.root.dep_ == "dobj":
                form = chunk.text.casefold().removeprefix("the ").removeprefix("a ").strip()
                met[form, PartOfSpeech.PHRASE if " " in form else PartOfSpeech.NOUN] += 1
    for (form, part), n in sorted(met.items()):
        if n >= least and re.fullmatch(r"[a-z][a-z' -]+", form):
            yield Candidate(form, part, "", ("corpus",))


class Zipf:
    """Frequencies of English words by the package wordfreq.

    Raises:
        MissingExtra: it is not installed.
    """

    def __init__(self) -> None:
        try:
            from wordfreq import zipf_frequency
        except ModuleNotFoundError:
            raise MissingExtra("word frequency", "workshop") from None
        self._of = zipf_frequency

    def __call__(self, word: str) -> float:
        """log10 of occurrences in a thousand million words; 0 where never met."""
        return float(self._of(word, "en"))


class Exists:
    """Whether a form is a word: WordNet has it, or people write it."""

    def __init__(self, wordnet: WordNet, zipf: Zipf) -> None:
        self._wordnet, self._zipf = wordnet, zipf

    def __call__(self, word: str) -> bool:
        return bool(self._wordnet.senses(word)) or self._zipf(word) >= LEAST_ZIPF


def _plain(form: str, origin: str) -> Candidate:
    return Candidate(form, PartOfSpeech.PHRASE if " " in form else guess(form), "", (origin,))


def guess(word: str) -> PartOfSpeech:
    """The likeliest part of speech by the ending alone.

    >>> guess("gladly").value, guess("tearful").value, guess("grief").value
    ('adverb', 'adjective', 'noun')
    """
    if word.endswith("ly"):
        return PartOfSpeech.ADVERB
    if word.endswith(("ful", "less", "ous", "ed", "ing", "able", "ible", "ive", "ic", "ish", "some")):
        return PartOfSpeech.ADJECTIVE
    return PartOfSpeech.NOUN


def _common(candidate: Candidate, zipf: Zipf) -> bool:
    symbol = not any(c.isalpha() for c in candidate.text)
    return symbol or " " in candidate.text or "'" in candidate.text or zipf(candidate.text) >= LEAST_ZIPF
