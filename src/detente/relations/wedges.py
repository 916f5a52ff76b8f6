"""Does the target drive a wedge between the members of a coalition?

A wedge needs three things, each by a rule. *Attempt*: within ``REACH`` days the target does one member a kindness and
another a wrong (cooperation toward one, conflict toward the other, in two happenings). *Target*: the member it favours,
and the one it does not. *Response*: in the ``REACH`` days after, the favoured member acts toward the target more
cooperatively than the other does, by more than in the ``REACH`` days before; or one member acts against the other.

Attempts come by chance wherever an actor deals with several, and so do responses; each count is set against what it
would be if the target's acts toward one member, or the members' own acts, were shifted in time by half a year or more.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import permutations
from typing import TYPE_CHECKING

from detente.relations.selection import Chosen, Selection, Window, select

if TYPE_CHECKING:
    import polars as pl

REACH = 30  # days
APART = 180  # days; a shorter shift would leave the two records partly together
STEP = 7  # days between shifts
ENOUGH = 19  # shifts


@dataclass(frozen=True)
class Attempt:
    """The target treats two members differently: the kind act, the harsh one, and what came after.

    ``response`` holds the acts that make it one, and is empty where there was none; ``consulted`` the acts of
    cooperation between the two members in the days before and after.
    """

    day: dt.date
    favoured: str
    other: str
    kind: Chosen
    harsh: Chosen
    response: tuple[Chosen, ...]
    consulted: tuple[Chosen, ...]


@dataclass(frozen=True)
class Wedge:
    """All attempts on two members, how many chance would give, and how many responses."""

    members: tuple[str, str]
    attempts: tuple[Attempt, ...]
    expected: float | None
    p: float | None
    responses_expected: float | None
    responses_p: float | None

    @property
    def responses(self) -> int:
        """How many attempts were followed by a response."""
        return sum(bool(attempt.response) for attempt in self.attempts)

    @property
    def shown(self) -> bool:
        """Whether attempts and responses are both more than chance would give, so that 'wedge' is the word."""
        return all(p is not None and p < 0.05 for p in (self.p, self.responses_p))


@dataclass(frozen=True)
class _Acts:
    """The acts that the rules look at: the target's on each member, each member's on it, and between members."""

    toward: dict[str, tuple[Chosen, ...]]
    back: dict[str, tuple[Chosen, ...]]
    among: tuple[Chosen, ...]
    reach: dt.timedelta


def wedge(
    events: pl.DataFrame, members: tuple[str, str], target: str, *, window: Window, as_of: dt.date, reach: int = REACH
) -> Wedge:
    """Return the attempts of a target on two members, with their responses and what chance would give of each."""

    def acts(**who: tuple[str, ...]) -> tuple[Chosen, ...]:
        return select(events, Selection(**who), as_of=as_of, window=window, precision=("day", "week"))

    given = _Acts(
        {member: acts(source=(target,), target=(member,)) for member in members},
        {member: acts(source=(member,), target=(target,)) for member in members},
        acts(between=members),
        dt.timedelta(days=reach),
    )
    attempts = _attempts(members, given)
    shifts = range(APART, (window[1] - window[0]).days - APART, STEP)
    tried = [len(_attempts(members, _moved(given, members[1], days, window))) for days in shifts]
    answered = [
        sum(bool(_response(attempt, given, days, window)) for attempt in attempts) for days in shifts if attempts
    ]
    responses = sum(bool(attempt.response) for attempt in attempts)
    return Wedge(
        members, attempts, _mean(tried), _chance(len(attempts), tried), _mean(answered), _chance(responses, answered)
    )


def _attempts(members: tuple[str, str], given: _Acts) -> tuple[Attempt, ...]:
    """Pair kind and harsh acts, each act once and the nearest first, so that a burst is not counted over and over."""
    pairs = [
        (abs((kind.date - harsh.date).days), max(kind.date, harsh.date), favoured, other, kind, harsh)
        for favoured, other in permutations(members)
        for kind in given.toward[favoured]
        if kind.cooperative
        for harsh in given.toward[other]
        if not harsh.cooperative and abs(kind.date - harsh.date) <= given.reach and kind.happening != harsh.happening
    ]
    used: set[str] = set()
    found = []
    for _, day, favoured, other, kind, harsh in sorted(pairs, key=lambda pair: (*pair[:4], pair[4].id, pair[5].id)):
        if kind.id not in used and harsh.id not in used:
            used |= {kind.id, harsh.id}
            bare = Attempt(day, favoured, other, kind, harsh, (), _consulted(day, given))
            found.append(Attempt(*_fields(bare), _response(bare, given), bare.consulted))
    return tuple(sorted(found, key=lambda attempt: (attempt.day, attempt.kind.id)))


def _fields(bare: Attempt) -> tuple[dt.date, str, str, Chosen, Chosen]:
    return bare.day, bare.favoured, bare.other, bare.kind, bare.harsh


def _response(attempt: Attempt, given: _Acts, shift: int = 0, window: Window | None = None) -> tuple[Chosen, ...]:
    """The acts that answer an attempt, looked for ``shift`` days on round the window."""
    day = _round(attempt.day, shift, window) if window else attempt.day
    after = {who: _between(given.back[who], day, day + given.reach) for who in given.back}
    before = {who: _between(given.back[who], day - given.reach, day) for who in given.back}
    clash = tuple(act for act in _between(given.among, day, day + given.reach) if not act.cooperative)
    if clash:
        return clash
    favoured, other = after[attempt.favoured], after[attempt.other]
    if not favoured or not other:
        return ()
    lead = _share(favoured) - _share(other)
    earlier = _share(before[attempt.favoured]) - _share(before[attempt.other])
    return (*favoured, *other) if lead > max(0.0, earlier) else ()


def _consulted(day: dt.date, given: _Acts) -> tuple[Chosen, ...]:
    first, last = day - given.reach, day + given.reach
    return tuple(act for act in given.among if act.cooperative and first <= act.date <= last)


def _between(acts: Sequence[Chosen], after: dt.date, until: dt.date) -> tuple[Chosen, ...]:
    return tuple(act for act in acts if after < act.date <= until)


def _share(acts: Sequence[Chosen]) -> float:
    """The cooperative share; one half where there is nothing, which favours neither."""
    return sum(act.cooperative for act in acts) / len(acts) if acts else 0.5


def _moved(given: _Acts, member: str, days: int, window: Window) -> _Acts:
    moved = tuple(replace(act, date=_round(act.date, days, window)) for act in given.toward[member])
    return replace(given, toward={**given.toward, member: moved})


def _round(day: dt.date, shift: int, window: Window) -> dt.date:
    length = (window[1] - window[0]).days + 1
    return window[0] + dt.timedelta(days=((day - window[0]).days + shift) % length)


def _mean(counts: Sequence[int]) -> float | None:
    return sum(counts) / len(counts) if counts else None


def _chance(seen: int, counts: Sequence[int]) -> float | None:
    """The chance of so many; None where too few shifts fit the window to speak of one in twenty."""
    return (1 + sum(count >= seen for count in counts)) / (1 + len(counts)) if len(counts) >= ENOUGH else None
