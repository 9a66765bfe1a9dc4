"""From decisions to the lexicon: every term kept, with its weights, its coordinates and its origins.

The preferred home is the reader's decision.  A term also belongs to the emotions that the signals saw
beside it: the home has at least ``HOME_SHARE`` of the weight, the rest goes by the signals' shares.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from ontology.relation import OURS
from ontology.tables import write, write_text
from ontology.vad import VAD
from ontology.world import Ontology
from vocab.lexicon import COLUMNS, PartOfSpeech, Register, Term, TermStatus, compiled, label_terms, shipped_folder
from vocab.predictor import Predictor
from vocab.ratings import PREDICTED_ERROR, PREDICTOR, TermRating, preferred
from vocab.text import normalise
from vocab.workshop.decisions import Decision, latest

HOME_SHARE, LEAST_WEIGHT = 0.6, 0.04

#: How much of a predicted place comes from the predictor; the rest is where the home lies (on 448 rated terms with
#: their families left out: r .96, .83, .90 from .7 to .9; .95, .81, .88 at 1 and .87, .65, .72 at 0).
GUESSED = 0.8

PREDICTED = "predicted"


def terms_of(world: Ontology, decisions: Iterable[Decision], before: Mapping[str, Term]) -> list[Term]:
    """The terms that stand, sorted, without coordinates that ``before`` does not give.

    A form that is an emotion's own label is left out: the ontology says it.
    """
    labels = {label.text for label in label_terms(world)}
    kept = (d for _, d in sorted(latest(decisions).items()) if d.is_kept and d.proposed.text not in labels)
    return [_term(d, before.get(d.proposed.text)) for d in kept]


def placed(
    world: Ontology, terms: Iterable[Term], ratings: Mapping[str, Sequence[TermRating]], predictor: Predictor
) -> Iterator[Term]:
    """Terms with coordinates: people's where they rated the term, else predicted and marked so.

    Raises:
        MissingExtra, ModelMissing: a term is not in the word table and the phrase model is not there.
    """
    listed = list(terms)
    rated = {t.text: r for t in listed if (r := preferred(ratings.get(t.text, ()))) is not None}
    open_ones = [t for t in listed if t.text not in rated]
    unknown = [t.text for t in open_ones if not _is_emoji(t) and normalise(t.text) not in predictor.table]
    guessed = dict(zip(unknown, (p.vad for p in predictor.phrases(unknown)) if unknown else (), strict=True))
    for term in listed:
        rating = rated.get(term.text)
        if rating is not None and rating.vad is not None:
            yield replace(term, vad=rating.vad, vad_source=rating.source)
        else:
            known = predictor.table.find(normalise(term.text))
            guess = guessed.get(term.text) or (known.vad if known else None)
            yield replace(term, vad=_predicted(world, term, guess), vad_source=PREDICTED)


def _is_emoji(term: Term) -> bool:
    return term.part_of_speech is PartOfSpeech.EMOJI


def _predicted(world: Ontology, term: Term, guess: VAD | None) -> VAD:
    """Between what the predictor says and where the home lies; an emoji lies where its home does."""
    home = world.vad(term.emotion) or VAD(0.0, 0.0, 0.0)
    if guess is None or _is_emoji(term):
        return home
    return VAD.clipped(*(round(GUESSED * g + (1 - GUESSED) * h, 3) for g, h in zip(guess, home, strict=True)))


def predictions(terms: Iterable[Term], predictor: Predictor) -> Iterator[TermRating]:
    """What was predicted, as ratings of the predictor with its error, so that every term has one."""
    for term in terms:
        if term.vad is not None and term.vad_source == PREDICTED:
            known = predictor.table.find(normalise(term.text))
            valence, arousal, dominance = term.vad
            error = known.sd if known and not _is_emoji(term) else PREDICTED_ERROR
            sd = (round(error[0], 3), round(error[1], 3), round(error[2], 3))
            yield TermRating(term.text, PREDICTOR, (valence, arousal, dominance), sd, None, "-1..1")


def write_lexicon(terms: Iterable[Term], folder: Path | None = None) -> Path:
    """Replace ``lexicon.tsv`` and its compiled form, each at once; gives the path of the table."""
    where = folder or shipped_folder()
    rows = list(terms)
    write(where / "lexicon.tsv", COLUMNS, (term.cells() for term in rows))
    write_text(where / "lexicon.json", compiled(rows))
    return where / "lexicon.tsv"


def _term(d: Decision, before: Term | None) -> Term:
    p = d.proposed
    return Term(
        text=p.text,
        part_of_speech=p.part_of_speech,
        emotion=d.home,
        register=before.register if before else _register(p.text, p.part_of_speech, p.origins),
        source=OURS,
        comment=d.why,
        role=d.role,
        also=_weights(d.home, p.shares),
        status=TermStatus.AUTOMATIC if d.is_automatic else TermStatus.REVIEWED,
        origins=p.origins,
        vad=before.vad if before else None,
        vad_source=before.vad_source if before else "",
    )


def _weights(home: str, shares: Iterable[tuple[str, float]]) -> tuple[tuple[str, float], ...]:
    """Weights beside the home's, heaviest first.

    >>> _weights("joy", [("joy", 0.5), ("glee", 0.3), ("awe", 0.1)])
    (('glee', 0.133), ('awe', 0.044))
    """
    total = sum(share for _, share in shares) or 1.0
    others = [(id, round((1 - HOME_SHARE) * share / total, 3)) for id, share in shares if id != home]
    return tuple(sorted((pair for pair in others if pair[1] >= LEAST_WEIGHT), key=lambda pair: (-pair[1], pair[0])))


def _register(text: str, part: PartOfSpeech, origins: Iterable[str]) -> Register:
    if part is PartOfSpeech.EMOJI:
        return Register.SYMBOL
    if "informal" in origins or part is PartOfSpeech.INTERJECTION:
        return Register.INFORMAL
    return Register.IDIOM if re.search(r"\w \w", text) and "idiom" in origins else Register.STANDARD
