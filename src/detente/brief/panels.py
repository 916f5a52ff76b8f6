"""Small multiples: each line of a series in a panel of its own, one above the other on one time axis."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from detente.finding import Line, Series

if TYPE_CHECKING:
    import altair as alt

COLOUR = "#3d85c6"  # read on white and on black paper alike


def panels(exhibit: Series, *, width: int, height: int = 76) -> alt.VConcatChart:
    """Return the chart; every panel has the same scale, so that heights compare."""
    import altair as alt

    values = [v for line in exhibit.lines for part in (line.y, line.low, line.high) for v in part if v is not None]
    low, high = (min(0.0, *values), max(0.0, *values)) if len(values) > 1 else (0.0, 1.0)
    scale = alt.Scale(domain=[low, high], nice=True)
    last = len(exhibit.lines) - 1
    shown = [
        _panel(exhibit, line, scale, axis=n == last, spans=n == 0).properties(
            width=width,
            height=height,
            title=alt.TitleParams(line.name, anchor="start", fontSize=12, fontWeight="normal"),
        )
        for n, line in enumerate(exhibit.lines)
    ]
    return alt.vconcat(*shown, spacing=8).resolve_scale(x="shared")


def whole(exhibit: Series) -> alt.Scale:
    """Return the scale of the x axis: all of x, since a gap at either end is part of the picture."""
    import altair as alt

    if not exhibit.x:
        return alt.Scale()
    ends = [exhibit.x[0], exhibit.x[-1], *(end for span in exhibit.spans for end in (span.start, span.end))]
    return alt.Scale(domain=[_plain(min(ends)), _plain(max(ends))])


def _panel(exhibit: Series, line: Line, scale: alt.Scale, *, axis: bool, spans: bool) -> alt.LayerChart:
    import altair as alt

    temporal = bool(exhibit.x) and isinstance(exhibit.x[0], dt.date)
    kind, form = ("T", {"format": "%b %Y", "labelAngle": 0, "tickCount": 8}) if temporal else ("Q", {})
    marks = alt.Axis(**form) if axis else alt.Axis(labels=False, ticks=False, grid=True, domain=False, **form)
    x = alt.X(f"x:{kind}", title=None, axis=marks, scale=whole(exhibit))
    y = alt.Y("y:Q", title=None, scale=scale, axis=alt.Axis(tickCount=3))
    base = alt.Chart(alt.Data(values=_rows(exhibit, line))).encode(x=x)
    tooltip = [alt.Tooltip(f"x:{kind}", title=exhibit.x_label or "x"), *(f"{key}:Q" for key in ("y", "low", "high"))]
    layers: list[Any] = []
    if exhibit.draw == "point":
        layers.append(
            base.mark_rule(color=COLOUR, strokeWidth=1.6, opacity=0.55).encode(
                y=alt.Y("low:Q", scale=scale), y2="high:Q"
            )
        )
        layers.append(base.mark_point(filled=True, size=55, color=COLOUR, opacity=1).encode(y=y, tooltip=tooltip))
    else:
        shape = "step-after" if exhibit.draw == "step" else "linear"
        band = base.mark_area(color=COLOUR, opacity=0.16, interpolate=shape)
        layers.append(band.encode(y=alt.Y("low:Q", scale=scale), y2="high:Q"))
        layers.append(base.mark_line(color=COLOUR, strokeWidth=2, interpolate=shape).encode(y=y, tooltip=tooltip))
    for span in exhibit.spans:
        at = alt.Chart(alt.Data(values=[{"at": _plain(span.start), "label": span.label}])).encode(x=f"at:{kind}")
        layers.append(at.mark_rule(strokeDash=[5, 4], color="#7d8794"))
        if spans:
            text = at.mark_text(align="right", dx=-5, fontSize=12)
            layers.append(text.encode(y=alt.value(8), text="label:N"))
    return alt.layer(*layers)


def _rows(exhibit: Series, line: Line) -> list[dict[str, Any]]:
    blank: tuple[None, ...] = (None,) * len(exhibit.x)
    low, high = line.low or blank, line.high or blank
    x = [_plain(at) for at in exhibit.x]
    return [{"x": at, "y": line.y[n], "low": low[n], "high": high[n]} for n, at in enumerate(x)]


def _plain(at: dt.date | float) -> str | float:
    return at.isoformat() if isinstance(at, dt.date) else at
