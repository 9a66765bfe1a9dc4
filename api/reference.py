"""The reference: every class and property of the ontology on one page, with pictures of the three tiers.

The same page is served at ``/reference`` and written as a file of its own by ``tone reference``.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from kg.names import OWL, RDF, RDFS, SKOS, TONE
from kg.rdf import Literal, Triple
from kg.release import schema
from kg.terms import BASE
from ontology.emotion import Module
from ontology.taxonomy import roots
from ontology.world import Ontology

SORTS = {OWL.Class: "class", OWL.ObjectProperty: "object property", OWL.DatatypeProperty: "datatype property"}

#: Pixels: a row of the picture, and the width of each tier's column.
ROW, COLUMN = 15, 170


@dataclass(frozen=True, slots=True)
class SchemaTerm:
    """A class or property of ours: ``anchor`` is its name behind the ``#``."""

    anchor: str
    sort: str
    label: str
    definition: str
    facts: tuple[tuple[str, str], ...]


def schema_terms() -> tuple[SchemaTerm, ...]:
    """Every class and property below our own address, classes first, each sort by name."""
    said: dict[str, list[Triple]] = {}
    for triple in schema():
        said.setdefault(str(triple.subject), []).append(triple)
    found = [
        _term(iri, SORTS[t.object], triples)
        for iri, triples in said.items()
        for t in triples
        if iri.startswith(TONE.base) and t.predicate == RDF.type and t.object in SORTS
    ]
    return tuple(sorted(found, key=lambda term: (list(SORTS.values()).index(term.sort), term.anchor)))


def _term(iri: str, sort: str, triples: list[Triple]) -> SchemaTerm:
    def text(property: str) -> str:
        return next((t.object.text for t in triples if t.predicate == property and isinstance(t.object, Literal)), "")

    shown = {RDFS.subClassOf: "below", RDFS.domain: "from", RDFS.range: "to", OWL.inverseOf: "inverse of"}
    facts = tuple((shown[t.predicate], _short(str(t.object))) for t in triples if t.predicate in shown)
    traits = tuple(
        ("is", str(t.object).rpartition("#")[2].removesuffix("Property").lower())
        for t in triples
        if t.predicate == RDF.type and t.object not in SORTS
    )
    return SchemaTerm(iri.removeprefix(BASE), sort, text(RDFS.label), text(SKOS.definition), facts + traits)


def _short(iri: str) -> str:
    return iri.removeprefix(BASE) if iri.startswith(BASE) else iri.rpartition("/")[2].rpartition("#")[2] or iri


def tier_picture(world: Ontology, primary: str) -> str:
    """One primary emotion with its secondaries and tertiaries as SVG; every name links to its entry."""
    lines: list[str] = []
    row, starts = 0, []
    for second in _below(world, primary):
        tertiary = list(_below(world, second))
        start = row
        starts.append(start)
        for third in tertiary:
            lines.append(_link(world, third, 2, row))
            row += 1
        row = max(row, start + 1)
        lines += [_link(world, second, 1, start), _edge(1, start, [start + i for i in range(len(tertiary))])]
    lines += [_link(world, primary, 0, 0), _edge(0, 0, starts)]
    height = (row + 1) * ROW
    title = f"{world[primary].label} and the emotions below it"
    return (
        f'<svg viewBox="0 0 {3 * COLUMN} {height}" width="{3 * COLUMN}" height="{height}" role="img" '
        f'aria-label="{escape(title)}">{"".join(lines)}</svg>'
    )


def _below(world: Ontology, id: str) -> Iterator[str]:
    return (e.id for e in world.children.get(id, ()) if e.module is Module.PARROTT)


def _link(world: Ontology, id: str, tier: int, row: int) -> str:
    place = f'x="{tier * COLUMN}" y="{(row + 1) * ROW - 3}"'
    return f'<a href="#{id}"><text {place} font-size="12">{escape(world[id].label)}</text></a>'


def _edge(tier: int, row: int, rows: list[int]) -> str:
    x = (tier + 1) * COLUMN - 12
    strokes = (f"M{x - 30} {row * ROW + ROW // 2} L{x} {r * ROW + ROW // 2}" for r in rows)
    return f'<path d="{" ".join(strokes)}" stroke="currentColor" stroke-opacity=".25" fill="none"/>'


def primaries(world: Ontology) -> tuple[str, ...]:
    """The ids of the pictures, in the order of the table."""
    return tuple(e.id for e in roots(world) if e.is_primary)
