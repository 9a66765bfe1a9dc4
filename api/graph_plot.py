"""Ways, communities and spreading activation as SVG pictures on the plane of valence and arousal.

Text out, nothing asked of the clock.  Each picture has a title and a description for those who do not see it,
says nothing by colour alone, and follows the reader's colour scheme.
"""

from collections.abc import Iterable, Iterator
from html import escape

from api.graphs import TextSpread
from kg.network.communities import Communities
from kg.network.edges import Edge
from kg.network.ways import Ways
from ontology.world import Ontology

#: Pixels: the side of the plane, the margin around it, and the room for a legend.
SIDE, MARGIN, LEGEND = 640, 60, 300

#: One hue a community, each dark enough on white and, lightened by the style, light enough on black; then again.
HUES = (212, 28, 140, 350, 270, 185, 60, 310)

#: How many communities the legend names, and how many emotions an activation picture does.
NAMED, LABELLED = 16, 12

_STYLE = (
    "svg{--ink:#1b1b1b;--paper:#fff;--faint:#767676;--line:#c8c8c8;--mark:#7a2e5d;--light:38%}"
    "@media(prefers-color-scheme:dark){svg{--ink:#ececec;--paper:#16181c;--faint:#a0a0a0;--line:#4a4d52;"
    "--mark:#e39ac8;--light:72%}}"
    ".paper{fill:var(--paper)}text{fill:var(--ink)}.faint{fill:var(--faint)}"
    ".line{stroke:var(--line);fill:none}.mark{stroke:var(--mark);fill:none}.spot{fill:var(--mark)}"
    ".halo{paint-order:stroke;stroke:var(--paper);stroke-width:3px}"
    + "".join(f".c{i}{{fill:hsl({hue},65%,var(--light))}}" for i, hue in enumerate(HUES))
)

Point = tuple[float, float]


def ways_picture(world: Ontology, answer: Ways) -> str:
    """The cheapest way drawn whole, the others dashed; each edge is told by its kind."""
    title = f"from {answer.start} to {answer.end}, by {answer.over.by.value}"
    told = [
        f"{'cheapest way' if place == 0 else f'way {place + 1}'}, cost {way.cost:.2f}: "
        + (", ".join(_said(step.edge) for step in way.steps) or "no step")
        for place, way in enumerate(answer.ways)
    ] or ["no way leads there"]
    parts: list[str] = []
    passed = {answer.start: None, answer.end: None}
    for place, way in reversed(list(enumerate(answer.ways))):
        for step in way.steps:
            style = 'class="mark" stroke-width="2.5"' if place == 0 else 'class="mark" stroke-dasharray="4 4"'
            parts += _line(world, step.edge, style, named=place == 0)
            passed |= {step.edge.source: None, step.edge.target: None}
    parts += [piece for id in passed for piece in _spot(world, id, 5, 'class="spot"', id)]
    return _drawn(title, ". ".join(told), parts, SIDE + 2 * MARGIN)


def communities_picture(world: Ontology, answer: Communities) -> str:
    """Every linked emotion as a dot with the number of its group, and a legend of the groups."""
    agreed = ", ".join(f"{a.reference} {a.ari:.2f} (by chance {a.expected:.2f})" for a in answer.agreement)
    title = f"{len(answer.communities)} communities of {answer.linked} emotions ({answer.method.value})"
    names = [
        f"{number}: {len(c.emotions)} emotions, {c.share:.0%} {c.family}"
        for number, c in enumerate(answer.communities, 1)
    ]
    parts: list[str] = []
    for number, community in enumerate(answer.communities, 1):
        look = f'class="c{(number - 1) % len(HUES)}"'
        for id in community.emotions:
            parts += _spot(world, id, 3, look, "")
            x, y = _at(world, id)
            parts.append(f'<text class="halo" font-size="9" x="{x + 4:.1f}" y="{y + 3:.1f}">{number}</text>')
    left = SIDE + 2 * MARGIN
    for line, name in enumerate(names[:NAMED]):
        y = MARGIN + 22 * line
        parts.append(f'<circle cx="{left}" cy="{y - 4}" r="5" class="c{line % len(HUES)}"/>')
        parts.append(f'<text x="{left + 12}" y="{y}">{escape(name)}</text>')
    return _drawn(title, f"Agreement with {agreed}. {'. '.join(names)}", parts, left + LEGEND)


