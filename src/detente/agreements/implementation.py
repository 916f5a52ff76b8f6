"""How far a promise was carried out, 0 to 3, by a rule that shows its reason.

The scale is that of the Peace Accords Matrix (Joshi, Quinn and Regan 2015): 0 not initiated, 1 minimal,
2 intermediate, 3 full. The rule reads dated evidence; an analyst's own scores stand beside it and are never replaced.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from detente.record.agreement import Evidence

WORDS = ("not initiated", "minimal", "intermediate", "full")
MONTHS = {"month": 1, "quarter": 3, "year": 12}


@dataclass(frozen=True)
class Scored:
    """A score with its reason in one line and the evidence it rests on; None where there is nothing to score."""

    score: int | None
    reason: str
    evidence: tuple[Evidence, ...] = ()


@dataclass(frozen=True)
class Period:
    """One period of a commitment that is kept up: its days, its score, and the breach that stood open in it."""

    start: dt.date
    end: dt.date
    scored: Scored
    breached: bool
    cured: bool


def aggregate(scores: Iterable[int]) -> float | None:
    """Return the implementation of several provisions in per cent: their sum over the most it could be.

    >>> aggregate([3, 2, 1])
    66.66666666666666
    """
    given = list(scores)
    return sum(given) / (3 * len(given)) * 100 if given else None


def score_deed(evidence: Sequence[Evidence]) -> Scored:
    """Score what is to be achieved, or tried, from the evidence that counts.

    Full is the deed done; intermediate, two separate steps with nothing against them; minimal, any step. A deed undone
    after it was done is minimal again. Disputed evidence weighs nothing.
    """
    sure = tuple(each for each in evidence if each.certainty != "disputed")
    done = [each for each in sure if each.effect == "fulfils"]
    steps = [each for each in sure if each.effect in ("progress", "cure")]
    against = [each for each in sure if each.effect in ("breach", "against", "cancels")]
    if done:
        undone = [each for each in against if each.effect == "breach" and each.date > done[-1].date]
        if undone:
            return Scored(1, f"done, then undone: {_said(undone[-1])}", sure)
        return Scored(3, f"done: {_said(done[-1])}", sure)
    if not steps:
        reason = f"no step; {_said(against[-1])}" if against else "nothing is recorded"
        return Scored(0, reason, sure)
    days = {each.date for each in steps}
    if against:
        return Scored(1, f"{_count(len(steps), 'step')}; against it: {_said(against[-1])}", sure)
    if len(days) > 1:
        return Scored(2, f"{_count(len(steps), 'step')}, nothing against; last: {_said(steps[-1])}", sure)
    return Scored(1, f"one step: {_said(steps[-1])}", sure)


def periods(evidence: Sequence[Evidence], *, start: dt.date, until: dt.date, length: str) -> tuple[Period, ...]:
    """Score a commitment that is kept up, period by period, from its first day until a day, both included.

    A breach stays open until it is cured or, where it says when it ended, until then. What was once breached in a
    period stays breached in it: a cure lifts the score and carries nothing over.
    """
    bounds = _bounds(start, until, length)
    sure = [each for each in evidence if each.certainty != "disputed"]
    return tuple(_period(sure, first, after - dt.timedelta(days=1)) for first, after in pairwise(bounds))


def periods_of_deed(evidence: Sequence[Evidence], *, start: dt.date, until: dt.date, length: str) -> tuple[Period, ...]:
    """Score what is to be achieved, or tried, at the end of each period: all that was done by then."""
    found = []
    for first, after in pairwise(_bounds(start, until, length)):
        seen = [each for each in evidence if (each.date_end or each.date) < after]
        breached = any(each.effect == "breach" and each.date >= first for each in seen)
        found.append(Period(first, after - dt.timedelta(days=1), score_deed(seen), breached=breached, cured=False))
    return tuple(found)


def score_kept(found: Sequence[Period]) -> Scored:
    """Score a commitment that is kept up by its newest period with evidence: silence proves nothing."""
    scored = [period for period in found if period.scored.score is not None]
    if not scored:
        return Scored(None, "nothing is recorded in any period")
    broken = sum(period.breached for period in scored)
    last = scored[-1]
    span = f"from {last.start} to {last.end}" if last is not found[-1] else "in the newest period"
    reason = f"{last.scored.reason} {span}; breached in {broken} of {_count(len(scored), 'period')} with evidence"
    return Scored(last.scored.score, reason, last.scored.evidence)


def _period(evidence: Sequence[Evidence], first: dt.date, last: dt.date) -> Period:
    seen = [each for each in evidence if each.date <= last]
    within = tuple(each for each in seen if (each.date_end or each.date) >= first)
    open_before = _open_breach(seen, first - dt.timedelta(days=1))
    open_after = _open_breach(seen, last)
    new = [each for each in within if each.effect == "breach"]
    against = [each for each in within if each.effect == "against"]
    breached = bool(new) or open_before is not None
    scored = _score_period(within, new=new, against=against, before=open_before, after=open_after)
    return Period(first, last, scored, breached=breached, cured=breached and open_after is None)


def _score_period(
    within: tuple[Evidence, ...],
    *,
    new: Sequence[Evidence],
    against: Sequence[Evidence],
    before: Evidence | None,
    after: Evidence | None,
) -> Scored:
    if before is not None and after is not None:
        return Scored(0, f"in breach throughout: {_said(before)}", (before, *within))
    if after is not None:
        return Scored(1, f"in breach at the end: {_said(after)}", within)
    if before is not None or new:
        return Scored(2, f"breached, and over or cured: {_said(new[-1] if new else before)}", within)
    if not within:
        return Scored(None, "nothing is recorded in the period")
    if against:
        steps = any(each.effect in ("progress", "fulfils", "cure") for each in within)
        return Scored(2 if steps else 1, f"no breach; against it: {_said(against[-1])}", within)
    return Scored(3, "no breach", within)


def _open_breach(evidence: Sequence[Evidence], day: dt.date) -> Evidence | None:
    """The breach that stands open at the end of a day."""
    standing: Evidence | None = None
    for each in evidence:
        if each.date > day:
            break
        if each.effect == "breach":
            standing = None if each.date_end is not None and each.date_end <= day else each
        elif each.effect == "cure":
            standing = None
    if standing is not None and standing.date_end is not None and standing.date_end <= day:
        return None
    return standing


def _bounds(start: dt.date, until: dt.date, length: str) -> list[dt.date]:
    """The first days of the calendar periods from a day on, and the day after the last one."""
    if until < start:
        return []
    months = MONTHS[length]
    found = [start]
    at = dt.date(start.year, start.month - (start.month - 1) % months, 1)
    while True:
        years, month = divmod(at.month - 1 + months, 12)
        at = dt.date(at.year + years, month + 1, 1)
        if at > until:
            return [*found, until + dt.timedelta(days=1)]
        found.append(at)


def _said(evidence: Evidence | None) -> str:
    return f"{evidence.text} ({evidence.date})" if evidence else ""


def _count(n: int, noun: str) -> str:
    return f"{n} {noun}{'' if n == 1 else 's'}"
