"""Exact inference over all segmentations of a series (Fearnhead 2006), given the evidence of every segment.

A change falls after any step with a small constant probability, so that one is expected in a series of any
length; "no change at all" is then given half of the prior. Segments have a least length. Evidence may be handed over
in blocks of rows, so that weighing a model takes memory linear in the length; a full posterior keeps one table.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

import numba
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
# rows(first, last)[r, l]: the log evidence of the segment of l + 1 steps that begins at step first + r
Rows = Callable[[int, int], Floats]

EXPECTED = 1.0  # changes expected before the data, where there is any
NONE = 0.5  # prior probability that nothing changes
_BLOCK = 1 << 17  # cells of evidence held at once: what stays in a processor's cache


@dataclass(frozen=True)
class Scan:
    """What one pass over all segments tells: how well a model explains a series, and its best segmentation.

    ``evidence`` is the log probability of the data; ``no_change`` the posterior probability of no change;
    ``changed`` the log weight of all segmentations with a change, before the prior of there being one.
    """

    n: int
    hazard: float
    least: int
    evidence: float
    no_change: float
    changed: float
    forward: Floats
    came: Ints

    def most_probable(self) -> Ints:
        """Return the most probable segmentation that has a change: the first steps of its later segments."""
        found: list[int] = []
        at = int(self.came[self.n])
        while at > 0:
            found.append(at)
            at = int(self.came[at])
        return np.array(found[::-1], dtype=np.int64)


@dataclass(frozen=True)
class Posterior:
    """What the data say about the changes of one series under one model.

    ``change`` is the probability that step t begins a segment (0 for the first); the rest is as in `Scan`.
    """

    scan: Scan
    change: Floats
    log_segment: Floats
    backward: Floats

    @property
    def evidence(self) -> float:
        """The log probability of the data."""
        return self.scan.evidence

    @property
    def no_change(self) -> float:
        """The posterior probability of no change."""
        return self.scan.no_change

    def most_probable(self) -> Ints:
        """Return the most probable segmentation that has a change: the first steps of its later segments."""
        return self.scan.most_probable()

    def log_steady(self, first: int) -> float:
        """Return the log probability that no segment begins at step ``first`` or later."""
        scan, n = self.scan, self.scan.n
        terms = [math.log(scan.no_change) if scan.no_change > 0 else -math.inf]
        if scan.changed > -math.inf and scan.no_change < 1.0:
            some = math.log1p(-scan.no_change) - scan.changed + log_odds(scan.hazard)
            starts = range(1, min(first, n - scan.least + 1))
            terms += [some + float(scan.forward[i] + self.log_segment[i, n - i - 1]) for i in starts]
        return min(0.0, float(np.logaddexp.reduce(terms)))

    def sample(self, rng: np.random.Generator, size: int) -> list[Ints]:
        """Draw segmentations from the posterior: for each, the first steps of all segments but the first."""
        scan = self.scan
        changed = int((rng.random(size) >= scan.no_change).sum())
        most = scan.n // scan.least + 1
        cuts, number = np.zeros((changed, most), np.int64), np.zeros(changed, np.int64)
        _draw(
            self.log_segment,
            self.backward,
            log_odds(scan.hazard),
            scan.least,
            rng.random((changed, most)),
            cuts,
            number,
        )
        drawn = [cuts[k, : number[k]] for k in range(changed)]
        return [np.empty(0, np.int64)] * (size - changed) + drawn


def weigh(rows: Rows, n: int, *, least: int = 1, expected: float = EXPECTED, none: float = NONE) -> Scan:
    """Weigh all segmentations of ``n`` steps in one pass over their segments.

    ``least`` is the shortest segment allowed. Time grows with the square of the length, memory with the length.
    """
    hazard = min(0.5, expected / max(n, 2))
    least = max(1, min(least, n))
    top, total = np.full(n + 1, -math.inf), np.zeros(n + 1)
    best, came = np.full(n + 1, -math.inf), np.zeros(n + 1, np.int64)
    top[0], total[0], best[0] = 0.0, 1.0, 0.0
    size = max(1, _BLOCK // n)
    whole = 0.0
    for first in range(0, n, size):
        block = rows(first, min(n, first + size))
        whole = float(block[0, n - 1]) if first == 0 else whole
        _push(block, first, log_odds(hazard), least, top, total, best, came)
    with np.errstate(divide="ignore"):
        forward = np.where(total > 0.0, top + np.log(total), -math.inf)
    changed, some = float(forward[n]), log_some(n, hazard, least)
    log_none = math.log(none) + whole
    log_changed = math.log1p(-none) + changed - some if changed > -math.inf else -math.inf
    evidence = float(np.logaddexp(log_none, log_changed))
    return Scan(n, hazard, least, evidence, math.exp(log_none - evidence), changed, forward, came)


def infer(log_segment: Floats, *, least: int = 1, expected: float = EXPECTED, none: float = NONE) -> Posterior:
    """Return the posterior over all segmentations.

    ``log_segment[i, l]`` is the log evidence of steps ``i .. i + l``; ``least`` the shortest segment allowed.
    """
    n = log_segment.shape[0]
    scan = weigh(lambda a, b: log_segment[a:b], n, least=least, expected=expected, none=none)
    return complete(scan, log_segment)


def complete(scan: Scan, log_segment: Floats) -> Posterior:
    """Return the full posterior of a model that has been weighed; the table holds the evidence of every segment."""
    n = scan.n
    backward = np.empty(n + 1)
    _backward(log_segment, log_odds(scan.hazard), scan.least, backward)
    change = np.zeros(n)
    if scan.changed > -math.inf:
        inner = scan.forward[1:n] + backward[1:n] + log_odds(scan.hazard) - scan.changed
        change[1:] = np.clip(np.exp(inner), 0.0, 1.0) * (1.0 - scan.no_change)
    return Posterior(scan, change, log_segment, backward)


def log_odds(hazard: float) -> float:
    """Return the log odds of a change after one step."""
    return math.log(hazard) - math.log1p(-hazard)


@numba.njit(cache=True, nogil=True)
def _push(
    block: Floats, first: int, odds: float, least: int, top: Floats, total: Floats, best: Floats, came: Ints
) -> None:
    """Add the segments that begin at the rows of a block to all the steps where they may end.

    The log weight of the first t steps, a segment ending there, is top[t] + log(total[t]). The one segment that is
    the whole series stays out: no change is weighed by a prior of its own.
    """
    n = top.size - 1
    for row in range(block.shape[0]):
        i = first + row
        if total[i] == 0.0:
            continue
        start = top[i] + math.log(total[i]) + (odds if i > 0 else 0.0)
        start_best = best[i] + (odds if i > 0 else 0.0)
        for j in range(i + least, n + (1 if i > 0 else 0)):
            value = block[row, j - i - 1]
            if start_best + value > best[j]:
                best[j] = start_best + value
                came[j] = i
            value += start
            gap = value - top[j]
            if gap > 0.0:
                total[j] = total[j] * math.exp(-gap) + 1.0 if total[j] > 0.0 else 1.0
                top[j] = value
            elif gap > -40.0:
                total[j] += math.exp(gap)


@numba.njit(cache=True, nogil=True)
def _backward(table: Floats, odds: float, least: int, backward: Floats) -> None:
    """backward[t]: log weight of the steps from t on, given that a segment begins at t; at 0, with a change."""
    n = backward.size - 1
    backward[n] = 0.0
    terms = np.empty(n + 1)
    for t in range(n - 1, -1, -1):
        top = -math.inf
        last = n if t > 0 else n - 1
        for j in range(t + least, last + 1):
            terms[j] = table[t, j - t - 1] + backward[j] + (odds if j < n else 0.0)
            top = max(top, terms[j])
        backward[t] = top
        if top == -math.inf:
            continue
        total = 0.0
        for j in range(t + least, last + 1):
            gap = terms[j] - top
            if gap > -40.0:
                total += math.exp(gap)
        backward[t] = top + math.log(total)


@numba.njit(cache=True, nogil=True)
def _draw(table: Floats, backward: Floats, odds: float, least: int, luck: Floats, cuts: Ints, number: Ints) -> None:
    """Draw segmentations with a change, all at once from the first segment on; a row of ``cuts`` holds one."""
    n = backward.size - 1
    # Those whose current segment begins at a step wait in that step's list.
    waiting, behind = np.full(n + 1, -1), np.full(luck.shape[0], -1)
    for d in range(luck.shape[0]):
        behind[d], waiting[0] = waiting[0], d
    run = np.empty(n + 1)
    for i in range(n):
        if waiting[i] < 0:
            continue
        low, last = i + least, (n if i > 0 else n - 1)
        top = -math.inf
        for j in range(low, last + 1):
            run[j] = table[i, j - i - 1] + backward[j] + (odds if j < n else 0.0)
            top = max(top, run[j])
        total = 0.0
        for j in range(low, last + 1):
            total += math.exp(run[j] - top)
            run[j] = total
        d = waiting[i]
        while d >= 0:
            following = behind[d]
            j = min(last, low + np.searchsorted(run[low : last + 1], luck[d, number[d]] * total, side="right"))
            if j < n:
                cuts[d, number[d]] = j
                number[d] += 1
                behind[d], waiting[j] = waiting[j], d
            d = following


def log_some(n: int, hazard: float, least: int) -> float:
    """Return the log weight of all segmentations with a change before any data, given the least length."""
    total = np.empty(n + 1)
    _prior_mass(n, hazard / (1.0 - hazard), least, total)
    return math.log(total[n] - 1.0) if total[n] > 1.0 else math.inf


@numba.njit(cache=True, nogil=True)
def _prior_mass(n: int, odds: float, least: int, total: Floats) -> None:
    total[:] = 0.0
    total[0] = 1.0
    run = 0.0  # sum over i of total[i], times the odds where i > 0
    for t in range(least, n + 1):
        i = t - least
        run += total[i] * (odds if i > 0 else 1.0)
        total[t] = run
