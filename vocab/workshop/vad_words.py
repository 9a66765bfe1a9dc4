"""The teacher of words: a Gaussian process over what a word is called, what it means, and what it stands beside.

Three views of a word share one kernel: its vector from a large sentence encoder, the mean vector of its
WordNet senses, and its GloVe vector.  Ratings of the Glasgow norms are the targets; VADER's valences are
noisier rows of the valence axis.  It is too heavy to ship: what it says of each word goes into the table.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import cho_factor, cho_solve, solve_triangular

from ontology.vad import VAD
from vocab.kernel import BLOCK, Array, gaussian

#: Share and width of each view in the kernel (five folds over families of Glasgow's words).
VIEWS = {"name": (0.5, 1.0), "meaning": (1 / 3, 1.0), "company": (1 / 6, 1.0)}

#: Noise of a Glasgow rating and of a VADER valence, in units of the kernel.
GLASGOW_NOISE, VADER_NOISE = 0.12, 0.8

#: How much of valence is taken out of arousal.  Glasgow's raters gave pleasant words more arousal than others
#: do: on 83 shared words arousal of Russell & Mehrabian 1977 is .88 A - .27 V + .21 D of Glasgow's, and in
#: EmoBank's training sentences arousal goes with .16 A - .05 V of their words, a share of .3 either way.
VALENCE_IN_AROUSAL = 0.3

FOLDS = 5

Doubles = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Views:
    """The three vectors of each word, rows in one order."""

    name: Array
    meaning: Array
    company: Array

    def at(self, rows: NDArray[np.intp]) -> "Views":
        """Some of the words."""
        return Views(self.name[rows], self.meaning[rows], self.company[rows])

    def kernel(self, other: "Views") -> Doubles:
        """Likeness of words, 1 for a word with itself."""
        parts = (
            share * gaussian(getattr(self, view), getattr(other, view), width) for view, (share, width) in VIEWS.items()
        )
        return sum(parts, np.zeros((len(self.name), len(other.name)))).astype(np.float64)


@dataclass(frozen=True, slots=True)
class Ratings:
    """What people said: rows of the views that were rated, their places (n, 3), and whether all axes were."""

    rows: NDArray[np.intp]
    places: Doubles
    whole: NDArray[np.bool_]


class Teacher:
    """Fitted on ratings; gives places and the variance that the kernel leaves open."""

    def __init__(self, views: Views, ratings: Ratings) -> None:
        self._axes = []
        for rated in (np.ones(len(ratings.rows), bool), ratings.whole):
            seen = views.at(ratings.rows[rated])
            noise = np.where(ratings.whole[rated], GLASGOW_NOISE, VADER_NOISE)
            factor = cho_factor(seen.kernel(seen) + np.diag(noise), lower=True)
            self._axes.append((seen, factor, rated))
        self._middle = ratings.places[ratings.whole].mean(axis=0)
        centred = np.where(np.isnan(ratings.places), 0, ratings.places - self._middle)
        (_, with_vader, all_rows), (_, plain, whole) = self._axes
        self._weights = (
            cho_solve(with_vader, centred[all_rows, :1]),
            cho_solve(plain, centred[whole, 1:]),
        )

    def predict(self, views: Views) -> tuple[Doubles, Doubles]:
        """(Places (n, 3) on Glasgow's scale, open variance (n, 3) in units of the kernel)."""
        places, openness = [], []
        for start in range(0, len(views.name), BLOCK):
            part = views.at(np.arange(start, min(start + BLOCK, len(views.name))))
            columns, left = [], []
            for (seen, factor, _), weights in zip(self._axes, self._weights, strict=True):
                near = part.kernel(seen)
                columns.append(near @ weights)
                explained = (solve_triangular(factor[0], near.T, lower=True) ** 2).sum(axis=0)
                left += [np.maximum(1 - explained, 0)] * weights.shape[1]
            places.append(np.concatenate(columns, axis=1) + self._middle)
            openness.append(np.stack(left, axis=1))
        return np.concatenate(places), np.concatenate(openness)


def families(words: Sequence[str]) -> NDArray[np.intp]:
    """Folds of words such that no family (the same first five letters) is on both sides."""
    names = sorted({word[:5] for word in words})
    order = np.random.default_rng(13).permutation(len(names))
    fold = {name: int(place) % FOLDS for name, place in zip(names, order, strict=True)}
    return np.array([fold[word[:5]] for word in words])


def left_out(views: Views, words: Sequence[str], ratings: Ratings) -> tuple[Doubles, Doubles]:
    """Predictions and openness for the wholly rated words, each by ratings of other families only."""
    fold = families([words[i] for i in ratings.rows])
    whole = np.flatnonzero(ratings.whole)
    places, openness = np.zeros((len(whole), 3)), np.zeros((len(whole), 3))
    for f in range(FOLDS):
        others = fold != f
        teacher = Teacher(views, Ratings(ratings.rows[others], ratings.places[others], ratings.whole[others]))
        here = fold[whole] == f
        places[here], openness[here] = teacher.predict(views.at(ratings.rows[whole[here]]))
    return places, openness


def ratings_of(words: Sequence[str], norms: Mapping[str, VAD], vader: Mapping[str, float]) -> Ratings:
    """Ratings by row: Glasgow's as they are, VADER's valence brought to Glasgow's by a line over shared words."""
    place = {word: i for i, word in enumerate(words)}
    glasgow = [word for word in norms if word in place]
    shared = [word for word in glasgow if word in vader]
    slope, shift = np.polyfit([vader[w] for w in shared], [norms[w].valence for w in shared], 1)
    others = [word for word in vader if word in place and word not in norms]
    places = [list(norms[w]) for w in glasgow] + [[slope * vader[w] + shift, np.nan, np.nan] for w in others]
    whole = np.arange(len(places)) < len(glasgow)
    return Ratings(np.array([place[w] for w in (*glasgow, *others)]), np.array(places), whole)


def aligned(places: Doubles) -> Doubles:
    """Places with the share of valence taken out of arousal, around the mean of rated words (V .02)."""
    made = places.copy()
    made[:, 1] -= VALENCE_IN_AROUSAL * (places[:, 0] - 0.02)
    return np.clip(made, -1, 1)


def errors(residuals: Doubles, openness: Doubles) -> tuple[Doubles, Doubles]:
    """(Constant, slope) per axis of the error's variance against openness, so that 90 % intervals hold 90 %."""
    constant, slope = np.zeros(3), np.zeros(3)
    for axis in range(3):
        seen = np.stack([np.ones(len(openness)), openness[:, axis]], axis=1)
        found = np.linalg.lstsq(seen, residuals[:, axis] ** 2, rcond=None)[0]
        found = np.maximum(found, [0.01, 0])
        sd = np.sqrt(seen @ found)
        reach = float(np.quantile(np.abs(residuals[:, axis]) / sd, 0.9)) / 1.645
        constant[axis], slope[axis] = found * reach**2
    return constant, slope
