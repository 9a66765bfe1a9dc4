"""What our statements must look like: ``owl/shapes.ttl`` held against triples by pySHACL."""

from collections.abc import Iterator
from importlib.resources import files

from ontology.checks import Finding
from ontology.errors import MissingExtra


def findings(turtle: str) -> Iterator[Finding]:
    """What breaks a shape, by node: nothing where all is well.

    Raises:
        MissingExtra: pySHACL is not installed.
    """
    try:
        import pyshacl
        import rdflib
    except ModuleNotFoundError as error:
        if error.name != "pyshacl":
            raise
        raise MissingExtra("the SHACL check", "check") from None
    data = rdflib.Graph().parse(data=turtle, format="turtle")
    shapes = rdflib.Graph().parse(data=(files("owl") / "shapes.ttl").read_text(encoding="utf-8"), format="turtle")
    _, results, _ = pyshacl.validate(data, shacl_graph=shapes, inference="none", advanced=False)
    sh = rdflib.Namespace("http://www.w3.org/ns/shacl#")
    broken = set()
    for result in results.subjects(rdflib.RDF.type, sh.ValidationResult):
        node, message = results.value(result, sh.focusNode), results.value(result, sh.resultMessage)
        broken.add((str(node), str(message)))
    yield from (Finding("E601", message, node) for node, message in sorted(broken))
