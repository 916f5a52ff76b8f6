"""What parties say they want, and what they mean by a contested term."""

from __future__ import annotations

import datetime as dt
from typing import Literal

from pydantic import Field, model_validator

from detente.record.event import Precision
from detente.value import Value


class Interval(Value):
    """A judged number: its best guess between a low and a high, with the reason in one line.

    >>> Interval(low=0.2, value=0.3, high=0.5, reason="stated twice").width
    0.3
    """

    low: float
    value: float
    high: float
    reason: str = ""
    basis: Literal["judgement", "stated", "measured"] = "judgement"

    @model_validator(mode="after")
    def _ordered(self) -> Interval:
        if not self.low <= self.value <= self.high:
            raise ValueError(f"interval out of order: {self.low} <= {self.value} <= {self.high} does not hold")
        return self

    @property
    def width(self) -> float:
        """How wide the interval is."""
        return round(self.high - self.low, 12)


class Issue(Value):
    """Something the parties differ on, with a scale from 0 to 100 and what its ends mean."""

    id: str
    name: str
    low_end: str
    high_end: str
    note: str = ""


class Position(Value):
    """What an actor said it wants on an issue, from a day on, and where that stands on the issue's scale.

    ``place`` and ``limit`` (the farthest point it would accept) are on the issue's 0-100 scale, ``salience``
    on 0-1. ``account`` names the teller where rival accounts of one offer are kept side by side.
    """

    id: str
    actor: str
    issue: str
    as_of: dt.date
    precision: Precision = "month"
    statement: str
    source: str = ""
    known_from: dt.date | None = None
    place: Interval | None = None
    limit: Interval | None = None
    salience: Interval | None = None
    account: str = ""
    note: str = ""


class TermItem(Value):
    """One thing that a holder may or may not count under a contested term."""

    id: str
    name: str


class Statement(Value):
    """A later restatement of a definition: no reinterpretation."""

    date: dt.date
    source: str = ""
    text: str = ""


class Definition(Value):
    """What one holder means by a term: the items counted in and out, and since when that was public."""

    holder: str
    includes: tuple[str, ...]
    excludes: tuple[str, ...] = ()
    published: dt.date
    until: dt.date | None = None
    known_from: dt.date | None = None
    source: str = ""
    text: str = ""
    restated: tuple[Statement, ...] = ()


class Term(Value):
    """A contested term, its items, and each holder's definition of it."""

    id: str
    name: str
    items: tuple[TermItem, ...] = Field(min_length=1)
    lineage: tuple[Statement, ...] = ()
    definitions: tuple[Definition, ...] = ()
    note: str = ""
