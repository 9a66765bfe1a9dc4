"""Questions about where feelings go."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from api.answers import Transitioned
from api.change import Asked, change, place
from api.service.labels import Labels
from api.service.limits import MOST, within
from ontology.edges import ConceptTransition, EffectStatus, ObservedTransition, TraitEffect
from ontology.emotion import Emotion, Tier
from ontology.errors import BadInput
from ontology.personality import Personality

if TYPE_CHECKING:  # these bring numpy, rdflib and networkx, which a plain look-up never needs
    pass


class Changes(Labels):
    """Questions about where feelings go."""

    def transition(
        self,
        start: str,
        stimulus: str | None,
        personality: Personality,
        *,
        model: str = "wen",
        steps: int = 1,
        hold: int | None = None,
        k: int = 3,
        tier: Tier | None = None,
        seed: int = 13,
        corpus: str = "cped2022",
    ) -> Transitioned:
        """The path of a person from an emotion, with the ``k`` nearest emotions and largest shares at each step.

        ``hold`` is for how many steps the stimulus lasts, all if left out; ``seed`` is of the model with
        chance in it, ``corpus`` of the one that counts.

        Raises:
            UnknownEmotion, BadInput: no such model or corpus, an emotion has no coordinates or no label in
                the corpus, or ``steps``, ``hold`` or ``k`` is out of range.
        """
        within("k", k, 100)
        now, met = self.emotion(start), self.emotion(stimulus) if stimulus else None
        asked = Asked(now, met, personality, steps=steps, hold=hold, k=k, tier=tier, seed=seed, corpus=corpus)
        return change(self.world, asked, model)

    def observed(self, corpus: str, before: str | None = None, *, first: int = 100) -> tuple[ObservedTransition, ...]:
        """What was counted in a corpus, most often first; only from one label where given.

        Raises:
            BadInput: no such corpus, or ``first`` is out of range.
        """
        within("first", first, MOST)
        self._has_corpus(corpus)
        rows = (o for o in self.world.observed if o.corpus == corpus and before in (None, o.before))
        return tuple(sorted(rows, key=lambda o: (-o.turns, o.before, o.partner, o.after)))[:first]

    def trait_effects(
        self, corpus: str, status: EffectStatus | None = None, *, first: int = 100
    ) -> tuple[TraitEffect, ...]:
        """What traits did to transitions in a corpus, least probable by chance first.

        Raises:
            BadInput: no such corpus, or ``first`` is out of range.
        """
        within("first", first, MOST)
        self._has_corpus(corpus)
        rows = (e for e in self.world.trait_effects if e.corpus == corpus and status in (None, e.status))
        return tuple(sorted(rows, key=lambda e: (e.p, e.trait, e.before, e.after)))[:first]

    def _has_corpus(self, corpus: str) -> None:
        if corpus not in self.world.corpora:
            raise BadInput(f"no corpus '{corpus}' with transitions; there are {', '.join(self.world.corpora)}")

    def expected(self, states: Sequence[str]) -> list[ConceptTransition]:
        """How likely people are expected to think each state turns into each other one: modelled, not rated.

        States are any words or phrases.

        Raises:
            BadInput: a state is empty, or there are fewer than 2 or too many.
            MissingExtra, ModelMissing: there is no encoder.
        """
        from vocab.concept import expected

        if not 2 <= len(states) <= 200:
            raise BadInput(f"number of states {len(states)} is outside 2 … 200")
        places = [found.vad for found in self.vads(states)]
        return expected(states, places, self.feelings)

    def expected_of(self, emotions: Sequence[Emotion]) -> list[ConceptTransition]:
        """The same between emotions by their ids, which lie where their preferred rating says.

        Raises:
            BadInput: an emotion has no coordinates.
        """
        from vocab.concept import expected

        places = [place(self.world, e) for e in emotions]
        words, ids = [e.word for e in emotions], [e.id for e in emotions]
        return expected(words, places, self.feelings, ids)
