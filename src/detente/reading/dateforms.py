"""The forms in which English writes dates: absolute, partial, counted from the text's day or from what was told."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Callable, Sequence

from detente.reading import spans
from detente.reading.clock import NEWS, Clock, Unknown
from detente.reading.spans import ONE, Span, opened

_MONTHS = {name.lower()[:3]: n for n, name in enumerate(calendar.month_name) if name}
_WEEKDAYS = {name.lower(): n for n, name in enumerate(calendar.day_name)}
# "may" and "march" are months only with a capital.
_MONTH = (
    r"(?:(?:January|February|March|April|May|June|July|August|September|October|November|December)\b"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\b\.?)"
)
_DAY = r"\d{1,2}(?:st|nd|rd|th)?"
_YEAR = r"(?:19|20)\d{2}"
_PART = r"(?:(?:early|late|mid|mid-|the (?:beginning|start|end|middle|close|spring|summer) of)[ -]?)?"
_POINT = (
    rf"(?:{_DAY} (?:of )?{_MONTH}(?:,? {_YEAR})?|{_MONTH} {_DAY}(?:, {_YEAR})?(?!\d)"
    rf"|{_PART}{_MONTH}(?: (?:of )?{_YEAR})?|{_PART}{_YEAR}(?![-\d]))"
)
_WEEKDAY = r"(Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"
_UNIT = r"(day|week|month|year)s?"
_NUMBERS = {
    word: n
    for n, words in enumerate(
        ("", "a an one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
    )
    for word in words.split()
}
_COUNT = rf"(\d{{1,2}}|{'|'.join(_NUMBERS)})"
# "two days", "half a year": a number and a unit.
COUNTED = rf"(\d{{1,2}}|{'|'.join(_NUMBERS)}|half a) {_UNIT}"
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": 4}
_SEASONS = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}
# A number in the form of a year that counts or numbers something.
_NUMBERED = re.compile(
    r"(?:\b(?:[Rr]esolutions?|Nos?\.|numbers?|paragraphs?|pages?|Flight|Room) [^.;a-z]{0,12}(?:and )?|[#$€£])$"
)
_COUNTS = re.compile(
    r"\s?(?:percent|%|troops|soldiers|people|men|women|tons?|tonnes|miles|km|kilom|met(?:er|re)s|dollars|euros|pounds"
    r"|million|billion|hours|homes|jobs|cases|workers|refugees|prisoners|police|members|missiles|rockets|tanks)\b"
)

Reader = Callable[[re.Match[str], Clock], Span]


def _point(words: str, clock: Clock, *, year: int | None = None) -> Span:
    """Read a day, a month or a year; ``year`` serves where the words give none."""
    given = re.search(rf"(?<!\d)({_YEAR})$", words.rstrip(","))
    stated = int(given[1]) if given else year
    month = re.search(_MONTH, words)
    if month is None:
        return spans.year_of(dt.date(int(stated or 0), 1, 1))
    rest = words[: given.start()] if given else words
    number = re.search(r"\d{1,2}", rest)
    at = _MONTHS[month[0].lower()[:3]]
    there = dt.date(stated or _year(at, int(number[0]) if number else 1, clock), at, int(number[0]) if number else 1)
    return spans.day(there) if number else spans.month_of(there)


def _year(month: int, number: int, clock: Clock) -> int:
    """Return the year of a date that has none: the narrative's, or the last (``ahead``: next) seen from the text."""
    if clock.running and not clock.ahead and (clock.published is None or clock.held or _far(month, number, clock)):
        year = _beside(month, clock.running)
        if clock.published is None or dt.date(year, month, 1) <= clock.published:
            return year
    if clock.published is None:
        raise Unknown("no year is given, and the text has no date to count from")
    found = dt.date(clock.published.year, month, number)
    if clock.ahead:
        return found.year + (found < clock.published.replace(day=1))
    return found.year - (found > clock.published)


def _far(month: int, number: int, clock: Clock) -> bool:
    """Whether the year of the narrative goes on across paragraphs: not for dates of the weeks before the text."""
    if not clock.settled or clock.published is None:
        return False
    return not 0 <= (clock.published - dt.date(clock.published.year, month, number)).days <= NEWS


