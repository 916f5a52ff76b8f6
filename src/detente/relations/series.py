"""Counts and intensities on calendar steps, by one query: of a dyad, a coalition, one actor, or every dyad at once.

A step holds zeros where the record covers it and nothing happened, and gaps where the record does not reach. Sums of
intensity are ordinal: they tell more from less within one dyad, and twice the sum is not twice the conflict.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from detente.errors import ModelError, UnknownName
from detente.record.store import query

if TYPE_CHECKING:
    import duckdb
    import polars as pl

STEPS = ("day", "week", "month", "quarter")
Span = tuple[dt.date, dt.date]

# Counts are read from steps no finer than their dates.
_PRECISE = {step: ("day", *STEPS[1 : STEPS.index(step) + 1]) for step in STEPS}

_COUNTED = "modality = 'actual' and scope = 'dyadic' and spoken_in is null and list_contains($precise, precision)"

# Counts and plain sums only: the aggregates that stay fast over tens of millions of rows.
_SUMS = """
    count(*) as n,
    count(case when quad = 1 then 1 end) as quad_1, count(case when quad = 2 then 1 end) as quad_2,
    count(case when quad = 3 then 1 end) as quad_3,
    sum(case when quad % 2 = 1 then intensity else 0 end) as words,
    sum(case when quad % 2 = 0 then intensity else 0 end) as deeds,
    sum(intensity * intensity) as squares"""

_MEASURES = """
    quad_1, quad_2, quad_3, n - quad_1 - quad_2 - quad_3 as quad_4, n,
    round((words + deeds) / nullif(n, 0), 6) as intensity,
    round(words + deeds, 6) as summed,
    case when n > 1 then round(sqrt(greatest(0, squares - (words + deeds) ** 2 / n) / (n - 1)), 6) end as volatility,
    round(words / nullif(quad_1 + quad_3, 0) - deeds / nullif(n - quad_1 - quad_3, 0), 6) as gap"""

# One happening is one act, however many rows hold it: a meeting stands in both directions.
_ONE = f"""
with acts as (
    select happening_id, quad, min(date) as date, avg(intensity) as intensity,
        bool_or(list_contains($ones, source)) as forth,
        bool_or(not list_contains($ones, source)) as back
    from events
    where {_COUNTED} and date between $first and $last and ($day is null or known_from <= $day)
        and ((list_contains($ones, source) and (len($others) = 0 or list_contains($others, target)))
            or ($mutual and list_contains($ones, target) and (len($others) = 0 or list_contains($others, source))))
    group by happening_id, quad
), sums as (
    select date_trunc($freq, date)::date as step, {_SUMS},
        count(case when forth then 1 end) as sent, count(case when forth and quad <= 2 then 1 end) as sent_kindly,
        count(case when back then 1 end) as got, count(case when back and quad <= 2 then 1 end) as got_kindly
    from acts group by all
), calendar as (
    select step::date as step, (step + $width::interval)::date as until
    from generate_series(date_trunc($freq, $first::date), $last::date, $width::interval) as days(step)
), reach as (
    select unnest($begins::date[]) as begins, unnest($ends::date[]) as ends
), coverage as (
    select step, round(coalesce(max(case when begins is not null then greatest(0,
        least(until, ends + 1, $last::date + 1) - greatest(step, begins, $first::date)) end), 0)
        / (least(until, $last::date + 1) - greatest(step, $first::date)), 6) as covered
    from calendar left join reach on begins < until and ends >= step
    group by step, until
), filled as (
    select step, covered, coalesce(n, 0) as n,
        coalesce(quad_1, 0) as quad_1, coalesce(quad_2, 0) as quad_2, coalesce(quad_3, 0) as quad_3,
        coalesce(words, 0) as words, coalesce(deeds, 0) as deeds, coalesce(squares, 0) as squares,
        sent, sent_kindly, got, got_kindly
    from coverage left join sums using (step) where covered > 0 or n > 0
)
select calendar.step, {_MEASURES},
    case when $mutual then round(1 - abs(sent_kindly / nullif(sent, 0) - got_kindly / nullif(got, 0)), 6) end
        as reciprocity,
    coalesce(covered, 0) as covered
from calendar left join filled using (step) order by step
"""

_ALL = f"""
with sums as (
    select source, target, date_trunc($freq, date)::date as step, {_SUMS}
    from events
    where {_COUNTED} and target is not null and source <> target and ($day is null or known_from <= $day)
    group by all
)
select source, target, step, {_MEASURES} from sums
"""


@dataclass(frozen=True)
class Between:
    """Whose acts are counted: those of ``ones`` toward ``others`` (everyone, where empty), and back if ``mutual``."""

    ones: tuple[str, ...]
    others: tuple[str, ...] = ()
    mutual: bool = True

    def __post_init__(self) -> None:
        both = set(self.ones) & set(self.others)
        if both:
            raise ModelError(f"a dyad needs two actors; {min(both)} stands on both sides")
        if not self.ones:
            raise ModelError("a series needs at least one actor")


def relation_series(
    con: duckdb.DuckDBPyConnection,
    between: Between,
    *,
    freq: str = "month",
    as_of: dt.date | None = None,
    window: Span | None = None,
    covered: Sequence[Span] | None = None,
) -> pl.DataFrame:
    """Return one row a step, from the first day of the record (or of ``window``) to the last.

    Columns: step; quad_1 .. quad_4 and n, in happenings; intensity (mean, -10 to 10); summed (ordinal); volatility
    (standard deviation); gap (mean intensity of words less that of deeds); reciprocity (1 where both sides have the
    same share of cooperative acts, 0 where one only cooperates and the other only fights); covered (the share of the
    step's days that the record reaches). Counts are null where ``covered`` is 0. ``covered`` names the spans that the
    sources reach; by default, from the first to the last event of each coder, of any dyad. Raises `UnknownName` for an
    unknown step.
    """
    spans = _reach(con, as_of) if covered is None else list(covered)
    first, last = window or (min((s[0] for s in spans), default=None), max((s[1] for s in spans), default=None))
    return query(con, _ONE, {
        **_of(freq, as_of), "ones": list(between.ones), "others": list(between.others), "mutual": between.mutual,
        "first": first, "last": last if as_of is None or last is None else min(last, as_of),
        "width": {"quarter": "3 months"}.get(freq, f"1 {freq}"),
        "begins": [span[0] for span in spans], "ends": [span[1] for span in spans],
    })  # fmt: skip


def all_series(con: duckdb.DuckDBPyConnection, *, freq: str = "week", as_of: dt.date | None = None) -> pl.DataFrame:
    """Return one row a step and ordered pair of actors that has acts in it; a step without acts has no row.

    Rows of the record are counted: each holds one direction of a happening. Columns as in `relation_series`.
    """
    return query(con, _ALL, _of(freq, as_of))


def _of(freq: str, as_of: dt.date | None) -> dict[str, object]:
    if freq not in STEPS:
        raise UnknownName.among("step", freq, STEPS)
    return {"freq": freq, "precise": list(_PRECISE[freq]), "day": as_of}


def _reach(con: duckdb.DuckDBPyConnection, as_of: dt.date | None) -> list[Span]:
    rows = con.execute(
        "select min(date), max(date) from events where date is not null and ($day is null or known_from <= $day) "
        "group by coder order by all",
        {"day": as_of},
    ).fetchall()
    return [(first, last) for first, last in rows]
