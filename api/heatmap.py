"""A table of numbers as a heat map, SVG or PNG: sources down the side, targets along the top."""

from collections.abc import Mapping, Sequence
from html import escape
from io import BytesIO

from ontology.errors import MissingExtra

#: Pixels: a cell, and the room for names.
CELL, NAMES = 14, 170

#: Pixels of a PNG that its title takes.
_TITLE = 44

Values = Mapping[tuple[str, str], float]


def heatmap(sources: Sequence[str], targets: Sequence[str], values: Values, title: str) -> str:
    """Values of 0 (white) … 1 (dark), each with its pair and figure as a tool tip; the same text each time."""
    width, height = _size(sources, targets)
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
            shade = _shade(value)
            parts.append(
                f'<rect x="{NAMES + CELL * column}" y="{NAMES + CELL * row}" width="{CELL - 1}" height="{CELL - 1}" '
                f'fill="rgb({shade},{shade},255)"><title>{escape(f"{source} to {target}: {value:.2f}")}</title></rect>'
            )
    for column, target in enumerate(targets):
        at = NAMES + CELL * (column + 1) - 4
        parts.append(f'<text transform="translate({at} {NAMES - 4}) rotate(-90)">{escape(target)}</text>')
    return "".join([*parts, "</svg>\n"])


def heatmap_png(sources: Sequence[str], targets: Sequence[str], values: Values, title: str) -> bytes:
    """The same picture as a PNG file, at twice the size.

    Raises:
        MissingExtra: Pillow is not installed.
    """
    try:
        from PIL import Image, ImageDraw, ImageFont
    except ModuleNotFoundError as error:
        if error.name != "PIL":
            raise
        raise MissingExtra("PNG pictures", "pictures") from None

    cell, names, font = 2 * CELL, 2 * NAMES, ImageFont.load_default(20)
    width, height = _size(sources, targets)
    picture = Image.new("RGB", (2 * width, 2 * height), "white")
    draw = ImageDraw.Draw(picture)
    draw.text((16, 8), title, "black", ImageFont.load_default(26))
    for row, source in enumerate(sources):
        top = names + cell * row
        draw.text((names - 8, top + cell // 2), source, "black", font, anchor="rm")
        for column, target in enumerate(targets):
            left, shade = names + cell * column, _shade(values[source, target])
            draw.rectangle((left, top, left + cell - 3, top + cell - 3), (shade, shade, 255))
    for column, target in enumerate(targets):
        name = Image.new("RGB", (names - 8 - _TITLE, cell), "white")
        ImageDraw.Draw(name).text((0, cell // 2), target, "black", font, anchor="lm")
        picture.paste(name.rotate(90, expand=True), (names + cell * column, _TITLE))
    held = BytesIO()
    picture.save(held, "PNG")
    return held.getvalue()


def _size(sources: Sequence[str], targets: Sequence[str]) -> tuple[int, int]:
    return NAMES + CELL * len(targets) + 10, NAMES + CELL * len(sources) + 10


def _shade(value: float) -> int:
    return round(255 * (1 - min(1.0, max(0.0, value))))
