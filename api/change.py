"""Where a feeling goes next, as the service answers it: one model run, its states named by emotions.

The models of ``ontology.dynamics`` move a point; the counted one moves chances between the labels of a
corpus, whose expected place is then the point.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from api.answers import Near, Share, State, Transitioned
from ontology.dynamics import DYNAMICS
from ontology.edges import Corpus
from ontology.emotion import Emotion, Tier
from ontology.errors import BadInput
from ontology.harmonize import emotion_of, labels_of
from ontology.personality import Personality
from ontology.similarity import nearest
from ontology.taxonomy import lineage
from ontology.transition import Model, Situation, shares
from ontology.vad import VAD
from ontology.world import Ontology

COUNTED = Model(
    "markov",
    "a Markov chain counted in dialogues, with Dirichlet smoothing",
    "chance = (count + 5 · chance without the partner) / (all + 5); without it drawn to the base rate likewise",
    "one step of the corpus",
    ("cped2022", "peld2021"),
    "of invented characters; personality is not used, since its effects are small or null: see the trait effects",
)

MODELS = {**{name: model for name, (model, _) in DYNAMICS.items()}, COUNTED.name: COUNTED}


@dataclass(frozen=True, slots=True)
class Asked:
    """What ``Service.transition`` was asked."""

    start: Emotion
    stimulus: Emotion | None
    personality: Personality
    steps: int
    hold: int | None
    k: int
    tier: Tier | None
    seed: int
    corpus: str


def change(world: Ontology, asked: Asked, model: str) -> Transitioned:
    """The answer of one model.

    Raises:
        BadInput: no such model or corpus, no coordinates or label for an emotion, or a number out of range.
    """
    if model in DYNAMICS:
        return _moved(world, asked, model)
    if model == COUNTED.name:
        return _counted(world, asked)
    raise BadInput(f"no transition model '{model}'; there are {', '.join(MODELS)}")


def place(world: Ontology, emotion: Emotion) -> VAD:
    """Where an emotion lies.

    Raises:
        BadInput: nobody has rated it.
    """
    vad = world.vad(emotion.id)
    if vad is None:
        raise BadInput(f"emotion '{emotion.id}' has no VAD rating, so no path starts or ends there")
    return vad


def _situation(world: Ontology, asked: Asked) -> Situation:
    stimulus = place(world, asked.stimulus) if asked.stimulus else None
    return Situation(place(world, asked.start), stimulus, asked.personality, asked.steps, asked.hold, asked.seed)


def _moved(world: Ontology, asked: Asked, name: str) -> Transitioned:
    model, run = DYNAMICS[name]
    path = run(_situation(world, asked))
    states = []
    for step, vad in enumerate(path.states):
        felt = shares(world, vad, path.variance[step] if path.variance else (0, 0, 0), tier=asked.tier)
        band = (path.low[step], path.high[step]) if path.low else (None, None)
        states.append(_state(world, asked, step, vad, felt, *band))
    ends = (asked.start, *([asked.stimulus] if asked.stimulus else []))
    rated = [f"{e.id}: {r.source}" for e in ends if (r := world.preferred_rating(e.id)) is not None]
    return _answer(asked, path.gain, states, model, (f"coordinates: {'; '.join(rated)}",))


def _counted(world: Ontology, asked: Asked) -> Transitioned:
    from ontology.markov import Chain  # brings numpy

    corpus = world.corpora.get(asked.corpus)
    if corpus is None:
        raise BadInput(f"no corpus '{asked.corpus}' with transitions; there are {', '.join(world.corpora)}")
    situation = _situation(world, asked)  # checks the numbers
    rows = [o for o in world.observed if o.corpus == corpus.id]
    label_set = world.label_set(corpus.label_set)
    chain = Chain({(o.before, o.partner, o.after): o.turns for o in rows}, [label.label for label in label_set])
    start = _label(world, corpus, asked.start)
    partner = _label(world, corpus, asked.stimulus) if asked.stimulus else ""
    if partner and not any(o.partner for o in rows):
        raise BadInput(f"{corpus.label} was counted without the partner's emotion; leave the stimulus out")
    hold = situation.steps if situation.hold is None else situation.hold
    walk = chain.walk(start, partner, steps=situation.steps, hold=hold)
    states = [
        _state(world, asked, step, _expected(world, corpus, chances), _felt(world, corpus, chances, asked.tier))
        for step, chances in enumerate(walk)
    ]
    seen = [f"{chain.seen(start)} steps from '{start}' in {corpus.label} ({corpus.step})"]
    if partner:
        seen.append(f"{chain.seen(start, partner)} of them with '{partner}' as {corpus.context}")
    return _answer(asked, None, states, COUNTED, tuple(seen))


def _label(world: Ontology, corpus: Corpus, emotion: Emotion) -> str:
    found = labels_of(world, emotion.id, corpus.label_set)
    if not found:
        known = ", ".join(label.label for label in world.label_set(corpus.label_set))
        raise BadInput(f"{corpus.label} has no label for '{emotion.id}'; it has {known}")
    return found[0].label.label


def _felt(world: Ontology, corpus: Corpus, chances: Mapping[str, float], tier: Tier | None) -> dict[str, float]:
    """Chances of labels as shares of emotions, taken up to a tier where their lineage has one."""
    felt: defaultdict[str, float] = defaultdict(float)
    for label, chance in chances.items():
        id = world.label_set(corpus.label_set)[label].id
        emotion = emotion_of(world, id)
        at = [e.id for e in lineage(world, emotion) if e.tier is tier] if emotion and tier else []
        felt[at[0] if at else emotion or id] += chance
    return dict(sorted(felt.items(), key=lambda pair: (-pair[1], pair[0])))


def _expected(world: Ontology, corpus: Corpus, chances: Mapping[str, float]) -> VAD:
    """The mean place of the labels that name a placed emotion."""
    labels = world.label_set(corpus.label_set)
    means = ((emotion_of(world, labels[label].id), chance) for label, chance in chances.items())
    placed = [(vad, chance) for emotion, chance in means if emotion and (vad := world.vad(emotion)) is not None]
    total = sum(chance for _, chance in placed) or 1.0
    return VAD.clipped(*(sum(tuple(vad)[axis] * chance for vad, chance in placed) / total for axis in range(3)))


def _state(
    world: Ontology,
    asked: Asked,
    step: int,
    vad: VAD,
    felt: Mapping[str, float],
    low: VAD | None = None,
    high: VAD | None = None,
) -> State:
    near = tuple(Near(*pair) for pair in nearest(world, vad, k=asked.k, tier=asked.tier))
    most = tuple(Share(state, share) for state, share in list(felt.items())[: asked.k])
    return State(step, vad, near, most, low, high)


def _answer(
    asked: Asked,
    gain: tuple[float, float, float] | None,
    states: Iterable[State],
    model: Model,
    evidence: tuple[str, ...],
) -> Transitioned:
    who = asked.personality
    return Transitioned(asked.start, asked.stimulus, who, who.temperament, gain, tuple(states), model, evidence)
