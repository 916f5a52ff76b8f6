from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.reading import Coder
from detente.reading.dates import expressions

WEDNESDAY = dt.date(2019, 4, 10)


@pytest.mark.parametrize(
    ("text", "first", "last", "precision"),
    [
        ("on 12 June 2018", "2018-06-12", None, "day"),
        ("on June 12, 2018,", "2018-06-12", None, "day"),
        ("on the 2018-06-12", "2018-06-12", None, "day"),
        ("on 12 June", "2018-06-12", None, "day"),
        ("on 2 April", "2019-04-02", None, "day"),
        ("in April 2018", "2018-04-01", "2018-04-30", "month"),
        ("in September", "2018-09-01", "2018-09-30", "month"),
        ("in 2016", "2016-01-01", "2016-12-31", "year"),
        ("from March 2018 to January 2019", "2018-03-01", "2019-01-31", "range"),
        ("between April and September 2018", "2018-04-01", "2018-09-30", "range"),
        ("on Tuesday", "2019-04-09", None, "day"),
        ("yesterday", "2019-04-09", None, "day"),
        ("last month", "2019-03-01", "2019-03-31", "month"),
        ("last week", "2019-04-01", "2019-04-07", "week"),
        ("last year", "2018-01-01", "2018-12-31", "year"),
    ],
)
def test_an_expression_is_a_day_or_a_span_with_its_precision(
    text: str, first: str, last: str | None, precision: str
) -> None:
    (found,) = expressions(text, WEDNESDAY)
    assert found.date.isoformat() == first
    assert (found.last.isoformat() if found.last else None) == last
    assert found.precision == precision


@pytest.mark.parametrize("text", ["it may rain", "they march on", "in Paris", "page 2018-19"])
def test_what_is_no_date_is_none(text: str) -> None:
    assert expressions(text, WEDNESDAY) == []


@pytest.mark.parametrize("text", ["on Tuesday", "in September", "on 12 June", "yesterday"])
def test_what_must_be_counted_from_a_day_needs_one(text: str) -> None:
    assert expressions(text) == []


def test_each_event_takes_the_date_of_its_own_clause() -> None:
    text = "France accused Germany on 3 March 2018, and Italy condemned Spain on 9 May 2018."
    dates = {event.source: event.date for event in Coder().code(text, WEDNESDAY)}
    assert dates == {"FRA": dt.date(2018, 3, 3), "ITA": dt.date(2018, 5, 9)}


def test_the_day_of_publication_is_never_the_day_of_the_event() -> None:
    reading = Coder().read("France accused Germany of espionage.", WEDNESDAY)
    assert [event.date for event in reading.events] == [None]
    assert reading.undated


@given(st.text(max_size=200), st.one_of(st.none(), st.dates(dt.date(1900, 1, 1), dt.date(2100, 1, 1))))
def test_any_text_has_dates_inside_it_or_none(text: str, day: dt.date | None) -> None:
    for found in expressions(text, day):
        assert 0 <= found.start < found.end <= len(text)
        assert found.last is None or found.date <= found.last
