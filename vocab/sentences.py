"""The sentences that the classifier learns from beside GoEmotions: each written for one emotion.

They were written for this project by AI agents from nothing but their own knowledge, in 2026; no
person has labelled them and none is taken from a data set.  CC BY 4.0, like all our data.
"""

from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from ontology.tables import read
from ontology.world import Ontology
from vocab.lexicon import shipped_folder

COLUMNS = ("emotion", "genre", "text")


class Genre(Enum):
    """What kind of text it imitates."""

    SITUATION = "situation"
    COMMENT = "comment"
    POST = "post"
    DIALOGUE = "dialogue"
    NARRATION = "narration"


@dataclass(frozen=True, slots=True)
class Sentence:
    """A text and the id of the emotion that it was written for."""

    emotion: str
    genre: Genre
    text: str


def load_sentences(world: Ontology, path: Path | None = None) -> tuple[Sentence, ...]:
    """The rows of a table; without one, the shipped table.

    Raises:
        BadTable: a row breaks the format or names an emotion that is not there; names file and line.
    """
    found = []
    for row in read(path or shipped_folder() / "sentences.tsv", COLUMNS):
        if row.text("emotion") not in world:
            raise row.wrong(f"no emotion '{row.cells['emotion']}'")
        found.append(Sentence(row.text("emotion"), row.one_of("genre", Genre), row.text("text")))
    return tuple(found)
