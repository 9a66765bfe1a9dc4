"""Cypher texts: each in a file, with names from an allow list where a parameter cannot stand."""

from functools import cache
from importlib.resources import files

from kg.property_graph.model import CLASSES, MEANS, TYPES
from ontology.errors import BadInput

#: Every label and relationship type that a text of ours may name.
ALLOWED = frozenset({*CLASSES, *TYPES, MEANS})
#: Indexes beside the one of IRIs: (name, label, property).
INDEXES = (
    ("tone_emotion_id", "Emotion", "id"),
    ("tone_label_id", "Label", "id"),
    ("tone_label_set_id", "LabelSet", "id"),
    ("tone_term_text", "Term", "text"),
)


def text(name: str, **names: str) -> str:
    """The text of ``<name>.cypher`` with each ``#NAME`` replaced by a quoted label or type.

    Raises:
        BadInput: a name that is none of ours.
    """
    found = _file(name)
    for place, given in names.items():
        found = found.replace(f"#{place}", quoted(given))
    return found


def quoted(name: str) -> str:
    """A label or relationship type of ours in backticks.

    Raises:
        BadInput: it is none of ours; nothing else ever becomes part of a text.
    """
    if name not in ALLOWED:
        raise BadInput(f"'{name}' is no label or relationship type of this graph")
    return f"`{name}`"


def indexes() -> list[str]:
    """The statements that make our indexes where they are absent."""
    return [
        text("index", LABEL=label).replace("#NAME", name).replace("#PROPERTY", property)
        for name, label, property in INDEXES
    ]


@cache
def _file(name: str) -> str:
    return (files("kg") / "neo4j" / f"{name}.cypher").read_text(encoding="utf-8")
