"""Questions put to a store that speaks SPARQL, each a query in ``queries/`` with its values bound, never pasted."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import files

from kg.answering import Answering, cell
from kg.questions import Given, Row
from kg.rdf import Blank, Iri, Literal, Triple, order
from kg.results import Answer, turtle_term
from kg.store import Store
from kg.terms import BASE, emotion_iri, label_set_iri, local_name


class SparqlQuestions(Answering):
    """The questions of ``kg.questions`` over memory, Oxigraph or an endpoint elsewhere."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def rows(self, question: str, **given: Given) -> Sequence[Row]:
        answer = ask(self._store, question, **given)
        rows = (
            [None if term is None or isinstance(term, Blank) else cell(term) for term in row] for row in answer.rows
        )
        return [dict(zip(answer.variables, row, strict=True)) for row in rows]

    def describe(self, iri: str) -> tuple[Triple, ...]:
        return describe(self._store, iri).triples

    def incoming(self, iri: str) -> tuple[tuple[str, str], ...]:
        return incoming(self._store, iri)


def children(store: Store, id: str) -> tuple[str, ...]:
    """Ids of the emotions one step below, by id."""
    return _ids(ask(store, "children", emotion=Iri(emotion_iri(id))))


def ancestors(store: Store, id: str) -> tuple[str, ...]:
    """Ids of all emotions above, by id."""
    return _ids(ask(store, "ancestors", emotion=Iri(emotion_iri(id))))


def opposites(store: Store, id: str) -> tuple[str, ...]:
    """Ids of the emotions stated to be opposite, by id."""
    return _ids(ask(store, "opposites", emotion=Iri(emotion_iri(id))))


def labels(store: Store, id: str, label_set: str) -> tuple[tuple[str, str], ...]:
    """(label text, match) of the labels of a set that are mapped to the emotion itself."""
    answer = ask(store, "labels", emotion=Iri(emotion_iri(id)), labelset=Iri(label_set_iri(label_set)))
    return tuple((_text(label), _text(match).rpartition("#")[2]) for label, match in answer.rows)


def describe(store: Store, iri: str) -> Answer:
    """Every triple with this subject, and the mappings that name it, as a graph answer in a settled order."""
    answer = ask(store, "describe", thing=Iri(iri))
    return replace(answer, triples=tuple(sorted(answer.triples, key=order)))


def incoming(store: Store, iri: str) -> tuple[tuple[str, str], ...]:
    """(subject, property) of every statement about others that names this, the first 51 by subject."""
    answer = ask(store, "incoming", thing=Iri(iri))
    return tuple((_text(subject), _text(property)) for subject, property in answer.rows)


def ask(store: Store, query: str, /, **values: Iri | Literal | None) -> Answer:
    """The answer to ``queries/<query>.rq`` with its ``?name`` variables bound to values; None leaves one open."""
    return store.query(bound(text_of(query), **values))


def bound(text: str, /, **values: Iri | Literal | None) -> str:
    """The text of a query with a row of values in place of its ``#VALUES``; None leaves a variable open."""
    rows = " ".join("UNDEF" if value is None else turtle_term(value) for value in values.values())
    names = " ".join(f"?{name}" for name in values)
    return text.replace("#VALUES", f"VALUES ({names}) {{ ({rows}) }}")


@cache
def text_of(query: str) -> str:
    """The text of a query of ours, with its ``#VALUES``."""
    return (files("kg") / "queries" / f"{query}.rq").read_text(encoding="utf-8")


def _ids(answer: Answer) -> tuple[str, ...]:
    return tuple(local_name(_text(row[0]), BASE) for row in answer.rows)


def _text(term: object) -> str:
    return term.text if isinstance(term, Literal) else str(term)
