"""Make the vectors of ``vocab.feelings``: the large encoder's, freed of the common part, turned to few numbers."""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from vocab.arrays import as_bytes, unit, write_arrays
from vocab.embedder import Embedder
from vocab.feelings import PROMPT
from vocab.kernel import Array
from vocab.workshop.vectors import Teacher

#: How many numbers a vector keeps, and the penalty of the map from the small encoder.
DIMENSIONS, PENALTY = 64, 3.0


def fit_feelings(
    words: Sequence[str],
    emotions: Sequence[str],
    encoder: Teacher,
    embedder: Embedder,
    out: Path,
    tell: Callable[[str], None],
) -> dict[str, float]:
    """Write ``feelings.npz``; says how much of the likeness of words is kept, and how well the map repeats it.

    ``emotions`` are the words whose mean is the common part.
    """
    prompts = [PROMPT.format(word) for word in words]
    middle = encoder.encode([PROMPT.format(word) for word in emotions], tell).mean(axis=0)
    full = unit(encoder.encode(prompts, tell) - middle)
    turned = np.linalg.svd(full[: 4 * len(emotions)], full_matrices=False)[2][:DIMENSIONS]
    small = unit((full @ turned.T).astype(np.float32))
    tell("the student reads the same words …")
    seen = np.concatenate([embedder.encode(prompts), np.ones((len(prompts), 1), np.float32)], axis=1)
    carry, repeated = _map(seen, small, list(words))
    scale = np.abs(small).max(axis=0) / 127
    write_arrays(
        out / "feelings.npz",
        {
            "words": as_bytes(list(words)),
            "rows": np.rint(small / scale).astype(np.int8),
            "scale": scale.astype(np.float32),
            "carry": carry.astype(np.float16),
        },
    )
    some = np.random.default_rng(13).choice(len(words), 1000, replace=False)
    return {
        "kept": round(_alike(full[some], small[some]), 3),
        "carried": repeated,
    }


def _map(seen: Array, small: Array, words: list[str]) -> tuple[Array, float]:
    """The linear map, and the correlation of likenesses for words of families it was not fitted on."""
    from vocab.workshop.vad_words import families

    held = families(words) == 0
    figure = _alike(small[held][:1000], unit(seen[held][:1000] @ _ridge(seen[~held], small[~held])))
    return _ridge(seen, small), round(figure, 3)


def _ridge(seen: Array, small: Array) -> Array:
    squares = seen.T.astype(np.float64) @ seen + PENALTY * np.eye(seen.shape[1])
    found: Array = np.linalg.solve(squares, seen.T @ small).astype(np.float32)
    return found


def _alike(a: Array, b: Array) -> float:
    """Correlation of all cosines between different rows of two versions."""
    upper = np.triu_indices(len(a), 1)
    return float(np.corrcoef((a @ a.T)[upper], (b @ b.T)[upper])[0, 1])
