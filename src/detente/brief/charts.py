"""Exhibits as Vega-Lite charts: data in, a specification and a still picture out."""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING, Any

from detente.brief.panels import panels, plain, whole
from detente.finding import Intervals, Line, Series, Span, Timeline

if TYPE_CHECKING:
    import altair as alt

WIDTH = 760

# Blue for cooperation and orange for conflict, dark for deeds and light for words: told apart by colour-blind
# readers and on grey paper. Further lines take the rest in turn.
COLOURS: dict[str, str] = {
    "verbal cooperation": "#6ba3d6",
    "material cooperation": "#1f4e8c",
    "verbal conflict": "#f0a150",
    "material conflict": "#b3400e",
    "satisfied": "#1f4e8c",
    "violated": "#b3400e",
    "kept": "#1f4e8c",
    "broken": "#b3400e",
    "promised": "#7d8794",
    "binding": "#7d8794",
}
PALETTE = ("#1f4e8c", "#b3400e", "#2b7a5b", "#7a4b94", "#8a6d1d", "#4b5563", "#c2417c", "#2f8ca3")
SHAPES = ("circle", "diamond", "triangle-up", "square")

CONFIG: dict[str, Any] = {
    "font": "Helvetica, Arial, sans-serif",
    "background": "transparent",
    "axis": {"labelFontSize": 12, "titleFontSize": 12, "titleFontWeight": "normal", "grid": True, "gridOpacity": 0.35},
    "legend": {"labelFontSize": 12, "title": None, "orient": "top", "symbolSize": 90, "symbolOpacity": 1},
    "view": {"stroke": None},
    "header": {"labelFontSize": 13, "title": None},
}


def specification(exhibit: Series | Timeline | Intervals) -> dict[str, Any]:
    """Return the Vega-Lite specification of an exhibit, with its data inside."""
    import altair as alt

    chart: alt.LayerChart | alt.VConcatChart
    if isinstance(exhibit, Timeline):
        chart = _timeline(exhibit)
    elif isinstance(exhibit, Intervals):
        chart = _intervals(exhibit)
    elif exhibit.panels:
        chart = panels(exhibit, width=WIDTH)
    else:
        chart = _series(exhibit)
    spec: dict[str, Any] = chart.to_dict(validate=False)
    spec["config"] = CONFIG
    spec["$schema"] = alt.SCHEMA_URL
    # Altair numbers its parameters through the life of a process; the page must not depend on what ran before.
    return _renumbered(spec)


def still(spec: dict[str, Any]) -> str:
    """Return the picture of a specification as SVG, for paper and for readers without scripts."""
    import vl_convert

    # Vega numbers its clip paths through the life of a process; the page must not depend on what ran before.
    numbers: dict[str, str] = {}
    return re.sub(
        r"\b(clip|gradient_|pattern_)(\d+)\b",
        lambda match: match[1] + numbers.setdefault(match[0], str(len(numbers))),
        str(vl_convert.vegalite_to_svg(spec)),
    )


def bundle() -> str:
    """Return the script that draws charts in a browser, made safe for a script element."""
    import vl_convert

    return str(vl_convert.javascript_bundle()).replace("</script", "<\\/script")  # type: ignore[call-arg]


def _timeline(exhibit: Timeline) -> alt.LayerChart:
    import altair as alt

    rows = [
        {
            "date": happening.at.isoformat(),
            "lane": happening.lane,
            "group": happening.group,
            "weight": happening.weight,
            "label": happening.label,
            "ref": f"{happening.ref.table}-{happening.ref.id}" if happening.ref else None,
        }
        for happening in exhibit.happenings
    ]
    groups = list(exhibit.groups)
    zoom = alt.selection_interval(bind="scales", encodings=["x"], name="zoom")
    pick = alt.selection_point(fields=["group"], bind="legend", name="pick")
    colours = alt.Scale(domain=groups, range=_colours(groups))
    marks = (
        alt.Chart(alt.Data(values=rows))
        .mark_point(filled=True, cursor="pointer", strokeWidth=0.6, stroke="white")
        .encode(
            x=alt.X("date:T", title=None, axis=alt.Axis(format="%b %Y", labelAngle=0, tickCount=8)),
            y=alt.Y("lane:N", title=None, sort=list(exhibit.lanes), scale=alt.Scale(paddingInner=0.2)),
            yOffset=alt.YOffset("group:N", sort=groups),
            color=alt.Color("group:N", scale=colours, sort=groups),
            shape=alt.Shape("group:N", scale=alt.Scale(domain=groups, range=list(SHAPES[: len(groups)])), sort=groups),
            size=alt.Size("weight:Q", scale=alt.Scale(domain=[1, 6], range=[28, 240]), legend=None),
            opacity=alt.condition(pick, alt.value(0.9), alt.value(0.06)),
            tooltip=[alt.Tooltip("date:T", title="date"), "lane:N", "group:N", alt.Tooltip("label:N", title="what")],
        )
        .add_params(zoom, pick)
    )
    layers = [marks, *_spans(exhibit.spans)]
    return alt.layer(*layers).properties(width=WIDTH, height=62 * max(1, len(exhibit.lanes)))


