"""What a text may be classified as: each label with the emotions it means and the texts that stand for it."""

from collections.abc import Sequence
from dataclasses import dataclass

from ontology.emotion import Emotion, Tier
from ontology.errors import BadInput
from ontology.mapping import Match
from ontology.relation import OURS
from ontology.taxonomy import descendants
from ontology.world import Ontology
from vocab.lexicon import Lexicon, PartOfSpeech, Register, Role, Term
from vocab.text import normalise

SENTENCE = "I felt {}."
#: How many terms speak for an emotion (macro-F1 on ISEAR train / GoEmotions dev: 6 .465 / .213,
#: 8 .468 / .214, 12 .471 / .210, 24 .470 / .213, all .471 / .212; each costs a few milliseconds at the start).
MOST_TERMS = 8
MEANS_THE_SAME = {Match.EXACT, Match.CLOSE, Match.NARROW}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A label and what it means.

    ``groups`` are texts that stand for it, each group weighing the same; ``emotions`` are those it means, ``below`` the
    emotions below these; ``label_set`` is the set it is of, empty for a label of the caller's own.
    """

    label: str
    groups: tuple[tuple[str, ...], ...]
    emotions: tuple[str, ...] = ()
    below: tuple[str, ...] = ()
    label_set: str = ""


def bare_candidates(labels: Sequence[str]) -> tuple[Candidate, ...]:
    """Labels that stand for nothing but themselves: the baseline."""
    return tuple(Candidate(label, ((label,),)) for label in labels)


def sentence_candidates(labels: Sequence[str]) -> tuple[Candidate, ...]:
    """Labels in a sentence: the second baseline."""
    return tuple(Candidate(label, ((SENTENCE.format(label),),)) for label in labels)


def set_candidates(world: Ontology, lexicon: Lexicon, label_set: str) -> tuple[Candidate, ...]:
    """The labels of a set, each with the terms of the emotions it is mapped to.

    Raises:
        UnknownLabelSet.
    """
    return tuple(
        _candidate(
            world,
            lexicon,
            label.label,
            [
                m.emotion
                for m in world.mappings_of_label.get(label.id, ())
                if m.emotion is not None and m.match in MEANS_THE_SAME
            ],
            label_set=label_set,
        )
        for label in world.label_set(label_set)
    )


def free_candidates(world: Ontology, lexicon: Lexicon, labels: Sequence[str]) -> tuple[Candidate, ...]:
    """Labels of the caller's own, with the terms of the emotion they name where the lexicon knows it.

    Raises:
        BadInput: fewer than two labels, an empty one, or one given twice.
    """
    if len(labels) < 2:
        raise BadInput(f"{len(labels)} label is nothing to choose from; give at least two")
    if "" in (label.strip() for label in labels):
        raise BadInput("a label is empty")
    if len(set(labels)) < len(labels):
        twice = next(label for label in labels if labels.count(label) > 1)
        raise BadInput(f"label '{twice}' is given twice")
    terms = {label: lexicon.find(label.casefold()) or lexicon.find_folded(normalise(label)) for label in labels}
    return tuple(_candidate(world, lexicon, label, [t.emotion] if (t := terms[label]) else []) for label in labels)


def tier_candidates(world: Ontology, lexicon: Lexicon, tier: Tier) -> tuple[Candidate, ...]:
    """The emotions of one tier, by id."""
    return tuple(_candidate(world, lexicon, e.id, [e.id], e.word) for e in world if e.tier is tier)


def state_candidates(world: Ontology, lexicon: Lexicon) -> tuple[Candidate, ...]:
    """Every state with terms of its own, by id; a word that stands on two tiers counts once, at the higher."""
    return tuple(_candidate(world, lexicon, e.id, [e.id], e.word) for e in world if _is_home_of_its_word(lexicon, e))


def _is_home_of_its_word(lexicon: Lexicon, emotion: Emotion) -> bool:
    term = lexicon.find(emotion.word)
    return term is not None and term.emotion == emotion.id


def _candidate(
    world: Ontology,
    lexicon: Lexicon,
    label: str,
    emotions: Sequence[str],
    word: str | None = None,
    label_set: str = "",
) -> Candidate:
    below = [part.id for emotion in emotions for part in descendants(world, emotion)]
    groups = ((word or label,), _words(lexicon, emotions), _words(lexicon, [*emotions, *below]))
    sentences = (tuple(SENTENCE.format(text) for text in group) for group in groups if group)
    return Candidate(label, tuple(sentences), tuple(dict.fromkeys(emotions)), tuple(dict.fromkeys(below)), label_set)


def _words(lexicon: Lexicon, emotions: Sequence[str]) -> tuple[str, ...]:
    return tuple(term for emotion in dict.fromkeys(emotions) for term in speaking_terms(lexicon, emotion))


def speaking_terms(lexicon: Lexicon, emotion: str) -> tuple[str, ...]:
    """The terms that stand for an emotion in a sentence: its label, then those chosen by hand, then by weight.

    No symbol, no idiom, no mere occasion; ``MOST_TERMS`` of them, since more made nothing better.
    """
    plain = (t for t in lexicon.of(emotion) if t.part_of_speech is not PartOfSpeech.EMOJI)
    named = [t for t in plain if t.register is not Register.IDIOM and t.role is not Role.EVOKES]
    return tuple(t.text for t in sorted(named, key=_prominence)[:MOST_TERMS])


def _prominence(term: Term) -> tuple[bool, bool, float]:
    return not term.is_label, OURS not in term.origins, -term.weight
