"""How long until the next movement: gamma waiting times, their pace and their regularity learnt from the record.

Waiting times of one pace are exponential; movements that come in bunches leave more very short and very long ones,
movements at a steady beat fewer. Three shapes of the gamma distribution stand for the three, and are weighed by how
well each explains the record. What has lasted so far counts as a wait that is not over.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import gammaincc, gammaln

from detente.errors import ModelError

SHAPES = (0.5, 1.0, 2.0)  # bunched, without memory, steady
PACES = np.exp(np.linspace(math.log(1e-4), math.log(1e2), 2001))  # movements in a stated time
LEAST = 0.5  # days; movements of one day are one
TINY = 1e-300


@dataclass(frozen=True)
class Chance:
    """A probability with its interval of 95 %, and how many waits that ended it rests on."""

    value: float
    low: float
    high: float
    n: int


def chance_of_none(
    waits: Sequence[float],
    unended: Sequence[float],
    *,
    so_far: float,
    ahead: float,
    usual: float,
    shapes: Sequence[float] = SHAPES,
) -> Chance:
    """Return the probability that a wait of ``so_far`` days lasts ``ahead`` days more.

    ``waits`` are waiting times that ended, ``unended`` those that had not when they were last seen, in days; the
    present one is among them. ``usual``, in days, holds the prior: the pace of movements is exponential, one
    expected in that time, and the shapes are equally probable. Raises `ModelError` for a negative time.

    >>> chance_of_none([30.0] * 20, [], so_far=0, ahead=1, usual=180).value > 0.95
    True
    """
    if min([*waits, *unended, so_far, ahead]) < 0 or usual <= 0:
        raise ModelError("waiting times cannot be negative, and the stated time must be longer than nothing")
    ended = np.maximum(np.asarray(waits, dtype=float), LEAST)
    shape, pace = np.meshgrid(np.asarray(shapes, dtype=float), PACES, indexing="ij")
    # A wait of mean 1 / pace has the rate shape x pace; the grid is even in the logarithm of the pace.
    rate = shape * pace / usual
    score = -pace + np.log(pace)
    score += len(ended) * (shape * np.log(rate) - gammaln(shape))
    score += (shape - 1.0) * np.log(ended).sum() - rate * ended.sum()
    for wait in unended:
        score += np.log(np.maximum(gammaincc(shape, rate * wait), TINY))
    weight = np.exp(score - score.max())
    weight /= weight.sum()
    lasting = gammaincc(shape, rate * (so_far + ahead)) / np.maximum(gammaincc(shape, rate * so_far), TINY)
    value = float((weight * lasting).sum())
    low, high = _quantiles(lasting.ravel(), weight.ravel())
    return Chance(min(value, 1.0), min(low, value, 1.0), min(max(high, value), 1.0), len(ended))


def _quantiles(values: np.ndarray, weights: np.ndarray) -> tuple[float, float]:
    order = np.argsort(values)
    below = np.cumsum(weights[order])
    low, high = (values[order][min(int(np.searchsorted(below, level)), len(order) - 1)] for level in (0.025, 0.975))
    return float(low), float(high)
