"""Stretches of the calendar that words stand for: days, weeks, months, quarters, years and ranges."""

from __future__ import annotations

import calendar
import datetime as dt
from typing import NamedTuple

from detente.record.event import Precision

ONE = dt.timedelta(days=1)
# From sharp to blunt.
PRECISIONS: dict[Precision, int] = {"day": 0, "week": 1, "month": 2, "quarter": 3, "year": 4, "range": 5}


class Span(NamedTuple):
    """First day, last day where it is another (None also where the end is open), and how precise that is."""

    first: dt.date
    last: dt.date | None
    precision: Precision

    @property
    def end(self) -> dt.date:
        """The last day, which is the first where there is no other."""
        return self.last or self.first


def day(date: dt.date) -> Span:
    """Return a single day."""
    return Span(date, None, "day")


def week_of(date: dt.date) -> Span:
    """Return the week, Monday to Sunday, that holds a day."""
    first = date - ONE * date.weekday()
    return Span(first, first + ONE * 6, "week")


def months(year: int, month: int, count: int, precision: Precision) -> Span:
    """Return a run of whole months.

    >>> months(2018, 11, 3, "range").last
    datetime.date(2019, 1, 31)
    """
    after = moved(dt.date(year, month, 1), count)
    return Span(dt.date(year, month, 1), after - ONE, precision)


def month_of(date: dt.date) -> Span:
    """Return the month that holds a day."""
    return months(date.year, date.month, 1, "month")


def year_of(date: dt.date) -> Span:
    """Return the year that holds a day."""
    return months(date.year, 1, 12, "year")


def moved(date: dt.date, count: int) -> dt.date:
    """Return the day that lies a number of months away, the last of its month where there is no such day.

    >>> moved(dt.date(2019, 1, 31), 1)
    datetime.date(2019, 2, 28)
    """
    number = date.year * 12 + date.month - 1 + count
    year, month = divmod(number, 12)
    return dt.date(year, month + 1, min(date.day, calendar.monthrange(year, month + 1)[1]))


def counted(origin: Span, count: int, unit: str) -> Span:
    """Return what lies ``count`` units after a span (before it, where negative), no sharper than unit and span allow.

    >>> counted(day(dt.date(2018, 6, 12)), 2, "day").first
    datetime.date(2018, 6, 14)
    """
    base = origin.first if count < 0 else origin.end
    if unit in ("day", "week") and origin.precision not in ("day", "week"):
        base = origin.first  # "four days later" than some day of a month is mostly in that month
    if unit == "day":
        there = base + ONE * count
        return day(there) if origin.precision == "day" else month_of(there)
    if unit == "week":
        there = base + ONE * 7 * count
        return week_of(there) if origin.precision in ("day", "week") else month_of(there)
    if unit == "month":
        return month_of(moved(base.replace(day=1), count))
    return year_of(moved(base.replace(day=1), 12 * count))


def joined(one: Span, other: Span) -> Span:
    """Return the range from the start of one span to the end of another. Raises `ValueError` where it is backward."""
    if other.end < one.first:
        raise ValueError(f"{other.end} lies before {one.first}")
    return Span(one.first, other.end, "range")


def opened(span: Span, published: dt.date | None, *, after: bool = False) -> Span:
    """Return the range from a span (``after``: from its end) that has not ended by the day the text was published."""
    first = span.end if after else span.first
    return Span(first, published if published and published >= first else None, "range")


def coarser(span: Span) -> Span:
    """Return the month of a day or a week; any other span as it is."""
    return month_of(span.first) if span.precision in ("day", "week") else span


def said(span: Span) -> str:
    """Return a span in words, as reasons name it.

    >>> said(month_of(dt.date(2018, 4, 5)))
    'April 2018'
    """
    first = span.first
    match span.precision:
        case "day":
            return f"{first.day} {first:%B %Y}"
        case "week":
            return f"the week of {first.day} {first:%B %Y}"
        case "month":
            return f"{first:%B %Y}"
        case "year":
            return f"{first.year}"
        case _ if span.last is None:
            return f"from {first.day} {first:%B %Y} on"
        case _ if first.day == 1 and (span.last + ONE).day == 1:
            return f"{first:%B %Y} to {span.last:%B %Y}"
        case _:
            return f"{first.day} {first:%B %Y} to {span.last.day} {span.last:%B %Y}"
