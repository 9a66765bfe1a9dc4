"""Which Cypher texts of the user's are run: those that only read, and only this database.

A server would keep a read transaction from writing; not every one that speaks the protocol does, so words that
write are refused here too.  Words inside strings, names in backticks and comments are no words.
"""

import re

from ontology.errors import QueryRefused

_TOKEN = re.compile(
    r""""(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`(?:[^`]|``)*`|//[^\n\r]*|/\*.*?\*/|[.:$]\s*[A-Za-z_]\w*"""
    r"""|\bCALL\s+(?P<procedure>[A-Za-z_][\w.]*)|(?P<word>[A-Za-z_]\w*)""",
    re.DOTALL | re.IGNORECASE,
)
_ESCAPE = re.compile(r"\\u+([0-9A-Fa-f]{4})")
_WRITES = {
    *("CREATE", "MERGE", "DELETE", "DETACH", "NODETACH", "SET", "REMOVE", "DROP", "FOREACH", "LOAD", "INSERT", "ALTER"),
    *("GRANT", "DENY", "REVOKE", "RENAME", "START", "STOP", "TERMINATE", "USE", "TRANSACTIONS", "IMPORT", "ENABLE"),
}
#: Procedures that tell of the graph and change nothing.
_TELLING = {"db.labels", "db.relationshiptypes", "db.propertykeys", "db.schema.visualization", "dbms.components"}


def only_reads(query: str) -> None:
    r"""Let a text pass that cannot change anything, both as written and with ``\u0043`` read as what it stands for.

    Raises:
        QueryRefused: names the word.
    """
    for text in {query, _ESCAPE.sub(lambda escape: chr(int(escape[1], 16)), query)}:
        for token in _TOKEN.finditer(text):
            if (word := (token["word"] or "").upper()) in _WRITES:
                raise QueryRefused(f"{word} changes the graph or leaves it; only queries that read are run")
            if (name := token["procedure"]) and name.lower() not in _TELLING:
                raise QueryRefused(f"CALL {name} is not known to read only; there are {', '.join(sorted(_TELLING))}")
    if not query.strip():
        raise QueryRefused("the query is empty")
