"""How likely people think one emotion turns into another: from where both lie and how alike they are as feelings.

After Thornton & Tamir 2017, who found that nearness in affective space drives what people expect.  The
weights come from a table of judgements of this project's agent (``bench/concept_ratings.tsv``): no human
ratings were at hand to fit, and what is modelled here is no measurement.
"""

from collections.abc import Sequence

import numpy as np

from ontology.edges import ConceptTransition
from ontology.vad import VAD
from vocab.feelings import Feelings

METHOD = "VAD distance, likeness as feelings, valence of the second; tone-kg 1"

#: Likelihood = BASE - DISTANCE · VAD distance + LIKENESS · cosine + PLEASANT · valence of the second.  The fit is
#: flat (r .837 at .127 and .436, .833 here), and distance is what was found with people, so it weighs more.
BASE, DISTANCE, LIKENESS, PLEASANT = 0.443, 0.18, 0.38, 0.03

#: The error to expect on the scale of 0 … 1, from states left out.
ERROR = 0.11


def expected(
    states: Sequence[str], places: Sequence[VAD], feelings: Feelings, names: Sequence[str] | None = None
) -> list[ConceptTransition]:
    """How likely each state is thought to turn into each other one, in the order of the states.

    ``states`` are words, ``places`` their coordinates; ``names`` are what the answers call the states, their
    words if left out.
    """
    points, rows = np.array([tuple(place) for place in places]), feelings.vectors(states)
    apart = np.linalg.norm(points[:, None] - points[None], axis=2)
    raw = BASE - DISTANCE * apart + LIKENESS * (rows @ rows.T) + PLEASANT * points[None, :, 0]
    return [
        ConceptTransition(a, b, round(float(np.clip(raw[i, j], 0, 1)), 3), ERROR, METHOD)
        for i, a in enumerate(names or states)
        for j, b in enumerate(names or states)
        if i != j
    ]
