"""The whole quality suite over an ontology: ours from its tables, or anybody's from a file.

Each check is one function from what is checked to findings; ``suite`` and ``file_suite`` say which
run, in which order, and what they measured.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from kg import owlapi, shapes
from kg.competency_questions import findings as unanswered
from kg.competency_questions import questions
from kg.rdf import Triple
from kg.reason import faults
from kg.reason import findings as reasoned
from kg.release import statements, transitions
from kg.results import serialize
from kg.stores import oxigraph
from ontology.checks import CHECKS, Finding
from ontology.checks import check as broken_laws
from ontology.errors import MissingExtra, Unreasoned
from ontology.lock import findings as unlocked
from ontology.lock import read_lock
from ontology.tables import shipped
from ontology.world import Ontology
from vocab.workshop.laws import findings as broken_lexicon

#: How long HermiT may take over somebody else's file; it is slow where classes are dense with equivalences.
HERMIT_SECONDS = 120


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the report: what was asked, what was measured, what is wrong, how long it took."""

    name: str
    figure: str
    findings: tuple[Finding, ...]
    seconds: float


class Release:
    """The release of an ontology, made once for all the checks that read it."""

    def __init__(self, world: Ontology) -> None:
        self.world = world

    @cached_property
    def triples(self) -> tuple[Triple, ...]:
        return statements(self.world)

    @cached_property
    def turtle(self) -> str:
        return serialize(self.triples, "turtle").decode()

    @cached_property
    def rdfxml(self) -> bytes:
        return serialize(self.triples, "rdfxml")

    @cached_property
    def whole(self) -> tuple[Triple, ...]:
        """With the transitions, which have a release file of their own."""
        return (*self.triples, *transitions(self.world))


def suite(world: Ontology) -> Iterator[Check]:
    """Every check of the shipped ontology, cheapest first.

    Raises:
        Missing, MissingExtra: a tool is not installed; says how to get it.
    """
    release = Release(world)
    yield _timed("table laws", f"{len(CHECKS)} laws, {len(world)} emotions", lambda: broken_laws(world))
    yield _timed("coverage", "definitions, VAD, sources", lambda: uncovered(world))
    yield _timed("id lock", f"{len(read_lock())} released ids", lambda: unlocked(world, read_lock()))
    yield _timed("lexicon", "homes, coordinates, sources, decisions", lambda: broken_lexicon(world))
    yield _timed("same bytes twice", f"{len(release.triples)} triples", lambda: _changing(release))
    yield _timed("serialisations agree", "Turtle, RDF/XML, JSON-LD", lambda: _differing(release))
    yield _timed("rules", f"{len(rules())} rules", lambda: broken_rules(release.triples))
    yield _timed("SHACL", "owl/shapes.ttl", lambda: shapes.findings(serialize(release.whole, "turtle").decode()))
    yield _timed("SSSOM", "mappings and alignments", malformed_mappings)
    yield _timed("competency questions", f"{len(questions())} questions", lambda: unanswered(release.whole))
    yield from _owl(serialize(release.whole, "rdfxml"))
    yield _timed(
        "HermiT, golden tree", "consistent, satisfiable, no classes made one", lambda: reasoned(world, release.rdfxml)
    )


def file_suite(file: Path) -> Iterator[Check]:
    """The checks that make sense of anybody's ontology, in any OWL syntax.

    Raises:
        Missing, MissingExtra, Unreasoned: a tool is not there, or the file is no ontology.
        BadInput, FileRefused: there is no such file, or no parser may see it.
    """
    start = perf_counter()
    found = owlapi.report(file)
    yield from _profiles(found, perf_counter() - start)
    yield _timed("HermiT", f"within {HERMIT_SECONDS} s", lambda: _by_hermit(file))
    yield _timed("rules", f"{len(rules())} rules", lambda: broken_rules(oxigraph.read_turtle(found.turtle.encode())))


def _owl(rdfxml: bytes) -> Iterator[Check]:
    with TemporaryDirectory(prefix="tone-") as folder:
        file = Path(folder) / "ontology.owl"
        file.write_bytes(rdfxml)
        start = perf_counter()
        yield from _profiles(owlapi.report(file), perf_counter() - start)


