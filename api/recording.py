"""What dialogues showed, as rows of our tables: effects of traits with their status, and counts."""

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from pathlib import Path

from ontology.dialogue import Step
from ontology.edges import ObservedTransition, TraitEffect
from ontology.effects import edge_effects
from ontology.errors import BadInput
from ontology.harmonize import emotion_of
from ontology.labels import LabelSet
from ontology.markov import counted, trait_effects
from ontology.personality import Personality
from ontology.rows import COLUMNS
from ontology.tables import read, shipped, write
from ontology.vad import VAD
from ontology.world import Ontology

SCALE = "high or low, as the corpus says"


def effects_of(
    world: Ontology,
    steps: Sequence[Step],
    label_set: LabelSet | None,
    corpus: str,
    *,
    permutations: int,
    seed: int,
) -> tuple[list[TraitEffect], list[TraitEffect]]:
    """(Each trait on all transitions together, each trait on each transition by itself).

    Which way an effect is expected to go comes from Mehrabian's equations, where the labels have places:
    a trait favours the emotions that lie in the direction of its temperament.
    """
    expected = _expectation(world, steps, label_set)
    overall = [
        TraitEffect(
            corpus=corpus,
            trait=e.trait,
            scale=SCALE,
            before="",
            after="",
            measure="information in nats beyond the last emotion",
            estimate=round(e.information, 4),
            low=None,
            high=None,
            base=None,
            p=round(e.p, 4),
            turns=e.steps,
            persons=e.persons,
            status=e.status,
            comment=f"by chance {e.expected:.4f}, sd {e.sd:.4f}, over {permutations} dealings within groups; "
            "five traits were tested, at .01",
        )
        for e in trait_effects(steps, permutations=permutations, seed=seed)
    ]
    single = [
        TraitEffect(
            corpus=corpus,
            trait=e.trait,
            scale=SCALE,
            before=e.before,
            after=e.after,
            measure="log-odds of high against low",
            estimate=round(e.log_odds, 3),
            low=round(e.low, 3),
            high=round(e.high, 3),
            base=round(e.base, 4),
            p=round(e.p, 4),
            turns=e.steps,
            persons=e.persons,
            status=e.status,
            comment="",
        )
        for trait in (o.trait for o in overall)
        for e in edge_effects(steps, trait, expected, draws=permutations, seed=seed)
    ]
    return overall, single


def _expectation(
    world: Ontology, steps: Sequence[Step], label_set: LabelSet | None
) -> Callable[[str, str, str], float]:
    """The sign expected of a trait on a transition: whether the second state lies where the trait leads."""
    labels = {step.after for step in steps}
    named = {label: emotion_of(world, label_set[label].id) for label in labels} if label_set else {}
    places: dict[str, VAD] = {label: vad for label, id in named.items() if id and (vad := world.vad(id)) is not None}
    weight = Counter(step.after for step in steps if step.after in places)
    total = weight.total() or 1
    mean = [sum(tuple(places[label])[axis] * n for label, n in weight.items()) / total for axis in range(3)]

    def expected(trait: str, before: str, after: str) -> float:
        if after not in places:
            return 0.0
        toward = Personality(**{trait: 1.0}).temperament
        return sum(t * (x - m) for t, x, m in zip(toward, places[after], mean, strict=True))

    return expected


def record_corpus(
    world: Ontology, corpus: str, steps: Sequence[Step], effects: Sequence[TraitEffect], folder: Path | None
) -> None:
    """Put counts and effects in place of what the tables had of this corpus.

    Raises:
        BadInput: the corpus is not in ``transition_corpora.tsv``.
    """
    if corpus not in world.corpora:
        known = ", ".join(world.corpora)
        raise BadInput(f"no corpus '{corpus}' in transition_corpora.tsv; there are {known}; add a row for it")
    where = folder or shipped()
    persons: defaultdict[tuple[str, str, str], set[str]] = defaultdict(set)
    for step in steps:
        persons[step.before, step.partner, step.after].add(step.speaker)
    seen = [
        ObservedTransition(corpus, before, partner, after, turns, len(persons[before, partner, after]))
        for (before, partner, after), turns in counted(steps).items()
    ]
    _replace(where, "transition_counts", corpus, [_cells(o, "transition_counts") for o in seen])
    _replace(where, "trait_effects", corpus, [_cells(e, "trait_effects") for e in effects])


def _cells(value: ObservedTransition | TraitEffect, table: str) -> tuple[str, ...]:
    cells = (getattr(value, column) for column in COLUMNS[table])
    return tuple("" if cell is None else str(getattr(cell, "value", cell)) for cell in cells)


def _replace(folder: Path, table: str, corpus: str, rows: Sequence[tuple[str, ...]]) -> None:
    path = folder / f"{table}.tsv"
    kept = [tuple(row.cells.values()) for row in read(path, COLUMNS[table]) if row.cells["corpus"] != corpus]
    write(path, COLUMNS[table], sorted([*kept, *rows]))
