"""How far apart positions are, since when, and how much of that hangs on judged numbers.

Places and limits are intervals on an issue's scale of 0 to 100. A gap is given with the smallest and the largest value
that the intervals allow, and rival accounts of one offer widen it: what holds across it survives either account.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from detente.record.position import Interval, Position

RIVAL_DAYS = 31  # accounts told within a month of each other speak of one offer
CONTRADICTION_DAYS = 62  # a move within two months is a contradiction, not a change of mind
Common = Literal["in every reading", "in some readings", "in none", "not known"]


@dataclass(frozen=True)
class Stance:
    """Where an actor stood on an issue from a day on: its own account, and the rival ones told beside it."""

    own: Position
    rivals: tuple[Position, ...]

    @property
    def places(self) -> list[Interval]:
        """The place on the scale under every account that gives one."""
        return [each.place for each in (self.own, *self.rivals) if each.place is not None]

    @property
    def band(self) -> tuple[float, float] | None:
        """The lowest and highest place that any account allows; None where no account gives a place."""
        places = self.places
        return (min(each.low for each in places), max(each.high for each in places)) if places else None


@dataclass(frozen=True)
class Gap:
    """How far apart two actors stood on an issue from a day on, at the least and at the most."""

    issue: str
    since: dt.date
    one: Stance
    other: Stance
    value: float
    low: float
    high: float
    common: Common


@dataclass(frozen=True)
class Contradiction:
    """Two positions of one party on one issue, close in time, whose places cannot both hold."""

    first: Position
    second: Position


def stances(positions: Iterable[Position], actor: str, issue: str, *, as_of: dt.date) -> tuple[Stance, ...]:
    """Return an actor's stances on an issue in order of time, as far as they were public by a day."""
    mine = _public(positions, as_of, actor=actor, issue=issue)
    own = [each for each in mine if each.account in ("", actor)]
    rivals = [each for each in mine if each.account not in ("", actor)]
    return tuple(
        Stance(each, tuple(rival for rival in rivals if abs((rival.as_of - each.as_of).days) <= RIVAL_DAYS))
        for each in own
    )


def gaps(positions: Sequence[Position], dyad: tuple[str, str], issue: str, *, as_of: dt.date) -> tuple[Gap, ...]:
    """Return the gap of a dyad on an issue from each day on which either moved, as known on a day."""
    ours, theirs = (stances(positions, actor, issue, as_of=as_of) for actor in dyad)
    found = []
    for day in sorted({each.own.as_of for each in (*ours, *theirs)}):
        one, other = _on(ours, day), _on(theirs, day)
        if one is not None and other is not None and (gap := _gap(issue, day, one, other)) is not None:
            found.append(gap)
    return tuple(found)


def rival_accounts(positions: Iterable[Position], *, as_of: dt.date) -> tuple[Stance, ...]:
    """Return every stance of which rival accounts are told, by day."""
    public = _public(positions, as_of)
    pairs = dict.fromkeys((each.actor, each.issue) for each in public)
    found = [each for actor, issue in pairs for each in stances(public, actor, issue, as_of=as_of) if each.rivals]
    return tuple(sorted(found, key=lambda each: (each.own.as_of, each.own.id)))


def contradictions(positions: Iterable[Position], *, as_of: dt.date) -> tuple[Contradiction, ...]:
    """Return where a party's own statements on an issue cannot both hold: close in time, places apart."""
    public = _public(positions, as_of)
    found = []
    for actor, issue in dict.fromkeys((each.actor, each.issue) for each in public):
        own = [each.own for each in stances(public, actor, issue, as_of=as_of) if each.own.place is not None]
        for first, second in pairwise(own):
            near = (second.as_of - first.as_of).days <= CONTRADICTION_DAYS
            if near and first.place and second.place and _apart(first.place, second.place) > 0:
                found.append(Contradiction(first, second))
    return tuple(found)


def distance(one: Interval, other: Interval) -> tuple[float, float, float]:
    """Return how far apart two intervals are: by their best guesses, at the least, at the most.

    >>> distance(Interval(low=0, value=10, high=20), Interval(low=15, value=40, high=60))
    (30.0, 0.0, 60.0)
    """
    most = max(one.high - other.low, other.high - one.low)
    return abs(one.value - other.value), max(0.0, _apart(one, other)), most


def _public(
    positions: Iterable[Position], as_of: dt.date, *, actor: str | None = None, issue: str | None = None
) -> list[Position]:
    kept = (
        each
        for each in positions
        if max(each.known_from or each.as_of, each.as_of) <= as_of
        and actor in (None, each.actor)
        and issue in (None, each.issue)
    )
    return sorted(kept, key=lambda each: (each.as_of, each.id))


def _on(found: Sequence[Stance], day: dt.date) -> Stance | None:
    return next((each for each in reversed(found) if each.own.as_of <= day), None)


def _gap(issue: str, day: dt.date, one: Stance, other: Stance) -> Gap | None:
    if one.own.place is None or other.own.place is None:
        return None
    value = distance(one.own.place, other.own.place)[0]
    spans = [distance(a, b) for a in one.places for b in other.places]
    low, high = min(span[1] for span in spans), max(span[2] for span in spans)
    return Gap(issue, day, one, other, value, low, high, _common(one.own, other.own))


def _common(one: Position, other: Position) -> Common:
    """Whether what each would accept at the most meets: the higher one's limit lies at or below the lower one's."""
    if one.place is None or other.place is None or one.limit is None or other.limit is None:
        return "not known"
    upper, lower = (one.limit, other.limit) if one.place.value >= other.place.value else (other.limit, one.limit)
    if upper.high <= lower.low:
        return "in every reading"
    return "in some readings" if upper.low <= lower.high else "in none"


def _apart(one: Interval, other: Interval) -> float:
    return max(one.low, other.low) - min(one.high, other.high)
