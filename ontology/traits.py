"""Ways to say who feels: z-scores, percentiles, raw scales, answers to two short questionnaires, named people.

Mehrabian's equations want z-scores.  A raw scale becomes one by its own mean and standard deviation
where they are known; where they are not, by the middle of the scale and a sixth of its range, so that
its ends are three standard deviations away (this project; an assumption, stated wherever it is used).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import isfinite
from statistics import NormalDist

from ontology.errors import BadInput, OutOfRange
from ontology.personality import TRAITS, Personality

#: The order in which five traits are written.
ORDER = ("openness", "conscientiousness", "extraversion", "agreeableness", "neuroticism")


@dataclass(frozen=True, slots=True)
class Scale:
    """A scale of raw scores; ``mean`` and ``sd`` of the reference population, or the assumption above."""

    low: float
    high: float
    mean: float | None = None
    sd: float | None = None

    def z(self, trait: str, score: float) -> float:
        """The z-score of a raw score.

        Raises:
            OutOfRange: the score does not lie on the scale.
        """
        if not isfinite(score) or not self.low <= score <= self.high:
            raise OutOfRange(trait, score, self.low, self.high)
        mean = (self.low + self.high) / 2 if self.mean is None else self.mean
        sd = (self.high - self.low) / 6 if self.sd is None else self.sd
        return (score - mean) / sd


SCALES = {"0-1": Scale(0, 1), "1-5": Scale(1, 5), "1-7": Scale(1, 7), "0-100": Scale(0, 100)}


@dataclass(frozen=True, slots=True)
class Questionnaire:
    """Which answers make which trait: item numbers from 1, negative where the answer is turned round."""

    name: str
    scale: Scale
    items: dict[str, tuple[int, ...]]
    source: str


#: Gosling, Rentfrow and Swann 2003: item 4 and 9 make stability, so both are turned for neuroticism.
TIPI = Questionnaire(
    "tipi",
    Scale(1, 7),
    {
        "openness": (5, -10),
        "conscientiousness": (3, -8),
        "extraversion": (1, -6),
        "agreeableness": (-2, 7),
        "neuroticism": (4, -9),
    },
    "gosling2003",
)

#: Rammstedt and John 2007.
BFI10 = Questionnaire(
    "bfi10",
    Scale(1, 5),
    {
        "openness": (-5, 10),
        "conscientiousness": (-3, 8),
        "extraversion": (-1, 6),
        "agreeableness": (2, -7),
        "neuroticism": (-4, 9),
    },
    "rammstedt2007",
)

QUESTIONNAIRES = {q.name: q for q in (TIPI, BFI10)}

#: The six roles of PELD, as its data give them on 0 … 1 (Wen et al. 2021), in the order of ``ORDER``.
PELD_ROLES = {
    "chandler": (0.648, 0.375, 0.386, 0.580, 0.477),
    "joey": (0.574, 0.614, 0.297, 0.545, 0.455),
    "monica": (0.713, 0.457, 0.457, 0.660, 0.511),
    "phoebe": (0.600, 0.480, 0.310, 0.460, 0.560),
    "rachel": (0.635, 0.354, 0.521, 0.552, 0.469),
    "ross": (0.722, 0.489, 0.600, 0.533, 0.356),
}


def on_scale(scores: dict[str, float], scale: Scale) -> Personality:
    """A personality from raw scores; traits left out are at the mean.

    Raises:
        OutOfRange: a score does not lie on the scale.

    >>> on_scale({"extraversion": 4.0}, SCALES["1-5"]).extraversion
    1.5
    """
    return Personality(**{trait: scale.z(trait, score) for trait, score in scores.items()})


def from_percentiles(percentiles: dict[str, float]) -> Personality:
    """A personality from percentile ranks, above 0 and below 100, of a normal population.

    Raises:
        OutOfRange: a rank is not between 0 and 100, or so near an end that its z-score is beyond ±4.

    >>> round(from_percentiles({"neuroticism": 84.134}).neuroticism, 3)
    1.0
    """
    normal = NormalDist()
    for trait, rank in percentiles.items():
        if not 0 < rank < 100:
            raise OutOfRange(f"{trait} (a percentile)", rank, 0, 100)
    return Personality(**{trait: normal.inv_cdf(rank / 100) for trait, rank in percentiles.items()})


def from_answers(questionnaire: Questionnaire, answers: Sequence[float]) -> Personality:
    """A personality from the ten answers of a questionnaire, in the order of its items.

    Raises:
        BadInput: there are not ten answers.
        OutOfRange: an answer does not lie on the questionnaire's scale.

    >>> from_answers(BFI10, [1, 3, 3, 3, 3, 5, 3, 3, 3, 3]).extraversion
    3.0
    """
    scale = questionnaire.scale
    if len(answers) != 10:
        raise BadInput(f"{questionnaire.name} has 10 items, and there are {len(answers)} answers")
    for number, answer in enumerate(answers, 1):
        if not isfinite(answer) or not scale.low <= answer <= scale.high:
            raise OutOfRange(f"answer {number} of {questionnaire.name}", answer, scale.low, scale.high)

    def keyed(item: int) -> float:
        answer = answers[abs(item) - 1]
        return answer if item > 0 else scale.low + scale.high - answer

    means = {trait: sum(map(keyed, items)) / len(items) for trait, items in questionnaire.items.items()}
    return on_scale(means, scale)


def read_personality(text: str) -> Personality:
    """A personality as people write it.

    ``O=0.5,E=1`` are z-scores; ``1-5:O=4,E=2`` (or ``0-1``, ``1-7``, ``0-100``) raw scores on a scale;
    ``percentile:N=84`` ranks; ``tipi:…`` and ``bfi10:…`` ten answers with commas between; a name of
    ``PELD_ROLES`` that role.  Empty is the mean in every trait.

    Raises:
        BadInput: an unknown form, trait or name, one given twice, or a number that is none.
        OutOfRange: a number beyond its scale.
    """
    form, colon, rest = text.strip().partition(":")
    form = form.strip().lower()
    if not colon:
        if form in PELD_ROLES:
            return on_scale(dict(zip(ORDER, PELD_ROLES[form], strict=True)), SCALES["0-1"])
        if form and "=" not in form:
            raise BadInput(
                f"no personality '{text}'; there are {', '.join(PELD_ROLES)}, or write O=0.5,C=0,E=1,A=0,N=-1"
            )
        return Personality(**_scores(text))
    if form in QUESTIONNAIRES:
        return from_answers(QUESTIONNAIRES[form], [_number(part, form) for part in rest.split(",")])
    if form == "percentile":
        return from_percentiles(_scores(rest))
    if form not in SCALES:
        known = ", ".join([*SCALES, "percentile", *QUESTIONNAIRES])
        raise BadInput(f"no scale '{form}'; there are {known}, and z-scores without a word before them")
    return on_scale(_scores(rest), SCALES[form])


def _scores(text: str) -> dict[str, float]:
    scores: dict[str, float] = {}
    for part in filter(None, (p.strip() for p in text.split(","))):
        name, _, value = (p.strip() for p in part.partition("="))
        trait = TRAITS.get(name.upper(), name.lower())
        if trait not in TRAITS.values():
            raise BadInput(f"no trait '{name}'; write O, C, E, A or N as in O=0.5,C=0,E=1,A=0,N=-1")
        if trait in scores:
            raise BadInput(f"trait '{trait}' is given twice")
        scores[trait] = _number(value, trait)
    return scores


def _number(text: str, what: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise BadInput(f"{what} '{text.strip()}' is not a number") from None
