"""Annotation graphs of any size: texts, who said them, and what annotators felt in them, linked to our emotions.

Made, not measured: skewed as corpora are (few speakers say much, few emotions are met often), the same for one seed.
The statements are Web Annotations (``oa:``), in one named graph; ``python -m bench.annotations 100000 > big.nq`` writes
a file that ``TONE_GRAPHS`` serves beside our graph.
"""

import random
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

from kg.rdf import XSD, Iri, Literal, Quad
from kg.terms import emotion_iri
from ontology.world import Ontology, load

BASE = "http://example.org/annotations/"
GRAPH = Iri(BASE)
OA, AS = "http://www.w3.org/ns/oa#", "https://www.w3.org/ns/activitystreams#"
RDF_TYPE = Iri("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
#: Of a hundred nodes, how many are texts, and how many texts a speaker says on average.
TEXTS, A_SPEAKER = 0.42, 25
WORDS = ("I", "you", "we", "never", "lost", "found", "saw", "the", "dog", "train", "house", "again", "today", "and")


@dataclass(frozen=True, slots=True)
class Text:
    """One utterance: its number, its speaker's, and its words."""

    number: int
    speaker: int
    words: str


@dataclass(frozen=True, slots=True)
class Annotation:
    """What one annotator felt in a text, and how sure they were, 0 … 1."""

    number: int
    text: int
    emotion: str
    confidence: float


def made(nodes: int, world: Ontology, seed: int = 13) -> Iterator[Text | Annotation]:
    """A graph of about so many nodes: each text followed by its annotations, one to three."""
    chance = random.Random(seed)  # noqa: S311  # not for secrets
    emotions = [e.id for e in world]
    chance.shuffle(emotions)
    often = list(accumulate(1 / rank for rank in range(1, len(emotions) + 1)))
    texts = max(1, int(nodes * TEXTS))
    speakers = max(1, texts // A_SPEAKER)
    number = 0
    for text in range(texts):
        speaker = int(speakers * chance.random() ** 2)
        yield Text(text, speaker, " ".join(chance.choices(WORDS, k=chance.randint(4, 18))))
        for emotion in dict.fromkeys(chance.choices(emotions, cum_weights=often, k=chance.choice((1, 1, 2)))):
            yield Annotation(number, text, emotion, round(chance.uniform(0.4, 1), 2))
            number += 1


def quads(things: Iterator[Text | Annotation]) -> Iterator[Quad]:
    """The statements of such a graph."""
    for thing in things:
        match thing:
            case Text():
                name = Iri(f"{BASE}text/{thing.number}")
                yield Quad(name, RDF_TYPE, Iri(f"{AS}Note"), GRAPH)
                yield Quad(name, Iri(f"{AS}attributedTo"), Iri(f"{BASE}speaker/{thing.speaker}"), GRAPH)
                yield Quad(name, Iri(f"{AS}content"), Literal(thing.words), GRAPH)
            case Annotation():
                name = Iri(f"{BASE}annotation/{thing.number}")
                yield Quad(name, RDF_TYPE, Iri(f"{OA}Annotation"), GRAPH)
                yield Quad(name, Iri(f"{OA}hasTarget"), Iri(f"{BASE}text/{thing.text}"), GRAPH)
                yield Quad(name, Iri(f"{OA}hasBody"), Iri(emotion_iri(thing.emotion)), GRAPH)
                confidence = Literal(str(thing.confidence), f"{XSD}decimal")
                yield Quad(name, Iri(f"{BASE}confidence"), confidence, GRAPH)


def main(nodes: int) -> None:
    for quad in quads(made(nodes, load())):
        ending = (
            f'"{quad.object.text}"^^<{quad.object.datatype}>'
            if isinstance(quad.object, Literal)
            else f"<{quad.object}>"
        )
        print(f"<{quad.subject}> <{quad.predicate}> {ending} <{quad.graph}> .")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
