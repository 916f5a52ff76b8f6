"""How far apart two actors stand on an issue on a day, with the range that the judged intervals leave open."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from detente.errors import ModelError
from detente.finding import EvidenceRef

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True)
class Stance:
    """Where an actor stands on an issue since a day, on the issue's scale from 0 to 100."""

    id: str
    actor: str
    issue: str
    since: dt.date
    known_from: dt.date
    low: float
    place: float
    high: float
    statement: str

    @property
    def ref(self) -> EvidenceRef:
        """Where it is written."""
        return EvidenceRef(table="positions", id=self.id, date=self.since, text=self.statement)


@dataclass(frozen=True)
class Distance:
    """How far apart two stances are, in points of the scale; ``low`` is 0 where their intervals meet."""

    since: dt.date
    issue: str
    low: float
    value: float
    high: float
    stances: tuple[Stance, Stance]

    @property
    def apart(self) -> bool:
        """Whether the two intervals have no point in common."""
        return self.low > 0


def stances(positions: pl.DataFrame, *, as_of: dt.date) -> tuple[Stance, ...]:
    """Return the stances that were public by a day and are placed on a scale, oldest first.

    What another tells of an actor's position (``account`` names the teller) is no stance of the actor.
    """
    found = [
        Stance(
            row["id"], row["actor"], row["issue"], row["as_of"], row["known_from"],
            row["place_low"], row["place"], row["place_high"], row["statement"],
        )
        for row in positions.iter_rows(named=True)
        if row["place"] is not None
        and row["known_from"] is not None
        and row["known_from"] <= as_of
        and row["account"] in ("", row["actor"])
    ]  # fmt: skip
    return tuple(sorted(found, key=lambda stance: (stance.since, stance.id)))


def standing(known: Iterable[Stance], actor: str, issue: str, day: dt.date) -> Stance | None:
    """Return an actor's latest stance on an issue on a day; None where it has none yet."""
    own = [stance for stance in known if (stance.actor, stance.issue) == (actor, issue) and stance.since <= day]
    return max(own, key=lambda stance: (stance.since, stance.id), default=None)


def distance(one: Stance, other: Stance, since: dt.date) -> Distance:
    """Return how far apart two stances are: the difference of the best guesses within what the intervals allow.

    Raises `ModelError` for stances on two issues.
    """
    if one.issue != other.issue:
        raise ModelError(f"{one.issue} and {other.issue} have scales of their own; their distance has no meaning")
    low = max(0.0, one.low - other.high, other.low - one.high)
    high = max(one.high - other.low, other.high - one.low)
    return Distance(since, one.issue, low, abs(one.place - other.place), high, (one, other))


def distances(known: Sequence[Stance], members: tuple[str, str], issue: str) -> tuple[Distance, ...]:
    """Return the distance of two actors on an issue from the first day both have a stance, at each change of either."""
    if members[0] == members[1]:
        raise ModelError(f"{members[0]} is at no distance from itself; name two actors")
    days = sorted({stance.since for stance in known if stance.issue == issue and stance.actor in members})
    found = []
    for day in days:
        one, other = (standing(known, member, issue, day) for member in members)
        if one is not None and other is not None:
            found.append(distance(one, other, day))
    return tuple(found)
