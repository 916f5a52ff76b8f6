from __future__ import annotations

import datetime as dt

import pytest

from detente.brief.charts import specification, still
from detente.brief.page import _data_table
from detente.finding import Estimate, Line, Series, Span

DAYS = tuple(dt.date(2020, month, 1) for month in range(1, 7))


def series(*lines: Line, **changes: object) -> Series:
    values = {"title": "t", "x": DAYS, "y_label": "share", "lines": lines, "draw": "point", "panels": "one scale"}
    return Series(**(values | changes))


GAPPY = Line(
    name="a",
    y=(None, 0.5, None, 0.1, 0.2, None),
    low=(None, 0.2, None, 0.0, 0.1, None),
    high=(None, 0.9, None, 0.3, 0.4, None),
)
CURVE = Line(name="b", y=(0.0, 3.0, 9.0, 1.0, 0.0, 0.0))
EMPTY = Line(name="c", y=(None,) * 6)


def drawn(spec: dict, kind: str) -> list[dict]:
    return [layer for panel in spec["vconcat"] for layer in panel["layer"] if layer["mark"]["type"] == kind]


def domains(spec: dict, axis: str) -> list[tuple]:
    found = []
    for panel in spec["vconcat"]:
        scale = next(
            layer["encoding"][axis]["scale"] for layer in panel["layer"] if "scale" in layer["encoding"].get(axis, {})
        )
        found.append(tuple(scale["domain"]))
    return found  # fmt: skip


def test_each_line_has_its_panel_with_its_name_over_all_of_the_time_axis() -> None:
    spec = specification(series(GAPPY, CURVE, EMPTY))
    assert [panel["title"]["text"] for panel in spec["vconcat"]] == ["a", "b", "c"]
    assert set(domains(spec, "x")) == {("2020-01-01", "2020-06-01")}


def test_panels_share_a_scale_or_have_their_own() -> None:
    assert set(domains(specification(series(GAPPY, CURVE)), "y")) == {(0.0, 9.0)}
    assert domains(specification(series(GAPPY, CURVE, panels="own scales")), "y") == [(0.0, 0.9), (0.0, 9.0)]


def test_measured_points_are_drawn_with_their_intervals_and_a_bare_line_as_a_curve() -> None:
    spec = specification(series(GAPPY, CURVE))
    assert len(drawn(spec, "point")) == 1
    assert len(drawn(spec, "line")) == 1


def test_stretches_are_shaded_in_every_panel_and_named_once() -> None:
    spans = (Span(start=DAYS[0], end=DAYS[2], label="strain"), Span(start=DAYS[3], end=DAYS[3], label="the talks"))
    spec = specification(series(GAPPY, CURVE, spans=spans))
    assert len(drawn(spec, "rect")) == 2
    named = [layer["data"]["values"][0]["label"] for layer in drawn(spec, "text")]
    assert named == ["strain", "the talks"]


@pytest.mark.parametrize("lines", [(EMPTY,), (GAPPY, CURVE, EMPTY), (Line(name="a", y=(1.0,) * 6),)])
def test_every_picture_can_be_drawn_still_and_twice_the_same(lines: tuple[Line, ...]) -> None:
    one, other = (still(specification(series(*lines))) for _ in range(2))
    assert one.startswith("<svg")
    assert one == other


def test_numbers_draw_on_an_axis_of_numbers() -> None:
    spec = specification(series(GAPPY, x=(1.0, 2.0, 3.0, 4.0, 5.0, 6.0)))
    assert domains(spec, "x") == [(1.0, 6.0)]


def test_the_table_behind_a_picture_holds_its_intervals_too() -> None:
    heads, rows = _data_table(series(GAPPY, CURVE))
    assert heads == ["x", "a", "a, low", "a, high", "b"]
    assert rows[1] == [DAYS[1], 0.5, 0.2, 0.9, 3.0]


def test_a_line_of_estimates_keeps_gaps_and_intervals() -> None:
    line = Line.of("a", [None, Estimate(value=0.5, low=0.25, high=0.75, n=9)])
    assert (line.y, line.low, line.high) == ((None, 0.5), (None, 0.25), (None, 0.75))