def _beside(month: int, running: Span) -> int:
    """A month in the narrative's year; months wrap where a story passes from winter into spring."""
    if running.precision == "year":
        return running.first.year
    back = running.first.month - month
    return running.end.year + (back >= 9)


def _range(match: re.Match[str], clock: Clock) -> Span:
    last = _point(match["last"], clock)
    first = re.search(_YEAR, match["first"])
    if first:
        return spans.joined(_point(match["first"], clock), last)
    start = _point(match["first"], clock, year=last.first.year)
    if start.first > last.end:  # "from November to January 2019"
        start = _point(match["first"], clock, year=last.first.year - 1)
    return spans.joined(start, last)


def _days(match: re.Match[str], clock: Clock) -> Span:
    month = f"{match['month']} {match['year'] or ''}".strip()
    first, last = (_point(f"{match[name]} {month}", clock) for name in ("one", "two"))
    return spans.joined(first, last)


def _iso(match: re.Match[str], clock: Clock) -> Span:
    return spans.day(dt.date.fromisoformat(match[0]))


def _plain(match: re.Match[str], clock: Clock) -> Span:
    follows = re.match(rf" (?:and|or) {_MONTH} ({_YEAR})\b", match.string[match.end() :])
    return _point(match[0], clock, year=int(follows[1]) if follows else None)


def _only_year(match: re.Match[str], clock: Clock) -> Span:
    number = int(match[0])
    if _NUMBERED.search(match.string[: match.start()]) or _COUNTS.match(match.string, match.end()):
        raise ValueError("a count")
    if clock.published and number > clock.published.year + 30:
        raise ValueError("a count")
    return spans.year_of(dt.date(number, 1, 1))


def _season(match: re.Match[str], clock: Clock) -> Span:
    return spans.months(int(match[2]), _SEASONS[match[1].lower()], 3, "quarter")


def _quarter(match: re.Match[str], clock: Clock) -> Span:
    word, part, year = match[1].lower(), match[2], int(match[3])
    if part == "half":
        return spans.months(year, 1 if word == "first" else 7, 6, "range")
    return spans.months(year, 3 * _ORDINALS[word] - 2, 3, "quarter")


def _numbered_quarter(match: re.Match[str], clock: Clock) -> Span:
    return spans.months(int(match[2]), 3 * int(match[1]) - 2, 3, "quarter")


def _within_year(match: re.Match[str], clock: Clock) -> Span:
    return spans.year_of(dt.date(int(match[1]), 1, 1))


def _short_year(match: re.Match[str], clock: Clock) -> Span:
    """Read "April '18" as of the century that makes it no later than the text."""
    century = 2000 if clock.published is None or 2000 + int(match[2]) <= clock.published.year else 1900
    return _point(f"{match[1]} {century + int(match[2])}", clock)


def _decade(match: re.Match[str], clock: Clock) -> Span:
    return spans.months(int(match[1]), 1, 120, "range")


def _text_day(clock: Clock) -> dt.date:
    if clock.published is None:
        raise Unknown("the words count from the day of the text, which is not known")
    return clock.published


def _today(match: re.Match[str], clock: Clock) -> Span:
    here = _text_day(clock)
    word = match[0].lower()
    return spans.day(here - ONE if word == "yesterday" else here + ONE if word == "tomorrow" else here)


def _this(match: re.Match[str], clock: Clock) -> Span:
    """This, last or next week, month or year, or a month or day of the week by name."""
    here, which, what = _text_day(clock), match[1].lower(), match[2].lower()
    step = {"this": 0, "last": -1, "next": 1}[which]
    if what == "week":
        return spans.week_of(here + ONE * 7 * step)
    if what == "month":
        return spans.month_of(spans.moved(here.replace(day=1), step))
    if what == "year":
        return spans.year_of(dt.date(here.year + step, 1, 1))
    if what in _WEEKDAYS:
        return _weekday_from(here, what, ahead=which == "next")
    month = dt.date(here.year, _MONTHS[what[:3]], 1)
    if which == "last" and month >= here.replace(day=1):
        month = month.replace(year=here.year - 1)
    if which == "next" and month <= here:
        month = month.replace(year=here.year + 1)
    return spans.month_of(month)


