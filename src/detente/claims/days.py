"""The days that a sentence names, with what bounds them, and days counted from the sentence before."""

from __future__ import annotations

import datetime as dt
import re

from detente.claims.told import Days
from detente.reading.dates import expressions
from detente.reading.words import Tree

_SINCE = {"since", "from"}
_BOUNDS = {"since": "since", "from": "since", "after": "after", "before": "before", "by": "until", "until": "until"}
_BOUNDS |= {"till": "until", "through": "until", "following": "after"}
_LATER = re.compile(
    r"\b(?P<n>a|an|one|two|three|four|five|six|seven|ten|\d+) (?P<unit>day|week|month|year)s? (?:later|afterwards|on)\b",
    re.IGNORECASE,
)
_SAME = re.compile(r"\b(?:(?:on|in) )?(?:the same|that(?: very| same)?) (?P<unit>day|night|evening|month|year)\b")
_THEN = re.compile(r"\bsince then\b", re.IGNORECASE)
_NEXT = re.compile(r"\b(?:the |a )?(?:next|following) (?P<unit>day|morning|month|year)\b")
_PART = re.compile(r"\b(early|late|mid|end of|beginning of|summer|autumn|fall|spring|winter)\W+(?:in |of |the )*$")
_COUNTS = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "ten": 10}
_LENGTH = {"day": 1, "week": 7, "month": 30, "year": 365}


def days_of(
    text: str, tree: Tree, inside: frozenset[int], published: dt.date | None, before: Days | None
) -> tuple[tuple[Days, ...], frozenset[int]]:
    """Return the days that the words ``inside`` a sentence name, and the indexes of those words.

    ``before`` are the days of the sentence before: a month without a year falls into that year.
    """
    reckoned = published
    if published and before and before.last.year < published.year:
        reckoned = dt.date(before.last.year, 12, 31)
    found: list[Days] = []
    taken: set[int] = set()
    for each in expressions(text, reckoned):
        here = [word.i for word in tree.words if word.start < each.end and each.start < word.end]
        if not here or here[0] not in inside:
            continue
        taken.update(here)
        lead = text[: each.start].rstrip().split(" ")[-3:]
        found.append(Days(each.date, each.last or each.date, each.precision, _bound(lead, text, each.start), here[0]))
    if not found and before:
        found += _counted(text, tree, inside, before, taken)
    return tuple(found), frozenset(taken)


def _bound(lead: list[str], text: str, start: int) -> str:
    words = [word.casefold().strip(",") for word in lead]
    for word in reversed(words):
        if word in _BOUNDS:
            return _BOUNDS[word]
        if word not in ("the", "end", "of", "early", "late", "mid", "on", "in", "autumn", "summer", "year"):
            break
    return "near" if _PART.search(text[:start]) else "in"


def _counted(text: str, tree: Tree, inside: frozenset[int], before: Days, taken: set[int]) -> list[Days]:
    """Days counted from those of the sentence before: the same day, the next day, three days later."""
    start = min((tree.words[i].start for i in inside), default=0)
    end = max((tree.words[i].end for i in inside), default=0)
    if match := _THEN.search(text, start, end):
        taken.update(word.i for word in tree.words if word.start < match.end() and match.start() < word.end)
        return [Days(before.last + dt.timedelta(days=1), before.last + dt.timedelta(days=1), "day", "since")]
    if match := _LATER.search(text, start, end):
        n = _COUNTS.get(match["n"].casefold()) or int(match["n"])
        shift, unit = dt.timedelta(days=n * _LENGTH[match["unit"].casefold()]), match["unit"].casefold()
    elif match := _NEXT.search(text, start, end):
        shift = dt.timedelta(days=_LENGTH.get(match["unit"], 1))
        unit = match["unit"]
    elif match := _SAME.search(text, start, end):
        shift, unit = dt.timedelta(0), match["unit"]
    else:
        return []
    taken.update(word.i for word in tree.words if word.start < match.end() and match.start() < word.end)
    return [_shifted(before, shift, unit)]


def _shifted(before: Days, shift: dt.timedelta, unit: str) -> Days:
    if unit == "year":
        year = (before.first + shift).year
        return Days(dt.date(year, 1, 1), dt.date(year, 12, 31), "year", "in")
    if unit == "month" and not shift:
        first = before.first.replace(day=1)
        return Days(first, (first + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1), "month", "in")
    slack = dt.timedelta(days=3 if unit == "week" else 10 if unit == "month" else 0)
    return Days(before.first + shift - slack, before.last + shift + slack, "day", "in")
