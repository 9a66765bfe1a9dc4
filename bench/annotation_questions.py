"""The five commonest questions to an annotated corpus, each as SPARQL and as Cypher with the same answer.

The texts are files of ``bench/queries``; their values are bound (VALUES, parameters).  An answer is rows of IRIs and
whole numbers, in an order that every store must keep.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.annotations import A_SPEAKER, BASE, TEXTS
from kg.ask import bound
from kg.rdf import Iri, Literal
from kg.store import Store
from kg.stores.neo4j import Neo4j
from kg.terms import emotion_iri
from ontology.world import Ontology

HERE = Path(__file__).parent / "queries"
#: How many emotions or speakers each question is asked of; a question about the whole corpus as often.
ASKED = 7

Rows = list[list[str | int]]


@dataclass(frozen=True, slots=True)
class Question:
    """The name of its files, what it asks, and what is given: "emotion", "speaker" or nothing."""

    name: str
    asks: str
    given: str = ""

    def values(self, world: Ontology, nodes: int) -> Iterator[dict[str, str]]:
        """What it is asked with of a corpus of so many nodes: emotions from the root down, all sorts of speakers."""
        speakers = max(1, int(nodes * TEXTS) // A_SPEAKER)
        emotions = sorted(world, key=lambda e: (e.tier.depth if e.tier else 4, e.id))
        for run in range(ASKED):
            match self.given:
                case "emotion":
                    yield {"emotion": emotion_iri(emotions[run * len(emotions) // (2 * ASKED)].id)}
                case "speaker":
                    yield {"speaker": f"{BASE}speaker/{run * speakers // ASKED}"}
                case _:
                    yield {}


QUESTIONS = (
    Question("texts-of", "texts with an emotion", "emotion"),
    Question("texts-below", "how many with it or below", "emotion"),
    Question("feelings-of", "what a speaker feels", "speaker"),
    Question("most-frequent", "ten most frequent emotions"),
    Question("like", "speakers who share an emotion", "speaker"),
)


def ask_sparql(store: Store, question: Question, values: dict[str, str]) -> Rows:
    """The answer of a store that speaks SPARQL."""
    query = text(f"{question.name}.rq")
    answer = store.query(bound(query, **{name: Iri(value) for name, value in values.items()}) if values else query)
    return [[_cell(term) for term in row] for row in answer.rows]


def ask_cypher(database: Neo4j, question: Question, values: dict[str, str]) -> Rows:
    """The answer of a database that speaks Cypher."""
    return [list(row.values()) for row in database.read(text(f"{question.name}.cypher"), **values)]


def text(file: str) -> str:
    """A query or statement of ours."""
    return (HERE / file).read_text(encoding="utf-8")


def alike(question: str, answers: Sequence[tuple[str, Rows]]) -> None:
    """Assert that all answers to a question are that of the first.

    Raises:
        AssertionError: says which store differs, and where.
    """
    for store, rows in answers[1:]:
        first, expected = answers[0]
        where = next((n for n, pair in enumerate(zip(expected, rows, strict=False)) if pair[0] != pair[1]), None)
        assert rows == expected, (
            f"{question}: {store} has {len(rows)} rows, {first} {len(expected)}; they differ from row {where}"
        )


def _cell(term: object) -> str | int:
    return int(term.text) if isinstance(term, Literal) else str(term)
