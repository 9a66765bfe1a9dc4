"""Everything the product can do, in plain Python: GraphQL, HTTP and the command line are faces of it.

Building a ``Service`` reads tables only; the store and the model are opened at the first question
that needs them, once.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from api.answers import Hit, Normalized, Shown, Transitioned, Translated
from api.change import Asked, change, place
from api.classification import Choice, Classification, Why, fault_of, readable
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
from kg.terms import id_of, label_id_of, label_set_id_of
from ontology.edges import ConceptTransition, EffectStatus, ObservedTransition, TraitEffect
from ontology.emotion import Emotion, Module, Tier
from ontology.errors import BadInput, UnknownTerm
from ontology.harmonize import labels_of, translate
from ontology.labels import Label, LabelSet
from ontology.loss import WHOLE, Loss, loss
from ontology.mapping import Mapping as LabelMapping
from ontology.personality import Personality
from ontology.scoring import Score, score
from ontology.taxonomy import ancestors, outline
from ontology.world import Ontology, load
from vocab.lexicon import Lexicon, Term, load_lexicon
from vocab.lookup import Found, Lookup
from vocab.text import normalise

if TYPE_CHECKING:  # these bring numpy, rdflib and networkx, which a plain look-up never needs
    from api.batching import Batcher
    from api.graphs import Graphs, TextSpread
    from api.neo4j_graph import Neo4jGraph
    from kg.network import Hop, Network
    from kg.network.bridges import Bridge
    from kg.network.centrality import Centrality
    from kg.network.communities import Communities
    from kg.network.walks import Walk
    from kg.network.ways import Ways
    from kg.questions import Questions
    from kg.rdf import Quad, Triple
    from kg.results import Answer
    from kg.store import Store
    from vocab.align import Aligned
    from vocab.classify import Scores
    from vocab.embedder import Embedder
    from vocab.feelings import Feelings
    from vocab.meaning import Meaning
    from vocab.predictor import Predictor
    from vocab.ratings import TermRating
    from vocab.recall import Recalled
    from vocab.spot import Spotted
    from vocab.vad import Reader, TextVAD

#: The largest number of items one answer lists, and of texts one call takes.
MOST = 1000

#: How many lists are kept in their order, so that a further page need not make its list again.
KEPT_LISTS = 16


class Service:
    """The product over one ontology; safe to share between threads once warm."""

    def __init__(self, settings: Settings | None = None, world: Ontology | None = None) -> None:
        self.settings = settings or Settings.read()
        self.world = world or load(Path(self.settings.data) if self.settings.data else None)

    # -- the parts, each opened once, at first need ------------------------------------------------

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
    def store(self) -> "Store":
        """What answers SPARQL: an embedded store, filled, or an endpoint that holds what the tables say.

        Raises:
            UnknownStore, MissingExtra; BadInput: the graphs of the settings cannot be read.
            NotSpoken: the store speaks no SPARQL, and the settings name none that does.
            StoreUnreachable, StoreRefused, GraphNotWhole.
        """
        from kg.store import open_store

        name = self.settings.sparql_store or self.settings.store
        if name == "sparql":
            return self._endpoint()
        store = open_store(name, self.settings.store_path or None)
        store.load(self.statements())
        return store

    def _endpoint(self) -> "Store":
        from kg.stores.sparql import SparqlStore
        from ontology.errors import GraphNotWhole

        store = self.open_endpoint()
        wanted = Counter(quad.graph for quad in set(self.statements()))
        assert isinstance(store, SparqlStore)  # noqa: S101  # opened by that name
        if store.counts(wanted) != wanted:
            raise GraphNotWhole(store.address, "it does not hold the statements of these tables", "tone store load")
        return store

    def open_endpoint(self) -> "Store":
        """The endpoint of the settings, as it is.

        Raises:
            BadInput, StoreUnreachable, StoreRefused.
        """
        from kg.store import open_store

        s = self.settings
        options = {"update": s.store_update_url, "user": s.store_user, "password": s.store_password}
        return open_store("sparql", s.store_url, **options, seconds=s.sparql_seconds)

    def statements(self) -> "Iterator[Quad]":
        """Everything that the store is filled with: the tables, the lexicon and the graphs of the settings.

        Raises:
            BadInput: the graphs of the settings cannot be read.
        """
        from kg.beside import read_graphs
        from kg.triples import expand
        from kg.vocabulary import term_ratings, vocabulary

        yours = read_graphs(Path(self.settings.graphs)) if self.settings.graphs else ()
        return chain(expand(self.world), vocabulary(self.lexicon), term_ratings(self.all_ratings), yours)

    @cached_property
    def neo4j(self) -> "Neo4jGraph":
        """The graph in Neo4j, connected.

        Raises:
            MissingExtra, BadInput, StoreUnreachable, StoreRefused.
        """
        from kg.store import STORES
        from ontology.backends import backend
        from ontology.errors import UnknownStore

        backend(STORES, "neo4j", UnknownStore)  # says which extra is missing
        from api.neo4j_graph import Neo4jGraph

        return Neo4jGraph.open(self)

    @property
    def embeds_sparql(self) -> bool:
        """Whether SPARQL is answered in here, so that workers can be made for it."""
        from kg.store import REMOTE

        return (self.settings.sparql_store or self.settings.store) not in REMOTE

    @property
    def is_remote(self) -> bool:
        """Whether the graph lies with a server of its own."""
        from kg.store import REMOTE

        return self.settings.store in REMOTE

    @cached_property
    def questions(self) -> "Questions":
        """Who answers questions about the graph: the store of the settings, and none in its place.

        Raises:
            GraphNotWhole: the server holds something else than the tables say.
            StoreUnreachable, StoreRefused; like ``store``.
        """
        if self.settings.store == "neo4j":
            return self.neo4j.questions()
        from kg.ask import SparqlQuestions

        return SparqlQuestions(self.store)

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

    def warm(self) -> None:
        """Open store, encoder and engine now, so that no later question waits for them.

        Raises:
            ModelMissing, MissingExtra, BadInput: a part that later questions will need is not there.
        """
        self.questions  # noqa: B018  # opening it is the point
        self.classify(["being glad that it went well"], Choice("ekman"))
        self.words.lookup("being glad that it went well")

    def renewed(self) -> "Service":
        """The same over tables read anew; the encoder is kept, since it is slow to load and does not depend on them.

        Raises:
            BadTable, OutOfRange: a table is not as it must be.
        """
        fresh = Service(self.settings)
        if "embedder" in vars(self):
            vars(fresh)["embedder"] = self.embedder
        return fresh

    @property
    def model_state(self) -> str:
        """``loaded`` once a question has needed the model, ``not loaded`` before."""
        return f"{self.embedder.name} loaded" if "embedder" in vars(self) else f"{self.settings.embedder} not loaded"

    def close(self) -> None:
        """Finish what was accepted, and let go of the store's files."""
        if "batcher" in vars(self):
            self.batcher.close()
        if "store" in vars(self):
            self.store.close()
        if "neo4j" in vars(self):
            self.neo4j.database.close()

    # -- emotions ----------------------------------------------------------------------------------

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
        wanted = _not_empty(text).casefold()
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

    # -- labels ------------------------------------------------------------------------------------

    def label_set(self, id: str) -> LabelSet:
        """One label set, by id, CURIE or IRI.

        Raises:
            UnknownLabelSet.
        """
        return self.world.label_set(label_set_id_of(id))

    def label(self, id: str) -> Label:
        """One label, by an id such as ``goemotions/joy``, CURIE or IRI.

        Raises:
            UnknownLabelSet, UnknownLabel.
        """
        return self.world.label(label_id_of(id) or id)

    def find_label(self, id: str) -> Label | None:
        """Like ``label``; None where there is none."""
        label_set, _, name = (label_id_of(id) or id).partition("/")
        known = self.world.label_sets.get(label_set)
        return None if known is None else known.find(name)

    def label_in(self, label_set: str, label: str) -> Label:
        """The label of a set, spelt as in its data, by code, by alias, or by id, CURIE or IRI.

        Raises:
            UnknownLabelSet, UnknownLabel.
        """
        labels, id = self.label_set(label_set), label_id_of(label) or label
        is_its = id.startswith(f"{labels.id}/") and labels.find(label) is None
        return labels[id.removeprefix(f"{labels.id}/") if is_its else label]

    def mappings(self, where: MappingWhere | None = None) -> Listing[LabelMapping]:
        """How labels stand to emotions, by label, then by emotion.

        Raises:
            UnknownLabelSet, UnknownEmotion: in ``where``.
        """
        return self._mappings(where or MappingWhere())

    def normalize(
        self,
        labels: Sequence[str],
        *,
        source: str | None = None,
        target: str | None = None,
        by_meaning: bool = False,
    ) -> tuple[Normalized, ...]:
        """What emotion each label names and, with ``target``, which of that set's labels it becomes.

        With ``source`` the labels are read as that set spells them.  Unknown labels come back with
        nothing found; with ``by_meaning`` the embedder is asked too.  A label that is given by CURIE or IRI
        says itself which set spells it; the CURIE or IRI of an emotion names just that.

        Raises:
            UnknownLabelSet, UnknownLabel, BadInput (too many labels).
        """
        within("number of labels", len(labels), MOST)
        spelt_by = self.label_set(source).id if source is not None else None
        goal = self.label_set(target).id if target is not None else None
        return tuple(self._normalized(label, spelt_by, goal, by_meaning=by_meaning) for label in labels)

    def _normalized(self, label: str, source: str | None, target: str | None, *, by_meaning: bool) -> Normalized:
        if source is None and (id := label_id_of(label)):
            source = id.partition("/")[0]
        if source is not None:
            spelt = self.label_in(source, label)
            found = self._mapped(spelt, label)
            targets = translate(self.world, spelt.label, source, target) if target else ()
        else:
            found = self._by_id(label) or (self.words.lookup(label) if by_meaning else self.words.known(label))
            targets = labels_of(self.world, found[0].emotion, target) if found and target else ()
        return Normalized(label, found, self.world[found[0].emotion] if found else None, targets)

    def _by_id(self, label: str) -> tuple[Found, ...]:
        """The emotion that a CURIE or an IRI names; a plain word is for the lexicon to find."""
        id = id_of(label)
        if id == label.strip() or id not in self.world:
            return ()
        return (Found(emotion=id, score=1.0, step="id", term=self.world[id].label, matched=label),)

    def _mapped(self, spelt: Label, label: str) -> tuple[Found, ...]:
        mappings = self.world.mappings_of_label.get(spelt.id, ())
        ranked = sorted(mappings, key=lambda m: (-m.match.strength, -m.confidence))
        return tuple(
            Found(emotion=m.emotion, score=m.confidence, step=m.match.value, term=spelt.label, matched=label)
            for m in ranked
            if m.emotion is not None
        )

    def translate(self, labels: Sequence[str], *, source: str, target: str) -> tuple[Translated, ...]:
        """Labels of one set as labels of another, each with its chains through the ontology.

        Raises:
            UnknownLabelSet, UnknownLabel, BadInput (too many labels).
        """
        within("number of labels", len(labels), MOST)
        start, goal = self.label_set(source).id, self.label_set(target).id
        spelt = ((label, self.label_in(start, label).label) for label in labels)
        return tuple(Translated(label, translate(self.world, known, start, goal)) for label, known in spelt)

    def loss(self, source: str, target: str, counts: Mapping[str, float] | None = None) -> Loss:
        """What carrying one set to another loses; every label counts the same where no counts are given.

        Raises:
            UnknownLabelSet, UnknownLabel; BadInput: the set has no known labels, or the counts cannot be.
        """
        source, goal = self.label_set(source).id, self._goal(target)
        if counts is None:
            return loss(self.world, source, goal)
        given: Counter[str] = Counter()
        for label, n in counts.items():
            given[self.label_in(source, label).label] += n  # type: ignore[assignment]  # counts may be shares
        return loss(self.world, source, goal, given)

    def align(self, labels: Sequence[str]) -> "list[Aligned]":
        """The emotion that each label of a new set most likely means, with the evidence and the runner-up.

        Raises:
            BadInput: there are too many labels, or one is empty.
            MissingExtra, ModelMissing: a label is not known and there is no encoder.
        """
        from vocab.align import Aligner

        places = [found.vad for found in self.vads(labels)]
        return Aligner(self.world, self.lexicon, self.words, self.feelings).align(labels, places)

    def score(self, gold: Sequence[str], predicted: Sequence[str]) -> tuple[Score, tuple[str, ...]]:
        """How well free words given agree with free words expected, and the words that name no known emotion.

        Words are placed by the vocabulary (labels, terms, other spellings and forms), so synonyms are equal; a word
        that cannot be placed is left out on its side.

        Raises:
            BadInput: there are too many words on a side.
        """
        placed, lost = [], []
        for words in (gold, predicted):
            within("number of words", len(words) + 1, MOST)
            found = [(word, self.words.known(word)) for word in words if word.strip()]
            placed.append([f[0].emotion for _, f in found if f])
            lost += [word for word, f in found if not f]
        return score(self.world, placed[0], placed[1]), tuple(lost)

    def losses(self, source: str | None = None, target: str | None = None) -> tuple[Loss, ...]:
        """What conversions lose under equal counts: of one pair, from one set to all, or of all pairs.

        Sets without known labels are left out.

        Raises:
            UnknownLabelSet; BadInput: the set has no known labels.
        """
        sets = [s.id for s in self.world.label_sets.values() if len(s)]
        sources = [self.label_set(source).id] if source else sets
        targets = [self._goal(target)] if target else [*sets, *WHOLE]
        return tuple(loss(self.world, a, b) for a in sources for b in targets)

    def _goal(self, target: str) -> str:
        return target if target in WHOLE else self.label_set(target).id

    # -- texts -------------------------------------------------------------------------------------

    def lookup(self, text: str, *, k: int = 5) -> tuple[Found, ...]:
        """The emotions a text names or means, best first, each with its evidence; empty where none.

        Raises:
            BadInput: the text is empty or ``k`` is out of range.
            ModelMissing, MissingExtra: only where the text is not a known term.
        """
        within("k", k, 100)
        return self.words.lookup(_not_empty(text), k=k)

    def spot(self, text: str, *, evoked: bool = False) -> "tuple[Spotted, ...]":
        """The terms inside running text, in their order, those under a negation marked.

        With ``evoked`` also terms that only name what tends to bring an emotion about.

        Raises:
            BadInput: the text is empty.
            MissingExtra: spaCy is not installed.
        """
        from vocab.text import spot

        return spot(_not_empty(text), self.lexicon, evoked=evoked)

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
        return self.words.known(_not_empty(text))

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
        return self.reader.read([_not_empty(text) for text in texts])

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

    # -- change and graph --------------------------------------------------------------------------

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

    def path(self, start: str, end: str) -> tuple["Hop", ...]:
        """The shortest way between two emotions over tree edges and relations; empty where there is none.

        Raises:
            UnknownEmotion.
        """
        return self.network.path(self.emotion(start).id, self.emotion(end).id)

    def neighbours(self, id: str) -> tuple["Hop", ...]:
        """Every edge at an emotion: parent, children, relations.

        Raises:
            UnknownEmotion.
        """
        of = self.emotion(id).id
        if not self.is_remote:  # the tables say the same, and are at hand
            return self.network.neighbours(of)
        from kg.network import Hop

        place, edges = self.world.vad(of), self.questions.neighbours(of)
        others = ((edge, self.world.vad(edge.target)) for edge in edges)
        return tuple(Hop(of, e.kind, e.target, place.distance(v) if place and v else 1.0) for e, v in others)

    def ways(self, start: str, end: str, *, by: str = "vad", edges: Sequence[str] | None = None, k: int = 1) -> "Ways":
        """The ``k`` cheapest ways between two emotions, each edge with its cost and its sources.

        ``by`` is what an edge costs (vad, hops, relation, affective), ``edges`` are the types that are walked: all
        but opposites and counted transitions if left out.

        Raises:
            UnknownEmotion; BadInput: no such cost or type, or ``k`` is out of range.
        """
        return self.graphs.ways(self.emotion(start).id, self.emotion(end).id, edges, by, k)

    def centrality(
        self,
        *,
        measure: str = "betweenness",
        by: str = "vad",
        edges: Sequence[str] | None = None,
        first: int = MOST,
    ) -> "Centrality":
        """The most central emotions of the graph of these edges, by a measure, with the others beside it.

        Raises:
            BadInput: no such measure, cost or type, or ``first`` is out of range.
        """
        within("first", first, MOST)
        return self.graphs.centrality(measure, edges, by, first)

    def communities(
        self,
        *,
        links: str = "terms",
        by: str = "vad",
        edges: Sequence[str] | None = None,
        method: str = "louvain",
        seed: int = 13,
        permutations: int = 1000,
    ) -> "Communities":
        """The groups that shared terms (or edges, without the tree unless named) make, held against the tiers.

        Raises:
            BadInput: no such links, cost, type or method, or a number is out of range.
        """
        return self.graphs.communities(links, edges, by, method, seed, permutations)

    def bridges(
        self, *, between: tuple[str, str] | None = None, roles: Sequence[str] | None = None, first: int = 100
    ) -> "tuple[Bridge, ...]":
        """The terms that join families most strongly, or what stands at and below two emotions.

        Raises:
            UnknownEmotion; BadInput: no such role, ``first`` is out of range, or the one stands above the other.
        """
        within("first", first, MOST)
        pair = (self.emotion(between[0]).id, self.emotion(between[1]).id) if between else None
        return self.graphs.bridges(pair, roles, first)

    def spread(
        self,
        text: str,
        *,
        decay: float = 0.5,
        threshold: float = 0.001,
        steps: int = 100,
        by: str = "vad",
        edges: Sequence[str] | None = None,
    ) -> "TextSpread":
        """Where activation goes from the emotions of a text: a known term's, those spotted in it, or those near it.

        Raises:
            BadInput: the text is empty or near no emotion, no such cost or type, or a number is out of range.
            MissingExtra, ModelMissing: only where the text is not a known term.
        """
        from api.graphs import TextSpread
        from kg.network.spreading import spread

        found_by, terms, start = self._emotions_of(text)
        found = spread(self.graphs.on(edges, by), start, decay=decay, threshold=threshold, steps=steps)
        return TextSpread(text, found_by, terms, found)

    def _emotions_of(self, text: str) -> tuple[str, tuple[str, ...], Mapping[str, float]]:
        """How the emotions of a text were found, in which terms, and their weights; what is negated is left out."""
        known = self.known(text)
        if known:
            by, terms = "term", [self.term(known[0].term)]
        else:
            by, terms = "spotted", [s.term for s in self.spot(text) if not s.negated]
        weights: Counter[str] = Counter()
        for term in terms:
            for emotion, weight in ((term.emotion, term.weight), *term.also):
                weights[emotion] += weight  # type: ignore[assignment]  # weights are shares
        if weights:
            return by, tuple(term.text for term in terms), weights
        found = self.lookup(text)
        if not found:
            raise BadInput("no emotion is near the text; name a feeling in it")
        return "lookup", tuple(f.term for f in found), {f.emotion: f.score for f in found}

    def walk(
        self, start: str, *, corpus: str = "cped2022", steps: int = 1000, seed: int = 13, smoothed: bool = False
    ) -> "Walk":
        """A seeded random walk over the transitions of a corpus (or ``modelled``), with what holds of every walk.

        ``start`` is an emotion, or a label of the corpus.

        Raises:
            BadInput: no such corpus or state, a number is out of range, or no single long run exists.
        """
        from kg.network.walks import walk

        return walk(self.world, corpus, id_of(start), steps=steps, seed=seed, smoothed=smoothed)

    def export(self, form: str, where: Path, *, core: bool = False) -> tuple[Path, ...]:
        """Write the graph in a form of ``kg.export`` (graphml, gexf, cypher, neo4j-csv, jsonld, parquet).

        With ``core`` Parrott's emotions alone.  JSON-LD holds every statement that fills the store, the others nodes
        and edges.

        Raises:
            BadInput: no such form, or the place cannot be written to.
            MissingExtra: a package that the form needs is not installed.
        """
        from kg.export.model import core as small
        from kg.export.model import property_graph
        from kg.export.write import write
        from kg.triples import expand

        if core:
            world = small(self.world)
            return write(form, where, lambda: property_graph(world), lambda: expand(world))
        return write(form, where, lambda: property_graph(self.world, self.lexicon, self.all_ratings), self.statements)

    def sparql(self, query: str, *, default_graphs: Sequence[str] = (), named_graphs: Sequence[str] = ()) -> "Answer":
        """The answer to one SPARQL query over the graph, or over the named graphs given.

        Raises:
            QueryRefused: not a query, an update, or one that reaches outside.
        """
        return self.store.query(query, default_graphs=default_graphs, named_graphs=named_graphs)

    def describe(self, iri: str) -> "tuple[Triple, ...]":
        """Every triple with this IRI as subject, the mappings that name it, the labels of a set; empty if none is."""
        from kg.about import about

        return about(self.questions, iri)

    def incoming(self, iri: str) -> "tuple[tuple[str, str], ...]":
        """(subject, property) of what points to an IRI, by subject; the first 51 at most."""
        return self.questions.incoming(iri)


def _not_empty(text: str) -> str:
    if not text.strip():
        raise BadInput("the text is empty; give a word or a sentence")
    if len(text) > 100_000:
        raise BadInput(f"the text has {len(text)} characters; at most 100000 are read")
    return text


def within(name: str, value: int, most: int) -> None:
    if not 1 <= value <= most:
        raise BadInput(f"{name} {value} is outside 1 … {most}")
