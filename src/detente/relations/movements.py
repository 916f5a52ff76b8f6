"""Movement by each side of a dyad on the main issues: deeds of cooperation, and places that changed."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from detente.finding import EvidenceRef
from detente.relations.distances import Stance, stances
from detente.relations.timeline import dyad_acts

if TYPE_CHECKING:
    import polars as pl

DEED = 2  # the quad class of material cooperation


@dataclass(frozen=True)
class Change:
    """One deed of cooperation by one side, or a place on an issue that changed.

    ``direction`` is that of a changed place, as against the last place of the other side;
    ``beyond`` tells whether it left the interval that was judged before. A deed is nearer and beyond, and on no issue.
    """

    actor: str
    date: dt.date
    kind: Literal["deed", "place"]
    direction: Literal["nearer", "farther", "untold"]
    beyond: bool
    ref: EvidenceRef
    issue: str = ""

    @property
    def counts(self) -> bool:
        """Whether it is movement: toward the other side, and by more than the doubt about where it stood."""
        return self.direction == "nearer" and self.beyond


def changes(
    events: pl.DataFrame, positions: pl.DataFrame, dyad: tuple[str, str], *, issues: Collection[str], as_of: dt.date
) -> tuple[Change, ...]:
    """Return the deeds of cooperation and the changed places of both sides that were public by a day, oldest first.

    Main issues are those of ``issues`` on which both sides hold a place. Raises `ModelError` for a dyad of one actor.
    """
    found = [*_deeds(events, dyad, as_of), *_places(positions, dyad, issues, as_of)]
    return tuple(sorted(found, key=lambda each: (each.date, each.actor, each.ref.id)))


def months_after(day: dt.date, months: int) -> dt.date:
    """Return the same day of a later month, or that month's last.

    >>> months_after(dt.date(2019, 8, 31), 6)
    datetime.date(2020, 2, 29)
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _deeds(events: pl.DataFrame, dyad: tuple[str, str], as_of: dt.date) -> list[Change]:
    import polars as pl

    return [
        Change(side, act.date, "deed", "nearer", True, act.ref)
        for side in dyad
        for act in dyad_acts(events.filter(pl.col("source") == side), dyad, as_of=as_of)
        if act.quad == DEED and act.date <= as_of
    ]


def _places(positions: pl.DataFrame, dyad: tuple[str, str], issues: Collection[str], as_of: dt.date) -> list[Change]:
    placed = [each for each in stances(positions, as_of=as_of) if each.actor in dyad and each.since <= as_of]
    found = []
    for issue in issues:
        both = [each for each in placed if each.issue == issue]
        for side, other in (dyad, dyad[::-1]):
            own = [each for each in both if each.actor == side]
            others = [each for each in both if each.actor == other]
            found += [_change(*pair, others) for pair in pairwise(own) if _moved(*pair) and others]
    return found


def _moved(before: Stance, after: Stance) -> bool:
    return before.place != after.place


def _change(before: Stance, after: Stance, others: Collection[Stance]) -> Change:
    earlier = [each for each in others if each.since < after.since]
    direction: Literal["nearer", "farther", "untold"] = "untold"
    if earlier:
        last = earlier[-1].place
        direction = "nearer" if abs(after.place - last) < abs(before.place - last) else "farther"
    beyond = not before.low <= after.place <= before.high
    return Change(after.actor, after.since, "place", direction, beyond, after.ref, after.issue)
