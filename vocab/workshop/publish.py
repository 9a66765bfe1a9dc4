"""From decisions to the lexicon: every term kept, with its weights, its coordinates and its origins.

The preferred home is the reader's decision.  A term also belongs to the emotions that the signals saw
beside it: the home has at least ``HOME_SHARE`` of the weight, the rest goes by the signals' shares.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from ontology.errors import BadInput
from ontology.relation import OURS
from ontology.tables import write, write_text
from ontology.vad import VAD
from ontology.world import Ontology
from vocab.lexicon import COLUMNS, PartOfSpeech, Register, Term, TermStatus, compiled, label_terms, shipped_folder
from vocab.workshop.decisions import Decision, latest
from vocab.workshop.norms import Guesser

HOME_SHARE, LEAST_WEIGHT = 0.6, 0.04

#: How much of a predicted place comes from the encoder; the rest is where the home lies (five folds on
#: the rated terms of the lexicon, rmse .21 to .19 from .5 to .75, .24 at 0 or 1).
GUESSED = 0.7

NORMS, PREDICTED = "glasgow2019", "predicted"


def terms_of(world: Ontology, decisions: Iterable[Decision], before: Mapping[str, Term]) -> list[Term]:
    """The terms that stand, sorted, without coordinates that ``before`` does not give.

    A form that is an emotion's own label is left out: the ontology says it.
    """
    labels = {label.text for label in label_terms(world)}
    kept = (d for _, d in sorted(latest(decisions).items()) if d.is_kept and d.proposed.text not in labels)
    return [_term(d, before.get(d.proposed.text)) for d in kept]


def placed(world: Ontology, terms: Iterable[Term], norms: Mapping[str, VAD], guesser: Guesser | None) -> Iterable[Term]:
    """Terms with coordinates: people's where the norms have the word, else predicted and marked so.

    Raises:
        BadInput: a term has no coordinates yet and there is nothing to predict them from.
    """
    listed = list(terms)
    new = [term for term in listed if term.vad is None and term.text.casefold() not in norms]
    if new and guesser is None:
        raise BadInput(f"'{new[0].text}' has no coordinates yet; give norms to predict them from: --norms FILE")
    guesses = guesser.guess([term.text for term in new]) if guesser else ()
    places = {term.text: _predicted(world, term, guess) for term, guess in zip(new, guesses, strict=True)}
    for term in listed:
        if (rated := norms.get(term.text.casefold())) is not None:
            yield replace(term, vad=rated, vad_source=NORMS)
        elif term.text in places:
            yield replace(term, vad=places[term.text], vad_source=PREDICTED)
        else:
            yield term


def _predicted(world: Ontology, term: Term, guess: Iterable[float]) -> VAD:
    """Between what the encoder suggests and where the home lies; an emoji lies where its home does."""
    home = world.vad(term.emotion) or VAD(0.0, 0.0, 0.0)
    if term.part_of_speech is PartOfSpeech.EMOJI:
        return home
    return VAD.clipped(*(round(GUESSED * g + (1 - GUESSED) * h, 3) for g, h in zip(guess, home, strict=True)))


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
