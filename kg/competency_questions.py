"""Does the ontology answer what it was made to answer?  The questions of ``kg/competency``, asked."""

from collections.abc import Iterable, Iterator
from importlib.resources import files

from kg.rdf import Triple
from kg.stores import oxigraph
from ontology.checks import Finding


def questions() -> dict[str, tuple[str, str, str]]:
    """Name -> (the question in words, its query, the answer expected as TSV)."""
    folder = files("kg") / "competency"
    names = sorted(f.name.removesuffix(".rq") for f in folder.iterdir() if f.name.endswith(".rq"))
    found = {}
    for name in names:
        query = (folder / f"{name}.rq").read_text(encoding="utf-8")
        expected = (folder / f"{name}.tsv").read_text(encoding="utf-8")
        found[name] = (query.partition("\n")[0].removeprefix("# "), query, expected)
    return found


def findings(triples: Iterable[Triple]) -> Iterator[Finding]:
    """Questions whose answer is not the one expected."""
    store = oxigraph.holding(triples)
    for name, (question, query, expected) in questions().items():
        if store.query(query).serialize("tsv").decode() != expected:
            yield Finding("E805", f"another answer than expected to: {question}", name)
