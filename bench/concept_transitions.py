"""Where the weights of ``vocab.concept`` come from: least squares on 240 judgements, states left out one by one.

The judgements of ``concept_ratings.tsv`` (how likely somebody who feels the first soon feels the second) were
written by this project's agent from nothing but its own knowledge.  They are not human ratings, and a
correlation with them shows no more than that the model says what the agent would say.

    python -m bench.concept_transitions
"""

from pathlib import Path

import numpy as np

from api.service import Service


def main() -> None:
    """Print the weights, what each part is worth, and the error on states left out."""
    service = Service()
    rows = [line.split("\t") for line in (Path(__file__).parent / "concept_ratings.tsv").read_text().splitlines()[1:]]
    states = sorted({before for before, _, _ in rows})
    at = {state: i for i, state in enumerate(states)}
    first, second = (np.array([at[row[k]] for row in rows]) for k in (0, 1))
    judged = np.array([float(row[2]) for row in rows])
    points = np.array([tuple(service.world.vad(state) or (0, 0, 0)) for state in states])
    rows_of = service.feelings.vectors(states)
    alike = rows_of @ rows_of.T
    parts = {
        "distance": -np.linalg.norm(points[first] - points[second], axis=1),
        "likeness": alike[first, second],
        "valence of the second": points[second, 0],
    }
    for names in (["distance"], ["likeness"], ["distance", "likeness"], list(parts)):
        seen = np.stack([np.ones(len(judged)), *(parts[name] for name in names)], axis=1)
        guessed, times = np.zeros(len(judged)), np.zeros(len(judged))
        for state in range(len(states)):
            out = (first == state) | (second == state)
            weights = np.linalg.lstsq(seen[~out], judged[~out], rcond=None)[0]
            guessed[out] += seen[out] @ weights
            times[out] += 1
        guessed /= times
        weights = np.linalg.lstsq(seen, judged, rcond=None)[0]
        r, error = np.corrcoef(guessed, judged)[0, 1], np.sqrt(((guessed - judged) ** 2).mean())
        print(f"{' + '.join(names)}: r {r:.3f}, error {error:.3f}, weights {weights.round(3).tolist()}")


if __name__ == "__main__":
    main()
