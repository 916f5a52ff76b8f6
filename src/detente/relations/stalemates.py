"""Stalemate in a case's own words, what it costs each side, and how probably it lasts.

Contact without movement is told from the record. Whether it hurts is not: the record holds acts and measures that
cost a side something, and can only bear on that. Neither enters the probabilities of the regimes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from detente.finding import EvidenceRef
from detente.relations.answering import Answer, Question
from detente.relations.movements import Change, changes, months_after
from detente.relations.phases import Phase
from detente.relations.timeline import CONTACT, Act, dyad_acts
from detente.relations.waiting import SHAPES, Chance, chance_of_none

if TYPE_CHECKING:
    import polars as pl

ATTACK = 4  # the quad class of material conflict


@dataclass(frozen=True)
class Stalemate:
    """What the record shows by a day of contact and movement between two sides.

    ``changes`` holds every deed of cooperation and every changed place, ``stretches`` the first and last days of the
    phases of contact, ``issues`` the names of the main issues.
    """

    question: Question
    contacts: tuple[Act, ...]
    changes: tuple[Change, ...]
    stretches: tuple[tuple[dt.date, dt.date], ...]
    issues: Mapping[str, str]

    @property
    def movements(self) -> tuple[Change, ...]:
        """The changes that count as movement, oldest first."""
        return tuple(each for each in self.changes if each.counts)

    def last(self, side: str) -> Change | None:
        """The last movement by one side."""
        return next((each for each in reversed(self.movements) if each.actor == side), None)

    @property
    def since(self) -> dt.date:
        """The day from which nobody has moved: the reference day, or the last movement after it."""
        return max([self.question.reference[1], *(each.date for each in self.movements)])

    @property
    def days(self) -> int:
        """How many days have passed without movement."""
        return (self.question.as_of - self.since).days

    @property
    def met(self) -> tuple[Act, ...]:
        """The contacts after the reference day."""
        return tuple(act for act in self.contacts if act.date > self.question.reference[1])

    @property
    def in_contact(self) -> bool:
        """Whether there was contact after the reference day, and within the stated time."""
        month = self.question.stalemate_months
        return any(months_after(act.date, month) >= self.question.as_of for act in self.met)

    @property
    def lasted(self) -> bool:
        """Whether the stated time has passed without movement."""
        return months_after(self.since, self.question.stalemate_months) <= self.question.as_of

    @property
    def due(self) -> dt.date:
        """The day the forecast resolves on: the next whole number of stated times without movement."""
        step, number = self.question.stalemate_months, 1
        while months_after(self.since, number * step) <= self.question.as_of:
            number += 1
        return months_after(self.since, number * step)


@dataclass(frozen=True)
class Cost:
    """One kind of cost to a side: how often, between which days, and the rows that show it."""

    side: str
    kind: str
    refs: tuple[EvidenceRef, ...]

    @property
    def dates(self) -> list[dt.date]:
        """The days of the rows, oldest first."""
        return sorted(ref.date for ref in self.refs if ref.date)


def stalemate(
    events: pl.DataFrame, positions: pl.DataFrame, question: Question, given: Answer, *, issues: Mapping[str, str]
) -> Stalemate:
    """Return what was public by the day of the question; ``given`` holds the phases as of the same day."""
    acts = [act for act in dyad_acts(events, question.dyad, as_of=question.as_of) if act.date <= question.as_of]
    return Stalemate(
        question,
        tuple(act for act in acts if act.type in CONTACT),
        changes(events, positions, question.dyad, issues=tuple(issues), as_of=question.as_of),
        contact_stretches(given.phases.phases, acts, until=question.as_of),
        issues,
    )


def contact_stretches(
    phases: Sequence[Phase], acts: Sequence[Act], *, until: dt.date
) -> tuple[tuple[dt.date, dt.date], ...]:
    """Return the first and last days of the phases of contact, neighbours joined.

    A phase of contact holds contact at the pace of the whole window at least; without any contact there is none.
    """
    spans = [(phase.start, min(phase.end, until)) for phase in phases if phase.start <= until]
    days = [act.date for act in acts if act.type in CONTACT]
    held = [sum(first <= day <= last for day in days) for first, last in spans]
    length = [(last - first).days + 1 for first, last in spans]
    found: list[tuple[dt.date, dt.date]] = []
    for span, met, long in zip(spans, held, length, strict=True):
        if not met or met * sum(length) < sum(held) * long:
            continue
        joined = found and (span[0] - found[-1][1]).days == 1
        found[-1:] = [(found[-1][0], span[1])] if joined else [*found[-1:], span]
    return tuple(found)


def protracted(
    found: Stalemate,
    *,
    kept: Callable[[Change], bool] = lambda each: each.counts,
    whole: bool = False,
    shapes: Sequence[float] = SHAPES,
) -> Chance | None:
    """Return the probability that nobody moves until the forecast is due; None where there was no phase of contact.

    ``kept`` says which changes count, ``whole`` reads the whole window in place of its phases of contact.
    """
    question = found.question
    days = sorted({each.date for each in found.changes if kept(each)})
    start, end = question.window[0], min(question.window[1], question.as_of)
    stretches = ((start, end),) if whole else found.stretches
    if not stretches or end <= start:
        return None
    waits, unended = [], []
    for first, last in stretches:
        inside = [day for day in days if first < day <= last]
        waits += [(after - before).days for before, after in pairwise([first, *inside])]
        unended.append((last - max([first, *inside])).days)
    moved = max([day for day in days if day <= question.as_of], default=stretches[-1][0])
    return chance_of_none(
        waits, unended, so_far=(question.as_of - moved).days, ahead=(found.due - question.as_of).days,
        usual=(months_after(question.as_of, question.stalemate_months) - question.as_of).days, shapes=shapes,
    )  # fmt: skip


def costs(events: pl.DataFrame, measures: pl.DataFrame, question: Question) -> tuple[Cost, ...]:
    """Return what the record shows against each side by the day of the question, row by row.

    Acts of material conflict by the other side, before and since the reference day, and the measures of any issuer
    that were in force.
    """
    import polars as pl

    found = []
    for side, other in (question.dyad, question.dyad[::-1]):
        acts = dyad_acts(events.filter(pl.col("source") == other), question.dyad, as_of=question.as_of)
        hits = [act for act in acts if act.quad == ATTACK and question.window[0] <= act.date <= question.as_of]
        name = question.names.get(other, other)
        for when, since in (("before", False), ("since", True)):
            rows = [act for act in hits if (act.date > question.reference[1]) is since]
            kind = f"acts of material conflict by {name}, {when} the reference day"
            found.append(Cost(side, kind, tuple(act.ref for act in rows)))
        found += _in_force(measures, question, side)
    return tuple(found)


def _in_force(measures: pl.DataFrame, question: Question, side: str) -> list[Cost]:
    by_issuer: dict[str, list[EvidenceRef]] = {}
    for row in measures.sort("adopted", "id").iter_rows(named=True):
        known = row["known_from"] is not None and row["known_from"] <= question.as_of
        if row["target"] == side and known and row["adopted"] <= question.as_of and not _ended(row, question.as_of):
            ref = EvidenceRef(table="measures", id=row["id"], date=row["adopted"], text=row["text"])
            by_issuer.setdefault(row["issuer"], []).append(ref)
    if not by_issuer:
        return [Cost(side, "measures in force", ())]
    ordered = sorted(by_issuer.items(), key=lambda item: (-len(item[1]), item[0]))
    return [
        Cost(side, f"measures in force, of {question.names.get(issuer, issuer)}", tuple(refs))
        for issuer, refs in ordered
    ]


def _ended(row: Mapping[str, object], day: dt.date) -> bool:
    return isinstance(row["ended"], dt.date) and row["ended"] <= day
