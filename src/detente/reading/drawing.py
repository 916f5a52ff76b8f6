"""A sentence's dependency tree as a small drawing: words in a row, arcs from each to its head."""

from __future__ import annotations

from html import escape

from detente.reading.readevent import Explanation, ReadEvent

COLOURS = {"trigger": "#b03a2e", "source": "#1f618d", "target": "#196f3d"}
LETTER = 7.6
GAP = 14.0
STEP = 16


def explain_html(event: ReadEvent) -> str:
    """Return why an event was coded as a piece of HTML: the reasons as a list, and the tree as inline SVG.

    Nothing in it is loaded from elsewhere, and all words are escaped.

    >>> from detente.reading import Coder
    >>> "<svg" in explain_html(Coder(pipeline=None).code("Iran condemned Israel.")[0])
    True
    """
    why = event.explanation
    if why is None:
        return "<p>no explanation was kept</p>"
    head = f"{event.source} &rarr; {escape(event.target or 'no target')}: {event.type} {escape(event.mode)}"
    rows = [
        ("trigger", f"{why.trigger} (lexicon {why.entry})"),
        ("source", why.source),
        ("target", why.target),
        *(("rule", rule) for rule in why.rules),
    ]
    items = "".join(f"<li><b>{name}</b> {escape(value)}</li>" for name, value in rows)
    return f'<figure class="why"><figcaption>{head}</figcaption>{draw(why)}<ol>{items}</ol></figure>'


def draw(why: Explanation) -> str:
    """Return the tree as inline SVG, the trigger, source and target coloured."""
    roles = dict(why.roles)
    middles, x = [], GAP
    for text, _, _ in why.words:
        width = max(len(text), 3) * LETTER
        middles.append(x + width / 2)
        x += width + GAP
    levels = [abs(i - head) for i, (_, _, head) in enumerate(why.words)]
    base = 24 + STEP * (min(max(levels, default=1), 9) + 1)
    parts = []
    for i, (text, label, head) in enumerate(why.words):
        colour = COLOURS.get(roles.get(i, ""), "#333")
        parts.append(
            f'<text x="{middles[i]:.0f}" y="{base}" text-anchor="middle" fill="{colour}">{escape(text)}</text>'
        )
        if head != i:
            parts.append(_arc(middles[i], middles[head], base - 16, min(levels[i], 9), label))
    size = f'width="{x:.0f}" height="{base + 12}" viewBox="0 0 {x:.0f} {base + 12}"'
    return f'<svg {size} role="img" font-family="monospace" font-size="12">{"".join(parts)}</svg>'


def _arc(start: float, end: float, base: float, level: int, label: str) -> str:
    top, middle = base - STEP * level, (start + end) / 2
    curve = f"M{start:.0f},{base:.0f} C{start:.0f},{top:.0f} {end:.0f},{top:.0f} {end:.0f},{base:.0f}"
    place = f'x="{middle:.0f}" y="{base - 0.75 * STEP * level - 2:.0f}" text-anchor="middle" font-size="9" fill="#777"'
    return f'<path d="{curve}" fill="none" stroke="#999"/><text {place}>{escape(label)}</text>'
