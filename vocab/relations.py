"""Proposals of relations and blends, each with the method that found it and a score of 0 … 1.

Every method is one function that names its evidence in words; none decides.  What a reader of the
review table (``ontology.review``) accepts goes into ``relations.tsv`` and ``blends.tsv``, and the
decisions say how far each method can be trusted.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from hashlib import sha256
from importlib.resources import files
from itertools import combinations
from math import sqrt
from pathlib import Path

import numpy as np

from ontology.emotion import Emotion, Kind, Tier
from ontology.relation import RelationKind
from ontology.review import Proposal
from ontology.similarity import nearest
from ontology.tables import read
from ontology.taxonomy import lineage, root
from ontology.vad import VAD
from ontology.world import Ontology
from vocab.embedder import Embedder, Vectors
from vocab.lexicon import Lexicon, Role
from vocab.wordnet import DERIVED, EMOTING, FEELING, WordNet

#: Words of a gloss that say "the same, but more".
STRONGER = frozenset(
    {"intense", "extreme", "great", "strong", "overwhelming", "deep", "exalted", "violent", "acute"}
    | {"keen", "uncontrollable"}
)

#: Sections of WordNet where a gloss speaks of feeling: noun.act, noun.feeling, noun.state, verb.emotion.
SECTIONS = (4, FEELING, 26, EMOTING)

#: How far from neutral an emotion must lie for its reflection to mean something.
FAR = 0.4

#: A gloss that names a cause: what comes after these words comes first in time.
CAUSE = re.compile(
    r"\b(?:caused by|resulting from|results from|that results when|produced by|due to|proceeding from"
    r"|after|relieved of|when|has fulfilled|accompanies an experience of)\b(.*)"
)

#: How much two emotions of a family must differ in arousal to be called more and less intense.
AROUSAL_STEP = 0.3

OPPOSITE, STRONGER_THAN = RelationKind.OPPOSITE_OF.value, RelationKind.MORE_INTENSE_THAN.value
RELATED, LEADS_TO, BLEND = RelationKind.RELATED_TO.value, RelationKind.LEADS_TO.value, "blend"


def propose(world: Ontology, lexicon: Lexicon, wordnet: WordNet, embedder: Embedder) -> Iterator[Proposal]:
    """What every method proposes, method by method."""
    yield from wordnet_antonyms(world, lexicon, wordnet)
    yield from vad_reflections(world)
    yield from gloss_intensity(world, wordnet)
    yield from arousal_steps(world)
    yield from shared_senses(world, lexicon, wordnet)
    yield from near_meanings(world, embedder)
    yield from gloss_causes(world, lexicon, wordnet)
    yield from transitions(read_turns())
    yield from blends(world, embedder)


def wordnet_antonyms(world: Ontology, lexicon: Lexicon, wordnet: WordNet, *, least: float = 0.75) -> Iterator[Proposal]:
    """Opposite where words for one are WordNet's antonyms of words for the other.

    Score: 1 - 1/2ⁿ over n antonym pairs.
    """
    home = _homes(world, lexicon)
    pairs: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for word, emotion in home.items():
        for other in wordnet.antonyms(word):
            if other in home and home[other] != emotion:
                a, b = sorted((emotion, home[other]))
                pairs[a, b].add(" – ".join(sorted((word, other))))
    for (a, b), found in sorted(pairs.items()):
        if (score := 1 - 0.5 ** len(found)) >= least:
            yield Proposal(OPPOSITE, a, b, "", "wordnet-antonym", score, "; ".join(sorted(found)[:6]))


def vad_reflections(world: Ontology) -> Iterator[Proposal]:
    """Opposite where each of two emotions is the nearest there is to the other's reflection through neutral.

    Only emotions at least ``FAR`` from neutral.  Score: 1 - the distance to the reflection.
    """
    far = {e.id: _vad(world, e) for e in _emotions(world) if _vad(world, e).length >= FAR}
    best = {}
    for id, vad in far.items():
        mirrored = VAD(*(-x for x in vad))
        best[id] = min((mirrored.distance(other), name) for name, other in far.items() if name != id)
    for id, (distance, other) in sorted(best.items()):
        if id < other and best[other][1] == id:
            evidence = f"{distance:.2f} from each other's reflection"
            yield Proposal(OPPOSITE, id, other, "", "vad-reflection", max(0.0, 1 - distance), evidence)


def gloss_intensity(world: Ontology, wordnet: WordNet) -> Iterator[Proposal]:
    """More intense where WordNet's gloss explains one feeling as a strong case of another.

    Score: .9 where the gloss's first noun is the other's name, .6 where it comes later.
    """
    names = {e.label: e.id for e in world}
    for emotion in _emotions(world):
        for sense in wordnet.senses(emotion.label, "n"):
            words = re.findall(r"[a-z]+", sense.gloss.split(";")[0])
            strong = STRONGER & set(words)
            if sense.section != FEELING or not strong:
                continue
            for place, word in enumerate(w for w in words if w in names and w not in STRONGER):
                if names[word] != emotion.id:
                    evidence = f"gloss of {sense.id}: {', '.join(sorted(strong))} … {word}"
                    score = 0.9 if place == 0 else 0.6
                    yield Proposal(STRONGER_THAN, emotion.id, names[word], "", "wordnet-gloss", score, evidence)
                    break


def arousal_steps(world: Ontology, *, most: int = 40) -> Iterator[Proposal]:
    """More intense where one of two relatives is markedly more aroused and not less marked in valence.

    Relatives are parent and child, or siblings.  Score: the step in arousal, at most 1.  There are
    far more than a reader gets through: ``most`` of them, drawn by a hash of their names.
    """
    found = []
    emotions = _emotions(world)
    for a in emotions:
        for b in emotions:
            kin = a.parent == b.id or b.parent == a.id or (a.parent == b.parent and a.parent is not None)
            if not kin or a.id == b.id:
                continue
            p, q = _vad(world, a), _vad(world, b)
            step = p.arousal - q.arousal
            if step >= AROUSAL_STEP and p.valence * q.valence > 0 and abs(p.valence) >= abs(q.valence) - 0.05:
                evidence = f"arousal {p.arousal:.2f} against {q.arousal:.2f}"
                found.append(Proposal(STRONGER_THAN, a.id, b.id, "", "vad-arousal", min(1.0, step), evidence))
    yield from sorted(found, key=_lot)[:most]


def gloss_causes(world: Ontology, lexicon: Lexicon, wordnet: WordNet) -> Iterator[Proposal]:
    """Leads to, where WordNet's gloss of the second explains it by a cause that is a word for the first.

    Score: .7, lessened by the share of other emotions that the same gloss names.
    """
    home = _homes(world, lexicon)
    for emotion in _emotions(world):
        for sense in wordnet.senses(emotion.label):
            cause = CAUSE.search(sense.gloss) if sense.section in SECTIONS else None
            words = re.findall(r"[a-z]+", cause[1]) if cause else []
            first = {home[w]: w for w in words if w in home and home[w] != emotion.id}
            for id, word in first.items():
                evidence = f"gloss of {sense.id}: … {word}"
                yield Proposal(LEADS_TO, id, emotion.id, "", "wordnet-cause", 0.7 / len(first), evidence)


def shared_senses(world: Ontology, lexicon: Lexicon, wordnet: WordNet, *, least: float = 0.75) -> Iterator[Proposal]:
    """Related where words of two emotions of different families share a WordNet sense or derive from one another.

    Score: 1 - 1/2ⁿ over n shared senses.
    """
    home = _homes(world, lexicon)
    shared: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for word, emotion in home.items():
        partners = {w.casefold() for s in wordnet.senses(word) for w in s.words} | wordnet.related(word, DERIVED)
        for other in partners & home.keys():
            a, b = sorted((emotion, home[other]))
            if a != b and root(world, a) != root(world, b):
                shared[a, b].add(" – ".join(sorted((word, other))))
    for (a, b), found in sorted(shared.items()):
        if (score := 1 - 0.5 ** len(found)) >= least:
            yield Proposal(RELATED, a, b, "", "wordnet-sense", score, "; ".join(sorted(found)[:6]))


def near_meanings(world: Ontology, embedder: Embedder, *, least: float = 0.55) -> Iterator[Proposal]:
    """Related where label and definition of two emotions of different families are near for the encoder.

    Score: the cosine.
    """
    emotions = _emotions(world)
    vectors = _meanings(emotions, embedder)
    cosine = vectors @ vectors.T
    for i, j in combinations(range(len(emotions)), 2):
        a, b = emotions[i], emotions[j]
        if cosine[i, j] >= least and root(world, a.id) != root(world, b.id):
            yield Proposal(RELATED, a.id, b.id, "", "embedding-near", float(cosine[i, j]), f"cosine {cosine[i, j]:.2f}")


def read_turns(path: Path | None = None) -> dict[tuple[str, str], int]:
    """(from, to) -> turns of one speaker, from a table; without one, PELD's (facts counted in Wen et al. 2021).

    Raises:
        BadTable: a row breaks its table's rules.
    """
    rows = read(path or Path(str(files("vocab"))) / "data" / "turn_counts.tsv", ("from", "to", "turns", "source"))
    return {(row.text("from"), row.text("to")): row.whole("turns") or 0 for row in rows}


def transitions(counts: dict[tuple[str, str], int], *, least_z: float = 2.0) -> Iterator[Proposal]:
    """Leads to, where turns of speakers go from one emotion to another more often than chance.

    ``counts`` are (from, to) -> turns.  Score: the share of turns from the first that go to the
    second; proposed where the share is above the second's base rate by ``least_z`` standard errors.
    """
    total = sum(counts.values())
    for (a, b), n in sorted(counts.items()):
        out = sum(v for (x, _), v in counts.items() if x == a)
        base = sum(v for (_, y), v in counts.items() if y == b) / total
        z = (n / out - base) / sqrt(base * (1 - base) / out)
        if a != b and z >= least_z:
            evidence = f"{n} of {out} turns, base rate {base:.3f}, z = {z:.1f}"
            yield Proposal(LEADS_TO, a, b, "", "turn-counts", n / out, evidence)


def blends(world: Ontology, embedder: Embedder, *, most: int = 90) -> Iterator[Proposal]:
    """A primary emotion with another makes a third: where the midpoint in VAD and the sum of meanings agree.

    Score: mean of the encoder's cosine to the sum and of 1 - distance to the midpoint.
    """
    emotions = _emotions(world)
    vectors = _meanings(emotions, embedder)
    place = {e.id: i for i, e in enumerate(emotions)}
    primaries = [e for e in emotions if e.tier is Tier.PRIMARY]
    scored = []
    for first in primaries:
        for second in emotions:
            if root(world, second.id) == first or (second.tier is Tier.PRIMARY and second.id < first.id):
                continue
            best = _best_output(world, emotions, vectors, place, first, second)
            if best is not None:
                scored.append(best)
    yield from sorted(scored, key=lambda p: (-p.score, p.first, p.second))[:most]


def _best_output(
    world: Ontology, emotions: list[Emotion], vectors: Vectors, place: dict[str, int], first: Emotion, second: Emotion
) -> Proposal | None:
    middle = VAD(*((x + y) / 2 for x, y in zip(_vad(world, first), _vad(world, second), strict=True)))
    near = {e.id: distance for e, distance in nearest(world, middle, k=12)}
    total = vectors[place[first.id]] + vectors[place[second.id]]
    cosine = vectors @ (total / np.linalg.norm(total))
    kin = {e.id for each in (first, second) for e in lineage(world, each.id)}
    options = [
        ((float(cosine[place[id]]) + 1 - distance) / 2, id)
        for id, distance in near.items()
        if id in place and id not in kin and world[id].parent != second.id and world[id].tier is not Tier.PRIMARY
    ]
    if not options:
        return None
    score, output = max(options)
    a, b = sorted((first.id, second.id))
    evidence = f"distance to the midpoint {near[output]:.2f}, cosine to the sum {cosine[place[output]]:.2f}"
    return Proposal(BLEND, a, b, output, "midpoint-and-sum", score, evidence)


def _lot(proposal: Proposal) -> str:
    return sha256(f"{proposal.first}|{proposal.second}".encode()).hexdigest()


def _homes(world: Ontology, lexicon: Lexicon) -> dict[str, str]:
    home = {term.text.casefold(): term.emotion for term in lexicon if term.role is Role.NAMES}
    return home | {e.label.casefold(): e.id for e in world if "(" not in e.label}


def _emotions(world: Ontology) -> list[Emotion]:
    """Emotions proper, without the doubles of a primary's name and without states that only data sets name."""
    doubles = ("sadness-group", "surprise-group")
    return [e for e in world if e.kind is Kind.EMOTION and e.id not in doubles and world.vad(e.id) is not None]


def _vad(world: Ontology, emotion: Emotion) -> VAD:
    vad = world.vad(emotion.id)
    assert vad is not None  # noqa: S101  # only rated emotions come here
    return vad


def _meanings(emotions: Iterable[Emotion], embedder: Embedder) -> Vectors:
    return embedder.encode([f"{e.label}: {e.definition}" for e in emotions])
