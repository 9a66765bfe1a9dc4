"""Questions about words and texts."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from api.classification import Choice, Why, fault_of, readable
from api.selecting import (
    Listing,
    TermOrder,
    TermWhere,
)
from api.service.emotions import Emotions
from api.service.limits import MOST, not_empty, within
from ontology.errors import BadInput, UnknownTerm
from vocab.lexicon import Term
from vocab.lookup import Found
from vocab.text import normalise

if TYPE_CHECKING:  # these bring numpy, rdflib and networkx, which a plain look-up never needs
    from vocab.classify import Scores
    from vocab.recall import Recalled
    from vocab.spot import Spotted
    from vocab.vad import TextVAD


class Texts(Emotions):
    """Questions about words and texts."""

    def lookup(self, text: str, *, k: int = 5) -> tuple[Found, ...]:
        """The emotions a text names or means, best first, each with its evidence; empty where none.

        Raises:
            BadInput: the text is empty or ``k`` is out of range.
            ModelMissing, MissingExtra: only where the text is not a known term.
        """
        within("k", k, 100)
        return self.words.lookup(not_empty(text), k=k)

    def spot(self, text: str, *, evoked: bool = False) -> "tuple[Spotted, ...]":
        """The terms inside running text, in their order, those under a negation marked.

        With ``evoked`` also terms that only name what tends to bring an emotion about.

        Raises:
            BadInput: the text is empty.
            MissingExtra: spaCy is not installed.
        """
        from vocab.text import spot

        return spot(not_empty(text), self.lexicon, evoked=evoked)

    def term(self, text: str) -> Term:
        """The term spelt, or normalised, so.

        Raises:
            UnknownTerm: there is none; names the nearest.
        """
        found = self.find_term(text)
        if found is None:
            raise UnknownTerm(text, self.lexicon.texts)
        return found

    def find_term(self, text: str) -> Term | None:
        """Like ``term``; None where there is none."""
        return self.lexicon.find(text) or self.lexicon.find_folded(normalise(text))

    def terms(self, where: TermWhere | None = None, order: TermOrder | None = None) -> Listing[Term]:
        """The terms of the lexicon, by their text unless ``order`` says otherwise.

        Raises:
            UnknownEmotion: in ``where``.
        """
        if where is not None and where.emotion is not None:
            self.emotion(where.emotion)
        return self._terms(where or TermWhere(), order or TermOrder())

    def known(self, text: str) -> tuple[Found, ...]:
        """Like ``lookup`` by the steps that need no model."""
        return self.words.known(not_empty(text))

    def vad(self, text: str) -> "TextVAD":
        """Where a text lies, with the error to expect and how it was got; see ``vads``."""
        return self.vads([text])[0]

    def vads(self, texts: Sequence[str]) -> "list[TextVAD]":
        """Where texts lie, each rated, looked up or predicted, and saying which.

        Raises:
            BadInput: a text is empty, there are too many, or the embedder is not the one the models read.
            MissingExtra, ModelMissing: a text needs a model that is not there.
        """
        within("number of texts", len(texts), MOST)
        return self.reader.read([not_empty(text) for text in texts])

    def classify(
        self, texts: Sequence[str], choice: Choice, *, engine: str | None = None, multi: bool = False
    ) -> tuple["Scores", ...]:
        """How likely each label is for each text; without training on the label set.

        Raises:
            BadInput: too many texts, one is empty or too long, or the choice is none.
            UnknownLabelSet, UnknownEngine, ModelMissing, MissingExtra.
        """
        within("number of texts", len(texts), MOST)
        candidates = self.classification.candidates(choice)
        if choice.tier is not None and not multi:
            return self.classification.classify_tier(texts, choice.tier, engine=engine)
        return self.classification.classify(texts, candidates, engine=engine, multi=multi)

    def classify_together(
        self, texts: Sequence[str], choice: Choice, *, engine: str | None = None, multi: bool = False
    ) -> tuple["Scores", ...]:
        """The same for a server: questions that come at once are read together; tiers are read alone.

        Raises:
            Busy: too many texts wait already.
        """
        if choice.tier is not None:
            return self.classify(texts, choice, engine=engine, multi=multi)
        within("number of texts", len(texts), MOST)
        readable(texts)
        candidates = self.classification.candidates(choice)
        return self.batcher.submit(texts, candidates, engine=engine, multi=multi).result()

    def why(self, text: str, label: str, choice: Choice, *, engine: str | None = None) -> Why:
        """What speaks for a label of the choice, such as the best of ``classify``; raises like it."""
        meant = next(c for c in self.classification.candidates(choice) if c.label == label)
        return self.classification.why(text, meant, self.spot(text), engine=engine)

    def recall(
        self, query: str, texts: Sequence[str], k: int = 5, *, strategy: str = "combined", weight: float = 0.3
    ) -> "tuple[Recalled, ...]":
        """The texts that come to mind for a query, by meaning and by feeling; see ``vocab.recall``.

        Raises:
            BadInput: a text is empty or too long, or a number or the strategy is not as it may be.
            ModelMissing, MissingExtra.
        """
        from vocab.recall import Strategy, recall

        known = [s.value for s in Strategy]
        if strategy not in known:
            raise BadInput(f"no strategy '{strategy}'; there are {', '.join(known)}")
        for number, text in enumerate((query, *texts)):
            if fault := fault_of(text):
                raise BadInput(f"{f'text {number}' if number else 'the query'} {fault}")
        vectors = self.embedder.encode([query, *texts])
        starts = range(0, len(texts) + 1, MOST)
        places = [v.vad for i in starts for v in self.vads([query, *texts][i : i + MOST])]
        memories = list(zip(texts, vectors[1:], places[1:], strict=True))
        return recall((vectors[0], places[0]), memories, k, strategy=Strategy(strategy), weight=weight)
