"""The questions that a graph answers, whichever store it lies in, and what their answers look like.

Each question is one name with two texts: ``queries/<name>.rq`` for a store that speaks SPARQL and
``queries/<name>.cypher`` for Neo4j, with the same columns.  What is computed from the rows (the best of several
chains, the shortest way) is computed by the same functions that answer from the tables.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from kg.network import Hop
from kg.rdf import Iri, Literal, Triple
from ontology.edges import ObservedTransition
from ontology.emotion import Emotion
from ontology.harmonize import Target
from ontology.relation import Blend
from ontology.vad import VAD

#: A value of a row: an id of ours without its base, a CURIE, a text, a number.
Cell = str | float | int | None
Row = Mapping[str, Cell]
#: What a variable of a question is bound to; None leaves it open.
Given = Iri | Literal | None


@dataclass(frozen=True, slots=True)
class Known:
    """One emotion: what it is, where it lies, what is above it (nearest first) and below it (by id)."""

    emotion: Emotion
    vad: VAD | None
    ancestors: tuple[str, ...]
    children: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Edge:
    """How an emotion is joined to another, read from its own end."""

    kind: str
    target: str


class Questions(Protocol):
    """What can be asked; ids are those of the tables, and an id that is not there has empty answers."""

    def show(self, id: str) -> Known:
        """One emotion.

        Raises:
            UnknownEmotion.
        """

    def children(self, id: str) -> tuple[str, ...]:
        """Ids one step below, by id."""

    def ancestors(self, id: str) -> tuple[str, ...]:
        """Ids of all above, nearest first."""

    def path(self, start: str, end: str) -> tuple[Hop, ...]:
        """The shortest way over tree, relations and blends; see ``kg.network``."""

    def neighbours(self, id: str) -> tuple[Edge, ...]:
        """Every edge at an emotion, by kind, then by id."""

    def opposites(self, id: str) -> tuple[str, ...]:
        """Ids of what is stated to be opposite, by id."""

    def blends(self, id: str) -> tuple[Blend, ...]:
        """Every blend it goes into or comes from, in the order of the tables."""

    def translate(self, label: str, source: str, target: str) -> tuple[Target, ...]:
        """The labels of one set for a label of another, best first; see ``ontology.harmonize``.

        Raises:
            UnknownLabelSet, UnknownLabel.
        """

    def nearest(self, id: str, k: int = 5) -> tuple[tuple[str, float], ...]:
        """The ids of the ``k`` emotions nearest in VAD with their distances, itself first; empty if it is unrated."""

    def transitions(self, corpus: str, before: str | None = None, first: int = 100) -> tuple[ObservedTransition, ...]:
        """What was counted in a corpus, the most frequent first; from one label only where it is given."""

    def labels(self, id: str, label_set: str) -> tuple[tuple[str, str], ...]:
        """(label, match) of the labels of a set that are mapped to the emotion itself, by label."""

    def describe(self, iri: str) -> tuple[Triple, ...]:
        """Every triple with this subject, the mappings that name it, the labels of a set; in a settled order."""

    def incoming(self, iri: str) -> tuple[tuple[str, str], ...]:
        """(subject, property) of every statement about others that names it, the first 51."""


def given_text(given: Given) -> str | None:
    """The value as a text: what a parameter of a language without RDF terms is bound to."""
    return given.text if isinstance(given, Literal) else given