def _intervals(exhibit: Intervals) -> alt.LayerChart:
    import altair as alt

    rows = [
        {**row.model_dump(exclude={"ref"}), "ref": f"{row.ref.table}-{row.ref.id}" if row.ref else None}
        for row in exhibit.rows
    ]
    # "~g" would write 10 as 1e+1 on an axis.
    form = "~%" if exhibit.shares else ",~r"
    groups = list(dict.fromkeys(row.group for row in exhibit.rows))
    names = list(dict.fromkeys(row.name for row in exhibit.rows))
    y = alt.Y("name:N", title=None, sort=names, axis=alt.Axis(labelLimit=340, grid=True))
    scale = alt.Scale(domain=groups, range=_colours(groups))
    colour = alt.Color("group:N", scale=scale, sort=groups, **({} if len(groups) > 1 else {"legend": None}))
    tooltip = ["name:N", *(alt.Tooltip(f"{key}:Q", format=form) for key in ("value", "low", "high"))]
    base = alt.Chart(alt.Data(values=rows)).encode(y=y, color=colour, tooltip=tooltip)
    if len(groups) > 1:
        base = base.encode(yOffset=alt.YOffset("group:N", sort=groups))
    x = alt.X("low:Q", title=exhibit.x_label, axis=alt.Axis(format=form))
    layers = [
        base.mark_rule(strokeWidth=2).encode(x=x, x2="high:Q"),
        base.mark_point(filled=True, size=70, opacity=1, cursor="pointer").encode(x="value:Q"),
    ]
    if exhibit.reference is not None:
        at = alt.Chart(alt.Data(values=[{"at": exhibit.reference}])).encode(x="at:Q")
        layers.insert(0, at.mark_rule(strokeDash=[5, 4], color="#7d8794"))
    return alt.layer(*layers).properties(width=WIDTH - 200, height=max(60, 26 * len(names) * max(1, len(groups) / 2)))


def _series(exhibit: Series) -> alt.LayerChart:
    import altair as alt

    temporal = bool(exhibit.x) and isinstance(exhibit.x[0], dt.date)
    if exhibit.draw == "bar":
        return _bars(exhibit, temporal=temporal)
    x = alt.X("x:T" if temporal else "x:Q", title=exhibit.x_label or None, scale=whole(exhibit))
    names = [line.name for line in exhibit.lines]
    base = alt.Chart(alt.Data(values=_rows(exhibit.x, exhibit.lines)))
    legend = {} if len(names) > 1 else {"legend": None}
    colour = alt.Color("line:N", scale=alt.Scale(domain=names, range=_colours(names)), sort=names, **legend)
    tooltip = [alt.Tooltip("x:T" if temporal else "x:Q", title=exhibit.x_label or "x"), "line:N", "y:Q"]
    mark = {
        "line": base.mark_line(strokeWidth=2, interpolate="linear"),
        "step": base.mark_line(strokeWidth=2, interpolate="step-after"),
        "point": base.mark_point(filled=True, size=45),
    }[exhibit.draw]
    # Points stand apart, and so do their intervals; a band would fill gaps that nobody measured.
    band = base.mark_rule(strokeWidth=2, opacity=0.5) if exhibit.draw == "point" else base.mark_area(opacity=0.16)
    layers = [
        *_spans(exhibit.spans, temporal=temporal),
        band.encode(x=x, y=alt.Y("low:Q"), y2="high:Q", color=colour),
        mark.encode(x=x, y=alt.Y("y:Q", title=exhibit.y_label), color=colour, tooltip=tooltip),
        *_marks(exhibit, temporal=temporal),
    ]
    return alt.layer(*layers).properties(width=WIDTH, height=220)


