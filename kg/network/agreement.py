"""How far two groupings of the same things agree beyond chance: the adjusted Rand index, and a permutation null.

The index is exact (whole numbers until the last division).  By chance it is 0, whatever the sizes of the
groups; only equal groupings have 1.
"""

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import comb

import numpy as np


@dataclass(frozen=True, slots=True)
class Agreement:
    """How a grouping agrees with a reference over ``things``.

    ``ari`` is the adjusted Rand index; ``expected`` and ``sd`` its mean and spread when the grouping is dealt out
    anew, sizes kept; ``p`` the share of dealings, the real one counted in, that agree as well.
    """

    reference: str
    things: int
    groups: int
    ari: float
    expected: float
    sd: float
    p: float
    permutations: int


def adjusted_rand(first: Sequence[Hashable], second: Sequence[Hashable]) -> float:
    """The index of two groupings, each a group a thing in one order; at most 1 (Hubert & Arabie 1985).

    1 also where the formula has no value: both put all together, or both all apart.

    >>> adjusted_rand("aabb", "xxyy"), adjusted_rand("aabb", "xyxy")
    (1.0, -0.5)

    Raises:
        ValueError: they are not of equal length.
    """
    both = sum(comb(n, 2) for n in Counter(zip(first, second, strict=True)).values())
    ours, theirs = (sum(comb(n, 2) for n in Counter(groups).values()) for groups in (first, second))
    pairs = comb(len(first), 2)
    expected = Fraction(ours * theirs, pairs) if pairs else Fraction(0)
    highest = Fraction(ours + theirs, 2)
    return 1.0 if highest == expected else float((both - expected) / (highest - expected))


def agreement(
    name: str, found: Sequence[Hashable], reference: Sequence[Hashable], *, permutations: int, seed: int
) -> Agreement:
    """The index of a grouping with a named reference, and what chance gives."""
    seen = adjusted_rand(found, reference)
    rng, codes = np.random.default_rng(seed), _codes(found)
    against = _codes(reference)
    dealt = np.array([adjusted_rand(rng.permutation(codes).tolist(), against) for _ in range(permutations)])
    p = float((1 + (dealt >= seen - 1e-12).sum()) / (1 + permutations))
    mean, sd = (float(dealt.mean()), float(dealt.std())) if permutations else (0.0, 0.0)
    return Agreement(name, len(codes), len(set(against)), seen, mean, sd, p, permutations)


def _codes(groups: Sequence[Hashable]) -> list[int]:
    code = {group: i for i, group in enumerate(dict.fromkeys(groups))}
    return [code[group] for group in groups]
