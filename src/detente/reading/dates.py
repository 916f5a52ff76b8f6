"""When an event happened, from the words of its own sentence: days, months, years, spans, days counted back.

The expression nearest to the trigger in the sentence's tree wins. The day of publication only helps to count: an event
whose sentence holds no expression stays undated.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Iterator
from typing import NamedTuple

from detente.reading.meaning import Meaning
from detente.reading.sentences import Sentence
from detente.reading.words import Tree
from detente.reading.writing import Dated
from detente.record.event import Precision

_MONTHS = {name.lower(): n for n, name in enumerate(calendar.month_name) if name} | {
    name.lower(): n for n, name in enumerate(calendar.month_abbr) if name
}
_WEEKDAYS = {name.lower(): n for n, name in enumerate(calendar.day_name)}
# "may" and "march" are months only with a capital.
_MONTH = (
    r"(January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\.?"
)
_DAY = r"(\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"((?:19|20)\d{2})"
_RANGE = rf"\b(?:[Ff]rom|[Bb]etween)\s+{_MONTH}(?:\s+{_YEAR})?\s+(?:to|and|until|through)\s+{_MONTH}\s+{_YEAR}\b"
_FORMS = (
    ("range", re.compile(_RANGE)),
    ("day", re.compile(rf"\b{_DAY}\s+{_MONTH}(?:,?\s+{_YEAR})?\b")),
    ("day_us", re.compile(rf"\b{_MONTH}\s+{_DAY}(?:,?\s+{_YEAR})?\b(?!\s*percent)")),
    ("iso", re.compile(r"\b((?:19|20)\d{2})-(\d{2})-(\d{2})\b")),
    ("month", re.compile(rf"\b{_MONTH}(?:\s+(?:of\s+)?{_YEAR})?\b")),
    ("year", re.compile(rf"(?<![-\d]){_YEAR}(?![-\d])\b")),
    ("relative", re.compile(r"\b(today|yesterday|last (?:week|month|year)|this (?:month|year))\b", re.IGNORECASE)),
    ("weekday", re.compile(r"\b(?:on |last )?(Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)\b")),
)
_PRECISE: dict[Precision, int] = {"day": 0, "week": 1, "month": 2, "quarter": 3, "year": 4, "range": 5}


Days = tuple[dt.date, dt.date | None, Precision]  # first day, last day where it is another, and how precise that is


class Expression(NamedTuple):
    """A date in a text: where it stands, its first and last day, and its precision."""

    start: int
    end: int
    date: dt.date
    last: dt.date | None
    precision: Precision


def expressions(text: str, published: dt.date | None = None) -> list[Expression]:
    """Return the dates of a text in order; those that need a day to count from are left out without one.

    >>> [(e.date.isoformat(), e.precision) for e in expressions("On 12 June 2018 and again in April 2019")]
    [('2018-06-12', 'day'), ('2019-04-01', 'month')]
    """
    found: list[Expression] = []
    for form, pattern in _FORMS:
        for match in pattern.finditer(text):
            if any(match.start() < other.end and other.start < match.end() for other in found):
                continue
            for first, last, precision in _read(form, match, published):
                found.append(Expression(match.start(), match.end(), first, last, precision))
    return sorted(found)


def when(sentence: Sentence, tree: Tree, meaning: Meaning, published: dt.date | None) -> Dated:
    """Date an event by the expression of its sentence that stands nearest to its trigger in the tree."""
    found = expressions(sentence.clean, published)
    if not found:
        return Dated()
    nearest = min(found, key=lambda each: (_steps(tree, meaning.trigger, each), _PRECISE[each.precision], each.start))
    said = sentence.clean[nearest.start : nearest.end]
    return Dated(nearest.date, nearest.last, nearest.precision, f"the sentence says {said!r}")


def _read(
    form: str, match: re.Match[str], published: dt.date | None
) -> Iterator[tuple[dt.date, dt.date | None, Precision]]:
    try:
        if form in ("day", "day_us"):
            day, month = (match[1], match[2]) if form == "day" else (match[2], match[1])
            yield _full(int(day), _MONTHS[month.lower()[:3]], match[3], published), None, "day"
        elif form == "iso":
            yield dt.date(int(match[1]), int(match[2]), int(match[3])), None, "day"
        elif form == "range":
            year = int(match[4])
            first = dt.date(int(match[2] or year), _MONTHS[match[1].lower()[:3]], 1)
            last = _month_end(dt.date(year, _MONTHS[match[3].lower()[:3]], 1))
            if first <= last:
                yield first, last, "range"
        elif form == "month":
            first = _full(1, _MONTHS[match[1].lower()[:3]], match[2], published)
            yield first, _month_end(first), "month"
        elif form == "year":
            yield dt.date(int(match[1]), 1, 1), dt.date(int(match[1]), 12, 31), "year"
        elif published is not None:
            yield _counted(match[1].lower(), published)
    except (ValueError, LookupError):
        return  # no such day, or no year to put it in


def _full(day: int, month: int, year: str | None, published: dt.date | None) -> dt.date:
    """A day of a month; without a year, the last such day before the text was published."""
    if year is not None:
        return dt.date(int(year), month, day)
    if published is None:
        raise LookupError("a year is needed")
    found = dt.date(published.year, month, day)
    return found if found <= published else dt.date(published.year - 1, month, day)


def _counted(word: str, published: dt.date) -> Days:
    one = dt.timedelta(days=1)
    if word in _WEEKDAYS:
        return published - one * ((published.weekday() - _WEEKDAYS[word]) % 7), None, "day"
    if word in ("today", "yesterday"):
        return (published if word == "today" else published - one), None, "day"
    if word == "last week":
        first = published - one * (published.weekday() + 7)
        return first, first + one * 6, "week"
    if word.endswith("month"):
        first = published.replace(day=1)
        first = first if word.startswith("this") else (first - one).replace(day=1)
        return first, _month_end(first), "month"
    year = published.year - (word == "last year")
    return dt.date(year, 1, 1), dt.date(year, 12, 31), "year"


def _month_end(first: dt.date) -> dt.date:
    return first.replace(day=calendar.monthrange(first.year, first.month)[1])


def _steps(tree: Tree, trigger: int, found: Expression) -> int:
    """How many arcs of the tree lie between a trigger and a date: none shared, the whole sentence's length."""
    inside = [word.i for word in tree.words if word.start < found.end and found.start < word.end]
    above = _path_up(tree, trigger)
    best = len(tree.words)
    for i in inside:
        path = _path_up(tree, i)
        for up, node in enumerate(path):
            if node in above:
                best = min(best, up + above.index(node))
                break
    return best


def _path_up(tree: Tree, i: int) -> list[int]:
    path = [i]
    while tree.words[path[-1]].head not in path:
        path.append(tree.words[path[-1]].head)
    return path