def spread_picture(world: Ontology, answer: TextSpread) -> str:
    """Emotions as discs whose areas are their shares, with the ways along which activation came."""
    found = answer.spread.emotions
    title = f"activation from “{answer.text[:60]}”"
    told = ", ".join(f"{a.emotion} {a.activation:.1%}" for a in found[:LABELLED])
    edges = dict.fromkeys(edge for a in found[:LABELLED] for edge in a.way)
    parts = [piece for edge in edges for piece in _line(world, edge, 'class="mark" stroke-opacity="0.6"', named=False)]
    largest = max(a.activation for a in found)
    for place, a in reversed(list(enumerate(found))):
        radius = max(1.5, 26 * (a.activation / largest) ** 0.5)
        tip = f"{a.emotion} {a.activation:.1%}" + "".join(f", {_said(edge)}" for edge in a.way)
        look = 'class="spot" fill-opacity="0.55"'
        parts += _spot(world, a.emotion, radius, look, a.emotion if place < LABELLED else "", tip)
    return _drawn(title, f"Most active: {told}", parts, SIDE + 2 * MARGIN)


def _said(edge: Edge) -> str:
    return f"{edge.source} {edge.kind.replace('_', ' ')} {edge.target}"


def _at(world: Ontology, id: str) -> Point:
    """The place of an emotion; one without a rating lies at the origin."""
    vad = world.vad(id)
    valence, arousal = (vad.valence, vad.arousal) if vad else (0.0, 0.0)
    return MARGIN + SIDE * (valence + 1) / 2, MARGIN + SIDE * (1 - arousal) / 2


def _line(world: Ontology, edge: Edge, style: str, *, named: bool) -> Iterator[str]:
    (x, y), (to_x, to_y) = _at(world, edge.source), _at(world, edge.target)
    tip = escape(f"{_said(edge)} ({', '.join(edge.sources)})")
    yield f'<path d="M{x:.1f} {y:.1f}L{to_x:.1f} {to_y:.1f}" {style}><title>{tip}</title></path>'
    if named:
        words = escape(edge.kind.replace("_", " "))
        middle = f'x="{(x + to_x) / 2:.1f}" y="{(y + to_y) / 2 - 4:.1f}"'
        yield f'<text class="halo" font-size="11" text-anchor="middle" {middle}>{words}</text>'


def _spot(world: Ontology, id: str, radius: float, look: str, name: str, tip: str = "") -> Iterator[str]:
    x, y = _at(world, id)
    yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" {look}><title>{escape(tip or id)}</title></circle>'
    if name:
        yield f'<text class="halo" x="{x + radius + 3:.1f}" y="{y - 5:.1f}">{escape(name)}</text>'


def _drawn(title: str, description: str, parts: Iterable[str], width: int) -> str:
    height, end, middle = SIDE + 2 * MARGIN, MARGIN + SIDE, MARGIN + SIDE / 2
    ticks = (
        f'<text class="faint" x="{MARGIN + SIDE * (v + 1) / 2:.1f}" y="{end + 16}" text-anchor="middle">{v:g}</text>'
        f'<text class="faint" x="{MARGIN - 6}" y="{MARGIN + SIDE * (1 - v) / 2 + 4:.1f}" text-anchor="end">{v:g}</text>'
        for v in (-1, -0.5, 0, 0.5, 1)
    )
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'role="img" aria-labelledby="title desc" font-family="sans-serif" font-size="12"><title id="title">'
        f'{escape(title)}</title><desc id="desc">{escape(description)}</desc><style>{_STYLE}</style>'
        f'<rect class="paper" width="100%" height="100%"/>'
        f'<path class="line" d="M{MARGIN} {MARGIN}H{end}V{end}H{MARGIN}Z"/>'
        f'<path class="line" d="M{MARGIN} {middle}H{end}M{middle} {MARGIN}V{end}"/>'
        f'<text x="{MARGIN}" y="{MARGIN - 24}" font-size="14">{escape(title)}</text>'
        f'<text x="{end}" y="{end + 32}" text-anchor="end">valence, -1 … 1</text>'
        f'<text x="{MARGIN - 8}" y="{MARGIN - 6}">arousal, -1 … 1</text>'
    )
    return "".join([head, *ticks, *parts, "</svg>\n"])
