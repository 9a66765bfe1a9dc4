"""A square table of numbers as an SVG heat map: sources down the side, targets along the top."""

from collections.abc import Mapping, Sequence
from html import escape

#: Pixels: a cell, and the room for names.
CELL, NAMES = 14, 170


def heatmap(names: Sequence[str], values: Mapping[tuple[str, str], float], title: str) -> str:
    """Values of 0 (white) … 1 (dark), each with its pair and figure as a tool tip; the same text each time."""
    side = NAMES + CELL * len(names) + 10
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}" width="{side}" height="{side}" '
        f'role="img" aria-label="{escape(title)}" font-family="sans-serif" font-size="10">',
        f'<rect width="100%" height="100%" fill="#fff"/><text x="8" y="16" font-size="13">{escape(title)}</text>',
    ]
    for place, name in enumerate(names):
        at = NAMES + CELL * place + CELL - 4
        parts.append(f'<text x="{NAMES - 4}" y="{at}" text-anchor="end">{escape(name)}</text>')
        parts.append(f'<text transform="translate({at} {NAMES - 4}) rotate(-90)">{escape(name)}</text>')
    for row, source in enumerate(names):
        for column, target in enumerate(names):
            value = values[source, target]
            shade = round(255 * (1 - min(1.0, max(0.0, value))))
            parts.append(
                f'<rect x="{NAMES + CELL * column}" y="{NAMES + CELL * row}" width="{CELL - 1}" height="{CELL - 1}" '
                f'fill="rgb({shade},{shade},255)"><title>{escape(f"{source} to {target}: {value:.2f}")}</title></rect>'
            )
    return "".join([*parts, "</svg>\n"])
