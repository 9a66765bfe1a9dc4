"""The GraphQL documents of the client, by name: each operation of ``queries.graphql`` with the fragments it needs."""

import re
from importlib.resources import files


def documents(text: str) -> dict[str, str]:
    """Operation name -> a document that stands alone.

    >>> list(documents("query A { x { ...F } }\\nfragment F on X { y }\\nquery B { z }").values())
    ['query A { x { ...F } }\\nfragment F on X { y }', 'query B { z }']
    """
    parts = re.findall(
        r"^((query|fragment) (\w+).*?)\s*(?=^query|^fragment|^#|\Z)", text, flags=re.DOTALL | re.MULTILINE
    )
    fragments = {name: body for body, kind, name in parts if kind == "fragment"}
    return {name: "\n".join(_with(body, fragments)) for body, kind, name in parts if kind == "query"}


def _with(body: str, fragments: dict[str, str]) -> list[str]:
    found, waiting = [body], re.findall(r"\.\.\.(\w+)", body)
    while waiting:
        part = fragments[waiting.pop(0)]
        if part not in found:
            found.append(part)
            waiting += re.findall(r"\.\.\.(\w+)", part)
    return found


QUERIES = documents((files("api.client") / "queries.graphql").read_text(encoding="utf-8"))
