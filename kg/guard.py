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
    r"""|(?P<iri><[^<>"{}|^`\\\s]*>)|\#[^\n\r]*|[?$@][\w\-]+|(?P<name>[\w.\-]*:[\w.\-:%\\]*)|(?P<word>[A-Za-z_]\w*)|\S""",
    re.DOTALL,
)
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
SERVICE = "SERVICE asks another server; only this graph is asked here"
_UPDATES = {"INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH"}
_QUERIES = {"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"}


def admit(query: str, graphs: Iterable[str]) -> bool:
    r"""Let a text pass that is a query over our own named graphs; whether it names those it wants, by FROM.

    Parsers differ on ``\u0043`` outside strings, so the text has to pass both as written and with these read.

    Raises:
        QueryRefused: an update, a SERVICE clause, a FROM of a graph that is not here, an empty text.
    """
    known, read = set(graphs), _ESCAPE.sub(_character, query)
    has_dataset = _admitted(query, known)
    return has_dataset if read == query else _admitted(read, known) or has_dataset


def must_be_here(iri: str, known: Iterable[str]) -> None:
    """Refuse a graph that is none of those that are here.

    Raises:
        QueryRefused.
    """
    if iri not in known:
        raise QueryRefused(f"no graph <{iri}> here and none is fetched; there are {', '.join(sorted(known))}")


def _admitted(query: str, graphs: set[str]) -> bool:
    tokens = list(_tokens(query))
    first = next((word for word, _ in tokens if word in _UPDATES | _QUERIES), None)
    if first in _UPDATES:
        raise QueryRefused(f"{first} is an update; this graph is read-only: use SELECT, ASK, CONSTRUCT or DESCRIBE")
    if first is None:
        raise QueryRefused("no query: it needs SELECT, ASK, CONSTRUCT or DESCRIBE")
    if any(word == "SERVICE" for word, _ in tokens):
        raise QueryRefused(SERVICE)
    has_dataset = False
    for (word, _), (after, iri) in zip(tokens, (*tokens[1:], ("", "")), strict=True):
        if word == "FROM" or (word == "NAMED" and has_dataset):
            has_dataset = True
            if after != "NAMED":
                must_be_here(iri, graphs)
    return has_dataset


def _character(escape: re.Match[str]) -> str:
    code = int(escape[1] or escape[2], 16)
    return chr(code) if code < 0x110000 else escape[0]


def shortened(text: str, most: int) -> str:
    """The text on one line, cut at ``most`` characters: parsers list every token they would have liked.

    >>> shortened("a  b\\nc", 4)
    'a b …'
    """
    line = " ".join(text.split())
    return line if len(line) <= most else line[:most].rstrip() + " …"


def _tokens(query: str) -> Iterator[tuple[str, str]]:
    """(keyword in capitals or '', IRI or prefixed name or '') for every token that is one of these."""
    for token in _TOKEN.finditer(query):
        if token["word"]:
            yield token["word"].upper(), ""
        elif token["iri"]:
            yield "", token["iri"][1:-1]
        elif token["name"]:
            yield "", token["name"]
