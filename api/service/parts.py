"""What a service is made of, each part opened once, at the first question that needs it."""

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from api.classification import Classification
from api.selecting import (
    EmotionOrder,
    EmotionWhere,
    Listing,
    MappingWhere,
    TermOrder,
    TermWhere,
    select_emotions,
    select_mappings,
    select_terms,
)
from api.settings import Settings
from ontology.emotion import Emotion
from ontology.mapping import Mapping as LabelMapping
from ontology.world import Ontology, load
from vocab.lexicon import Lexicon, Term, load_lexicon
from vocab.lookup import Lookup

if TYPE_CHECKING:  # these bring numpy, rdflib and networkx, which a plain look-up never needs
    from api.batching import Batcher
    from api.graphs import Graphs
    from kg.network import Network
    from vocab.embedder import Embedder
    from vocab.feelings import Feelings
    from vocab.meaning import Meaning
    from vocab.predictor import Predictor
    from vocab.ratings import TermRating
    from vocab.vad import Reader

#: How many lists are kept in their order, so that a further page need not make its list again.
KEPT_LISTS = 16


class Parts:
    """What a service is made of, each part opened once, at the first question that needs it."""

    def __init__(self, settings: Settings | None = None, world: Ontology | None = None) -> None:
        self.settings = settings or Settings.read()
        self.world = world or load(Path(self.settings.data) if self.settings.data else None)

    @cached_property
    def lexicon(self) -> Lexicon:
        return load_lexicon(self.world)

    @cached_property
    def all_ratings(self) -> "tuple[TermRating, ...]":
        """What is said of the place of terms that are no labels."""
        from vocab.ratings import read_ratings

        return read_ratings()

    @cached_property
    def ratings(self) -> "Mapping[str, Sequence[TermRating]]":
        """The same by term."""
        from vocab.ratings import by_term

        return by_term(self.all_ratings)

    @cached_property
    def embedder(self) -> "Embedder":
        """The embedder of the settings.

        Raises:
            UnknownEmbedder, MissingExtra, ModelMissing.
        """
        from vocab.embedder import open_embedder

        return open_embedder(self.settings.embedder, self.settings.model or None)

    @cached_property
    def words(self) -> Lookup:
        """Lookup of words and phrases over the lexicon."""
        return Lookup(self.lexicon, lambda: self.meaning)

    @cached_property
    def meaning(self) -> "Meaning":
        """What finds emotions by meaning: the transfer engine unless the settings say vocabulary."""
        from vocab.engines.transfer import TransferEngine
        from vocab.meaning import ByPrototypes, ByTransfer

        if self.settings.engine == "vocabulary":
            return ByPrototypes(self.world, self.lexicon, lambda: self.embedder)
        engine = self.classification.classifier("transfer").engine
        assert isinstance(engine, TransferEngine)  # noqa: S101  # opened by that name
        return ByTransfer(self.world, self.lexicon, engine)

    @cached_property
    def predictor(self) -> "Predictor":
        """What predicts valence, arousal and dominance."""
        from vocab.predictor import Predictor

        return Predictor(lambda: self.embedder)

    @cached_property
    def feelings(self) -> "Feelings":
        """How alike words are as feelings."""
        from vocab.feelings import feelings

        return feelings(lambda: self.embedder)

    @cached_property
    def reader(self) -> "Reader":
        """Reads valence, arousal and dominance of texts; ratings of the file the settings name come first."""
        from vocab.norms import read_norms
        from vocab.vad import Reader

        norms = read_norms(Path(self.settings.norms)).words if self.settings.norms else {}
        return Reader(self.lexicon, self.words, self.predictor, norms)

    @cached_property
    def classification(self) -> Classification:
        """Classifiers by engine."""
        return Classification(self.world, self.lexicon, lambda: self.embedder, self.settings.engine)

    @cached_property
    def batcher(self) -> "Batcher":
        """The queue of classifications that a server reads together."""
        from api.batching import Batcher

        return Batcher(self.classification)

    @cached_property
    def network(self) -> "Network":
        """The graph as a graph, for ways between emotions."""
        from kg.network import Network

        return Network(self.world)

    @cached_property
    def graphs(self) -> "Graphs":
        """What there is to say of the graph as a whole."""
        from api.graphs import Graphs

        return Graphs(self.world, lambda: self.lexicon)

    @cached_property
    def _emotions(self) -> Callable[[tuple[EmotionWhere, ...], EmotionOrder], Listing[Emotion]]:
        return lru_cache(KEPT_LISTS)(lambda wheres, order: select_emotions(self.world, wheres, order))

    @cached_property
    def _terms(self) -> Callable[[TermWhere, TermOrder], Listing[Term]]:
        return lru_cache(KEPT_LISTS)(lambda where, order: select_terms(self.lexicon, where, order))

    @cached_property
    def _mappings(self) -> Callable[[MappingWhere], Listing[LabelMapping]]:
        return lru_cache(KEPT_LISTS)(lambda where: select_mappings(self.world, where))