def _weekday(match: re.Match[str], clock: Clock) -> Span:
    return _weekday_from(_text_day(clock), match[1].lower(), ahead=clock.ahead)


def _weekday_from(here: dt.date, name: str, *, ahead: bool) -> Span:
    back = (here.weekday() - _WEEKDAYS[name]) % 7
    return spans.day(here + ONE * ((7 - back) % 7 or 7) if ahead else here - ONE * back)


def _ago(match: re.Match[str], clock: Clock) -> Span:
    return spans.counted(spans.day(_text_day(clock)), -_number(match[1]), match[2].lower())


def _past(match: re.Match[str], clock: Clock) -> Span:
    here = _text_day(clock)
    first = spans.counted(spans.day(here), -_number(match[1] or "one"), match[2].lower())
    return Span(first.first, here, "range")


def _told(clock: Clock) -> Span:
    if clock.running is None:
        raise Unknown("the words count from a time that the text has not named before")
    return clock.running


def _following(match: re.Match[str], clock: Clock) -> Span:
    back = match[1].lower() in ("previous", "preceding")
    unit = {"morning": "day", "evening": "day"}.get(match[2].lower(), match[2].lower())
    return spans.counted(_told(clock), -1 if back else 1, unit)


def _later(match: re.Match[str], clock: Clock) -> Span:
    back = match[3].lower() in ("earlier", "before")
    count, unit = count_of(match)
    return spans.counted(_told(clock), -count if back else count, unit)


def _same(match: re.Match[str], clock: Clock) -> Span:
    told, unit = _told(clock), match[1].lower()
    if unit == "year":
        return spans.year_of(told.first)
    if unit == "month":
        return spans.month_of(told.first) if told.precision in ("day", "week", "month") else told
    if unit == "week":
        return spans.week_of(told.first) if told.precision in ("day", "week") else told
    return told


def _since_then(match: re.Match[str], clock: Clock) -> Span:
    return opened(clock.then or _told(clock), clock.published)


def _post_year(match: re.Match[str], clock: Clock) -> Span:
    return opened(spans.year_of(dt.date(int(match[1]), 1, 1)), clock.published)


def _that_month(match: re.Match[str], clock: Clock) -> Span:
    told = _told(clock)
    which = (match["which"] or "same").lower()
    year = told.first.year + {"following": 1, "next": 1, "previous": -1, "preceding": -1}.get(which, 0)
    return _point(match["point"], clock, year=year)


def count_of(match: re.Match[str]) -> tuple[int, str]:
    """Return what a match of `COUNTED` says: a number and a unit; half a year is six months."""
    if match[1].lower() == "half a":
        return (6, "month") if match[2].lower() == "year" else (0, match[2].lower())
    return _number(match[1]), match[2].lower()


def _number(word: str) -> int:
    return int(word) if word.isdigit() else _NUMBERS[word.lower()]


