"""Questions about labels and label sets."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from api.answers import Normalized, Translated
from api.selecting import (
    Listing,
    MappingWhere,
)
from api.service.limits import MOST, within
from api.service.texts import Texts
from kg.terms import id_of, label_id_of, label_set_id_of
from ontology.harmonize import labels_of, translate
from ontology.labels import Label, LabelSet
from ontology.loss import WHOLE, Loss, loss
from ontology.mapping import Mapping as LabelMapping
from ontology.scoring import Score, score
from vocab.lookup import Found

if TYPE_CHECKING:  # these bring numpy, rdflib and networkx, which a plain look-up never needs
    from vocab.align import Aligned


class Labels(Texts):
    """Questions about labels and label sets."""

    def label_set(self, id: str) -> LabelSet:
        """One label set, by id, CURIE or IRI.

        Raises:
            UnknownLabelSet.
        """
        return self.world.label_set(label_set_id_of(id))

    def label(self, id: str) -> Label:
        """One label, by an id such as ``goemotions/joy``, CURIE or IRI.

        Raises:
            UnknownLabelSet, UnknownLabel.
        """
        return self.world.label(label_id_of(id) or id)

    def find_label(self, id: str) -> Label | None:
        """Like ``label``; None where there is none."""
        label_set, _, name = (label_id_of(id) or id).partition("/")
        known = self.world.label_sets.get(label_set)
        return None if known is None else known.find(name)

    def label_in(self, label_set: str, label: str) -> Label:
        """The label of a set, spelt as in its data, by code, by alias, or by id, CURIE or IRI.

        Raises:
            UnknownLabelSet, UnknownLabel.
        """
        labels, id = self.label_set(label_set), label_id_of(label) or label
        is_its = id.startswith(f"{labels.id}/") and labels.find(label) is None
        return labels[id.removeprefix(f"{labels.id}/") if is_its else label]

    def mappings(self, where: MappingWhere | None = None) -> Listing[LabelMapping]:
        """How labels stand to emotions, by label, then by emotion.

        Raises:
            UnknownLabelSet, UnknownEmotion: in ``where``.
        """
        return self._mappings(where or MappingWhere())

    def normalize(
        self,
        labels: Sequence[str],
        *,
        source: str | None = None,
        target: str | None = None,
        by_meaning: bool = False,
    ) -> tuple[Normalized, ...]:
        """What emotion each label names and, with ``target``, which of that set's labels it becomes.

        With ``source`` the labels are read as that set spells them.  Unknown labels come back with
        nothing found; with ``by_meaning`` the embedder is asked too.  A label that is given by CURIE or IRI
        says itself which set spells it; the CURIE or IRI of an emotion names just that.

        Raises:
            UnknownLabelSet, UnknownLabel, BadInput (too many labels).
        """
        within("number of labels", len(labels), MOST)
        spelt_by = self.label_set(source).id if source is not None else None
        goal = self.label_set(target).id if target is not None else None
        return tuple(self._normalized(label, spelt_by, goal, by_meaning=by_meaning) for label in labels)

    def _normalized(self, label: str, source: str | None, target: str | None, *, by_meaning: bool) -> Normalized:
        if source is None and (id := label_id_of(label)):
            source = id.partition("/")[0]
        if source is not None:
            spelt = self.label_in(source, label)
            found = self._mapped(spelt, label)
            targets = translate(self.world, spelt.label, source, target) if target else ()
        else:
            found = self._by_id(label) or (self.words.lookup(label) if by_meaning else self.words.known(label))
            targets = labels_of(self.world, found[0].emotion, target) if found and target else ()
        return Normalized(label, found, self.world[found[0].emotion] if found else None, targets)

    def _by_id(self, label: str) -> tuple[Found, ...]:
        """The emotion that a CURIE or an IRI names; a plain word is for the lexicon to find."""
        id = id_of(label)
        if id == label.strip() or id not in self.world:
            return ()
        return (Found(emotion=id, score=1.0, step="id", term=self.world[id].label, matched=label),)

    def _mapped(self, spelt: Label, label: str) -> tuple[Found, ...]:
        mappings = self.world.mappings_of_label.get(spelt.id, ())
        ranked = sorted(mappings, key=lambda m: (-m.match.strength, -m.confidence))
        return tuple(
            Found(emotion=m.emotion, score=m.confidence, step=m.match.value, term=spelt.label, matched=label)
            for m in ranked
            if m.emotion is not None
        )

    def translate(self, labels: Sequence[str], *, source: str, target: str) -> tuple[Translated, ...]:
        """Labels of one set as labels of another, each with its chains through the ontology.

        Raises:
            UnknownLabelSet, UnknownLabel, BadInput (too many labels).
        """
        within("number of labels", len(labels), MOST)
        start, goal = self.label_set(source).id, self.label_set(target).id
        spelt = ((label, self.label_in(start, label).label) for label in labels)
        return tuple(Translated(label, translate(self.world, known, start, goal)) for label, known in spelt)

    def loss(self, source: str, target: str, counts: Mapping[str, float] | None = None) -> Loss:
        """What carrying one set to another loses; every label counts the same where no counts are given.

        Raises:
            UnknownLabelSet, UnknownLabel; BadInput: the set has no known labels, or the counts cannot be.
        """
        source, goal = self.label_set(source).id, self._goal(target)
        if counts is None:
            return loss(self.world, source, goal)
        given: Counter[str] = Counter()
        for label, n in counts.items():
            given[self.label_in(source, label).label] += n  # type: ignore[assignment]  # counts may be shares
        return loss(self.world, source, goal, given)

    def align(self, labels: Sequence[str]) -> "list[Aligned]":
        """The emotion that each label of a new set most likely means, with the evidence and the runner-up.

        Raises:
            BadInput: there are too many labels, or one is empty.
            MissingExtra, ModelMissing: a label is not known and there is no encoder.
        """
        from vocab.align import Aligner

        places = [found.vad for found in self.vads(labels)]
        return Aligner(self.world, self.lexicon, self.words, self.feelings).align(labels, places)

    def score(self, gold: Sequence[str], predicted: Sequence[str]) -> tuple[Score, tuple[str, ...]]:
        """How well free words given agree with free words expected, and the words that name no known emotion.

        Words are placed by the vocabulary (labels, terms, other spellings and forms), so synonyms are equal; a word
        that cannot be placed is left out on its side.

        Raises:
            BadInput: there are too many words on a side.
        """
        placed, lost = [], []
        for words in (gold, predicted):
            within("number of words", len(words) + 1, MOST)
            found = [(word, self.words.known(word)) for word in words if word.strip()]
            placed.append([f[0].emotion for _, f in found if f])
            lost += [word for word, f in found if not f]
        return score(self.world, placed[0], placed[1]), tuple(lost)

    def losses(self, source: str | None = None, target: str | None = None) -> tuple[Loss, ...]:
        """What conversions lose under equal counts: of one pair, from one set to all, or of all pairs.

        Sets without known labels are left out.

        Raises:
            UnknownLabelSet; BadInput: the set has no known labels.
        """
        sets = [s.id for s in self.world.label_sets.values() if len(s)]
        sources = [self.label_set(source).id] if source else sets
        targets = [self._goal(target)] if target else [*sets, *WHOLE]
        return tuple(loss(self.world, a, b) for a in sources for b in targets)

    def _goal(self, target: str) -> str:
        return target if target in WHOLE else self.label_set(target).id
