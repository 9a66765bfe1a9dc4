"""A table of numbers as an SVG heat map: sources down the side, targets along the top."""

from collections.abc import Mapping, Sequence
from html import escape

#: Pixels: a cell, and the room for names.
CELL, NAMES = 14, 170


def heatmap(sources: Sequence[str], targets: Sequence[str], values: Mapping[tuple[str, str], float], title: str) -> str:
    """Values of 0 (white) … 1 (dark), each with its pair and figure as a tool tip; the same text each time."""
    width, height = (NAMES + CELL * len(names) + 10 for names in (targets, sources))
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'role="img" aria-label="{escape(title)}" font-family="sans-serif" font-size="10">',
        f'<rect width="100%" height="100%" fill="#fff"/><text x="8" y="16" font-size="13">{escape(title)}</text>',
    ]
    for row, source in enumerate(sources):
        parts.append(
            f'<text x="{NAMES - 4}" y="{NAMES + CELL * (row + 1) - 4}" text-anchor="end">{escape(source)}</text>'
        )
        for column, target in enumerate(targets):
            value = values[source, target]
            shade = round(255 * (1 - min(1.0, max(0.0, value))))
            parts.append(
                f'<rect x="{NAMES + CELL * column}" y="{NAMES + CELL * row}" width="{CELL - 1}" height="{CELL - 1}" '
                f'fill="rgb({shade},{shade},255)"><title>{escape(f"{source} to {target}: {value:.2f}")}</title></rect>'
            )
    for column, target in enumerate(targets):
        at = NAMES + CELL * (column + 1) - 4
        parts.append(f'<text transform="translate({at} {NAMES - 4}) rotate(-90)">{escape(target)}</text>')
    return "".join([*parts, "</svg>\n"])
