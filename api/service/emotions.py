"""Questions about emotions."""

from typing import TYPE_CHECKING

from api.answers import Hit, Shown
from api.selecting import (
    EmotionOrder,
    EmotionWhere,
    Listing,
)
from api.service.limits import MOST, not_empty, within
from api.service.stores import Stores
from kg.terms import id_of
from ontology.emotion import Emotion, Module, Tier
from ontology.harmonize import labels_of
from ontology.taxonomy import ancestors, outline

if TYPE_CHECKING:  # these bring numpy, rdflib and networkx, which a plain look-up never needs
    pass


class Emotions(Stores):
    """Questions about emotions."""

    def emotion(self, id: str) -> Emotion:
        """The emotion with this slug, CURIE or IRI.

        Raises:
            UnknownEmotion: there is none; names the nearest.
        """
        return self.world[id_of(id)]

    def emotions(
        self,
        *,
        tier: Tier | None = None,
        extension: bool = True,
        containing: str = "",
        where: EmotionWhere | None = None,
        order: EmotionOrder | None = None,
    ) -> Listing[Emotion]:
        """All emotions, by id unless ``order`` says otherwise; with ``tier`` only those of Parrott's tier.

        ``containing`` is a part of label or definition; ``where`` holds further conditions.

        Raises:
            UnknownEmotion: in ``where``.
        """
        shortly = EmotionWhere(tier=tier, module=None if extension else Module.PARROTT, containing=containing)
        return self._emotions((shortly, where or EmotionWhere()), order or EmotionOrder())

    def show(self, id: str) -> Shown:
        """Everything known of one emotion.

        Raises:
            UnknownEmotion.
        """
        emotion = self.emotion(id)
        world, of = self.world, emotion.id
        return Shown(
            emotion=emotion,
            ancestors=ancestors(world, of),
            children=world.children.get(of, ()),
            vad=world.vad(of),
            preferred_rating=world.preferred_rating(of),
            ratings=world.ratings_of.get(of, ()),
            disagreements=world.disagreements(of),
            terms=self.lexicon.of(of),
            labels=tuple(t for s in world.label_sets for t in labels_of(world, of, s)[:1]),
            relations=world.relations_of.get(of, ()),
            blends=world.blends_of.get(of, ()),
        )

    def tree(self, *, extension: bool = False) -> tuple[tuple[int, Emotion], ...]:
        """(depth, emotion) line by line, parents before children."""
        return tuple(outline(self.world, extension=extension))

    def search(self, text: str, *, limit: int = 10) -> tuple[Hit, ...]:
        """Emotions whose label, terms or definition hold the text: whole matches, then beginnings, then parts."""
        wanted = not_empty(text).casefold()
        within("limit", limit, MOST)
        hits: dict[str, tuple[int, Hit]] = {}
        for emotion in self.world:
            fields = (
                ("label", (emotion.label,)),
                ("term", (term.text for term in self.lexicon.of(emotion.id))),
                ("definition", (emotion.definition,)),
            )
            for weight, (field, texts) in enumerate(fields):
                for candidate in texts:
                    if wanted in (folded := candidate.casefold()):
                        how = 0 if folded == wanted else 1 if folded.startswith(wanted) else 2
                        rank = 3 * weight + how if field == "definition" else 2 * how + weight
                        if emotion.id not in hits or rank < hits[emotion.id][0]:
                            hits[emotion.id] = (rank, Hit(emotion, candidate, field))
        ranked = sorted(hits.values(), key=lambda pair: (pair[0], pair[1].emotion.id))
        return tuple(hit for _, hit in ranked[:limit])
