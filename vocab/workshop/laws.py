"""Laws of the shipped lexicon, in the manner of ``ontology.checks``."""

from collections.abc import Callable, Iterator
from pathlib import Path

from ontology.checks import Finding
from ontology.tables import read_text
from ontology.world import Ontology
from vocab.lexicon import Term, TermStatus, compiled, label_terms, read_terms, shipped_folder
from vocab.ratings import PREDICTOR, by_term, preferred, read_ratings
from vocab.workshop.decisions import latest, read_decisions
from vocab.workshop.publish import PREDICTED

#: Every emotion has at least this many terms.
FEWEST = 8

Law = Callable[[Ontology, list[Term]], Iterator[str]]


def _few(world: Ontology, terms: list[Term]) -> Iterator[str]:
    """an emotion has fewer than eight terms"""
    homes = [term.emotion for term in (*label_terms(world), *terms)]
    yield from (e.id for e in world if homes.count(e.id) < FEWEST)


def _placeless(world: Ontology, terms: list[Term]) -> Iterator[str]:
    """a term has no coordinates, or coordinates of an unknown source"""
    known = {PREDICTED, *world.sources}
    yield from (term.text for term in terms if term.vad is None or term.vad_source not in known)


def _sourceless(world: Ontology, terms: list[Term]) -> Iterator[str]:
    """a term's source is not in sources.tsv, or nothing says where its form was met"""
    yield from (term.text for term in terms if term.source not in world.sources or not term.origins)


def _misplaced(terms: list[Term], ratings: Path) -> Iterator[Finding]:
    """Terms that do not stand where their preferred rating is, or say that they were rated and were not."""
    rated = by_term(read_ratings(ratings))
    for term in terms:
        rating = preferred(rated.get(term.text, ()))
        said = PREDICTED if rating is not None and rating.source == PREDICTOR else rating.source if rating else ""
        if rating is None or (term.vad, term.vad_source) != (rating.vad, said):
            yield Finding("E616", "a term lies elsewhere than its preferred rating; run: tone vocab publish", term.text)


LAWS: dict[str, Law] = {"E611": _few, "E612": _placeless, "E613": _sourceless}


def findings(world: Ontology, folder: Path | None = None) -> Iterator[Finding]:
    """Broken laws of the lexicon in a folder, or of the shipped one.

    Raises:
        BadTable: a table cannot be read.
    """
    where = folder or shipped_folder()
    terms = read_terms(world, where / "lexicon.tsv")
    for code, law in LAWS.items():
        message = (law.__doc__ or "").strip()
        yield from (Finding(code, message, at) for at in law(world, terms))
    if read_text(where / "lexicon.json") != compiled(terms):
        yield Finding("E614", "the compiled form is not that of the table; run: tone vocab publish", "lexicon.json")
    yield from _undecided(world, terms, where / "decisions.tsv")
    yield from _misplaced(terms, where / "ratings.tsv")


def _undecided(world: Ontology, terms: list[Term], decisions: Path) -> Iterator[Finding]:
    """Terms that stand otherwise than was decided."""
    standing = latest(read_decisions(world, decisions))
    labels = {label.text for label in label_terms(world)}
    kept = {text: d for text, d in standing.items() if d.is_kept and text not in labels}
    for term in terms:
        decision = kept.pop(term.text, None)
        status = TermStatus.AUTOMATIC if decision and decision.is_automatic else TermStatus.REVIEWED
        if decision is None or (decision.home, decision.role, status) != (term.emotion, term.role, term.status):
            yield Finding("E615", "a term stands otherwise than was decided; run: tone vocab publish", term.text)
    yield from (Finding("E615", "a decided term is missing; run: tone vocab publish", text) for text in sorted(kept))
