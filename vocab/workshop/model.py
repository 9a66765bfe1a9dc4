"""The workshop's judge: which home fits a form, and how likely a reader is to agree.

Everything is learnt from what is decided already: the homes of the lexicon, and the readers' verdicts.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ontology.taxonomy import root
from ontology.world import Ontology
from vocab.embedder import Embedder
from vocab.lexicon import Lexicon, PartOfSpeech, Role, Term
from vocab.wordnet import WordNet
from vocab.workshop.candidates import Candidate
from vocab.workshop.decisions import Decision, Proposed, Verdict
from vocab.workshop.norms import Guesser
from vocab.workshop.ranking import Acceptance, Array, Ranking, features, homes
from vocab.workshop.signals import Signals

#: How many of the likeliest emotions a proposal lists, and the least share it lists.
LISTED, LEAST_SHARE = 5, 0.02

#: Fewer verdicts than this teach nothing; proposals then come without a score.
LEAST_VERDICTS = 100

FOLDS = 5


@dataclass(frozen=True, slots=True)
class LeftOut:
    """How the homes of one source's terms are guessed with weights learnt from all other sources.

    The other terms of the source stay among the neighbours that are asked.
    """

    source: str
    terms: int
    home: float
    primary: float


@dataclass(frozen=True, slots=True)
class CrossValidated:
    """Figures of five folds, families of forms (same first five letters) never on both sides.

    ``home`` and ``primary`` are shares of decided terms whose home, or the top of its tree, was
    guessed; ``auroc`` and ``brier`` judge the probability of acceptance, ``calibration`` is the mean
    gap between that probability and the share accepted, over ten equal groups.
    """

    terms: int
    home: float
    primary: float
    verdicts: int
    accepted: float
    auroc: float
    brier: float
    calibration: float
    sources: tuple[LeftOut, ...]


class Model:
    """Signals with what was learnt from them."""

    def __init__(self, signals: Signals, ranking: Ranking, acceptance: Acceptance | None) -> None:
        self._signals, self._ranking, self._acceptance = signals, ranking, acceptance

    @classmethod
    def fit(
        cls,
        world: Ontology,
        lexicon: Lexicon,
        decisions: Sequence[Decision],
        wordnet: WordNet,
        embedder: Embedder,
        guesser: Guesser,
    ) -> "Model":
        """Learn from the lexicon and the verdicts of readers."""
        signals = Signals(world, list(lexicon), wordnet, embedder, guesser)
        known = _named(lexicon)
        of_known = signals.of([t.text for t in known], [""] * len(known), known=True)
        ranking = Ranking.fit(of_known, [signals.emotions.index(t.emotion) for t in known])
        judged = _judged(decisions)
        if len(judged) < LEAST_VERDICTS:
            return cls(signals, ranking, None)
        seen, accepted = _verdicts(signals, ranking, judged)
        return cls(signals, ranking, Acceptance.fit(seen, list(accepted)))

    def propose(self, candidates: Sequence[Candidate]) -> list[Proposed]:
        """Each candidate with its likeliest home, by the tree from the top, and its score where there is one."""
        values = self._signals.of([c.text for c in candidates], [c.sense for c in candidates])
        shares = self._ranking.shares(values)
        home = homes(shares, self._signals.family)
        scores: Sequence[float | None] = [None] * len(candidates)
        if self._acceptance is not None:
            seen = features(values, shares, self._signals.family, home)
            scores = [float(p) for p in self._acceptance.probability(seen)]
        return [
            Proposed(c.text, c.part_of_speech, c.sense, c.origins, self._signals.emotions[h], score, self._listed(row))
            for c, h, score, row in zip(candidates, home, scores, shares, strict=True)
        ]

    def _listed(self, shares: Array) -> tuple[tuple[str, float], ...]:
        best = np.argsort(-shares, kind="stable")[:LISTED]
        return tuple(
            (self._signals.emotions[i], min(0.999, float(shares[i]))) for i in best if shares[i] >= LEAST_SHARE
        )


def cross_validate(
    world: Ontology,
    lexicon: Lexicon,
    decisions: Sequence[Decision],
    wordnet: WordNet,
    embedder: Embedder,
    guesser: Guesser,
) -> CrossValidated:
    """How good the judge is on terms and verdicts it has not seen.

    Signals of a term leave out the term itself, and the weights are learnt on other folds.
    """
    known = _named(lexicon)
    signals = Signals(world, list(lexicon), wordnet, embedder, guesser)
    values = signals.of([t.text for t in known], [""] * len(known), known=True)
    home = np.array([signals.emotions.index(t.emotion) for t in known])
    fold = _folds([t.text for t in known])
    guessed = np.zeros(len(known), dtype=np.int64)
    for f in range(FOLDS):
        ranking = Ranking.fit(values[fold != f], list(home[fold != f]))
        guessed[fold == f] = homes(ranking.shares(values[fold == f]), signals.family)
    top = np.array([signals.emotions.index(root(world, id).id) for id in signals.emotions])
    judged = _judged(decisions)
    seen, accepted = _verdicts(signals, Ranking.fit(values, list(home)), judged)
    chance = _out_of_fold(seen, accepted, _folds([d.proposed.text for d in judged]))
    return CrossValidated(
        terms=len(known),
        home=float((guessed == home).mean()),
        primary=float((top[guessed] == top[home]).mean()),
        verdicts=len(judged),
        accepted=float(accepted.mean()),
        auroc=_auroc(chance, accepted),
        brier=float(((chance - accepted) ** 2).mean()),
        calibration=_gap(chance, accepted),
        sources=tuple(_left_out(known, values, home, signals.family, top)),
    )


def _left_out(
    known: Sequence[Term], values: Array, home: NDArray[np.int64], family: Array, top: NDArray[np.int64]
) -> Iterator[LeftOut]:
    """Leave one source out, source by source; a term of several origins counts for its first."""
    sources = np.array([_source(t) for t in known])
    for source in sorted(set(sources)):
        out = sources == source
        ranking = Ranking.fit(values[~out], list(home[~out]))
        guessed = homes(ranking.shares(values[out]), family)
        hits, kin = guessed == home[out], top[guessed] == top[home[out]]
        yield LeftOut(str(source), int(out.sum()), float(hits.mean()), float(kin.mean()))


def _source(term: Term) -> str:
    origin = term.origins[0].partition(":")[0] if term.origins else "ontology"
    return "wordnet" if origin.startswith("wordnet") else origin


def _named(lexicon: Lexicon) -> list[Term]:
    """Terms that teach what a home looks like."""
    return [t for t in lexicon if t.role is Role.NAMES and t.part_of_speech is not PartOfSpeech.EMOJI]


def _judged(decisions: Sequence[Decision]) -> list[Decision]:
    """Verdicts of readers on what the machine proposed."""
    plain = [d for d in decisions if d.proposed.home and not d.is_automatic and d.verdict is not Verdict.DEFER]
    return [d for d in plain if d.proposed.part_of_speech is not PartOfSpeech.EMOJI]


def _verdicts(signals: Signals, ranking: Ranking, judged: Sequence[Decision]) -> tuple[Array, NDArray[np.bool_]]:
    values = signals.of([d.proposed.text for d in judged], [d.proposed.sense for d in judged], known=True)
    shares = ranking.shares(values)
    home = homes(shares, signals.family)
    agreed = [signals.emotions[h] == d.home for h, d in zip(home, judged, strict=True)]
    return features(values, shares, signals.family, home), np.array(agreed)


def _folds(texts: Sequence[str]) -> NDArray[np.int64]:
    families = sorted({text[:5].casefold() for text in texts})
    order = np.random.default_rng(13).permutation(len(families))
    fold = {family: int(place) % FOLDS for family, place in zip(families, order, strict=True)}
    return np.array([fold[text[:5].casefold()] for text in texts])


def _out_of_fold(seen: Array, accepted: NDArray[np.bool_], fold: NDArray[np.int64]) -> Array:
    chance = np.zeros(len(seen))
    for f in range(FOLDS):
        fitted = Acceptance.fit(seen[fold != f], list(accepted[fold != f]))
        chance[fold == f] = fitted.probability(seen[fold == f])
    return chance


def _auroc(chance: Array, accepted: NDArray[np.bool_]) -> float:
    """The probability that an accepted one scores above one that was not."""
    ranks = np.empty(len(chance))
    ranks[np.argsort(chance, kind="stable")] = np.arange(1, len(chance) + 1)
    good = int(accepted.sum())
    bad = len(accepted) - good
    return float((ranks[accepted].sum() - good * (good + 1) / 2) / (good * bad)) if good and bad else float("nan")


def _gap(chance: Array, accepted: NDArray[np.bool_]) -> float:
    groups = np.array_split(np.argsort(chance, kind="stable"), 10)
    gaps = [abs(float(chance[g].mean()) - float(accepted[g].mean())) * len(g) for g in groups if len(g)]
    return sum(gaps) / len(chance)