def _form(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


_BARE = rf"(?:{_DAY} (?:of )?{_MONTH}|{_MONTH} {_DAY}(?!\d)|{_MONTH})"
# Patterns are tried only where a sign of them stands in the text: a look for a few letters is far cheaper.
_LETTERS = {
    "months": re.compile("|".join(name[:3] for name in calendar.month_name if name)),
    "days": re.compile("Mon|Tues|Wednes|Thurs|Fri|Satur|Sun"),
    "years": re.compile("19|20"),
    "units": re.compile(r"\b(?:day|week|month|year)"),
    "hours": re.compile("oday|yesterday|Yesterday|morning|evening|night|noon|morrow"),
    "then": re.compile("ince then"),
}
_SIGNS = {
    "month": ("months",), "year": ("years",), "weekday": ("days",), "name": ("months", "days"),
    "point": ("months", "years"), "unit": ("units",), "time": ("units", "hours"), "then": ("then",),
}  # fmt: skip


def signs_in(text: str) -> set[str]:
    """Return which kinds of `FORMS` a text may hold.

    >>> sorted(signs_in("They met in May."))
    ['month', 'name', 'point']
    """
    there = {name for name, letters in _LETTERS.items() if letters.search(text)}
    return {sign for sign, groups in _SIGNS.items() if not there.isdisjoint(groups)} if there else set()


FORMS: Sequence[tuple[str, re.Pattern[str], Reader]] = (
    (
        "point",
        re.compile(rf"\b(?:[Ff]rom|[Bb]etween) (?P<first>{_POINT}) (?:to|and|until|through) (?P<last>{_POINT})"),
        _range,
    ),
    ("month", re.compile(rf"\b(?P<first>{_MONTH}(?: {_YEAR})?) (?:to|until|-) (?P<last>{_MONTH} {_YEAR})\b"), _range),
    (
        "month",
        re.compile(
            rf"\b(?:[Ff]rom |[Bb]etween )?(?P<one>{_DAY})(?: ?- ?| to | and | until )(?P<two>{_DAY}) "
            rf"(?P<month>{_MONTH})(?:,? (?P<year>{_YEAR}))?\b"
        ),
        _days,
    ),
    (
        "month",
        re.compile(
            rf"\b(?:[Ff]rom |[Bb]etween )?(?P<month>{_MONTH}) (?P<one>{_DAY})(?: ?- ?| to | and | until )"
            rf"(?P<two>{_DAY})(?:, (?P<year>{_YEAR}))?\b(?! percent)"
        ),
        _days,
    ),
    ("year", re.compile(r"\b(?:19|20)\d{2}-\d{2}-\d{2}\b"), _iso),
    (
        "month",
        re.compile(
            rf"\b(?P<point>{_BARE}) (?:of (?:that|the (?P<which>same|following|next|previous|preceding))|that) year\b"
        ),
        _that_month,
    ),
    ("month", re.compile(rf"\b[Tt]hat (?P<point>{_MONTH})(?P<which>)"), _that_month),
    ("name", re.compile(rf"\b([Tt]his|[Ll]ast|[Nn]ext) ({_MONTH}|{_WEEKDAY[1:-1]})(?!\s+\d)"), _this),
    ("month", re.compile(rf"\b{_DAY} (?:of )?{_MONTH}(?:,? {_YEAR}\b)?"), _plain),
    ("month", re.compile(rf"\b{_MONTH} {_DAY}(?:,? {_YEAR}\b)?(?!\d)(?! ?percent)"), _plain),
    ("year", _form(rf"\b(spring|summer|autumn|fall|winter) (?:of )?({_YEAR})\b"), _season),
    ("year", _form(rf"\b(first|second|third|fourth|last) (quarter|half) of ({_YEAR})\b"), _quarter),
    ("year", re.compile(rf"\bQ([1-4])(?: of)? ({_YEAR})\b"), _numbered_quarter),
    ("year", re.compile(rf"\b[Mm]id-({_YEAR})\b"), _within_year),
    ("month", re.compile(rf"\b({_MONTH}) ['’](\d\d)\b(?!['’\d])"), _short_year),
    ("year", _form(r"\b(?:the )?(?:early |late |mid-)?((?:19|20)\d0)s\b"), _decade),
    ("month", re.compile(rf"\b{_MONTH}(?: (?:of )?{_YEAR}\b)?"), _plain),
    ("year", re.compile(rf"(?<![-\d,.$€£]){_YEAR}(?![-\d%])\b"), _only_year),
    ("time", _form(r"\b(today|yesterday|tomorrow|tonight|this (?:morning|afternoon|evening))\b"), _today),
    ("unit", _form(r"\b(?:earlier |later )?(this|last|next) (week|month|year)\b"), _this),
    ("unit", _form(rf"\b{_COUNT} {_UNIT} ago\b"), _ago),
    ("unit", _form(rf"\b(?:in|over|during|within) the (?:past|last) (?:{_COUNT} )?{_UNIT}\b"), _past),
    ("time", _form(r"\bthe (following|next|previous|preceding) (day|morning|evening|week|month|year)\b"), _following),
    ("unit", _form(rf"\b{COUNTED} (later|earlier|afterwards?|before|on)\b(?! (?:the|an?|his|its)\b)"), _later),
    ("time", _form(r"\b(?:that|(?:on |in |at )?the same|later that) (day|night|evening|week|month|year)\b"), _same),
    ("then", _form(r"\bsince then\b"), _since_then),
    ("year", _form(rf"\bpost-({_YEAR})\b"), _post_year),
    ("weekday", re.compile(rf"\b{_WEEKDAY}\b"), _weekday),
)  # fmt: skip
