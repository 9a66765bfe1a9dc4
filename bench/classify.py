"""Classification beside plain sentence-transformers: what is added to encoding, and how much faster the fast engine is.

One thread each.  With --nli FOLDER, also beside the NLI zero-shot pipeline of transformers, which reads labels x texts.
"""

import argparse
import os
import resource
import statistics
import time
from collections.abc import Callable

os.environ.setdefault("OMP_NUM_THREADS", "1")  # read by the libraries when they are imported

import torch
from sentence_transformers import SentenceTransformer

from ontology.world import load
from vocab.candidates import set_candidates
from vocab.embedder import open_embedder
from vocab.embedders import weights
from vocab.engine import open_engine
from vocab.fastwords import tokens
from vocab.lexicon import load_lexicon
from vocab.sentences import load_sentences

#: Texts that encoders read, copies of them that the fast engine reads, runs of which the median counts.
TEXTS, COPIES, RUNS = 1000, 40, 3
SET = "empathetic-dialogues"


def seconds(run: Callable[[], object]) -> float:
    """Median of ``RUNS``, after one that does not count."""
    run()
    taken = []
    for _ in range(RUNS):
        start = time.perf_counter()
        run()
        taken.append(time.perf_counter() - start)
    return statistics.median(taken)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--nli", help="a folder with a model of transformers' zero-shot pipeline")
    nli = parser.parse_args().nli
    torch.set_num_threads(1)
    world = load()
    texts = [s.text for s in load_sentences(world)][:: 18_000 // TEXTS][:TEXTS]
    labels = set_candidates(world, load_lexicon(world), SET)
    plain, embedder = SentenceTransformer(str(weights.folder()), device="cpu"), open_embedder("sentence")
    baseline = seconds(lambda: plain.encode(texts, normalize_embeddings=True, show_progress_bar=False))
    print(f"{len(texts)} texts, {len(labels)} labels of {SET}, one thread")
    row("SentenceTransformer.encode", baseline, len(texts), baseline / len(texts))
    for name in ("vocabulary", "transfer"):
        engine = open_engine(name, lambda: embedder)
        row(f"engine {name}", seconds(lambda e=engine: e.read(texts, labels)), len(texts), baseline / len(texts))
    fast, many = open_engine("fast", lambda: embedder), texts * COPIES
    taken = seconds(lambda: fast.read(many, labels))
    row("engine fast", taken, len(many), baseline / len(texts))
    words = sum(len(tokens(text)) for text in many)
    print(f"{'':28} {words / taken:12.0f} tokens/s")
    for name in ("sentence", "onnx"):
        engine = open_engine("transfer", lambda n=name: open_embedder(n))
        one = statistics.median(seconds(lambda e=engine, t=text: e.read([t], labels)) for text in texts[:20])
        print(f"one text, warm, {name:12} {one * 1000:12.1f} ms")
    if nli:
        from transformers import pipeline

        names, zero_shot = [c.label for c in labels], pipeline("zero-shot-classification", model=nli, device=-1)
        few = texts[:10]
        row("NLI zero-shot pipeline", seconds(lambda: zero_shot(few, names)), len(few), baseline / len(texts))
    print(f"most memory of this process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB")


def row(name: str, taken: float, texts: int, baseline: float) -> None:
    """A line of the table; the ratio is of the time a text takes."""
    print(f"{name:28} {texts / taken:12.0f} texts/s  {taken / texts / baseline:8.4f} x the baseline's time")


if __name__ == "__main__":
    main()
