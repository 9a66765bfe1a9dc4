"""One run of the workshop: gather candidates, judge them, write a table to review.

Judged rows go to ``<output>.part`` piece by piece; a run that was broken off goes on from there.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

from ontology.errors import BadTable
from ontology.tables import read_text, write_text
from ontology.vad import VAD
from ontology.world import Ontology
from vocab.embedder import Embedder
from vocab.lexicon import Lexicon
from vocab.norms import read_norms
from vocab.wordnet import WordNet
from vocab.workshop import candidates as sources
from vocab.workshop.candidates import Candidate, Exists, Zipf
from vocab.workshop.decisions import COLUMNS, Decision, Proposed, latest, read_candidates, write_candidates
from vocab.workshop.model import Model
from vocab.workshop.norms import Guesser

#: How many candidates are judged between two saves.
CHUNK = 200

#: A word this common may be asked about for its guessed coordinates alone.
COMMON_ZIPF = 2.6

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Material:
    """What a run works from; ``corpus`` and ``extra`` (a list of ours) may be left out."""

    world: Ontology
    lexicon: Lexicon
    decisions: tuple[Decision, ...]
    wordnet: WordNet
    embedder: Embedder
    norms: Path
    corpus: Path | None = None
    extra: Path | None = None


def gathered(material: Material, norms: Mapping[str, VAD], guesser: Guesser) -> tuple[Candidate, ...]:
    """Every candidate that nobody decided on yet, in order of form.

    Raises:
        MissingExtra: wordfreq, or for a corpus spaCy, is not installed.
        BadInput, BadTable: the corpus is no text, or a file breaks its format.
    """
    m, zipf = material, Zipf()
    exists = Exists(m.wordnet, zipf)
    found = chain(
        sources.from_wordnet(m.wordnet, m.lexicon),
        sources.from_ontology(m.world),
        sources.from_families(m.lexicon, exists),
        sources.from_emoji(),
        sources.from_norms(norms),
        _guessed(m.wordnet, norms, guesser, zipf),
        sources.from_corpus(m.corpus) if m.corpus else (),
        sources.from_list(m.extra) if m.extra else (),
    )
    decided = latest(m.decisions)
    return tuple(c for c in sources.gather(found, m.lexicon, zipf=zipf) if c.text not in decided)


def _guessed(wordnet: WordNet, norms: Mapping[str, VAD], guesser: Guesser, zipf: Zipf) -> Iterator[Candidate]:
    """Common words of WordNet that nobody rated and the guesser calls strongly emotional."""
    words = {w for synset in wordnet.synsets.values() for w in synset.words if w.isalpha() and w.islower()}
    common = sorted(w for w in words if len(w) > 2 and w not in norms and zipf(w) >= COMMON_ZIPF)
    for word, (valence, arousal, _) in zip(common, guesser.guess(common), strict=True):
        if sources.is_strong(valence, arousal):
            part = sources.PARTS[wordnet.senses(word)[0].id[-1]]
            yield Candidate(word, part, "", ("wordnet-guessed",))


def propose(material: Material, output: Path, *, progress: Progress = lambda done, of: None) -> tuple[Proposed, ...]:
    """Judge every undecided candidate and write the table, the most useful to a reader first.

    Useful is what the judge is least sure of: a reader's verdict there teaches it most.

    Raises:
        MissingExtra, BadInput, BadTable: see ``gathered``.
    """
    norms = read_norms(material.norms).words
    guesser = Guesser(norms, material.embedder)
    waiting = gathered(material, norms, guesser)
    part = output.with_name(f"{output.name}.part")
    done = {p.text: p for p in _saved(part)}
    left = [c for c in waiting if c.text not in done]
    if left:
        model = Model.fit(
            material.world, material.lexicon, material.decisions, material.wordnet, material.embedder, guesser
        )
        for start in range(0, len(left), CHUNK):
            progress(len(waiting) - len(left) + start, len(waiting))
            done |= {p.text: p for p in model.propose(left[start : start + CHUNK])}
            write_candidates(done.values(), part)
    progress(len(waiting), len(waiting))
    found = sorted((done[c.text] for c in waiting), key=usefulness)
    write_candidates(found, output)
    part.unlink(missing_ok=True)
    return tuple(found)


def usefulness(proposed: Proposed) -> tuple[float, str]:
    """What proposals are sorted by: the nearer to an even chance the earlier."""
    return abs((0.5 if proposed.score is None else proposed.score) - 0.5), proposed.text


def _saved(part: Path) -> Sequence[Proposed]:
    """What an earlier run judged; a last line cut short is dropped."""
    if not part.exists():
        return ()
    try:
        return read_candidates(part)
    except BadTable:
        whole = [line for line in read_text(part).splitlines() if line.count("\t") == len(COLUMNS) - 1]
        write_text(part, "".join(f"{line}\n" for line in whole))
        return read_candidates(part)
