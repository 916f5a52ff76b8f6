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
from bisect import bisect_right
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
MOST = 200  # shifts


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


class _Dated:
    """Acts in order of date, with those of a stretch of days at hand."""

    def __init__(self, acts: Sequence[Chosen]) -> None:
        self.acts = tuple(sorted(acts, key=lambda act: (act.date, act.id)))
        self._days = [act.date for act in self.acts]

    def between(self, after: dt.date, until: dt.date) -> tuple[Chosen, ...]:
        """The acts after a day and until another, that other included."""
        return self.acts[bisect_right(self._days, after) : bisect_right(self._days, until)]


@dataclass(frozen=True)
class _Acts:
    """The acts that the rules look at: the target's on each member, each member's on it, and between members."""

    toward: dict[str, tuple[Chosen, ...]]
    back: dict[str, _Dated]
    among: _Dated
    reach: int


def wedge(
    events: pl.DataFrame, members: tuple[str, str], target: str, *, window: Window, as_of: dt.date, reach: int = REACH
) -> Wedge:
    """Return the attempts of a target on two members, with their responses and what chance would give of each."""

    def acts(**who: tuple[str, ...]) -> tuple[Chosen, ...]:
        return select(events, Selection(**who), as_of=as_of, window=window, precision=("day", "week"))

    given = _Acts(
        {member: _once_a_day(acts(source=(target,), target=(member,))) for member in members},
        {member: _Dated(acts(source=(member,), target=(target,))) for member in members},
        _Dated(acts(between=members)),
        reach,
    )
    attempts = _attempts(members, given)
    length = (window[1] - window[0]).days + 1
    shifts = range(APART, length - APART, max(STEP, length // MOST))
    tried = [len(_pairs(members, given, days, length)) for days in shifts]
    moved = [[_moved(attempt.day, days, window) for attempt in attempts] for days in shifts if attempts]
    answered = [
        sum(bool(_response(one, day, given)) for one, day in zip(attempts, days, strict=True)) for days in moved
    ]
    responses = sum(bool(attempt.response) for attempt in attempts)
    return Wedge(
        members, attempts, _mean(tried), _chance(len(attempts), tried), _mean(answered), _chance(responses, answered)
    )


def _once_a_day(acts: Sequence[Chosen]) -> tuple[Chosen, ...]:
    """One kind act and one harsh act a day: what is told over and over on a day is no further attempt."""
    return tuple({(act.date, act.cooperative): act for act in reversed(acts)}.values())


def _attempts(members: tuple[str, str], given: _Acts) -> tuple[Attempt, ...]:
    found = []
    for favoured, other, kind, harsh in _pairs(members, given):
        day = max(kind.date, harsh.date)
        bare = Attempt(day, favoured, other, kind, harsh, (), ())
        found.append(replace(bare, response=_response(bare, day, given), consulted=_consulted(day, given)))
    return tuple(sorted(found, key=lambda attempt: (attempt.day, attempt.kind.id)))


def _pairs(
    members: tuple[str, str], given: _Acts, shift: int = 0, length: int = 0
) -> list[tuple[str, str, Chosen, Chosen]]:
    """Pair kind and harsh acts, each act once and the nearest first, so that a burst is not counted over and over.

    ``shift`` moves the acts toward the second member so many days on, round a window of so many days.
    """
    found = []
    for favoured, other in permutations(members):
        kinds = [(act.date.toordinal(), act) for act in given.toward[favoured] if act.cooperative]
        harsh = [(act.date.toordinal(), act) for act in given.toward[other] if not act.cooperative]
        # Only the distance of the two rows of days matters, so either may be the one that moves.
        by = shift if other == members[1] else -shift
        found += [(favoured, other, *pair) for pair in _nearest(kinds, harsh, given.reach, by, length)]
    return found


def _nearest(
    kinds: Sequence[tuple[int, Chosen]], harsh: Sequence[tuple[int, Chosen]], reach: int, shift: int, length: int
) -> list[tuple[Chosen, Chosen]]:
    free: dict[int, Chosen] = {}
    for day, act in harsh:
        free[(day + shift) % length if length else day] = act
    open_ = [
        ((day % length if length else day), act) for day, act in sorted(kinds, key=lambda one: (one[0], one[1].id))
    ]
    found = []
    for gap in range(reach + 1):
        left = []
        for day, kind in open_:
            near = [at for at in dict.fromkeys((day - gap, day + gap)) if at in free]
            match = next((at for at in near if free[at].happening != kind.happening), None)
            if match is None:
                left.append((day, kind))
            else:
                found.append((kind, free.pop(match)))
        open_ = left
    return found


def _response(attempt: Attempt, day: dt.date, given: _Acts) -> tuple[Chosen, ...]:
    """The acts that answer an attempt, looked for from a day on."""
    reach = dt.timedelta(days=given.reach)
    after = {who: acts.between(day, day + reach) for who, acts in given.back.items()}
    before = {who: acts.between(day - reach, day) for who, acts in given.back.items()}
    clash = tuple(act for act in given.among.between(day, day + reach) if not act.cooperative)
    if clash:
        return clash
    favoured, other = after[attempt.favoured], after[attempt.other]
    if not favoured or not other:
        return ()
    lead = _share(favoured) - _share(other)
    earlier = _share(before[attempt.favoured]) - _share(before[attempt.other])
    return (*favoured, *other) if lead > max(0.0, earlier) else ()


def _consulted(day: dt.date, given: _Acts) -> tuple[Chosen, ...]:
    reach = dt.timedelta(days=given.reach)
    near = given.among.between(day - reach - dt.timedelta(days=1), day + reach)
    return tuple(act for act in near if act.cooperative)


def _share(acts: Sequence[Chosen]) -> float:
    """The cooperative share; one half where there is nothing, which favours neither."""
    return sum(act.cooperative for act in acts) / len(acts) if acts else 0.5


def _moved(day: dt.date, shift: int, window: Window) -> dt.date:
    """A day so many days on, round a window."""
    length = (window[1] - window[0]).days + 1
    return window[0] + dt.timedelta(days=((day - window[0]).days + shift) % length)


def _mean(counts: Sequence[int]) -> float | None:
    return sum(counts) / len(counts) if counts else None


def _chance(seen: int, counts: Sequence[int]) -> float | None:
    """The chance of so many; None where too few shifts fit the window to speak of one in twenty."""
    return (1 + sum(count >= seen for count in counts)) / (1 + len(counts)) if len(counts) >= ENOUGH else None
