"""Texts to labels: what one may choose from, by which engine, and why."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from kg.terms import label_id_of
from ontology.emotion import Tier
from ontology.errors import BadInput
from ontology.taxonomy import lineage
from ontology.world import Ontology
from vocab.lexicon import Lexicon

if TYPE_CHECKING:
    from vocab.candidates import Candidate
    from vocab.classify import Classifier, Scores
    from vocab.embedder import Embedder
    from vocab.spot import Spotted

#: Characters; a longer text is refused, since the encoders read no more than its beginning anyway.
LONGEST_TEXT = 100_000


@dataclass(frozen=True, slots=True)
class Choice:
    """What to choose from: exactly one of a label set, labels of one's own, and a tier."""

    label_set: str | None = None
    labels: tuple[str, ...] = ()
    tier: Tier | None = None

    @classmethod
    def named(cls, labels: str | None, tier: int | None = None) -> "Choice":
        """From the words of a command: a set's id, or labels with commas; or a tier, 1 … 3."""
        free = tuple(part.strip() for part in labels.split(",")) if labels and "," in labels else ()
        return cls(None if free else labels, free, list(Tier)[tier - 1] if tier else None)


@dataclass(frozen=True, slots=True)
class Why:
    """What speaks for a label: terms of the text that name its emotions, and what else is nearest to it.

    ``near``: pieces of evidence of the engine's own with their weight: texts that stand for the label, by cosine, or
    words of the text, by what they add.
    """

    label: str
    terms: tuple["Spotted", ...]
    near: tuple[tuple[str, float], ...]


class Classification:
    """Classifiers by engine over one ontology; each is opened at the first text."""

    def __init__(self, world: Ontology, lexicon: Lexicon, embedder: "Callable[[], Embedder]", engine: str) -> None:
        self._world, self._lexicon, self._embedder, self._engine = world, lexicon, embedder, engine
        self.classifier: Callable[[str], Classifier] = cache(self._open)

    def _open(self, engine: str) -> "Classifier":
        from vocab.classify import Classifier
        from vocab.engine import open_engine

        return Classifier(open_engine(engine, self._embedder))

    def candidates(self, choice: Choice) -> "tuple[Candidate, ...]":
        """What there is to choose from.

        Raises:
            BadInput: not exactly one of the three is given, labels repeat or are fewer than two.
            UnknownLabelSet.
        """
        from vocab.candidates import free_candidates, set_candidates, tier_candidates

        if (choice.label_set is not None) + bool(choice.labels) + (choice.tier is not None) != 1:
            raise BadInput("say what to choose from: a label set, labels of your own, or a tier; one of them")
        if choice.label_set is not None:
            return set_candidates(self._world, self._lexicon, label_id_of(choice.label_set))
        if choice.tier is not None:
            return tier_candidates(self._world, self._lexicon, choice.tier)
        return free_candidates(self._world, self._lexicon, choice.labels)

    def classify(
        self, texts: Sequence[str], candidates: "Sequence[Candidate]", *, engine: str | None = None, multi: bool = False
    ) -> "tuple[Scores, ...]":
        """Scores of any number of texts, in their order.

        Raises:
            BadInput: a text is empty or too long; says which.
            UnknownEngine, ModelMissing, MissingExtra.
        """
        readable(texts)
        return tuple(self.classifier(engine or self._engine).classify(texts, candidates, multi=multi))

    def classify_tier(self, texts: Sequence[str], tier: Tier, *, engine: str | None = None) -> "tuple[Scores, ...]":
        """Scores among the emotions of a tier, from the primary emotions down; raises like ``classify``.

        No emotion is likelier than its parent.  At the third tier the rest up to 1 stays with secondary emotions that
        have no parts.
        """
        from vocab.candidates import tier_candidates

        readable(texts)
        levels = [tier_candidates(self._world, self._lexicon, t) for t in list(Tier)[: tier.depth]]
        parent = {e.id: e.parent for e in self._world if e.tier is not None and e.parent is not None}
        found = self.classifier(engine or self._engine).tree(texts, levels, parent)
        return tuple(scores[-1] for scores in found)

    def why(self, text: str, best: "Candidate", spotted: "Sequence[Spotted]", *, engine: str | None = None) -> Why:
        """What speaks for a label of a text; ``spotted`` are the terms in it."""
        meant = set(best.emotions)
        terms = [s for s in spotted if not s.negated and meant & {e.id for e in lineage(self._world, s.term.emotion)}]
        near = self.classifier(engine or self._engine).engine.why(text, best)
        return Why(best.label, tuple(terms), near)


def readable(texts: Sequence[str]) -> None:
    """Raises BadInput for the first text that is empty, too long or not UTF-8; says which."""
    for number, text in enumerate(texts, 1):
        if fault := fault_of(text):
            raise BadInput(f"text {number} {fault}")


def fault_of(text: str) -> str:
    """What is wrong with a text, as the end of a sentence; empty if nothing."""
    if not text.strip():
        return "is empty"
    if len(text) > LONGEST_TEXT:
        return f"has {len(text)} characters; at most {LONGEST_TEXT}"
    if any("\ud800" <= c <= "\udfff" for c in text):
        return "is not UTF-8"
    return ""
