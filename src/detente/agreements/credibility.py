"""A debtor's record: promises kept and broken, and what that is worth as a number with its interval.

Kept and broken promises are draws from one unknown rate, with a uniform prior, Beta(1, 1): before the first promise
every rate is as likely as any other. The interval is the central part of the posterior (Gelman et al. 2013, chapter 2).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from detente.agreements.ledger import Entry, duty_of
from detente.finding import Estimate

PRIOR = (1.0, 1.0)
Outcome = Literal["kept", "broken", "not testable"]


@dataclass(frozen=True)
class Judged:
    """What one promise says of its debtor, with the reason and the day it showed."""

    entry: Entry
    outcome: Outcome
    reason: str
    day: dt.date | None = None

    @property
    def contested(self) -> bool:
        """Whether the verdict hangs on a contested term or on disputed evidence."""
        return bool(self.entry.commitment.terms) or any(each.certainty == "disputed" for each in self.entry.counted)


@dataclass(frozen=True)
class Record:
    """A debtor's promises, each judged; iterate for one row a promise."""

    debtor: str
    judged: tuple[Judged, ...]

    def count(self, outcome: Outcome, *, contested: bool = True) -> int:
        """How many promises came to an outcome; without the contested ones if asked."""
        return sum(each.outcome == outcome and (contested or not each.contested) for each in self.judged)

    def estimate(self, *, contested: bool = True) -> Estimate:
        """The rate at which this debtor keeps what can be tested."""
        return kept_rate(self.count("kept", contested=contested), self.count("broken", contested=contested))


def kept_rate(kept: int, broken: int, *, prior: tuple[float, float] = PRIOR, level: float = 0.95) -> Estimate:
    """Return the posterior rate of kept promises: its mean and central interval, on a beta prior.

    >>> rate = kept_rate(8, 2)
    >>> round(rate.value, 3), round(rate.low, 3), round(rate.high, 3), rate.n
    (0.75, 0.482, 0.94, 10)
    """
    from scipy.special import betaincinv

    a, b = prior[0] + kept, prior[1] + broken
    low, high = (float(betaincinv(a, b, tail)) for tail in ((1 - level) / 2, (1 + level) / 2))
    return Estimate(value=a / (a + b), low=low, high=high, n=kept + broken, level=level, unit="share of promises kept")


def record_of(debtor: str, entries: Iterable[Entry]) -> Record:
    """Return the record of a debtor from a ledger read for it (``ledger(..., debtor=...)``).

    What others impose on it without its signature is no promise of its own and is left out.
    """
    own = [each for each in entries if debtor in each.commitment.debtor and debtor in each.agreement.parties]
    return Record(debtor, tuple(judge(each) for each in own))


def judge(entry: Entry) -> Judged:
    """Say whether a promise was kept or broken, or why it cannot be tested.

    What is kept up was broken if it was ever breached, cured or not; it was kept if a period with evidence is clean.
    """
    if duty_of(entry.commitment) == "effort":
        return Judged(entry, "not testable", "only an effort: nothing can break it")
    broken = next((day for day, state in entry.history if state == "violated"), None)
    if broken is not None:
        cured = entry.state != "violated"
        return Judged(entry, "broken", "breached and cured" if cured else "breached or overdue", broken)
    if entry.state == "satisfied":
        return Judged(entry, "kept", "done", entry.since)
    if duty_of(entry.commitment) == "maintain" and entry.state == "detached":
        clean = [each for each in entry.periods if each.scored.score == 3]
        if clean:
            return Judged(entry, "kept", f"kept up in {len(clean)} periods with evidence", clean[0].end)
        return Judged(entry, "not testable", "no period has evidence that it was kept")
    return Judged(entry, "not testable", untestable(entry))


def untestable(entry: Entry) -> str:
    """Return why a promise that was neither kept nor broken cannot be tested."""
    if entry.flags and entry.flags[0].startswith("cannot be detached"):
        return entry.flags[0]
    if entry.state == "detached":
        due = entry.commitment.due or entry.commitment.due_days_after_condition
        return "not yet due" if due else "without a due date: silence breaks nothing"
    reasons = {
        "conditional": "its condition has not come to hold",
        "expired": "its condition never held in time",
        "terminated": "withdrawn or released",
        "pending": "suspended",
    }
    return reasons.get(entry.state, "not yet made")


def words_and_deeds(record: Record, days: Sequence[dt.date]) -> tuple[list[int], list[int], list[int]]:
    """Return how many promises had been made, kept and broken by each of several days."""
    made = [sum(each.entry.agreement.date <= day for each in record.judged) for day in days]
    kept, broken = (
        [
            sum(each.outcome == outcome and each.day is not None and each.day <= day for each in record.judged)
            for day in days
        ]
        for outcome in ("kept", "broken")
    )
    return made, kept, broken
