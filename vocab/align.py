"""Labels of a new data set, aligned to emotions by every evidence at hand: spelling, vocabulary, likeness, place.

A label that the vocabulary knows, whole, in a part or by another word of its family, goes where the vocabulary says;
any other goes to the emotion it is most alike to as a feeling and nearest to in affective space.  All of it is a
proposal for a reader.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from ontology.emotion import Emotion, Kind
from ontology.labels import slug
from ontology.vad import VAD
from ontology.world import Ontology
from vocab.feelings import Feelings
from vocab.lexicon import Lexicon, Role, Term
from vocab.lookup import Lookup
from vocab.text import normalise

#: How likely a proposal is right (the emotion, or one above or below it), by the evidence it rests on: shares of the
#: labels of 54 shipped sets, each read by a vocabulary that lacks what only that set gave it: 627 names of emotions
#: 1.0, 118 terms .93, 13 parts 1.0, 5 words 1.0, 4 families .75, 2 by likeness alone 0.  The few are drawn
#: towards what we would expect.
SURE = {"label": 0.98, "term": 0.93, "part": 0.93, "family": 0.75, "word": 0.85, "likeness": 0.3}

#: What likeness as a feeling and nearness in affective space weigh against each other.
LIKENESS, NEARNESS = 1.0, 0.35

#: Labels that say that nothing known is felt, and labels that say that nothing is.
NOTHING = frozenset(
    ["other", "others", "unknown", "no agreement", "oth", "xxx", "something else", "n/a", "blank", "empty"]
)
NEUTRAL = frozenset(["no emotion", "noemotion", "noemo", "none", "neutral", "neu"])
#: Endings by which words of one family differ.
_ENDINGS = (
    *("ation", "ment", "ance", "ancy", "ence", "ency", "able", "ible", "ness", "ant", "ent", "ity", "ive", "ion"),
    *("ful", "ing", "ous", "ism", "ist", "ed", "ly", "al", "ic", "y", "e", "s"),
)
#: The shortest stem that two words of a family may share.
_STEM = 5
_WORDS = re.compile(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])")
_PARTS = re.compile(r"\s*(?:/|&|\||,|\(|\)|\band\b|\bor\b|_|-)\s*")


#: How the readings of a label are told.
_BY = {"whole": "", "part": "a part, ", "word": "a word, "}


@dataclass(frozen=True, slots=True)
class Aligned:
    """A label, the emotion proposed (None: it names none), how sure 0 … 1, why, and the runner-up."""

    label: str
    emotion: str | None
    confidence: float
    evidence: str
    runner_up: str | None


class Aligner:
    """Proposes emotions for labels; ``place`` gives the coordinates of a text."""

    def __init__(self, world: Ontology, lexicon: Lexicon, lookup: Lookup, feelings: Feelings) -> None:
        self._world, self._lookup, self._feelings = world, lookup, feelings
        self._families = _families(lexicon)
        self._emotions: list[Emotion] = [e for e in world if e.kind is not Kind.ABSENCE and world.vad(e.id)]
        self._rows = feelings.vectors([e.word for e in self._emotions])
        self._points = np.array([tuple(world.vad(e.id) or VAD(0, 0, 0)) for e in self._emotions])

    def align(self, labels: Sequence[str], places: Sequence[VAD]) -> list[Aligned]:
        """One proposal a label, in order; ``places`` are the labels' coordinates."""
        return [self._one(label, place) for label, place in zip(labels, places, strict=True)]

    def _one(self, label: str, place: VAD) -> Aligned:
        readings = self._readings(label)
        if any(normalise(text) in NOTHING for _, text in readings):
            return Aligned(label, None, SURE["term"], "says that nothing known is felt", None)
        if normalise(label) in NEUTRAL and "neutral" in self._world:
            return Aligned(label, "neutral", SURE["term"], "says that nothing is felt", None)
        likely = self._likely(label, place)
        for step, text in readings:
            if found := self._lookup.by_form(text):
                second = next((e for e in likely if e != found[0].emotion), None)
                why = f"{_BY[step]}'{found[0].term}' by {found[0].step}"
                kind = step if step in ("part", "word") else "label" if found[0].step == "label" else "term"
                return Aligned(label, found[0].emotion, SURE[kind], why, second)
            if term := self._families.get(stem(normalise(text))):
                second = next((e for e in likely if e != term.emotion), None)
                return Aligned(label, term.emotion, SURE["family"], f"'{term.text}' by family", second)
        return Aligned(label, likely[0], SURE["likeness"], "alike as a feeling and near in affective space", likely[1])

    def _readings(self, label: str) -> list[tuple[str, str]]:
        """The label whole, then its parts, then its words from the last, since that is the noun."""
        parts = [part for part in _PARTS.split(label) if part]
        words = [word for word in reversed(_WORDS.findall(label)) if len(word) >= _STEM]
        return [
            ("whole", label),
            *(("part", part) for part in parts if part != label),
            *(("word", word) for word in words if word not in (label, *parts)),
        ]

    def _likely(self, label: str, place: VAD) -> list[str]:
        """Emotions by likeness and nearness, best first."""
        alike = self._rows @ self._feelings.vectors([label])[0]
        apart = np.linalg.norm(self._points - np.array(tuple(place)), axis=1)
        return [self._emotions[i].id for i in np.argsort(NEARNESS * apart - LIKENESS * alike, kind="stable")]