def _profiles(found: owlapi.Report, seconds: float) -> Iterator[Check]:
    dl = [Finding("E501", "outside the OWL 2 DL profile", example) for example in found.examples]
    figures = ", ".join(f"{profile} {count}" for profile, count in found.violations.items())
    imports = [
        Finding("W507", "an import was not followed; merge it into the file to check both", i) for i in found.imports
    ]
    yield Check("OWL 2 profiles", f"violations: {figures}", (*dl, *imports), seconds)
    yield Check("ELK", f"{found.classes} classes, {found.axioms} axioms", tuple(_verdict(found)), 0.0)


def _by_hermit(file: Path) -> Iterator[Finding]:
    try:
        yield from _verdict(owlapi.report(file, reasoner="hermit", seconds=HERMIT_SECONDS))
    except Unreasoned as error:
        yield Finding("W506", str(error), file.name)


def _verdict(found: owlapi.Report) -> Iterator[Finding]:
    yield from faults(found.consistent, found.unsatisfiable, found.groups)


def _timed(name: str, figure: str, find: Callable[[], Iterable[Finding]]) -> Check:
    start = perf_counter()
    found = tuple(find())
    return Check(name, figure, found, perf_counter() - start)


def uncovered(world: Ontology) -> Iterator[Finding]:
    """Emotions without a definition, coordinates or a source that is known."""
    for e in world:
        if not e.definition or world.vad(e.id) is None or e.source not in world.sources:
            yield Finding("E801", "not fully described", e.id)


def _changing(release: Release) -> Iterator[Finding]:
    if serialize(statements(release.world), "turtle").decode() != release.turtle:
        yield Finding("E802", "building twice gave different bytes", "tone.ttl")


def _differing(release: Release) -> Iterator[Finding]:
    """Forms of the release that are not the same graph when read back; ours has no blank nodes to match up."""
    import rdflib

    if set(oxigraph.read_turtle(release.turtle.encode())) != set(release.triples):
        yield Finding("E803", "reading it back gives other triples", "Turtle")
    turtle = set(rdflib.Graph().parse(data=release.turtle, format="turtle"))
    forms = {"RDF/XML": ("rdfxml", "xml"), "JSON-LD": ("jsonld", "json-ld")}
    for name, (ours, theirs) in forms.items():
        if set(rdflib.Graph().parse(data=serialize(release.triples, ours), format=theirs)) != turtle:
            yield Finding("E803", "reading it back gives other triples", name)


def rules() -> Mapping[str, tuple[str, str]]:
    """Code -> (message, query) of every file in ``kg/rules``."""
    found = {}
    for file in sorted((files("kg") / "rules").iterdir(), key=lambda f: f.name):
        if file.name.endswith(".rq"):
            text = file.read_text(encoding="utf-8")
            found[file.name.partition("-")[0]] = (text.partition("\n")[0].removeprefix("# "), text)
    return found


def broken_rules(triples: Iterable[Triple]) -> Iterator[Finding]:
    """What each rule of ``kg/rules`` finds at fault."""
    store = oxigraph.holding(triples)
    for code, (message, query) in rules().items():
        yield from (Finding(code, message, str(row[0])) for row in store.query(query).rows)


def malformed_mappings(folder: Path | None = None) -> Iterator[Finding]:
    """Mapping files that the SSSOM library cannot read whole.

    Raises:
        MissingExtra: the library is not installed.
    """
    try:
        import sssom_pydantic
    except ModuleNotFoundError as error:
        if error.name != "sssom_pydantic":
            raise
        raise MissingExtra("the SSSOM check", "check") from None
    where = folder or shipped()
    for file in sorted(where.glob("*/*.sssom.tsv")):
        rows = sum(not line.startswith("#") for line in file.read_text(encoding="utf-8").splitlines()) - 1
        try:
            read = len(sssom_pydantic.read(file).mappings)
        except ValueError as error:
            yield Finding("E804", f"not SSSOM: {str(error).splitlines()[0][:120]}", file.name)
        else:
            if read != rows:
                yield Finding("E804", f"{rows - read} of {rows} rows are not SSSOM", file.name)


def failed(checks: Iterable[Check]) -> bool:
    """Whether any check found an error; warnings (W…) are none."""
    return any(f.code.startswith("E") for check in checks for f in check.findings)
