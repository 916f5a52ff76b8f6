"""Do acts on one dyad move another? A test with lag, sign and size, and what it could have revealed at all.

An act of the second selection is exposed at lag l where the first selection acted in the l-th stretch of ``stretch``
days before it, never on the same day; where the first acts are so many that most stretches hold some, where it acted
more often than in the middle stretch. The statistic is the correlation of exposure with the outcome. Its distribution
under no link comes from every circular shift of the first selection's days along the window (Diggle 1983; Good 2005,
section 9.5), which keeps the bursts and silences of both records as they are. Over several lags the largest
standardised correlation is compared with its own shifts (Westfall and Young 1993).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from detente.errors import ModelError
from detente.relations.shifts import Floats, Shifts, rms

STRETCH = 28  # days
LAGS = 3
LEAST = 4  # acts that were exposed, and acts that were not, without which nothing is computed
LEVEL = 0.05
POWER_MARGIN = 0.8416  # the normal quantile of 0.80: what is called revealed is found four times in five

Verdict = Literal["linked", "reversed", "together", "absent", "cannot be told"]


@dataclass(frozen=True)
class Lag:
    """The link at one lag: the change of the outcome after an act of the first kind, and its 95 % interval.

    ``nearest`` and ``farthest`` are the days before the second act that count; ``smallest`` is the least change that
    this record would have revealed four times in five, None where it would have revealed none.
    """

    nearest: int
    farthest: int
    exposed: int
    change: float
    low: float
    high: float
    smallest: float | None


@dataclass(frozen=True)
class Linkage:
    """The whole test: acts on both sides, the change at each lag, and the chance of so much without a link."""

    first: int
    second: int
    level: float
    lags: tuple[Lag, ...]
    p: float | None

    @property
    def leading(self) -> Lag | None:
        """The lag at which the change stands out most from what chance would give."""
        return max(self.lags, key=lambda lag: abs(lag.change) / (lag.high - lag.low), default=None)

    @property
    def smallest(self) -> float | None:
        """The least change that would have been revealed at the lag where it shows best."""
        return min((lag.smallest for lag in self.lags if lag.smallest is not None), default=None)


def linkage(
    first: Sequence[dt.date],
    second: Sequence[dt.date],
    outcome: Sequence[float],
    *,
    window: tuple[dt.date, dt.date],
    breaks: Sequence[dt.date] = (),
    stretch: int = STRETCH,
    lags: int = LAGS,
) -> Linkage:
    """Test whether acts on the days ``first`` change the ``outcome`` of acts on the days ``second``.

    ``outcome`` holds one number an act, such as 1 for cooperation and 0 for conflict. ``breaks`` are days at which both
    records may have changed together: each part between them is compared only with itself. Second acts in the first
    ``stretch * lags`` days are left out. Acts outside the window are refused with `ModelError`, and so is a window
    shorter than twice the lags. With too few acts on either side ``lags``
    is empty and ``p`` None. Nothing is drawn at random: all shifts are tried.

    >>> days = [dt.date(2020, 1, 1) + dt.timedelta(days=n) for n in range(400)]
    >>> weekly = days[40::7]
    >>> linkage(days[::90], weekly, [1.0] * len(weekly), window=(days[0], days[-1])).p is None
    True
    """
    n = (window[1] - window[0]).days + 1
    if n <= 2 * stretch * lags:
        raise ModelError(f"a window of {n} days is too short for {lags} lags of {stretch} days")
    if len(second) != len(outcome):
        raise ModelError(f"{len(second)} acts have {len(outcome)} outcomes")
    at, y = _days(second, window), np.asarray(outcome, float)
    if not np.isfinite(y).all():
        raise ModelError("an outcome is no finite number")
    # What came before the first acts is not seen for every lag; they would meet the other end of the circle.
    at, y = at[at >= stretch * lags], y[at >= stretch * lags]
    causes = np.bincount(_days(first, window), minlength=n).astype(float)
    part = np.searchsorted(np.array([(day - window[0]).days for day in sorted(breaks)]), at, side="right")
    counts, rest = _by_part(at, y, part, n)
    empty = Linkage(len(first), int(y.size), float(y.mean()) if y.size else 0.0, (), None)
    if np.count_nonzero(causes) < 2 or not np.abs(rest).max(initial=0.0) > 1e-12:
        return empty
    shifts = Shifts.of(causes, counts, stretch=stretch, lags=lags)
    kept = [lag for lag in range(lags) if LEAST <= shifts.exposed(lag) <= y.size - LEAST and shifts.weight[lag, 0] > 0]
    if not kept:
        return empty
    return _judged(empty, shifts.only(kept), rest, [(1 + k * stretch, (k + 1) * stretch) for k in kept], np.ptp(y))


def _judged(empty: Linkage, shifts: Shifts, rest: Floats, spans: list[tuple[int, int]], widest: float) -> Linkage:
    pull = shifts.pull(rest)
    raw = shifts.correlation(pull)
    largest = (np.abs(raw) / rms(raw)[:, None]).max(axis=0)
    # Ties count against the link; the tolerance keeps rounding in the transform from breaking them.
    p = float((largest >= largest[0] - 1e-9).mean())
    lags = []
    for k, (nearest, farthest) in enumerate(spans):
        root = float(np.sqrt(shifts.weight[k, 0]))
        change = float(raw[k, 0]) / root
        half = float(np.quantile(np.abs(raw[k]), 1 - LEVEL)) / root
        smallest = _smallest(shifts, pull, k, change, widest)
        lags.append(Lag(nearest, farthest, shifts.exposed(k), change, change - half, change + half, smallest))
    return Linkage(empty.first, empty.second, empty.level, tuple(lags), p)


def _smallest(shifts: Shifts, pull: Floats, lag: int, change: float, widest: float) -> float | None:
    """The least change at a lag that would be found four times in five: planted in the record, size by size."""
    planted = shifts.pull(shifts.pattern(lag))
    blank = pull - change * planted
    scatter = POWER_MARGIN * rms(shifts.correlation(blank))[lag]
    for size in np.linspace(0.0, widest, 51)[1:]:
        raw = shifts.correlation(blank + size * planted)
        bar = float(np.quantile((np.abs(raw) / rms(raw)[:, None]).max(axis=0), 1 - LEVEL))
        if size * np.sqrt(shifts.weight[lag, 0]) >= bar * rms(raw)[lag] + scatter:
            return float(size)
    return None


def _by_part(at: NDArray[np.int64], y: Floats, part: NDArray[np.int64], n: int) -> tuple[Floats, Floats]:
    """Acts by part and day, and the sums of their outcomes less the mean of their part; shape (parts, days)."""
    parts = int(part.max()) + 1 if part.size else 1
    counts, rest = np.zeros((parts, n)), np.zeros((parts, n))
    for k in range(parts):
        own = part == k
        if own.any():
            np.add.at(counts[k], at[own], 1.0)
            np.add.at(rest[k], at[own], y[own] - y[own].mean())
    return counts, rest


def _days(days: Sequence[dt.date], window: tuple[dt.date, dt.date]) -> NDArray[np.int64]:
    outside = [day for day in days if not window[0] <= day <= window[1]]
    if outside:
        raise ModelError(f"{outside[0]} lies outside the window {window[0]} to {window[1]}")
    return np.array([(day - window[0]).days for day in days], dtype=np.int64)


def verdict(plain: Linkage, within: Linkage, *, expected: int, size: float, p: float | None = None) -> Verdict:
    """Say what a test tells.

    ``plain`` compares the whole window, ``within`` each part of it only with itself; ``expected`` is the sign that the
    claim names, ``size`` the change that would matter, ``p`` that of ``plain`` after allowing for other links tested.

    linked: both tests give p below 0.05, with the expected sign; reversed: the same with the other sign.
    together: only the plain test does, so both records changed at one time, whatever moved them.
    absent: neither does, and a change of ``size`` in the expected direction lies outside the interval at every lag
    and would have been revealed. Otherwise it cannot be told from this record.
    """
    chance = plain.p if p is None else p
    leading = plain.leading
    if chance is not None and leading is not None and chance < LEVEL:
        if within.p is None or within.p >= LEVEL:
            return "together"
        return "linked" if leading.change * expected > 0 else "reversed"
    if plain.lags and all(lag.smallest is not None and lag.smallest <= size for lag in plain.lags):
        ends = [lag.high if expected > 0 else -lag.low for lag in plain.lags]
        if max(ends) < size:
            return "absent"
    return "cannot be told"
