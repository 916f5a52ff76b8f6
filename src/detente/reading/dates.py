"""Expressions of time in a sentence, read against a clock: the day of the text and the time its narrative has reached.

Where the clock lacks what the words count from, the expression is kept without days and says what is missing.
"""

from __future__ import annotations

import datetime as dt
import re

from detente.reading.clock import Clock, Expression, Unknown
from detente.reading.dateforms import FORMS, signs_in
from detente.reading.dateroles import AFTER, role_of
from detente.reading.spans import Span, opened


def expressions(text: str, published: dt.date | None = None, clock: Clock | None = None) -> list[Expression]:
    """Return the dates of a text whose days are known, in order; ``clock`` overrides ``published``.

    >>> [(e.date.isoformat(), e.precision) for e in expressions("On 12 June 2018 and again in April 2019")]
    [('2018-06-12', 'day'), ('2019-04-01', 'month')]
    """
    return [each for each in understood(text, clock or Clock(published)) if each.span]


def understood(text: str, clock: Clock) -> list[Expression]:
    """Return every expression of time in a text, in order, those without days among them."""
    found: list[Expression] = []
    taken: list[tuple[int, int]] = []
    signs = signs_in(text)
    for sign, pattern, reader in FORMS if signs else ():
        if sign not in signs:
            continue
        for match in pattern.finditer(text):
            if any(match.start() < end and start < match.end() for start, end in taken):
                continue
            taken.append(match.span())
            try:
                span, how = reader(match, clock), ""
            except Unknown as missing:
                span, how = None, str(missing)
            except (ValueError, LookupError, OverflowError):
                continue  # no such day, or a count
            found.append(_placed(text, match, span, how, clock))
    return sorted(found, key=lambda each: each.start)


def _placed(text: str, match: re.Match[str], span: Span | None, how: str, clock: Clock) -> Expression:
    role = role_of(text, match.start(), match.end())
    if match[0].lower().startswith(("since then", "post-")):
        return Expression(match.start(), match.end(), span, how)
    if span and role == "open":
        span = opened(span, clock.published, after=bool(AFTER.search(text, 0, match.start())))
    return Expression(match.start(), match.end(), span, how, role)
