"""Exact inference over all segmentations of a series (Fearnhead 2006), given the evidence of every segment.

A change falls after any step with a small constant probability, so that one is expected in a series of any
length; "no change at all" is then given half of the prior. Segments have a least length.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numba
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

EXPECTED = 1.0  # changes expected before the data, where there is any
NONE = 0.5  # prior probability that nothing changes


@dataclass(frozen=True)
class Posterior:
    """What the data say about the changes of one series under one model.

    ``evidence`` is the log probability of the data; ``no_change`` the posterior probability of no change;
    ``change`` the probability that step t begins a segment (0 for the first).
    """

    evidence: float
    no_change: float
    change: Floats
    log_segment: Floats
    forward: Floats
    hazard: float
    least: int

    def most_probable(self) -> Ints:
        """Return the most probable segmentation that has a change: the first steps of its later segments."""
        found: Ints = _viterbi(self.log_segment, self.hazard, self.least)
        return found

    def sample(self, rng: np.random.Generator, size: int) -> list[Ints]:
        """Draw segmentations from the posterior: for each, the first steps of all segments but the first."""
        draws = rng.random((size, 1 + self.change.size))
        n = self.change.size
        found: list[Ints] = []
        for row in draws:
            if row[0] < self.no_change:
                found.append(np.empty(0, np.int64))
                continue
            found.append(_draw(self.log_segment, self.forward, self.hazard, self.least, n, row[1:]))
        return found


def infer(log_segment: Floats, *, least: int = 1, expected: float = EXPECTED, none: float = NONE) -> Posterior:
    """Return the posterior over all segmentations.

    ``log_segment[i, l]`` is the log evidence of steps ``i .. i + l``; ``least`` the shortest segment allowed.
    Time and memory grow with the square of the length.
    """
    n = log_segment.shape[0]
    hazard = min(0.5, expected / max(n, 2))
    least = max(1, min(least, n))
    forward, backward = np.empty(n + 1), np.empty(n + 1)
    _forward(log_segment, hazard, least, forward)
    _backward(log_segment, hazard, least, backward)
    whole = log_segment[0, n - 1]
    # The recursions count "no change" among their paths; it is taken out and weighed by its own prior.
    prior_single = (n - 1) * math.log1p(-hazard)
    single = whole + prior_single
    changed = _minus(float(forward[n]), single)
    some = _log_some(n, hazard, least, prior_single)
    log_none = math.log(none) + whole
    log_changed = math.log1p(-none) + changed - some if changed > -math.inf and some > -math.inf else -math.inf
    evidence = float(np.logaddexp(log_none, log_changed))
    no_change = math.exp(log_none - evidence)
    change = np.zeros(n)
    if changed > -math.inf:
        # The share of each change within the segmentations that have one.
        inner = forward[1:n] + backward[1:n] + math.log(hazard) - changed
        change[1:] = np.clip(np.exp(inner), 0.0, 1.0) * (1.0 - no_change)
    return Posterior(evidence, no_change, change, log_segment, forward, hazard, least)


@numba.njit(cache=True)
def _log_add(a: float, b: float) -> float:
    if a < b:
        a, b = b, a
    return a if b == -math.inf else a + math.log1p(math.exp(b - a))


@numba.njit(cache=True)
def _forward(log_segment: Floats, hazard: float, least: int, forward: Floats) -> None:
    """forward[t]: log probability of the first t steps, a segment ending there; the hazard inside is counted."""
    n = log_segment.shape[0]
    stay, go = math.log1p(-hazard), math.log(hazard)
    forward[0] = 0.0
    terms = np.empty(n + 1)
    for t in range(1, n + 1):
        top = -math.inf
        for i in range(t - least + 1):
            value = -math.inf
            if forward[i] > -math.inf:
                value = forward[i] + log_segment[i, t - i - 1] + (t - i - 1) * stay + (go if i > 0 else 0.0)
            terms[i] = value
            if value > top:
                top = value
        if top == -math.inf:
            forward[t] = top
            continue
        total = 0.0
        for i in range(t - least + 1):
            gap = terms[i] - top
            if gap > -40.0:
                total += math.exp(gap)
        forward[t] = top + math.log(total)


@numba.njit(cache=True)
def _backward(log_segment: Floats, hazard: float, least: int, backward: Floats) -> None:
    """backward[t]: log probability of the steps from t on, given that a segment begins at t."""
    n = log_segment.shape[0]
    stay, go = math.log1p(-hazard), math.log(hazard)
    backward[n] = 0.0
    terms = np.empty(n + 1)
    for t in range(n - 1, -1, -1):
        top = -math.inf
        for j in range(t + least, n + 1):
            value = -math.inf
            if backward[j] > -math.inf:
                value = log_segment[t, j - t - 1] + (j - t - 1) * stay + backward[j] + (go if j < n else 0.0)
            terms[j] = value
            if value > top:
                top = value
        if top == -math.inf:
            backward[t] = top
            continue
        total = 0.0
        for j in range(t + least, n + 1):
            gap = terms[j] - top
            if gap > -40.0:
                total += math.exp(gap)
        backward[t] = top + math.log(total)


@numba.njit(cache=True)
def _viterbi(log_segment: Floats, hazard: float, least: int) -> Ints:
    """The single most probable segmentation with at least one change: first steps of its later segments."""
    n = log_segment.shape[0]
    stay, go = math.log1p(-hazard), math.log(hazard)
    best = np.full(n + 1, -math.inf)
    came = np.zeros(n + 1, np.int64)
    best[0] = 0.0
    for t in range(least, n + 1):
        for i in range(t - least + 1):
            if best[i] == -math.inf or (i == 0 and t == n):
                continue
            value = best[i] + log_segment[i, t - i - 1] + (t - i - 1) * stay + (go if i > 0 else 0.0)
            if value > best[t]:
                best[t], came[t] = value, i
    found = np.empty(n, np.int64)
    number, t = 0, n
    if best[n] == -math.inf:
        return found[:0]
    while came[t] > 0:
        t = int(came[t])
        found[number] = t
        number += 1
    return found[:number][::-1].copy()


@numba.njit(cache=True)
def _draw(log_segment: Floats, forward: Floats, hazard: float, least: int, n: int, luck: Floats) -> Ints:
    """Draw one segmentation with at least one change, from the last segment to the first."""
    stay, go = math.log1p(-hazard), math.log(hazard)
    found = np.empty(n, np.int64)
    number, t, step = 0, n, 0
    while True:
        top = -math.inf
        first = 1 if t == n else 0
        for i in range(first, t - least + 1):
            if forward[i] == -math.inf:
                continue
            value = forward[i] + log_segment[i, t - i - 1] + (t - i - 1) * stay + (go if i > 0 else 0.0)
            if value > top:
                top = value
        total = 0.0
        for i in range(first, t - least + 1):
            if forward[i] > -math.inf:
                value = forward[i] + log_segment[i, t - i - 1] + (t - i - 1) * stay + (go if i > 0 else 0.0)
                total += math.exp(value - top)
        left, chosen = luck[step] * total, 0
        for i in range(t - least, first - 1, -1):
            if forward[i] == -math.inf:
                continue
            chosen = i
            value = forward[i] + log_segment[i, t - i - 1] + (t - i - 1) * stay + (go if i > 0 else 0.0)
            left -= math.exp(value - top)
            if left <= 0.0:
                break
        step += 1
        if chosen == 0:
            return found[:number][::-1].copy()
        found[number] = chosen
        number += 1
        t = chosen


def _minus(a: float, b: float) -> float:
    """log(exp(a) - exp(b)), minus infinity where nothing is left."""
    return a + math.log(-math.expm1(b - a)) if b < a - 1e-12 else -math.inf


def _log_some(n: int, hazard: float, least: int, prior_single: float) -> float:
    """Log prior mass that the recursion gives to segmentations with a change, given the least length."""
    total = np.empty(n + 1)
    _prior_mass(n, hazard, least, total)
    return _minus(float(total[n]), prior_single)


@numba.njit(cache=True)
def _prior_mass(n: int, hazard: float, least: int, total: Floats) -> None:
    stay, go = math.log1p(-hazard), math.log(hazard)
    total[0] = 0.0
    run = -math.inf  # log sum over i of total[i] * stay ** -(i + 1), times the hazard where i > 0
    for t in range(1, n + 1):
        i = t - least
        if i >= 0 and total[i] > -math.inf:
            run = _log_add(run, total[i] + (go if i > 0 else 0.0) - (i + 1) * stay)
        total[t] = run + t * stay if run > -math.inf else -math.inf
