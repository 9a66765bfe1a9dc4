"""How terms of other ontologies and lexicons stand to our emotions (SSSOM, one file a vocabulary)."""

from dataclasses import dataclass

from ontology.mapping import Match


@dataclass(frozen=True, slots=True)
class Alignment:
    """A row of ``alignments/<vocabulary>.sssom.tsv``.

    ``term`` is the CURIE of the other vocabulary as its own files show it, ``label`` its name there;
    ``target`` is one of our emotions, or a CURIE of our schema (``tone:Emotion``), or None where the
    match is NONE.
    """

    term: str
    label: str
    match: Match
    target: str | None
    justification: str
    confidence: float
    author: str
    comment: str = ""

    @property
    def vocabulary(self) -> str:
        """The prefix of the other vocabulary."""
        return self.term.partition(":")[0]
