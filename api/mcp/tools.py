"""The tools: each is one call of the service, with limits that stand in its input schema.

The docstring of a tool is what the model reads.  An error of ours goes up to ``api.mcp.server``.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import Field

from api.classification import Choice
from api.mcp.answers import Edge, Evidence, NormalizedLabel, SearchHit, TranslatedLabel
from api.mcp.cards import Card, LabelSetCard
from api.mcp.reading import ClassifiedText, PlacedText
from api.service import Service
from ontology.emotion import Tier

#: The longest text read, in characters; a model has no need to send more at once.
LONGEST = 5_000

Id = Annotated[str, Field(description="slug (joy), CURIE (tone:joy) or IRI of an emotion", max_length=200)]
SetId = Annotated[str, Field(description="id of a label set, as in goemotions; see label_sets", max_length=60)]
Text = Annotated[str, Field(description=f"English, at most {LONGEST} characters", max_length=LONGEST)]
Label = Annotated[str, Field(max_length=200)]
Labels = Annotated[list[Label], Field(description="1 to 100 labels", min_length=1, max_length=100)]
Count = Annotated[int, Field(description="how many at most, 1 to 50", ge=1, le=50)]


@dataclass(frozen=True, slots=True)
class Tools:
    """The tools over one service."""

    service: Service

    @property
    def all(self) -> tuple[Callable[..., Any], ...]:  # Any: each has its own signature
        """In the order they are listed."""
        return (
            *(self.search, self.show, self.lookup, self.normalize, self.translate, self.label_sets),
            *(self.classify, self.vad, self.neighbours, self.path),
        )

    def search(
        self, text: Annotated[str, Field(description="part of a word", max_length=200)], limit: Count = 10
    ) -> list[SearchHit]:
        """Find emotions whose label, terms or definition hold a text; by letters, not by meaning (see lookup)."""
        return [SearchHit.of(h) for h in self.service.search(text, limit=limit)]

    def show(self, id: Id) -> Card:
        """Everything known of one emotion: place in Parrott's tree, coordinates, terms, labels, relations.

        Coordinates are valence, arousal and dominance, each -1 to 1 with 0 neutral; every rating names its source.
        """
        return Card.of(self.service.show(id))

    def lookup(self, text: Text, k: Count = 5) -> list[Evidence]:
        """The emotions that a word, an idiom or a sentence names or means, best first, with score 0 to 1 and evidence.

        Empty where none is near.
        """
        return [Evidence.of(f, self.service.world) for f in self.service.lookup(text, k=k)]

    def normalize(
        self,
        labels: Labels,
        source: SetId | None = None,
        target: SetId | None = None,
        by_meaning: Annotated[bool, Field(description="ask the encoder about unknown labels")] = False,
    ) -> list[NormalizedLabel]:
        """What emotion each label names in any spelling and, with target, its labels in that set.

        With source, the labels are read as that set spells them.  Confidence runs from 0 to 1.
        """
        found = self.service.normalize(labels, source=source, target=target, by_meaning=by_meaning)
        return [NormalizedLabel.of(n, self.service.world) for n in found]

    def translate(self, labels: Labels, source: SetId, target: SetId) -> list[TranslatedLabel]:
        """Labels of one set as labels of another, each with its chain of matches and confidence 0 to 1."""
        return [TranslatedLabel.of(t) for t in self.service.translate(labels, source=source, target=target)]

    def label_sets(self, id: SetId | None = None) -> list[LabelSetCard]:
        """The label sets that labels can be translated between; with an id that set alone, with its labels."""
        if id is not None:
            return [LabelSetCard.of(self.service.label_set(id), with_labels=True)]
        return [LabelSetCard.of(s, with_labels=False) for s in self.service.world.label_sets.values()]

    def classify(
        self,
        texts: Annotated[list[Text], Field(description="1 to 20 texts", min_length=1, max_length=20)],
        label_set: SetId | None = None,
        labels: Annotated[list[Label] | None, Field(description="2 to 100 of your own", max_length=100)] = None,
        tier: Annotated[int | None, Field(description="emotions of Parrott's tier 1, 2 or 3", ge=1, le=3)] = None,
        multi: Annotated[bool, Field(description="judge each label for itself, since several may hold")] = False,
        explain: Annotated[bool, Field(description="also say what speaks for the best label")] = False,
        top: Count = 5,
    ) -> list[ClassifiedText]:
        """Which label fits each text, without training; give exactly one of label_set, labels and tier.

        Shares are calibrated probabilities, 0 to 1; decided says whether the best one stands out.
        """
        choice = Choice(label_set, tuple(labels or ()), list(Tier)[tier - 1] if tier else None)
        found = self.service.classify(texts, choice, multi=multi)
        return [
            ClassifiedText.of(text, scores, choice, self.service, top=top, explain=explain)
            for text, scores in zip(texts, found, strict=True)
        ]

    def vad(
        self, texts: Annotated[list[Text], Field(description="1 to 50 texts", min_length=1, max_length=50)]
    ) -> list[PlacedText]:
        """Where words or sentences lie in valence, arousal and dominance, each -1 to 1, with the error to expect.

        Rated by people where they were, else predicted; method and source say which.
        """
        found = self.service.vads(texts)
        return [PlacedText.of(text, placed, self.service.world) for text, placed in zip(texts, found, strict=True)]

    def neighbours(self, id: Id, limit: Annotated[int, Field(ge=1, le=200)] = 100) -> list[Edge]:
        """Every edge at an emotion: parent, children, opposites, relations, blends; with VAD distances, 0 to 3.46."""
        return [Edge.of(h) for h in self.service.neighbours(id)[:limit]]

    def path(self, start: Id, end: Id) -> list[Edge]:
        """The shortest way between two emotions over tree and relations, edge by edge; empty where none leads there."""
        return [Edge.of(h) for h in self.service.path(start, end)]
