"""Which SPARQL texts are run: one query, read-only, that stays inside this graph.

Works on tokens, so that a word inside a string, an IRI or a comment is never mistaken for a
keyword.  What is left to the store's parser is whether the query is well formed.
"""

import re
from collections.abc import Iterable, Iterator

from ontology.errors import QueryRefused

_TOKEN = re.compile(
    r'''"""(?:[^"\\]|\\.|"(?!""))*"""|\'\'\'(?:[^'\\]|\\.|'(?!''))*\'\'\''''
    r"""|"(?:[^"\\\n\r]|\\.)*"|'(?:[^'\\\n\r]|\\.)*\'"""
    r"""|(?P<iri><[^<>"{}|^`\\\s]*>)|\#[^\n\r]*|[?$@][\w\-]+|[\w.\-]*:[\w.\-:%\\]*|(?P<word>[A-Za-z_]\w*)|\S""",
    re.DOTALL,
)
_UPDATES = {"INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH"}
_QUERIES = {"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"}


def admit(query: str, graphs: Iterable[str], dataset: Iterable[str] = ()) -> None:
    """Let a text pass that is a query over our own named graphs; ``dataset`` are those asked for beside it.

    Raises:
        QueryRefused: an update, a SERVICE clause, a FROM of a graph that is not here, an empty text.
    """
    tokens = list(_tokens(query))
    first = next((word for word, _ in tokens if word in _UPDATES | _QUERIES), None)
    if first in _UPDATES:
        raise QueryRefused(f"{first} is an update; this graph is read-only: use SELECT, ASK, CONSTRUCT or DESCRIBE")
    if first is None:
        raise QueryRefused("no query: it needs SELECT, ASK, CONSTRUCT or DESCRIBE")
    if any(word == "SERVICE" for word, _ in tokens):
        raise QueryRefused("SERVICE asks another server; only this graph is asked here")
    known = set(graphs)
    for iri in dataset:
        _must_be_here(iri, known)
    for (word, _), (after, iri) in zip(tokens, (*tokens[1:], ("", "")), strict=True):
        if word in {"FROM", "NAMED"} and not after and iri:
            _must_be_here(iri, known)


def _must_be_here(iri: str, known: set[str]) -> None:
    if iri not in known:
        raise QueryRefused(f"no graph <{iri}> here and none is fetched; there are {', '.join(sorted(known))}")


def shortened(text: str, most: int) -> str:
    """The text on one line, cut at ``most`` characters: parsers list every token they would have liked.

    >>> shortened("a  b\\nc", 4)
    'a b …'
    """
    line = " ".join(text.split())
    return line if len(line) <= most else line[:most].rstrip() + " …"


def _tokens(query: str) -> Iterator[tuple[str, str]]:
    """(keyword in capitals or '', IRI or '') for every token that is one of the two."""
    for token in _TOKEN.finditer(query):
        if token["word"]:
            yield token["word"].upper(), ""
        elif token["iri"]:
            yield "", token["iri"][1:-1]
