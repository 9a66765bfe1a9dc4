"""Who feels: the Big Five as z-scores, and the temperament they give.

Mehrabian's equations use emotional *stability*; with neuroticism N = -stability the signs of that
term turn.  Many public ports put neuroticism in the place of stability and so reverse it.
"""

from dataclasses import dataclass, fields
from math import isfinite

from ontology.errors import OutOfRange
from ontology.vad import VAD

#: How far from the mean a trait may lie, in standard deviations.
LIMIT = 4.0


@dataclass(frozen=True, slots=True)
class Personality:
    """Five trait z-scores (mean 0, standard deviation 1 in the reference population), each -4 … 4.

    Raises:
        OutOfRange: a score is not a number or too far out: raw 1-5 or 0-100 scores are no z-scores.
    """

    openness: float = 0.0
    conscientiousness: float = 0.0
    extraversion: float = 0.0
    agreeableness: float = 0.0
    neuroticism: float = 0.0

    def __post_init__(self) -> None:
        for trait in fields(self):
            score = getattr(self, trait.name)
            if not isfinite(score) or abs(score) > LIMIT:
                raise OutOfRange(f"{trait.name} (a z-score)", score, -LIMIT, LIMIT)

    @property
    def stability(self) -> float:
        """Emotional stability: neuroticism with its sign turned."""
        return -self.neuroticism

    @property
    def temperament(self) -> VAD:
        """The habitual state, in the VAD cube.

        Mehrabian 1996: P = .21 E + .59 A + .19 S; A = .15 O + .30 A - .57 S;
        D = .25 O + .17 C + .60 E - .32 A, on standardised traits.  The result is clipped to -1 … 1.

        >>> Personality(neuroticism=1).temperament
        VAD(valence=-0.19, arousal=0.57, dominance=0.0)
        """
        o, c, e, a = self.openness, self.conscientiousness, self.extraversion, self.agreeableness
        return VAD.clipped(*mehrabian(o, c, e, a, self.stability))


def mehrabian(
    openness: float, conscientiousness: float, extraversion: float, agreeableness: float, stability: float
) -> tuple[float, float, float]:
    """Pleasure, arousal and dominance by Mehrabian's equations, on whatever scale the traits are, unclipped.

    >>> [round(x, 3) for x in mehrabian(0.722, 0.489, 0.600, 0.533, stability=1 - 0.356)]
    [0.563, -0.099, 0.453]
    """
    o, c, e, a, s = openness, conscientiousness, extraversion, agreeableness, stability
    return (
        0.21 * e + 0.59 * a + 0.19 * s,
        0.15 * o + 0.30 * a - 0.57 * s,
        0.25 * o + 0.17 * c + 0.60 * e - 0.32 * a,
    )


TRAITS = {field.name[0].upper(): field.name for field in fields(Personality)}
