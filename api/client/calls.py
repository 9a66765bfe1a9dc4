"""Every question the client can ask, as a value: what to send, and how to read what comes back.

Both clients send these; here alone stands what a question is called, takes and answers.  An emotion is named by its
slug, CURIE or IRI, a label set by its id.  Each raises ``Refused`` with the server's code, or ``Unreachable``.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from http import HTTPStatus
from typing import Any, Generic, TypeVar
from urllib.parse import quote, urlencode

from api.client import answers
from api.client.errors import Refused, refusal
from api.client.queries import QUERIES
from kg.terms import id_of
from ontology.emotion import Tier
from ontology.errors import BadInput
from ontology.personality import Personality

T = TypeVar("T")
XSD = "http://www.w3.org/2001/XMLSchema#"
#: A cell of a SPARQL answer: numbers and booleans as such; IRIs and other literals as their text.
Value = str | int | float | bool
CASTS: dict[str, Callable[[str], Value]] = {
    **dict.fromkeys((f"{XSD}integer", f"{XSD}int", f"{XSD}long"), int),
    **dict.fromkeys((f"{XSD}decimal", f"{XSD}double", f"{XSD}float"), float),
    f"{XSD}boolean": lambda text: text in ("true", "1"),
}


@dataclass(frozen=True, slots=True)
class Call(Generic[T]):
    """One HTTP request, and how to read the body of a good answer."""

    path: str
    read: Callable[[bytes], T]
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None  # sent by POST

    def answer(self, status: int, body: bytes) -> T:
        """What the answer says.

        Raises:
            Refused.
        """
        if status >= HTTPStatus.BAD_REQUEST:
            raise refusal(status, body)
        try:
            return self.read(body)
        except (ValueError, LookupError, TypeError) as error:
            raise Refused(f"{self.path} does not answer as a TONE-KG service does", "NOT_TONE_KG", status) from error


def emotion(id: str) -> Call[answers.Emotion]:
    """One emotion."""
    return _graphql("Emotion", answers.Emotion.of, id=id)


def page(
    containing: str = "", tier: Tier | None = None, *, extension: bool = True, size: int = 100, after: str | None = None
) -> Call[answers.Page]:
    """One page of emotions in the order of their ids, at most ``size`` (1 … 200), behind the cursor ``after``."""
    return _graphql(
        "Emotions", answers.Page.of, filter=containing, tier=_name(tier), extension=extension, first=size, after=after
    )


def search(text: str, limit: int = 10) -> Call[tuple[answers.Hit, ...]]:
    """Emotions whose label, terms or definition hold the text."""
    return _graphql("Search", _each(answers.Hit.of), text=text, limit=limit)


def lookup(text: str, k: int = 5) -> Call[tuple[answers.Evidence, ...]]:
    """The emotions a text names or means, best first; empty where none is near."""
    return _graphql("Lookup", _each(answers.Evidence.of), text=text, k=k)


def normalize(
    labels: Sequence[str], source: str | None = None, target: str | None = None, *, by_meaning: bool = False
) -> Call[tuple[answers.Normalized, ...]]:
    """What emotion each label names, in any spelling or in that of ``source``, and its labels in ``target``."""
    given = {"labels": list(labels), "source": source, "target": target, "byMeaning": by_meaning}
    return _graphql("Normalize", _each(answers.Normalized.of), **given)


def translate(labels: Sequence[str], source: str, target: str) -> Call[tuple[answers.Translated, ...]]:
    """Labels of one set as labels of another, with every step."""
    return _graphql("Translate", _each(answers.Translated.of), labels=list(labels), source=source, target=target)


def vads(texts: Sequence[str]) -> Call[tuple[answers.PlacedText, ...]]:
    """Where texts lie in valence, arousal and dominance; one answer a text, in order."""
    return _graphql("Vads", _each(answers.PlacedText.of), texts=list(texts))


def vad(text: str) -> Call[answers.PlacedText]:
    """Where a text lies."""
    return _graphql("Vads", lambda told: answers.PlacedText.of(told[0]), texts=[text])


def classify(
    texts: Sequence[str],
    label_set: str | None = None,
    *,
    labels: Sequence[str] | None = None,
    tier: Tier | None = None,
    engine: str | None = None,
    multi: bool = False,
    top: int | None = None,
) -> Call[tuple[answers.Classified, ...]]:
    """Which label fits each text: of a set, of ``labels`` of your own, or of the emotions of a tier; say one."""
    own = list(labels) if labels else None
    given: dict[str, object] = {"texts": list(texts), "labelSet": label_set, "labels": own, "tier": _name(tier)}
    return _graphql("Classify", _each(answers.Classified.of), **given, engine=engine, multi=multi, top=top)


def lines(
    texts: Sequence[str],
    label_set: str | None = None,
    *,
    labels: Sequence[str] | None = None,
    tier: Tier | None = None,
    engine: str | None = None,
    multi: bool = False,
    top: int | None = None,
) -> Call[None]:
    """The same as JSON lines, to be answered line by line (``line``).

    Raises:
        BadInput: labels of your own are fewer than two, or one holds a comma.
    """
    own = list(labels or ())
    if own and (len(own) < 2 or label_set or any("," in label for label in own)):
        raise BadInput("labels of your own are two or more, without commas, in place of a label set")
    given = {"labels": ",".join(own) or label_set, "tier": tier.depth if tier else None, "engine": engine}
    given |= {"multi": "true" if multi else None, "top": top}
    asked = urlencode({name: value for name, value in given.items() if value is not None})
    body = "".join(json.dumps(text) + "\n" for text in texts).encode()
    return Call(f"/classify?{asked}", lambda _: None, {"content-type": "application/x-ndjson"}, body)


def line(text: bytes) -> answers.Classified:
    """One line of the answer to ``lines``."""
    return answers.Classified.of(json.loads(text))


def transition(
    start: str,
    stimulus: str | None = None,
    *,
    personality: Personality | None = None,
    person: str = "",
    model: str = "wen",
    steps: int = 1,
    hold: int | None = None,
    tier: Tier | None = None,
    seed: int = 13,
    corpus: str = "cped2022",
) -> Call[answers.Transition]:
    """Where a feeling goes from an emotion, with or without a stimulus; ``person`` is a personality in words."""
    traits = asdict(personality) if personality else None
    who: dict[str, object] = {"start": start, "stimulus": stimulus, "personality": traits, "person": person}
    how: dict[str, object] = {"model": model, "steps": steps, "hold": hold, "tier": _name(tier)}
    return _graphql("Transition", answers.Transition.of, **who, **how, seed=seed, corpus=corpus)


def path(start: str, end: str) -> Call[tuple[answers.Hop, ...]]:
    """The shortest way between two emotions; empty where none leads there."""
    return _graphql("Path", _each(answers.Hop.of), start=start, end=end)


def neighbours(id: str) -> Call[tuple[answers.Hop, ...]]:
    """Every edge at an emotion."""
    return _graphql("Neighbours", _each(answers.Hop.of), id=id)


def sparql(query: str) -> Call[list[dict[str, Value]]]:
    """The rows of a SELECT, each a dict without the variables that are unbound; an ASK is one row, ``boolean``."""
    headers = {"content-type": "application/sparql-query", "accept": "application/sparql-results+json"}
    return Call("/sparql", _rows, headers, query.encode())


def turtle(id: str) -> Call[str]:
    """What the graph says of a thing, as Turtle: an emotion, or ``labelset/goemotions``."""
    return Call("/" + quote(id_of(id), safe="/"), bytes.decode, {"accept": "text/turtle"})


def _graphql(operation: str, read: Callable[[Any], T], **variables: object) -> Call[T]:  # Any: JSON
    def data(body: bytes) -> T:
        told = json.loads(body)
        if told.get("errors"):
            raise refusal(HTTPStatus.OK, body)
        (answer,) = told["data"].values()
        return read(answer)

    asked = {"query": QUERIES[operation], "variables": variables}
    headers = {
        "content-type": "application/json",
        "accept": "application/graphql-response+json, application/json;q=0.9",
    }
    return Call("/graphql", data, headers, json.dumps(asked).encode())


def _each(read: Callable[[Any], T]) -> Callable[[Any], tuple[T, ...]]:  # Any: JSON
    return lambda told: tuple(read(item) for item in told)


def _rows(body: bytes) -> list[dict[str, Value]]:
    told = json.loads(body)
    if "boolean" in told:
        return [{"boolean": told["boolean"]}]
    return [{name: _value(cell) for name, cell in row.items()} for row in told["results"]["bindings"]]


def _value(cell: Mapping[str, str]) -> Value:
    return CASTS.get(cell.get("datatype", ""), str)(cell["value"])


def _name(tier: Tier | None) -> str | None:
    return tier.name if tier else None
