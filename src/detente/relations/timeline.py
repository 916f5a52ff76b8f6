"""Events of one dyad laid on equal steps of time: happenings by quad class, contact and movement."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from detente.errors import ModelError
from detente.finding import EvidenceRef

if TYPE_CHECKING:
    import polars as pl

CONTACT = frozenset({"CONSULT"})
# Movement on the issues: to yield or to work together. A promise to meet again is contact, and no movement.
MOVEMENT = frozenset({"CONCEDE", "RETREAT", "COOPERATE", "AID"})


@dataclass(frozen=True)
class Act:
    """One happening between two actors: the row that stands for it, its class and what kind of act it was."""

    id: str
    date: dt.date
    quad: int
    type: str
    intensity: float
    sentence: str

    @property
    def ref(self) -> EvidenceRef:
        """Where it is written."""
        return EvidenceRef(table="events", id=self.id, date=self.date, text=self.sentence)


@dataclass(frozen=True)
class Steps:
    """Acts on equal steps: ``starts[k]`` is the first day of step k; ``mix[k, q]`` its acts of quad class q + 1.

    ``last`` is the last day that is looked at; it may fall within the last step.
    """

    starts: tuple[dt.date, ...]
    days: int
    acts: tuple[Act, ...]
    last: dt.date

    @property
    def mix(self) -> NDArray[np.float64]:
        """Happenings by step and quad class, shape (steps, 4)."""
        table = np.zeros((len(self.starts), 4))
        for act in self.acts:
            table[self.step_of(act.date), act.quad - 1] += 1
        return table

    def step_of(self, day: dt.date) -> int:
        """Return the step that a day falls in."""
        return min(max(0, (day - self.starts[0]).days // self.days), len(self.starts) - 1)

    def end(self, step: int) -> dt.date:
        """Return the last day of a step, as far as it is looked at."""
        return min(self.starts[step] + dt.timedelta(days=self.days - 1), self.last)

    def count(self, kinds: Collection[str], *, since: dt.date) -> int:
        """Return how many acts of some types there were since a day."""
        return sum(act.type in kinds and act.date >= since for act in self.acts)

    def without(self, ids: Collection[str]) -> Steps:
        """Return the same steps without some acts."""
        return replace(self, acts=tuple(act for act in self.acts if act.id not in ids))


def dyad_acts(events: pl.DataFrame, dyad: tuple[str, str], *, as_of: dt.date | None = None) -> tuple[Act, ...]:
    """Return the acts between two actors, one a happening and quad class, as far as they were public by a day.

    ``events`` is the table of the record. Rows that are not counted, or dated more coarsely than a month, stay out.
    Raises `ModelError` for a dyad of one actor.
    """
    if dyad[0] == dyad[1]:
        raise ModelError(f"a dyad needs two actors; {dyad[0]} stands on both sides")
    seen: dict[tuple[str, int], Act] = {}
    for row in events.sort("date", "id").iter_rows(named=True):
        if _counts(row, dyad, as_of):
            key = (row["happening_id"], row["quad"])
            act = Act(row["id"], row["date"], row["quad"], row["type"], row["intensity"], row["sentence"])
            seen.setdefault(key, act)
    return tuple(seen.values())


def lay_out(acts: Sequence[Act], *, window: tuple[dt.date, dt.date], anchor: dt.date, days: int = 28) -> Steps:
    """Lay acts on steps of some days, such that a step begins on the day after ``anchor``.

    Raises `ModelError` where the window is shorter than two steps.
    """
    first = anchor + dt.timedelta(days=1)
    before = (first - window[0]).days // days
    start = first - dt.timedelta(days=before * days)
    number = ((window[1] - start).days + 1 + days - 1) // days
    if number < 2:
        raise ModelError(f"the window {window[0]} to {window[1]} holds fewer than two steps of {days} days")
    starts = tuple(start + dt.timedelta(days=k * days) for k in range(number))
    return Steps(starts, days, tuple(act for act in acts if start <= act.date <= window[1]), window[1])


def _counts(row: dict[str, Any], dyad: tuple[str, str], as_of: dt.date | None) -> bool:
    return (
        {row["source"], row["target"]} == set(dyad)
        and row["modality"] == "actual"
        and row["scope"] == "dyadic"
        and row["spoken_in"] is None
        and row["precision"] in ("day", "week", "month")
        and (as_of is None or row["known_from"] <= as_of)
    )
