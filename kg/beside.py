"""Graphs of the user's own, served beside ours: annotations of a corpus, say, that name our emotions."""

from collections.abc import Iterator
from itertools import count
from pathlib import Path

from kg.rdf import Blank, Iri, Quad
from kg.stores.oxigraph import read_quads
from kg.terms import BASE
from ontology.errors import BadInput
from ontology.foreign import content

#: What a nameless node gets instead, so that it stays one node.
GENID = "urn:tone-kg:genid:"


def read_graphs(path: Path) -> Iterator[Quad]:
    """The statements of an N-Quads (.nq) or TriG (.trig) file, nameless nodes with names.

    Raises:
        BadInput: no such file or not of this kind, or a statement stands in no named graph, or in one of ours.
        FileRefused: it is too large or no regular file.
    """
    if path.suffix not in {".nq", ".trig"}:
        raise BadInput(f"{path} is neither .nq nor .trig, which name the graph of each statement")
    text = content(path)
    names: dict[str, Iri] = {}
    fresh = count()
    try:
        for subject, predicate, object, graph in read_quads(text, path.suffix):
            if graph is None:
                raise BadInput(f"{path}: <{subject}> <{predicate}> stands in no named graph")
            if graph.startswith(BASE):
                raise BadInput(f"{path}: <{graph}> is a name of ours; give your graph one of yours")
            ends = [
                names.setdefault(end.id, Iri(f"{GENID}{next(fresh)}")) if isinstance(end, Blank) else end
                for end in (subject, object)
            ]
            yield Quad(Iri(str(ends[0])), predicate, ends[1], graph)
    except SyntaxError as error:
        raise BadInput(f"{path} cannot be read: {error}") from None
