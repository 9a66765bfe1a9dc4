"""Which words and phrases the VAD table holds, and the senses WordNet gives each of them."""

import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from vocab.wordnet import PARTS, Synset, WordNet

Zipf = Callable[[str], float]

_WORD, _PHRASE = re.compile(r"[a-z][a-z'-]+"), re.compile(r"[a-z][a-z'-]*(?: [a-z'-]+)+")

#: How common a form must be (Zipf scale): a dictionary form, a phrase, a changed form.
LEAST_ZIPF = {"word": 1.3, "phrase": 3.6, "form": 2.3}

#: How common a form must be for its senses to be read; a second sense counts for less, and so does a phrase,
#: since a phrase's frequency is only estimated from its parts.
SENSE_ZIPF, SECOND_SENSE, IN_PHRASE = 1.8, 1.2, 2.0

#: Endings taken off a changed form, and what is put in their place, by part of speech (morphy of WordNet).
ENDINGS = {
    "n": (
        *(("s", ""), ("ses", "s"), ("xes", "x"), ("zes", "z")),
        *(("ches", "ch"), ("shes", "sh"), ("men", "man"), ("ies", "y")),
    ),
    "v": (("s", ""), ("ies", "y"), ("es", "e"), ("es", ""), ("ed", "e"), ("ed", ""), ("ing", "e"), ("ing", "")),
    "a": (("er", ""), ("est", ""), ("er", "e"), ("est", "e")),
}


class Forms:
    """Dictionary forms of changed words, after WordNet's lists and endings."""

    def __init__(self, wordnet: WordNet, folder: Path) -> None:
        self._wordnet = wordnet
        self._irregular: dict[str, list[tuple[str, str]]] = {}
        for part, name in PARTS.items():
            for line in (folder / f"{name}.exc").read_text(encoding="utf-8").splitlines():
                form, base, *_ = (cell.replace("_", " ") for cell in line.split())
                self._irregular.setdefault(form, []).append((base, part))

    def bases(self, form: str) -> list[tuple[str, str]]:
        """(Dictionary form, part of speech) of a changed form, each once."""
        found = list(self._irregular.get(form, ()))
        for part, endings in ENDINGS.items():
            for ending, instead in endings:
                if form.endswith(ending) and len(form) - len(ending) >= 2:
                    base = form[: -len(ending)] + instead
                    found += [(base, part)] if self._wordnet.senses(base, part) else []
        for ending in ("ing", "ed"):
            stem = form.removesuffix(ending)
            if stem != form and len(stem) > 3 and stem[-1] == stem[-2] and self._wordnet.senses(stem[:-1], "v"):
                found.append((stem[:-1], "v"))
        return list(dict.fromkeys(found))

    def senses(self, form: str, most: int = 2) -> list[Synset]:
        """The first senses of a form, one a part of speech before second ones."""
        all_senses = self._wordnet.senses(form) or [
            s for base, part in self.bases(form) for s in self._wordnet.senses(base, part)
        ]
        by_part: dict[str, list[Synset]] = {}
        for sense in all_senses:
            by_part.setdefault(sense.id[-1], []).append(sense)
        turns = (senses[i] for i in range(3) for senses in by_part.values() if i < len(senses))
        return list(turns)[:most]


def vocabulary(wordnet: WordNet, forms: Forms, first: Iterable[str], common: Iterable[str], zipf: Zipf) -> list[str]:
    """Every form the table holds: those given first, dictionary forms and phrases, changed forms of ``common``."""
    listed = list(wordnet.words)
    words = [w for w in listed if _WORD.fullmatch(w) and zipf(w) >= LEAST_ZIPF["word"]]
    phrases = [w for w in listed if _PHRASE.fullmatch(w) and zipf(w) >= LEAST_ZIPF["phrase"]]
    changed = [
        w
        for w in common
        if _WORD.fullmatch(w) and not wordnet.senses(w) and zipf(w) >= LEAST_ZIPF["form"] and forms.bases(w)
    ]
    return list(dict.fromkeys([*first, *words, *changed, *phrases]))


def glosses(forms: Forms, words: Sequence[str], always: frozenset[str], zipf: Zipf) -> list[list[str]]:
    """For each form the texts that its senses are encoded by; none for rare forms that are not in ``always``."""
    found = []
    for word in words:
        rank = zipf(word) - (IN_PHRASE if " " in word else 0)
        senses = forms.senses(word)
        read = [s for k, s in enumerate(senses) if word in always or rank - SECOND_SENSE * k >= SENSE_ZIPF]
        found.append([as_text(s) for s in read])
    return found


def as_text(sense: Synset) -> str:
    """A sense as it is encoded: some words of it, and what its gloss says before the first semicolon."""
    return (", ".join(sense.words[:3]) + ": " + sense.gloss.split(";")[0]).replace("\n", " ")[:110]
