"""Teaches the packaged encoder and the places of emotions together, from texts of several label sets.

Each stream of texts is a label set of its own: its labels compete among themselves only (with the odds of its class
sizes taken out), and share the places of the emotions they mean.  The encoder's own weights stay; thin matrices are
added to them (LoRA, Hu et al. 2021).
"""

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from vocab.candidates import SENTENCE
from vocab.embedders import weights
from vocab.embedders.lowrank import Changes, matrices

Array = NDArray[np.float32]

RANK = 32
#: Learning rates of the thin matrices and of the places; texts a step; word pieces read of a text.
ENCODER_RATE, PLACE_RATE, BATCH, LONGEST = 5e-4, 1e-3, 32, 64
#: How often what is learnt of an emotion is left out, so that its terms alone must do.
DROPPED = 0.3
#: Steps between two readings of the terms with the encoder as it is by then.
REFRESH = 300
#: Steps between two words about how far it is, and between two savings.
TELL, SAVE = 100, 500


@dataclass(frozen=True)
class Stream:
    """Texts with a distribution over labels each (shape (texts, labels)); ``means`` are emotions by number."""

    name: str
    texts: Sequence[str]
    targets: Array
    labels: Sequence[str]
    means: Sequence[Sequence[int]]
    passes: float
    weight: float = 1.0


@dataclass(frozen=True)
class Learnt:
    """What training gives: see ``vocab.engines.transfer.Places``."""

    changes: Changes
    terms: Array
    offsets: Array
    turn: Array
    scale: float


class _Thin(nn.Module):
    """A linear layer with two thin matrices added."""

    def __init__(self, whole: nn.Linear) -> None:
        super().__init__()
        self.whole = whole
        self.a = nn.Parameter(torch.randn(RANK, whole.in_features) / whole.in_features**0.5)
        self.b = nn.Parameter(torch.zeros(whole.out_features, RANK))

    def forward(self, x: Tensor) -> Tensor:
        added: Tensor = self.whole(x) + 2**0.5 * functional.linear(functional.linear(x, self.a), self.b)
        return added


class _Encoder(nn.Module):
    """The packaged encoder with thin matrices in every layer; everything else is frozen."""

    def __init__(self) -> None:
        super().__init__()
        from transformers import AutoModel, AutoTokenizer

        where = str(weights.folder())
        self.pieces = AutoTokenizer.from_pretrained(where, local_files_only=True)
        self.model = AutoModel.from_pretrained(where, local_files_only=True)
        for parameter in self.model.parameters():
            parameter.requires_grad = False
        self.thin: dict[str, _Thin] = {}
        for name in matrices():
            parent, _, last = name.rpartition(".")
            self.thin[name] = _Thin(self.model.get_submodule(name))
            setattr(self.model.get_submodule(parent), last, self.thin[name])

    def forward(self, texts: Sequence[str]) -> Tensor:
        batch = self.pieces(list(texts), padding=True, truncation=True, max_length=LONGEST, return_tensors="pt")
        states = self.model(**batch).last_hidden_state
        mask = batch["attention_mask"].unsqueeze(-1).float()
        return functional.normalize((states * mask).sum(1) / mask.sum(1), dim=1)

    def all(self, texts: Sequence[str]) -> Tensor:
        """Vectors of any number of texts, with nothing learnt from them."""
        self.eval()
        rows = torch.zeros(len(texts), 384)
        order = sorted(range(len(texts)), key=lambda at: len(texts[at]))
        with torch.no_grad():
            for start in range(0, len(order), 64):
                at = order[start : start + 64]
                rows[at] = self([texts[i] for i in at])
        self.train()
        return rows


class _Places(nn.Module):
    """Where labels lie; see ``vocab.engines.transfer.Places``."""

    def __init__(self, emotions: int) -> None:
        super().__init__()
        self.turn = nn.Parameter(torch.eye(384))
        self.offsets = nn.Parameter(torch.zeros(emotions, 384))
        self.scale = nn.Parameter(torch.tensor(2.7))

    def of(self, said: Tensor, terms: Tensor, share: Tensor, dropped: float) -> Tensor:
        """``share``: (labels, emotions), rows that sum to 1 over the emotions a label means."""
        kept = (torch.rand(len(share), 1) >= dropped).float()
        spoken = functional.normalize((said + functional.normalize(share @ terms, dim=1)) / 2, dim=1)
        return functional.normalize(spoken @ self.turn.T + kept * (share @ self.offsets), dim=1)


