"""Small multiples: each line of a series in a panel of its own, one above the other on one time axis."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from detente.finding import Line, Series, Span

if TYPE_CHECKING:
    import altair as alt

COLOUR = "#3d85c6"  # read on white and on black paper alike
HEIGHT = 76


def panels(exhibit: Series, *, width: int) -> alt.VConcatChart:
    """Return the chart; on one scale heights compare from panel to panel, on own scales only within each."""
    import altair as alt

    common = scale_of(exhibit.lines)
    last = len(exhibit.lines) - 1
    shown = [
        _panel(
            exhibit,
            line,
            common if exhibit.panels == "one scale" else scale_of([line]),
            axis=n == last,
            named=n == 0,
        ).properties(
            width=width,
            height=HEIGHT,
            title=alt.TitleParams(line.name, anchor="start", fontSize=12, fontWeight="normal"),
        )
        for n, line in enumerate(exhibit.lines)
    ]
    return alt.vconcat(*shown, spacing=8).resolve_scale(x="shared")


def scale_of(lines: tuple[Line, ...] | list[Line]) -> alt.Scale:
    """Return a scale that holds every value and interval, and 0."""
    import altair as alt

    values = [v for line in lines for part in (line.y, line.low, line.high) for v in part if v is not None]
    return alt.Scale(domain=[min(0.0, *values), max(0.0, *values)] if len(values) > 1 else [0.0, 1.0], nice=True)


def whole(exhibit: Series) -> alt.Scale:
    """Return the scale of the x axis: all of x, since a gap at either end is part of the picture."""
    import altair as alt

    if not exhibit.x:
        return alt.Scale()
    ends = [exhibit.x[0], exhibit.x[-1], *(end for span in exhibit.spans for end in (span.start, span.end))]
    return alt.Scale(domain=[plain(min(ends)), plain(max(ends))])


def plain(at: dt.date | float) -> str | float:
    """Write a place on the x axis as JSON can."""
    return at.isoformat() if isinstance(at, dt.date) else at


def _panel(exhibit: Series, line: Line, scale: alt.Scale, *, axis: bool, named: bool) -> alt.LayerChart:
    import altair as alt

    temporal = bool(exhibit.x) and isinstance(exhibit.x[0], dt.date)
    kind, form = ("T", {"format": "%b %Y", "labelAngle": 0, "tickCount": 8}) if temporal else ("Q", {})
    marks = alt.Axis(**form) if axis else alt.Axis(labels=False, ticks=False, grid=True, domain=False, **form)
    x = alt.X(f"x:{kind}", title=None, axis=marks, scale=whole(exhibit))
    y = alt.Y("y:Q", title=None, scale=scale, axis=alt.Axis(tickCount=3))
    base = alt.Chart(alt.Data(values=_rows(exhibit, line))).encode(x=x)
    tooltip = [alt.Tooltip(f"x:{kind}", title=exhibit.x_label or "x"), *(f"{key}:Q" for key in ("y", "low", "high"))]
    low = alt.Y("low:Q", scale=scale)
    # A line with no interval of its own is a curve even where its neighbours are measured points.
    if exhibit.draw == "point" and line.low:
        drawn = [
            base.mark_rule(color=COLOUR, strokeWidth=1.6, opacity=0.55).encode(y=low, y2="high:Q"),
            base.mark_point(filled=True, size=45, color=COLOUR, opacity=1).encode(y=y, tooltip=tooltip),
        ]
    else:
        shape = "step-after" if exhibit.draw in ("step", "point") else "linear"
        drawn = [
            base.mark_area(color=COLOUR, opacity=0.16, interpolate=shape).encode(y=low, y2="high:Q"),
            base.mark_line(color=COLOUR, strokeWidth=2, interpolate=shape).encode(y=y, tooltip=tooltip),
        ]
    return alt.layer(*_spans(exhibit.spans, kind, named=named), *drawn)


def _spans(spans: tuple[Span, ...], kind: str, *, named: bool) -> list[Any]:
    """Shade stretches, every second one darker, and rule single days; the first panel names them."""
    import altair as alt

    layers: list[Any] = []
    wide = [span for span in spans if span.start != span.end]
    for n, span in enumerate(wide):
        row = alt.Chart(alt.Data(values=[{"start": plain(span.start), "end": plain(span.end), "label": span.label}]))
        at = row.encode(x=f"start:{kind}", x2="end", tooltip="label:N")
        layers.append(at.mark_rect(color="#7d8794", opacity=0.24 if n % 2 else 0.1))
        if named:
            text = row.encode(x=f"start:{kind}", y=alt.value(9), text="label:N")
            layers.append(text.mark_text(align="left", dx=4, fontSize=11))
    for span in spans:
        if span.start == span.end:
            row = alt.Chart(alt.Data(values=[{"at": plain(span.start), "label": span.label}])).encode(x=f"at:{kind}")
            layers.append(row.mark_rule(strokeDash=[5, 4], color="#7d8794"))
            if named:
                text = row.mark_text(align="right", dx=-5, fontSize=12)
                layers.append(text.encode(y=alt.value(HEIGHT - 8 if wide else 8), text="label:N"))
    return layers


def _rows(exhibit: Series, line: Line) -> list[dict[str, Any]]:
    blank: tuple[None, ...] = (None,) * len(exhibit.x)
    low, high = line.low or blank, line.high or blank
    x = [plain(at) for at in exhibit.x]
    return [{"x": at, "y": line.y[n], "low": low[n], "high": high[n]} for n, at in enumerate(x)]
