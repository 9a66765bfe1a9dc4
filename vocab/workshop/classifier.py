"""Make all that the classifier ships, in one run: the transfer engine, then the fast one, each settled on dev texts."""

from collections.abc import Callable
from pathlib import Path
from shutil import move

from ontology.errors import BadInput
from ontology.world import Ontology
from vocab.embedder import Embedder
from vocab.engines.fast import FastEngine
from vocab.engines.transfer import TransferEngine
from vocab.engines.vocabulary import VocabularyEngine
from vocab.lexicon import Lexicon
from vocab.meaning import spoken, write_terms
from vocab.sentences import load_sentences
from vocab.workshop.classifier_fit import Tell, fit_transfer, keep_metrics, read_goemotions
from vocab.workshop.classifier_settle import DEV, measured, read_dev, settle
from vocab.workshop.fast_fit import fit_fast, material

TRAIN = "goemotions.train.tsv"


def fit_classifier(
    world: Ontology, lexicon: Lexicon, embedder: Callable[[], Embedder], data: Path, cache: Path, out: Path, tell: Tell
) -> None:
    """Write ``transfer.npz``, ``terms.npz``, ``fast.npz`` and ``metrics.json`` into a folder; an hour on two cores.

    ``data`` holds the files of ``TRAIN`` and ``DEV``.  A part that stands in ``out`` already is not made again.

    Raises:
        BadInput: a file is not in the folder; BadTable: a row of one is not as told.
        MissingExtra, ModelMissing.
    """
    if lacking := [name for name in (TRAIN, *DEV.values()) if not (data / name).is_file()]:
        raise BadInput(f"{data} lacks {', '.join(lacking)}")
    for folder in (cache, out):
        folder.mkdir(parents=True, exist_ok=True)
    dev = read_dev(world, data)
    keep_metrics(out, "vocabulary", measured(VocabularyEngine(embedder), world, lexicon, dev, tell))
    path = out / "transfer.npz"
    if not path.is_file():
        made = cache / path.name
        fit_transfer(world, lexicon, data / TRAIN, cache, made, tell)
        figures = settle(TransferEngine(embedder, made), world, lexicon, dev, made, tell)
        keep_metrics(out, "transfer", figures)
        move(made, path)
    engine = TransferEngine(embedder, path)
    write_terms(out / "terms.npz", list(dict.fromkeys(t.text for t in spoken(lexicon))), engine.encoder)
    fast = out / "fast.npz"
    if not fast.is_file():
        real = [row.text for row in read_goemotions(world, data / TRAIN)]
        real += [sentence.text for sentence in load_sentences(world)]
        texts = material(lexicon, real)
        made = cache / fast.name
        figures = fit_fast(engine, texts, cache / "fast", made, tell)
        keep_metrics(out, "fast", figures | settle(FastEngine(made), world, lexicon, dev, made, tell))
        move(made, fast)
