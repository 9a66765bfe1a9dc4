"""Make the fast engine: a bag of words and pairs of words that was taught what ``transfer`` says of many texts.

The texts: GoEmotions train, our sentences, pieces and pairs of both, and terms of the lexicon in short frames with
and without a negation.  Only what ``transfer`` says of them is learnt, never a label.
"""

import random
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from vocab.arrays import as_bytes, small, unit, write_arrays
from vocab.engines.transfer import TransferEngine
from vocab.fastwords import parts, tokens
from vocab.lexicon import Lexicon, Role
from vocab.workshop.classifier_fit import UNSETTLED, Tell

Array = NDArray[np.float32]

#: Numbers a word has, words and pairs that are kept, how often one must occur.
WIDTH, MOST_WORDS, MOST_PAIRS, LEAST_WORD, LEAST_PAIR = 96, 24_000, 40_000, 2, 4
EPOCHS, BATCH, RATE, DROPPED = 14, 256, 2e-3, 0.1
#: Made texts beside the real ones: pieces and pairs of them.
PIECES = 45_000
#: Terms are read in these frames; the last three turn them round.
FRAMES = ("i feel {}", "so {}", "that is really {}", "he was {} about it", "not {}", "i am not {} at all", "never {}")


def material(lexicon: Lexicon, real: Sequence[str], seed: int = 13) -> list[str]:
    """Every text the teacher is asked about."""
    pick = random.Random(seed)  # noqa: S311  # which pieces, no secret
    made = []
    for _ in range(PIECES):
        text = pick.choice(real)
        words = text.split()
        if pick.random() < 0.5 and len(words) > 6:
            start = pick.randrange(len(words) - 4)
            made.append(" ".join(words[start : start + pick.randint(4, 12)]))
        else:
            made.append(f"{text} {pick.choice(real)}")
    terms = [t.text for t in lexicon if t.role is not Role.EVOKES and t.text.isascii()]
    framed = [pick.choice(FRAMES).format(term) for term in terms for _ in range(2)]
    words = [w for w, n in Counter(w for text in real for w in tokens(text)).items() if n >= LEAST_WORD]
    return list(dict.fromkeys([*real, *made, *terms, *framed, *words]))


def fit_fast(
    engine: TransferEngine, texts: Sequence[str], cache: Path, out: Path, tell: Tell, seed: int = 13
) -> dict[str, object]:
    """Write the file of the fast engine, not yet settled; gives its figures."""
    torch.manual_seed(seed)
    taught = _asked(engine, texts, cache, tell)
    places, emotions = engine.places.whole, list(engine.places.emotions)
    logits = torch.from_numpy(taught @ places.T)
    known = _vocabulary(texts)
    tell(f"{len(texts)} texts, {len(known)} words and pairs")
    student = _Student(_first_rows(engine, known), _first_places(places))
    optimizer = torch.optim.AdamW(
        [
            {"params": [student.rows.weight], "lr": RATE, "weight_decay": 0.0},
            {"params": [p for n, p in student.named_parameters() if n != "rows.weight"], "weight_decay": 0.01},
        ],
        lr=RATE,
    )
    counted = [[known[p] for p in parts(text) if p in known] for text in texts]
    order, steps = list(range(len(texts))), EPOCHS * (len(texts) // BATCH)
    pick, number = random.Random(seed), 0  # noqa: S311  # the order of texts, no secret
    for epoch in range(EPOCHS):
        pick.shuffle(order)
        losses = []
        for start in range(0, len(order) - BATCH + 1, BATCH):
            batch = order[start : start + BATCH]
            for group in optimizer.param_groups:
                group["lr"] = RATE * (1 - number / steps)
            number += 1
            held = [[w for w in counted[i] if pick.random() >= DROPPED] for i in batch]
            said, goal = student(held), logits[batch]
            loss = functional.kl_div(said.log_softmax(1), goal.log_softmax(1), log_target=True, reduction="batchmean")
            loss = loss + 0.5 * functional.kl_div(  # flatter shares say more of what is alike
                (said / 3).log_softmax(1), (goal / 3).log_softmax(1), log_target=True, reduction="batchmean"
            )
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]  # torch leaves it unannotated
            optimizer.step()
            losses.append(float(loss.detach()))
        tell(f"round {epoch + 1} of {EPOCHS}, loss {np.mean(losses):.3f}")
    _write(out, student, list(known), emotions)
    return {"texts": len(texts), "words and pairs": len(known), "loss": round(float(np.mean(losses)), 3)}