def fit(
    terms: Sequence[Sequence[str]],
    streams: Sequence[Stream],
    cache: Path,
    tell: Callable[[str], None],
    *,
    seed: int = 13,
) -> Learnt:
    """Train on all streams at once; ``terms`` are the words of each emotion, by number.

    Half an hour on two cores for 90,000 texts.  What was learnt so far is kept in ``cache``; a run that was broken off
    goes on from there if its steps are the same.
    """
    torch.manual_seed(seed)
    encoder, places = _Encoder(), _Places(len(terms))
    steps = list(_steps(streams, seed))
    thin = [p for p in encoder.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(
        [{"params": thin, "lr": ENCODER_RATE}, {"params": places.parameters(), "lr": PLACE_RATE}], weight_decay=0.01
    )
    shares = {s.name: _share(s.means, len(terms)) for s in streams}
    targets = {s.name: torch.from_numpy(s.targets) for s in streams}
    sizes = {name: torch.log(rows.mean(0) + 1e-5) for name, rows in targets.items()}
    said, words = _read_labels(encoder, streams, terms)
    saved, first, losses = cache / "classifier.pt", 0, []
    if saved.is_file():
        first = _resume(saved, len(steps), encoder, places, optimizer)
        tell(f"going on from step {first} of {saved}")
    encoder.train()
    for number in range(first, len(steps)):
        name, at = steps[number]
        stream = next(s for s in streams if s.name == name)
        rate = min(1.0, number / (0.06 * len(steps))) * (1 - number / len(steps))
        for group, top in zip(optimizer.param_groups, (ENCODER_RATE, PLACE_RATE), strict=True):
            group["lr"] = top * rate
        if number and number % REFRESH == 0:
            said, words = _read_labels(encoder, streams, terms)
        vectors = encoder([stream.texts[i] for i in at])
        rows = places.of(said[name], words, shares[name], DROPPED)
        logits = places.scale.exp() * vectors @ rows.T + sizes[name]
        loss = stream.weight * functional.cross_entropy(logits, targets[name][at])
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]  # torch leaves it unannotated
        nn.utils.clip_grad_norm_(thin, 1.0)
        optimizer.step()
        losses.append(float(loss.detach()))
        if (number + 1) % TELL == 0:
            tell(f"step {number + 1} of {len(steps)}, loss {np.mean(losses[-TELL:]):.3f}")
        if (number + 1) % SAVE == 0:
            _save(saved, number + 1, len(steps), encoder, places, optimizer)
    _, words = _read_labels(encoder, streams, terms)
    parts = {n: (t.a.detach().numpy(), (2**0.5 * t.b).detach().numpy()) for n, t in encoder.thin.items()}
    plain = [p.detach().numpy() for p in (places.offsets, places.turn)]
    saved.unlink(missing_ok=True)
    return Learnt(Changes(parts), words.numpy(), plain[0], plain[1], float(places.scale.exp().detach()))


def _steps(streams: Sequence[Stream], seed: int) -> Iterator[tuple[str, list[int]]]:
    """Batches of every stream, mixed; texts of a batch are of about one length."""
    pick = random.Random(seed)  # noqa: S311  # the order of texts, no secret
    batches = []
    for stream in streams:
        wanted, order = int(len(stream.texts) * stream.passes), list[int]()
        while len(order) < wanted:
            order += pick.sample(range(len(stream.texts)), len(stream.texts))
        for start in range(0, wanted, BATCH * 20):
            chunk = sorted(order[start : min(start + BATCH * 20, wanted)], key=lambda i: len(stream.texts[i]))
            batches += [(stream.name, chunk[i : i + BATCH]) for i in range(0, len(chunk), BATCH)]
    pick.shuffle(batches)
    return iter(batches)


def _share(means: Sequence[Sequence[int]], emotions: int) -> Tensor:
    rows = torch.zeros(len(means), emotions)
    for row, meant in zip(rows, means, strict=True):
        row[list(meant)] = 1 / max(1, len(meant))
    return rows


def _read_labels(
    encoder: _Encoder, streams: Sequence[Stream], terms: Sequence[Sequence[str]]
) -> tuple[dict[str, Tensor], Tensor]:
    """(What the labels of each stream say, the mean of the terms of each emotion), by the encoder as it is."""
    flat = list(dict.fromkeys(word for words in (*terms, *(s.labels for s in streams)) for word in words))
    rows = dict(zip(flat, encoder.all([SENTENCE.format(word) for word in flat]), strict=True))
    said = {s.name: torch.stack([rows[label] for label in s.labels]) for s in streams}
    return said, torch.stack([torch.stack([rows[word] for word in words]).mean(0) for words in terms])


def _save(path: Path, step: int, steps: int, *parts: nn.Module | torch.optim.Optimizer) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_suffix(".part")
    torch.save({"step": step, "steps": steps, "parts": [part.state_dict() for part in parts]}, temporary)
    temporary.replace(path)


def _resume(path: Path, steps: int, *parts: nn.Module | torch.optim.Optimizer) -> int:
    """The step to go on from; 0 where the saved run was another."""
    saved = torch.load(path, weights_only=True)
    if saved["steps"] != steps:
        return 0
    for part, state in zip(parts, saved["parts"], strict=True):
        part.load_state_dict(state)
    return int(saved["step"])
