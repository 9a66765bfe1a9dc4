"""What no question may exceed."""

from ontology.errors import BadInput

#: The largest number of items one answer lists, and of texts one call takes.
MOST = 1000


def not_empty(text: str) -> str:
    if not text.strip():
        raise BadInput("the text is empty; give a word or a sentence")
    if len(text) > 100_000:
        raise BadInput(f"the text has {len(text)} characters; at most 100000 are read")
    return text


def within(name: str, value: int, most: int) -> None:
    if not 1 <= value <= most:
        raise BadInput(f"{name} {value} is outside 1 … {most}")
