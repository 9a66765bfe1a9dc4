"""The spaCy component ``tone_emotions``: after ``nlp.add_pipe("tone_emotions")`` a document has ``doc._.emotions``.

``doc._.emotions`` is label -> share, the likeliest first; ``doc._.neutral`` how likely no emotion is expressed.  The
config names ``labels`` (a label set, or a list of labels) and ``engine`` (``fast`` unless told otherwise).
"""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc

from ontology.world import load
from vocab.candidates import free_candidates, set_candidates
from vocab.classify import BATCH, Classifier, Scores
from vocab.embedder import open_embedder
from vocab.engine import open_engine
from vocab.lexicon import load_lexicon

ATTRIBUTES = ("emotions", "neutral")


class EmotionsComponent:
    """Classifies documents; a batch of ``nlp.pipe`` is read at once."""

    def __init__(self, labels: str | list[str], engine: str, embedder: str) -> None:
        world = load()
        lexicon = load_lexicon(world)
        self._candidates = (
            set_candidates(world, lexicon, labels)
            if isinstance(labels, str)
            else free_candidates(world, lexicon, labels)
        )
        self._classifier = Classifier(open_engine(engine, lambda: open_embedder(embedder)))
        for name in ATTRIBUTES:
            if not Doc.has_extension(name):
                Doc.set_extension(name, default=None)

    def __call__(self, doc: Doc) -> Doc:
        (scores,) = self._classifier.classify([doc.text], self._candidates)
        return _marked(doc, scores)

    def pipe(self, docs: Iterable[Doc], *, batch_size: int = BATCH) -> Iterator[Doc]:
        """The same for many documents, in their order."""
        rest = iter(docs)
        while held := list(islice(rest, batch_size)):
            found = self._classifier.classify([doc.text for doc in held], self._candidates)
            yield from map(_marked, held, found)


def _marked(doc: Doc, scores: Scores) -> Doc:
    doc._.emotions, doc._.neutral = dict(scores.ranked), scores.neutral
    return doc


def _make(nlp: Language, name: str, labels: str | list[str], engine: str, embedder: str) -> EmotionsComponent:
    return EmotionsComponent(labels, engine, embedder)


#: What the entry point ``spacy_factories`` registers.
make_emotions: Callable[..., Any] = Language.factory(
    "tone_emotions",
    default_config={"labels": "ekman", "engine": "fast", "embedder": "sentence"},
    assigns=["doc._.emotions", "doc._.neutral"],
    func=_make,
)
