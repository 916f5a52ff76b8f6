"""Long series: summed up in blocks to find the changes, then read point by point to place each."""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from detente.relations.explaining import Model, cells_of, scales_of
from detente.relations.segmentation import Floats, Ints
from detente.relations.spikes import without_spikes

_FINE = 300  # places weighed at once around a change
_PHI = (0.0, 0.3, 0.6, 0.9)
_SIZES = (0.5, 1.0, 2.0, 5.0, 20.0, 100.0)


def summed_up(values: NDArray[np.float64], width: int, *, whole: bool) -> NDArray[np.float64]:
    """Return the means of blocks of ``width`` points, or their sums where counts are to stay whole; NaN is a gap.

    The sum of a block with gaps is made up to its full width.
    """
    edges = np.arange(0, values.size, width)
    seen = np.isfinite(values)
    number = np.add.reduceat(seen.astype(np.float64), edges)
    with np.errstate(invalid="ignore", divide="ignore"):
        means = np.add.reduceat(np.where(seen, values, 0.0), edges) / number
    means[number == 0] = np.nan
    return np.asarray(np.round(means * width) if whole else means)


def place(
    values: NDArray[np.float64], model: Model | None, *, within: tuple[int, int], between: tuple[int, int]
) -> tuple[Ints, Floats]:
    """Weigh the places of one change ``between`` two positions, given that there is one and no other ``within``.

    Returns positions and their probabilities, averaged over the strength of the noise.
    """
    shape = model.shape if model else "level"
    left, right = within
    low, high = max(between[0], left + 2), min(between[1], right - 2)
    part = values[left:right]
    if shape != "counts":
        part = part.copy()
        part[low - left : high - left] = without_spikes(part[low - left : high - left])
    scales = scales_of(part)
    while True:
        step = max(1, math.ceil((high - low) / _FINE))
        at = np.arange(low, max(high, low + 1), step)
        starts = np.concatenate([[0], at - left])
        score = np.full(at.size, -math.inf)
        for noise in _SIZES if shape == "counts" else _PHI:
            cells = cells_of(part, starts, Model(shape, noise), scales, span=part.size)
            table = cells.rows(0, starts.size)
            k = np.arange(1, starts.size)
            score = np.logaddexp(score, table[0, k - 1] + table[k, starts.size - 1 - k])
        chance = np.exp(score - score.max())
        if step == 1:
            return at, np.asarray(chance / chance.sum())
        best = int(at[np.argmax(chance)])
        low, high = max(low, best - 20 * step), min(high, best + 20 * step)
