"""The worked example of docs/harmonization.md: three corpora in one schema, one classifier, and what each alone gives.

Run: python -m bench.merge_three DATA, with goemotions.train.tsv, goemotions.dev.tsv and isear.train.tsv in DATA.
The third corpus is ours (vocab/data/sentences.tsv).  The last fifth of ISEAR is held out; so is GoEmotions dev.
"""

import argparse
import random
import tempfile
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score

from api.tabular import rows_of
from api.unifying import Part, unify
from ontology.world import Ontology, load
from vocab.embedder import open_embedder
from vocab.lexicon import shipped_folder

GOALS = ("anger", "disgust", "fear", "joy", "sadness", "surprise")
#: Rows of each corpus, so that the largest does not drown the others.
MOST = 6000


def labelled(world: Ontology, parts: list[Part], folder: Path) -> dict[str, list[tuple[str, str]]]:
    """Corpus -> (text, its one Ekman label); rows with none or several are left out."""
    merged = folder / "merged.parquet"
    unify(world, parts, "ekman", merged, separator="|", keep=["text"], tell=print)
    found: dict[str, list[tuple[str, str]]] = {part.file.name: [] for part in parts}
    for row in rows_of(merged):
        present = [goal for goal in GOALS if row[goal] == 1]
        if len(present) == 1:
            found[str(row["corpus"])].append((str(row["text"]), present[0]))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    data = parser.parse_args().data
    world, encoder = load(), open_embedder("sentence")
    with tempfile.TemporaryDirectory() as folder:
        train = labelled(
            world,
            [
                Part(data / "goemotions.train.tsv", "goemotions", "label"),
                Part(data / "isear.train.tsv", "isear", "label"),
                Part(shipped_folder() / "sentences.tsv", "tone-sentences", "emotion"),
            ],
            Path(folder),
        )
        dev = labelled(world, [Part(data / "goemotions.dev.tsv", "goemotions", "label")], Path(folder))
    isear = train["isear.train.tsv"]
    held = {"GoEmotions dev": dev["goemotions.dev.tsv"][:2000], "ISEAR, last fifth": isear[len(isear) * 4 // 5 :]}
    train["isear.train.tsv"] = isear[: len(isear) * 4 // 5]
    pick = random.Random(13)  # noqa: S311  # a sample, no secret
    sampled = {name: pick.sample(rows, min(MOST, len(rows))) for name, rows in train.items()}

    def encoded(rows: list[tuple[str, str]]) -> tuple[NDArray[np.float32], list[str]]:
        return encoder.encode([text for text, _ in rows]), [label for _, label in rows]

    learnt = {name: encoded(rows) for name, rows in sampled.items()}
    tested = {name: encoded(rows) for name, rows in held.items()}
    learnt["all three"] = (
        np.concatenate([x for x, _ in learnt.values()]),
        [label for _, y in learnt.values() for label in y],
    )
    print("trained on | rows |", " | ".join(tested))
    for name, (x, y) in learnt.items():
        model = LogisticRegression(max_iter=2000, class_weight="balanced").fit(x, y)
        scores = [
            f1_score(gold, model.predict(rows), average="macro", zero_division=0) for rows, gold in tested.values()
        ]
        print(f"{name} | {len(y)} |", " | ".join(f"{score:.3f}" for score in scores))


if __name__ == "__main__":
    main()