def _asked(engine: TransferEngine, texts: Sequence[str], cache: Path, tell: Tell) -> Array:
    """The teacher's vectors, kept in pieces of 10,000 so that a run that was broken off goes on."""
    cache.mkdir(parents=True, exist_ok=True)
    rows = []
    for start in range(0, len(texts), 10_000):
        file = cache / f"taught-{start}.npy"
        if not file.is_file():
            np.save(file, engine.encoder.encode(texts[start : start + 10_000]))
            tell(f"{min(start + 10_000, len(texts))} of {len(texts)} texts read by the teacher")
        rows.append(np.load(file))
    found: Array = np.concatenate(rows)
    return found


def _vocabulary(texts: Sequence[str]) -> dict[str, int]:
    counts = Counter(part for text in texts for part in set(parts(text)))
    words = [p for p, n in counts.most_common() if " " not in p and n >= LEAST_WORD][:MOST_WORDS]
    pairs = [p for p, n in counts.most_common() if " " in p and n >= LEAST_PAIR][:MOST_PAIRS]
    return {part: at for at, part in enumerate([*words, *pairs])}


def _axes(places: Array) -> Array:
    """The directions in which emotions differ most: shape (384, WIDTH)."""
    centred = places - places.mean(axis=0)
    axes: Array = np.linalg.svd(centred, full_matrices=False)[2][:WIDTH].T.astype(np.float32)
    return axes


def _first_rows(engine: TransferEngine, known: dict[str, int]) -> Array:
    """Words begin where the teacher puts them alone; pairs at nothing, so that they say only what words do not."""
    axes = _axes(engine.places.whole)
    words = [part for part in known if " " not in part]
    rows = np.zeros((len(known), WIDTH), dtype=np.float32)
    rows[: len(words)] = engine.encoder.encode(words) @ axes
    return rows


def _first_places(places: Array) -> Array:
    return unit(places @ _axes(places)) * 8


class _Student(nn.Module):
    """See ``vocab.engines.fast``, which reads the same weights."""

    def __init__(self, rows: Array, places: Array) -> None:
        super().__init__()
        self.rows = nn.EmbeddingBag.from_pretrained(torch.from_numpy(rows), freeze=False, mode="sum")
        self.hidden, self.out = nn.Linear(WIDTH, 2 * WIDTH), nn.Linear(2 * WIDTH, WIDTH)
        nn.init.zeros_(self.out.weight)
        nn.init.zeros_(self.out.bias)
        self.places = nn.Parameter(torch.from_numpy(places))
        self.offsets = nn.Parameter(torch.zeros(len(places)))

    def forward(self, texts: Sequence[Sequence[int]]) -> Tensor:
        lengths = torch.tensor([max(1, len(words)) for words in texts])
        starts = torch.tensor([0, *np.cumsum([len(words) for words in texts])[:-1]])
        flat = torch.tensor([word for words in texts for word in words], dtype=torch.long)
        means = self.rows(flat, starts) / lengths.sqrt().unsqueeze(1)
        made = means + self.out(functional.relu(self.hidden(means)))
        scores: Tensor = made @ self.places.T + self.offsets
        return scores


def _write(path: Path, student: _Student, words: list[str], emotions: list[str]) -> None:
    rows, scale = small(student.rows.weight.detach().numpy())
    half = {
        "hidden": student.hidden.weight,
        "hidden_offset": student.hidden.bias,
        "out": student.out.weight,
        "out_offset": student.out.bias,
        "places": student.places,
        "place_offsets": student.offsets,
    }
    arrays = {name: value.detach().numpy().astype(np.float16) for name, value in half.items()}
    lists: dict[str, NDArray[Any]] = {"words": as_bytes(words), "emotions": as_bytes(emotions)}
    write_arrays(path, {**lists, "rows": rows, "scale": scale, **UNSETTLED, **arrays})