def stem(word: str) -> str:
    """A word without its endings, to compare it with others of its family; empty where too little is left.

    >>> stem("entrancement") == stem("entranced"), stem("joy")
    (True, '')
    """
    while ending := next((e for e in _ENDINGS if word.endswith(e) and len(word) - len(e) >= _STEM), ""):
        word = word.removesuffix(ending)
    return word if len(word) >= _STEM else ""


def _families(terms: Iterable[Term]) -> dict[str, Term]:
    """Stem -> its weightiest term that names or shows a feeling."""
    found: dict[str, Term] = {}
    for term in terms:
        key = stem(term.text) if term.role is not Role.EVOKES and " " not in term.text else ""
        if key and (key not in found or found[key].weight < term.weight):
            found[key] = term
    return found


def as_sssom(found: Sequence[Aligned], label_set: str) -> str:
    """The proposals as an SSSOM table like those in ``ontology/data/mappings``, to be read and corrected.

    What is known stands as an exact match, what is only alike as a close one.
    """
    head = (
        f"#mapping_set_id: https://w3id.org/tone-kg/mappings/{label_set}",
        "#license: https://creativecommons.org/licenses/by/4.0/",
        f"#subject_source: https://w3id.org/tone-kg/labelset/{label_set}",
        "#object_source: https://w3id.org/tone-kg/",
        "#curie_map:",
        "#  tone: https://w3id.org/tone-kg/",
        "#  tonelabel: https://w3id.org/tone-kg/labelset/",
        "#  skos: http://www.w3.org/2004/02/skos/core#",
        "#  sssom: https://w3id.org/sssom/",
        "#  semapv: https://w3id.org/semapv/vocab/",
        "\t".join(COLUMNS),
    )
    return "\n".join([*head, *("\t".join(_cells(a, label_set)) for a in found)]) + "\n"


COLUMNS = (
    *("subject_id", "subject_label", "predicate_id", "object_id", "object_label"),
    *("mapping_justification", "confidence", "author_id", "comment"),
)


def _cells(a: Aligned, label_set: str) -> tuple[str, ...]:
    alike = a.confidence <= SURE["likeness"]
    said = f"{a.evidence}; runner-up {a.runner_up}" if a.runner_up else a.evidence
    return (
        f"tonelabel:{label_set}/{slug(a.label)}",
        a.label,
        "skos:closeMatch" if alike else "skos:exactMatch",
        f"tone:{a.emotion}" if a.emotion else "sssom:NoTermFound",
        a.emotion or "",
        f"semapv:{'SemanticSimilarityThresholdMatching' if alike else 'LexicalMatching'}",
        f"{a.confidence:.2f}",
        "tone:maintainers",
        said,
    )
