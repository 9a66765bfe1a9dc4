"""A path on the plane of valence and arousal as an SVG picture: text out, nothing asked of the clock."""

from html import escape

from api.answers import State, Transitioned

#: Pixels: the side of the plane, and the margin around it.
SIDE, MARGIN = 560, 60

_HEAD = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" width="{size}" height="{size}" role="img" '
    'aria-label="{title}" font-family="sans-serif" font-size="12">'
    '<rect width="100%" height="100%" fill="#fff"/>'
)


def picture(answer: Transitioned) -> str:
    """The path with the nearest emotion at its ends and wherever it changes; a band where the model has one."""
    size = SIDE + 2 * MARGIN
    met = f", meeting {answer.stimulus.id}" if answer.stimulus else ""
    title = escape(f"from {answer.start.id}{met} ({answer.model.name}; one step is {answer.model.step})")
    parts = [_HEAD.format(size=size, title=title), *_frame(title), *_band(answer.states), *_neighbours(answer.states)]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in (_at(s.vad.valence, s.vad.arousal) for s in answer.states))
    parts.append(f'<polyline points="{line}" fill="none" stroke="#7a2e5d" stroke-width="2"/>')
    last = len(answer.states) - 1
    for place, state in enumerate(answer.states):
        x, y = _at(state.vad.valence, state.vad.arousal)
        fill = "#14507a" if place == 0 else "#7a2e5d"
        radius = 6 if place in (0, last) else 3
        tip = f"step {state.step}: " + ", ".join(f"{s.state} {s.share:.0%}" for s in state.shares)
        parts.append(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius}" fill="{fill}"><title>{escape(tip)}</title></circle>'
        )
    return "".join([*parts, "</svg>\n"])


def _at(valence: float, arousal: float) -> tuple[float, float]:
    return MARGIN + SIDE * (valence + 1) / 2, MARGIN + SIDE * (1 - arousal) / 2


def _frame(title: str) -> list[str]:
    left, top = _at(-1, 1)
    middle_x, middle_y = _at(0, 0)
    end = MARGIN + SIDE
    return [
        f'<rect x="{left}" y="{top}" width="{SIDE}" height="{SIDE}" fill="#fafafa" stroke="#ccc"/>',
        f'<path d="M{left} {middle_y}H{end}M{middle_x} {top}V{end}" stroke="#ccc"/>',
        f'<text x="{MARGIN}" y="{MARGIN - 24}" font-size="14">{title}</text>',
        f'<text x="{end}" y="{end + 32}" text-anchor="end">valence, -1 … 1</text>',
        f'<text x="{MARGIN - 8}" y="{MARGIN - 6}">arousal, -1 … 1</text>',
        *(
            f'<text x="{_at(v, -1)[0]:.1f}" y="{end + 16}" text-anchor="middle" fill="#666">{v:g}</text>'
            f'<text x="{MARGIN - 6}" y="{_at(-1, v)[1] + 4:.1f}" text-anchor="end" fill="#666">{v:g}</text>'
            for v in (-1, -0.5, 0, 0.5, 1)
        ),
    ]


def _band(states: tuple[State, ...]) -> list[str]:
    found = []
    for state in states:
        if state.low is not None and state.high is not None:
            x, y = _at(state.low.valence, state.high.arousal)
            right, bottom = _at(state.high.valence, state.low.arousal)
            found.append(
                f'<rect x="{x:.1f}" y="{y:.1f}" width="{right - x:.1f}" height="{bottom - y:.1f}" '
                'fill="#7a2e5d" fill-opacity="0.04" stroke="#7a2e5d" stroke-opacity="0.15"/>'
            )
    return found


def _neighbours(states: tuple[State, ...]) -> list[str]:
    """A name beside the first state and every state whose nearest emotion is not the one before's."""
    found, named = [], ""
    for state in states:
        nearest = state.nearest[0].emotion.id if state.nearest else ""
        if nearest and nearest != named:
            x, y = _at(state.vad.valence, state.vad.arousal)
            found.append(f'<text x="{x + 9:.1f}" y="{y - 7:.1f}" fill="#333">{escape(nearest)}</text>')
            named = nearest
    return found
