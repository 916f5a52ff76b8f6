"""A sentence's dependency tree as a small drawing, and a page that shows why each event was coded as it was."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from detente.reading.readevent import Explanation, ReadEvent

if TYPE_CHECKING:
    from detente.reading.coder import Reading

# Where the piece stands in a page of another's, that has no such colours of its own.
COLOURS = {"trigger": "#b03a2e", "source": "#1f618d", "target": "#196f3d"}
LETTER = 7.6
GAP = 14.0
STEP = 16
# A sentence of no more words is drawn whole; of a longer one, what the event hangs on.
WHOLE = 14
TELLING = frozenset({"aux", "auxpass", "neg", "mark", "prt", "agent", "prep", "dobj", "nsubj", "nsubjpass", "xcomp"})
MODIFYING = frozenset({"compound", "amod", "poss", "neg", "case", "nummod"})
STYLE = """
:root{color-scheme:light dark;--ink:#222;--page:#fff;--faint:#777;--line:#ddd}
:root{--trigger:#b03a2e;--source:#1f618d;--target:#196f3d}
@media (prefers-color-scheme:dark){:root{--ink:#ddd;--page:#181818;--faint:#999;--line:#444}
:root{--trigger:#f1948a;--source:#85c1e9;--target:#7dcea0}}
body{font:15px/1.5 Georgia,serif;color:var(--ink);background:var(--page);max-width:60rem;
margin:2rem auto;padding:0 1rem}
h1{font-size:1.4rem}blockquote{margin:2rem 0 .5rem;padding-left:.8rem;border-left:3px solid var(--faint)}
figure.why{margin:.8rem 0 1.6rem;padding:.6rem .9rem;border:1px solid var(--line);border-radius:4px}
figcaption{font-weight:bold}figure.why div{overflow-x:auto}ol{margin:.4rem 0 0;padding-left:1.3rem}
.trigger{color:var(--trigger)}.source{color:var(--source)}.target{color:var(--target)}
"""
LEGEND = (
    '<p>Words of each drawing: the <b class="trigger">trigger</b>, the <b class="source">source</b>, the '
    '<b class="target">target</b>. An arc joins a word to the word it depends on; … stands for words left out. '
    "The small words on the arcs are the parser's: nsubj the subject, dobj the object, prep and pobj a preposition and "
    "its noun, conj what is coordinated, ccomp and xcomp a clause that completes a verb, aux an auxiliary, neg a "
    "denial.</p>"
)


def explain_page(reading: Reading, *, title: str) -> str:
    """Return a page, complete in itself, that shows every event of a text under its sentence with the reasons."""
    parts: list[str] = []
    sentence = None
    for event in reading.events:
        if event.sentence != sentence:
            sentence = event.sentence
            parts.append(f"<blockquote>{escape(sentence or '')}</blockquote>")
        parts.append(explain_html(event))
    body = "\n".join(parts) or "<p>No event was read from this text.</p>"
    head = f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{escape(title)}</title>'
    return f"{head}<style>{STYLE}</style></head><body><h1>{escape(title)}</h1>{LEGEND}{body}</body></html>\n"


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
    rows = [
        ("trigger", f"{why.trigger} (lexicon {why.entry})"),
        ("source", why.source),
        ("target", why.target),
        *(("rule", rule) for rule in why.rules),
    ]
    if event.exchange:
        rows.append(("exchange", event.asks()))
    items = "".join(f"<li><b>{name}</b> {escape(value)}</li>" for name, value in rows)
    return (
        f'<figure class="why"><figcaption>{_heading(event)}</figcaption><div>{draw(why)}</div><ol>{items}</ol></figure>'
    )


def _heading(event: ReadEvent) -> str:
    target = escape(event.target or "no target")
    return f"{escape(event.source)} &rarr; {target}: {escape(event.act())}; {_when(event)}"


def _when(event: ReadEvent) -> str:
    """Return the day of an event as sharp as it is known; a half-event has none."""
    if event.date is None:
        return "not dated, being only spoken of" if event.spoken_in else "undated"
    if event.precision == "day":
        return event.date.isoformat()
    if event.precision in ("month", "year"):
        return event.date.isoformat()[: 7 if event.precision == "month" else 4]
    return f"{event.date.isoformat()} to {event.date_end.isoformat() if event.date_end else '?'}"


def _shown(why: Explanation) -> list[int]:
    """Return the words worth drawing: all of a short sentence, else the roles, what joins them and what turns them."""
    if len(why.words) <= WHOLE:
        return [i for i, (_, label, _) in enumerate(why.words) if label != "punct"]
    trigger = next((i for i, role in why.roles if role == "trigger"), 0)
    kept = {trigger}
    for i, _ in why.roles:
        path = _up(why, i)
        kept |= set(path[: path.index(trigger) + 1]) if trigger in path else {i}
    kept |= {i for i, (_, label, head) in enumerate(why.words) if head == trigger and label in TELLING}
    for _ in range(3):
        kept |= {i for i, (_, label, head) in enumerate(why.words) if head in kept and label in MODIFYING}
    return sorted(kept)


def _up(why: Explanation, i: int) -> list[int]:
    path = [i]
    while why.words[i][2] not in path:
        i = why.words[i][2]
        path.append(i)
    return path


def draw(why: Explanation) -> str:
    """Return the tree as inline SVG, the trigger, source and target coloured."""
    roles = dict(why.roles)
    shown = _shown(why)
    middles: dict[int, float] = {}
    gaps: list[float] = []
    x = GAP
    for n, i in enumerate(shown):
        if (n == 0 and i > 0) or (n > 0 and shown[n - 1] != i - 1):
            gaps.append(x + LETTER / 2)
            x += LETTER + GAP
        width = max(len(why.words[i][0]), 3) * LETTER
        middles[i] = x + width / 2
        x += width + GAP
    place = {i: n for n, i in enumerate(shown)}
    arcs = [(i, why.words[i][2]) for i in shown if why.words[i][2] in place and why.words[i][2] != i]
    highest = max((abs(place[i] - place[head]) for i, head in arcs), default=1)
    base = 24 + STEP * (min(highest, 9) + 1)
    parts = [f'<text x="{gap:.0f}" y="{base}" text-anchor="middle" fill="currentColor">…</text>' for gap in gaps]
    for i in shown:
        played = roles.get(i, "")
        colour = f"var(--{played}, {COLOURS[played]})" if played else "currentColor"
        weight = ' font-weight="bold"' if played else ""
        word = escape(why.words[i][0])
        parts.append(
            f'<text x="{middles[i]:.0f}" y="{base}" text-anchor="middle" style="fill:{colour}"{weight}>{word}</text>'
        )
    for i, head in arcs:
        level = min(abs(place[i] - place[head]), 9)
        parts.append(_arc(middles[i], middles[head], base - 16, level, why.words[i][1]))
    size = f'width="{x:.0f}" height="{base + 12}" viewBox="0 0 {x:.0f} {base + 12}"'
    return f'<svg {size} role="img" font-family="monospace" font-size="12">{"".join(parts)}</svg>'


def _arc(start: float, end: float, base: float, level: int, label: str) -> str:
    top, middle = base - STEP * level, (start + end) / 2
    curve = f"M{start:.0f},{base:.0f} C{start:.0f},{top:.0f} {end:.0f},{top:.0f} {end:.0f},{base:.0f}"
    place = f'x="{middle:.0f}" y="{base - 0.75 * STEP * level - 2:.0f}" text-anchor="middle" font-size="9"'
    path = f'<path d="{curve}" fill="none" stroke="currentColor" opacity=".5"/>'
    return f'{path}<text {place} fill="currentColor" opacity=".7">{escape(label)}</text>'
