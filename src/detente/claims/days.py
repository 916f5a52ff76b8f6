"""The days that a clause names, and how they bound what it tells: in, since, before, after, until, or by name only."""

from __future__ import annotations

import datetime as dt
import re

from detente.claims.told import Days
from detente.reading.clock import Clock, Expression
from detente.reading.dates import expressions
from detente.reading.spans import Span
from detente.reading.words import Tree

_BOUNDS = {"since": "since", "from": "since", "after": "after", "before": "before", "by": "until", "until": "until"}
_BOUNDS |= {"till": "until", "through": "until", "following": "after"}
_BETWEEN = frozenset({"the", "end", "of", "early", "late", "mid", "on", "in", "autumn", "summer", "year"})
_PART = re.compile(r"\b(early|late|mid|end of|beginning of|summer|autumn|fall|spring|winter)\W+(?:in |of |the )*$")
ONE_DAY = dt.timedelta(days=1)


def days_of(
    text: str, tree: Tree, inside: frozenset[int], published: dt.date | None, before: Days | None
) -> tuple[tuple[Days, ...], frozenset[int]]:
    """Return the days that the words ``inside`` a sentence name, and the indexes of those words.

    ``before`` are the days of the sentence before: a month without a year falls into that year, and "the next day"
    counts from them.
    """
    clock = _clock(published, before)
    found: list[Days] = []
    taken: set[int] = set()
    for each in expressions(text, published, clock):
        here = [word.i for word in tree.words if word.start < each.end and each.start < word.end]
        if here and here[0] in inside:
            taken.update(here)
            found.append(_days(text, each, clock, here[0]))
    return tuple(found), frozenset(taken)


def _clock(published: dt.date | None, before: Days | None) -> Clock:
    if before is None:
        return Clock(published)
    running = Span(before.first, before.last if before.last != before.first else None, before.precision)
    return Clock(published, running=running, held=True, then=running)


def _days(text: str, each: Expression, clock: Clock, word: int) -> Days:
    said = text[each.start : each.end]
    if said.casefold().startswith("since then"):
        return Days(each.date + ONE_DAY, each.date + ONE_DAY, "day", "since", word)
    # The span of the words alone: a range that is still open ends with them, not with the day of the text.
    alone = next(iter(expressions(said, clock.published, clock)), each)
    lead = text[: each.start].rstrip().split(" ")[-3:]
    bound = "name" if each.role == "name" else _bound(lead, text, each.start)
    return Days(alone.date, alone.last or alone.date, alone.precision, bound, word)


def _bound(lead: list[str], text: str, start: int) -> str:
    for word in reversed([word.casefold().strip(",") for word in lead]):
        if word in _BOUNDS:
            return _BOUNDS[word]
        if word not in _BETWEEN:
            break
    return "near" if _PART.search(text[:start]) else "in"
