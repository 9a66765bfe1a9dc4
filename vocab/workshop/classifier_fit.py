"""Make what the classifier ships, from GoEmotions and from sentences and terms of ours: files and figures.

Every number of ``vocab/models/classifier/metrics.json`` comes out of a run of this or of ``fast_fit``.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ontology.harmonize import emotion_of
from ontology.tables import read, write_text
from ontology.world import Ontology
from vocab.arrays import as_bytes, write_arrays
from vocab.candidates import speaking_terms
from vocab.embedders.training import Learnt, Stream, fit
from vocab.lexicon import Lexicon
from vocab.meaning import spoken
from vocab.sentences import Sentence, load_sentences

Tell = Callable[[str], None]
Array = NDArray[np.float32]

#: How often each kind of text is read, and what a term weighs against a text.
PASSES = {"goemotions": 1.0, "sentences": 1.5, "manner": 2.0, "terms": 1.0}
TERM_WEIGHT = 0.5

#: What a model file holds until ``classifier_settle`` has seen dev texts.
UNSETTLED: dict[str, NDArray[Any]] = {
    "temperature": np.array(1.0, np.float32),
    "temperature_met": np.array(1.0, np.float32),
    "gate": np.array([1.0, 0.0], np.float32),
}

#: The name under which GoEmotions hides persons, and what we read in its place.
HIDDEN = {"[NAME]": "he", "[RELIGION]": "religion"}


@dataclass(frozen=True, slots=True)
class Labelled:
    """A text of GoEmotions with its labels, by number."""

    text: str
    labels: tuple[int, ...]


def read_goemotions(world: Ontology, path: Path) -> list[Labelled]:
    """The rows of a file with columns text and label, several labels with ``|`` between.

    Raises:
        BadTable, UnknownLabel: a row is not as told.
    """
    labels = world.label_set("goemotions")
    found = []
    for row in read(path, ("text", "label")):
        text = row.text("text")
        for hidden, shown in HIDDEN.items():
            text = text.replace(hidden, shown)
        found.append(Labelled(text, tuple(labels[spelling].position for spelling in row.text("label").split("|"))))
    return found


def fit_transfer(world: Ontology, lexicon: Lexicon, goemotions: Path, cache: Path, out: Path, tell: Tell) -> None:
    """Write the file of the transfer engine, not yet settled.

    Raises:
        BadTable, BadInput, Missing: a file or a tool is not there.
    """
    emotions = [e.id for e in world]
    number = {id: at for at, id in enumerate(emotions)}
    terms = [[e.word, *speaking_terms(lexicon, e.id)] for e in world]
    streams = [
        goemotions_stream(world, read_goemotions(world, goemotions), number),
        *sentence_streams(world, load_sentences(world), number),
        term_stream(world, lexicon, number),
    ]
    for stream in streams:
        tell(f"{stream.name}: {len(stream.texts)} texts, {len(stream.labels)} labels, read {stream.passes:g} times")
    learnt = fit(terms, streams, cache, tell)
    write_transfer(out, learnt, emotions)


def goemotions_stream(world: Ontology, rows: Sequence[Labelled], number: dict[str, int]) -> Stream:
    """GoEmotions, a row with several labels in equal shares."""
    labels = list(world.label_set("goemotions"))
    targets = np.zeros((len(rows), len(labels)), dtype=np.float32)
    for target, row in zip(targets, rows, strict=True):
        target[list(row.labels)] = 1 / len(row.labels)
    means = [[number[e]] if (e := emotion_of(world, label.id)) else [] for label in labels]
    texts, names = [row.text for row in rows], [label.label for label in labels]
    return Stream("goemotions", texts, targets, names, means, PASSES["goemotions"])


def sentence_streams(world: Ontology, sentences: Sequence[Sentence], number: dict[str, int]) -> list[Stream]:
    """Our sentences among all their emotions, then those of each manner among the emotions of that manner."""
    manners = dict.fromkeys(s.manner for s in sentences if s.manner != "varied")
    groups = {"sentences": list(sentences), **{m: [s for s in sentences if s.manner == m] for m in manners}}
    return [
        _of_one_emotion(world, name, [(s.text, s.emotion) for s in group], number, PASSES.get(name, PASSES["manner"]))
        for name, group in groups.items()
    ]


def term_stream(world: Ontology, lexicon: Lexicon, number: dict[str, int]) -> Stream:
    """The terms that name or show an emotion, as texts of one emotion."""
    pairs = [(t.text, t.emotion) for t in spoken(lexicon)]
    return _of_one_emotion(world, "terms", pairs, number, PASSES["terms"], TERM_WEIGHT)


def _of_one_emotion(
    world: Ontology,
    name: str,
    pairs: Sequence[tuple[str, str]],
    number: dict[str, int],
    passes: float,
    weight: float = 1.0,
) -> Stream:
    emotions = sorted({emotion for _, emotion in pairs})
    targets = np.zeros((len(pairs), len(emotions)), dtype=np.float32)
    for target, (_, emotion) in zip(targets, pairs, strict=True):
        target[emotions.index(emotion)] = 1
    words, means = [world[e].word for e in emotions], [[number[e]] for e in emotions]
    return Stream(name, [text for text, _ in pairs], targets, words, means, passes, weight)


def write_transfer(path: Path, learnt: Learnt, emotions: Sequence[str]) -> None:
    """The file that ``vocab.engines.transfer`` reads; half precision, replaced at once."""
    parts: dict[str, NDArray[Any]] = {"emotions": as_bytes(emotions), **UNSETTLED, "scale": np.array(learnt.scale)}
    for name, (a, b) in learnt.changes.parts.items():
        parts[f"{name}.a"], parts[f"{name}.b"] = a.astype(np.float16), b.astype(np.float16)
    for name, values in {"terms": learnt.terms, "offsets": learnt.offsets, "turn": learnt.turn}.items():
        parts[name] = values.astype(np.float16)
    write_arrays(path, parts)


def keep_metrics(folder: Path, part: str, figures: dict[str, object]) -> None:
    """Put the figures of one part into ``metrics.json`` beside those of the others."""
    file = folder / "metrics.json"
    known = json.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}
    write_text(file, json.dumps({**known, part: figures}, indent=2, sort_keys=True) + "\n")
