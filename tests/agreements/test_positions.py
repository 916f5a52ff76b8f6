"""Positions: gaps with their intervals, rival accounts, contradictions."""

from __future__ import annotations

import datetime as dt
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from detente.agreements.positions import contradictions, distance, gaps, rival_accounts
from detente.record.position import Interval, Position

LATE = dt.date(2021, 1, 1)


def span(low: float, value: float, high: float) -> dict[str, float]:
    return {"low": low, "value": value, "high": high}


def stand(actor: str, day: str, place: dict[str, float] | None, **more: Any) -> Position:
    name = f"{actor}-{day}-{more.get('account', '')}"
    base = {"id": name, "actor": actor, "issue": "water", "as_of": day, "statement": name, "place": place}
    return Position.model_validate(base | more)


def test_a_gap_has_its_least_and_its_most_and_changes_when_either_moves() -> None:
    rows = [
        stand("FRA", "2020-01-01", span(80, 90, 100)),
        stand("DEU", "2020-02-01", span(10, 20, 30)),
        stand("DEU", "2020-03-01", span(60, 70, 85)),
    ]
    found = gaps(rows, ("FRA", "DEU"), "water", as_of=LATE)
    assert [(each.since.month, each.value, each.low, each.high) for each in found] == [(2, 70, 50, 90), (3, 20, 0, 40)]
    assert len(gaps(rows, ("FRA", "DEU"), "water", as_of=dt.date(2020, 2, 15))) == 1


def test_a_rival_account_widens_the_gap_and_does_not_move_it() -> None:
    rows = [
        stand("FRA", "2020-01-01", span(0, 5, 10)),
        stand("DEU", "2020-01-01", span(50, 60, 70)),
        stand("DEU", "2020-01-03", span(90, 95, 100), account="FRA"),
    ]
    (gap,) = gaps(rows, ("FRA", "DEU"), "water", as_of=LATE)
    assert (gap.value, gap.low, gap.high) == (55, 40, 100)
    (told,) = rival_accounts(rows, as_of=LATE)
    assert [each.account for each in (told.own, *told.rivals)] == ["", "FRA"]


def test_whether_limits_meet_depends_on_their_intervals() -> None:
    def common(one: dict[str, float], other: dict[str, float]) -> str:
        rows = [
            stand("FRA", "2020-01-01", span(90, 95, 100), limit=one),
            stand("DEU", "2020-01-01", span(0, 5, 10), limit=other),
        ]
        return gaps(rows, ("FRA", "DEU"), "water", as_of=LATE)[0].common

    assert common(span(40, 45, 50), span(55, 60, 65)) == "in every reading"
    assert common(span(40, 50, 60), span(50, 55, 65)) == "in some readings"
    assert common(span(70, 75, 80), span(20, 25, 30)) == "in none"


def test_two_statements_close_in_time_that_cannot_both_hold_are_a_contradiction() -> None:
    near = [stand("FRA", "2020-01-01", span(0, 5, 10)), stand("FRA", "2020-02-01", span(80, 85, 90))]
    assert len(contradictions(near, as_of=LATE)) == 1
    assert contradictions(near, as_of=dt.date(2020, 1, 15)) == ()
    far = [near[0], stand("FRA", "2020-06-01", span(80, 85, 90))]
    assert contradictions(far, as_of=LATE) == ()
    told_by_another = [near[0], stand("FRA", "2020-01-05", span(80, 85, 90), account="DEU")]
    assert contradictions(told_by_another, as_of=LATE) == ()


numbers = st.lists(st.integers(0, 100), min_size=3, max_size=3).map(sorted)


@given(numbers, numbers)
def test_distance_is_symmetric_and_its_guess_lies_between_least_and_most(one: list[int], other: list[int]) -> None:
    a, b = (Interval(low=each[0], value=each[1], high=each[2]) for each in (one, other))
    value, least, most = distance(a, b)
    assert least <= value <= most
    assert distance(b, a) == (value, least, most)
