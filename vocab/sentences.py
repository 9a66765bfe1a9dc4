"""The sentences that the classifier learns from beside GoEmotions: each written for one emotion.

They were written for this project by AI agents from nothing but their own knowledge, in 2026; no
person has labelled them and none is taken from a data set.  About half imitate the sort of text that
the field's corpora hold (reports, tweets, dialogues, headlines …), told to their writers in a sentence
or two.  CC BY 4.0, like all our data.
"""

from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from ontology.tables import read
from ontology.world import Ontology
from vocab.lexicon import shipped_folder

COLUMNS = ("emotion", "genre", "manner", "text")


class Genre(Enum):
    """What kind of text it imitates."""

    SITUATION = "situation"
    COMMENT = "comment"
    POST = "post"
    DIALOGUE = "dialogue"
    NARRATION = "narration"


@dataclass(frozen=True, slots=True)
class Sentence:
    """A text and the id of the emotion that it was written for; ``manner`` is the sort of corpus it imitates.

    Of one manner all texts were written against each other, each for one emotion of a short list; ``varied`` texts
    were written for one emotion among all.
    """

    emotion: str
    genre: Genre
    manner: str
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
        found.append(Sentence(row.text("emotion"), row.one_of("genre", Genre), row.text("manner"), row.text("text")))
    return tuple(found)