def _bars(exhibit: Series, *, temporal: bool) -> alt.LayerChart:
    """Cooperation stands above the line and conflict below; a line named as a mean is drawn on an axis of its own."""
    import altair as alt

    counts = [line for line in exhibit.lines if "mean" not in line.name]
    means = [line for line in exhibit.lines if "mean" in line.name]
    names = [line.name for line in counts]
    rows = [row for row in _rows(exhibit.x, counts) if row["y"]]
    for row in rows:
        row["height"] = -row["y"] if "conflict" in row["line"] else row["y"]
    x = alt.X("yearquarter(x):T" if temporal else "x:O", title=None, axis=alt.Axis(format="%b %Y", labelAngle=0))
    bars = (
        alt.Chart(alt.Data(values=rows))
        .mark_bar(size=max(4, min(26, int(WIDTH / max(1, len(exhibit.x)) * 0.7))))
        .encode(
            x=x,
            y=alt.Y("height:Q", title=exhibit.y_label),
            color=alt.Color("line:N", scale=alt.Scale(domain=names, range=_colours(names)), sort=names),
            tooltip=[alt.Tooltip("x:T", title=exhibit.x_label), "line:N", alt.Tooltip("y:Q", title="acts")],
        )
    )
    layers: list[Any] = [bars, *_spans(exhibit.spans, temporal=temporal)]
    if means:
        layers.append(
            alt.Chart(alt.Data(values=_rows(exhibit.x, means)))
            .mark_line(point=True, color="#4b5563", strokeDash=[4, 3], strokeWidth=1.5)
            .encode(
                x=x,
                y=alt.Y("y:Q", title=means[0].name, scale=alt.Scale(domain=[-10, 10])),
                tooltip=[alt.Tooltip("x:T", title=exhibit.x_label), alt.Tooltip("y:Q", title=means[0].name)],
            )
        )
    chart = alt.layer(*layers).properties(width=WIDTH, height=150)
    return chart.resolve_scale(y="independent") if means else chart


def _spans(spans: tuple[Span, ...], *, temporal: bool = True) -> list[Any]:
    import altair as alt

    kind = "T" if temporal else "Q"
    wide = [_span_row(span) for span in spans if span.start != span.end]
    points = [_span_row(span) for span in spans if span.start == span.end]
    layers: list[Any] = []
    if wide:
        base = alt.Chart(alt.Data(values=wide)).encode(x=f"start:{kind}", x2="end", tooltip="label:N")
        layers.append(base.mark_rect(opacity=0.12).encode(fill=alt.Fill("label:N", legend=None)))
        text = alt.Chart(alt.Data(values=wide)).encode(x=f"start:{kind}", y=alt.value(9), text="label:N")
        layers.append(text.mark_text(align="left", dx=4, fontSize=11))
    if points:
        base = alt.Chart(alt.Data(values=points)).encode(x=f"start:{kind}")
        layers.append(base.mark_rule(strokeDash=[5, 4], color="#7d8794", strokeWidth=1.3))
        name = base.mark_text(align="right", dx=-5, fontSize=12)
        layers.append(name.encode(y=alt.value(8), text="label:N"))
    return layers


def _marks(exhibit: Series, *, temporal: bool) -> list[Any]:
    import altair as alt

    rows = [
        {
            "x": plain(mark.at),
            "y": mark.value,
            "label": mark.label,
            "ref": f"{mark.ref.table}-{mark.ref.id}" if mark.ref else None,
        }
        for mark in exhibit.marks
    ]
    if not rows:
        return []
    base = alt.Chart(alt.Data(values=rows)).encode(x="x:T" if temporal else "x:Q", tooltip="label:N")
    valued = [row for row in rows if row["y"] is not None]
    if not valued:
        return [base.mark_rule(color="#7a4b94", strokeDash=[2, 3])]
    points = base.encode(y="y:Q")
    return [
        points.mark_point(shape="diamond", filled=True, size=120, color="#7a4b94", cursor="pointer"),
        points.mark_text(align="left", dx=8, fontSize=11).encode(text="label:N"),
    ]


def _rows(x: tuple[Any, ...], lines: list[Line] | tuple[Line, ...]) -> list[dict[str, Any]]:
    return [
        {
            "x": plain(at),
            "line": line.name,
            "y": line.y[n],
            "low": line.low[n] if line.low else None,
            "high": line.high[n] if line.high else None,
        }
        for line in lines
        for n, at in enumerate(x)
    ]


def _span_row(span: Span) -> dict[str, Any]:
    return {"start": plain(span.start), "end": plain(span.end), "label": span.label}


def _colours(names: list[str]) -> list[str]:
    return [COLOURS.get(name, PALETTE[n % len(PALETTE)]) for n, name in enumerate(names)]


def _renumbered(spec: dict[str, Any]) -> dict[str, Any]:
    names: dict[str, str] = {}

    def visit(node: Any) -> Any:
        if isinstance(node, dict):
            return {key: visit(value) for key, value in node.items()}
        if isinstance(node, list):
            return [visit(value) for value in node]
        if isinstance(node, str) and node.startswith("view_") and node[5:].isdigit():
            return names.setdefault(node, f"view_{len(names) + 1}")
        return node

    return dict(visit(spec))
