"""Change points of one series, with nothing to tune.

The series is explained by segments; the model of a segment is chosen by its evidence among levels and trends with
white or AR(1) noise, or negative-binomial counts, and the answer averages over what is left in doubt. Exact
over all segmentations (Fearnhead 2006) up to `EXACT` steps; a longer series is first cut into blocks and each
change is then placed exactly within its neighbourhood.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

import numpy as np
from numpy.typing import ArrayLike, NDArray

from detente.errors import ModelError, TooLarge
from detente.relations.blocks import place, summed_up
from detente.relations.explaining import Kind, Model, explain, models
from detente.relations.segmentation import Floats, Ints
from detente.relations.spikes import without_spikes

EXACT = 2_000  # steps; the time of the exact answer grows with the square
BLOCKS = 1_200
LARGEST = 100_000_000
HUGE = 1e150
DRAWS = 400
REPORTED = 0.8  # changes are listed where the probability of any change is at least this


@dataclass(frozen=True)
class Changepoints:
    """The changes of a series.

    ``index``: positions (0-based) of the first point of each new segment, in the most probable segmentation; empty
    unless ``any_probability`` is at least `REPORTED`. ``probability``: of each, that a change
    falls between the midpoints to its neighbours. ``any_probability``: that there is a change at all. ``posterior``:
    for each step, the probability that it begins a segment. ``model``: the best explanation, None where the series
    is constant or too short. ``width``: how many points were summed up first, 1 where the answer is exact. ``draws``:
    segmentations drawn from the posterior.
    """

    index: tuple[int, ...]
    probability: tuple[float, ...]
    any_probability: float
    posterior: Floats
    model: Model | None
    evidence: float
    n: int
    draws: tuple[Ints, ...] = field(repr=False, default=())
    width: int = 1

    @property
    def exact(self) -> bool:
        """Whether all segmentations were weighed, or only those of a long series' blocks."""
        return self.width == 1

    def interval(self, k: int, level: float = 0.95) -> tuple[int, int]:
        """Return (first, last) position between which change ``k`` lies with probability ``level``, given that it is.

        Raises `ModelError` where there is no change ``k``.
        """
        if not 0 <= k < len(self.index):
            raise ModelError(f"no change {k}; the series has {len(self.index)}, counted from 0")
        placed = np.sort(_nearby(self.draws, self.index, k, self.n))
        if placed.size == 0:
            return self.index[k], self.index[k]
        tail = (1.0 - level) / 2.0
        low = placed[max(0, math.floor(tail * placed.size))]
        high = placed[min(placed.size - 1, math.ceil((1.0 - tail) * placed.size) - 1)]
        return min(int(low), self.index[k]), max(int(high), self.index[k])

    def number(self) -> dict[int, float]:
        """Return the posterior probability of each number of changes."""
        found = np.bincount([draw.size for draw in self.draws]) if self.draws else np.array([1])
        return {k: count / found.sum() for k, count in enumerate(found) if count}

    def segments(self) -> list[tuple[int, int]]:
        """Return the segments as half-open stretches of positions."""
        edges = [0, *self.index, self.n]
        return [(a, b) for a, b in pairwise(edges) if b > a]


def changepoints(y: ArrayLike, *, kind: Kind | None = None, seed: int = 0) -> Changepoints:
    """Find the changes of a numeric series; NaN is a gap.

    ``kind`` fixes the shape of the segments; None chooses, and takes whole numbers of 0 or more, with a median of
    1,000 at most, for counts. ``seed`` only moves the draws that intervals are read from. Raises `ModelError`,
    `TooLarge`.

    >>> from detente.relations import changepoints
    >>> found = changepoints([0.0, 0.1, -0.1, 0.2, 0.0, 5.1, 4.9, 5.0, 5.2, 4.8])
    >>> found.index
    (5,)
    """
    values = _checked(y)
    seen = np.isfinite(values)
    if seen.sum() < 4 or np.ptp(values[seen]) == 0.0:
        return _nothing(values.size)
    chosen = kind or ("counts" if is_counts(values) else "automatic")
    if chosen == "counts" and not _whole(values[seen]):
        raise ModelError("counts are whole numbers of 0 or more; give kind='level' for other values")
    if chosen != "counts":
        values = _unit(values)
    if values.size > EXACT:
        return _long(values, chosen, seed)
    return _exact(values, models(chosen), np.random.default_rng(seed))


def is_counts(values: NDArray[np.float64]) -> bool:
    """Whether a series looks like counts: whole, not negative, and small enough that single events matter."""
    known = values[np.isfinite(values)]
    return known.size > 0 and _whole(known) and float(np.median(known)) <= 1000 and bool(np.ptp(known) > 0)


def _whole(known: NDArray[np.float64]) -> bool:
    return bool(np.all(known >= 0) and np.all(known == np.round(known)))


def _checked(y: ArrayLike) -> NDArray[np.float64]:
    try:
        values = np.asarray(y, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise ModelError(f"a series is a list of numbers; this cannot be read as one ({error})") from error
    if values.ndim != 1:
        raise ModelError(f"a series has one dimension, this has {values.ndim}; give one column at a time")
    if values.size > LARGEST:
        raise TooLarge(f"{values.size:,} points; at most {LARGEST:,} are read: take means over longer steps")
    if np.isinf(values).any():
        raise ModelError(f"point {int(np.flatnonzero(np.isinf(values))[0])} is infinite; use NaN for a gap")
    if np.nanmax(np.abs(values), initial=0.0) > HUGE:
        raise ModelError(f"a point is beyond {HUGE:g}; give the series in a larger unit")
    return values


def _unit(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the values in a unit of their own, so that squares neither overflow nor vanish."""
    centred = values - np.nanmedian(values)
    return np.asarray(centred / np.nanmax(np.abs(centred)))


def _nothing(n: int) -> Changepoints:
    return Changepoints((), (), 0.0, np.zeros(n), None, 0.0, n)


def _exact(values: NDArray[np.float64], tried: Sequence[Model], rng: np.random.Generator) -> Changepoints:
    if tried[0].shape != "counts":
        values = without_spikes(values)
    fits = explain(values, tried)
    posterior = np.zeros(values.size)
    draws: list[Ints] = []
    for fit in fits:
        posterior += fit.weight * fit.posterior.change
        draws += fit.posterior.sample(rng, round(fit.weight * DRAWS))
    some = sum(fit.weight * (1.0 - fit.posterior.no_change) for fit in fits)
    best = max(fits, key=lambda fit: fit.weight)
    index = tuple(int(i) for i in best.posterior.most_probable()) if some >= REPORTED else ()
    return Changepoints(
        index=index,
        probability=tuple(_share(draws, index, k, values.size) for k in range(len(index))),
        any_probability=some,
        posterior=posterior,
        model=best.model,
        evidence=best.posterior.evidence,
        n=values.size,
        draws=tuple(draws),
    )


def _long(values: NDArray[np.float64], kind: Kind, seed: int) -> Changepoints:
    """Cut a long series into blocks, find the changes between blocks, and place each within its neighbourhood."""
    width = math.ceil(values.size / BLOCKS)
    blocks = summed_up(values, width, whole=kind == "counts")
    rng = np.random.default_rng(seed)
    if np.isfinite(blocks).sum() < 4 or np.ptp(blocks[np.isfinite(blocks)]) == 0.0:
        return _nothing(values.size)
    coarse = _exact(blocks, models(kind, width=width), rng)
    edges = [0, *(min(cut * width, values.size) for cut in coarse.index), values.size]
    posterior, index = np.zeros(values.size), []
    draws = [draw * width for draw in coarse.draws]
    for k, probability in enumerate(coarse.probability):
        low, high = edges[k + 1] - 2 * width, edges[k + 1] + 2 * width
        at, chance = place(values, coarse.model, within=(edges[k], edges[k + 2]), between=(low, high))
        index.append(int(at[np.argmax(chance)]))
        posterior[at] += chance * probability
        draws = [
            np.where((draw > low) & (draw < high), rng.choice(at, size=draw.size, p=chance), draw) for draw in draws
        ]
    return replace(
        coarse,
        index=tuple(index),
        posterior=posterior,
        width=width,
        n=values.size,
        draws=tuple(draws),
    )


def _nearby(draws: Sequence[Ints], index: Sequence[int], k: int, n: int) -> Ints:
    """For each draw, its change nearest to change k, where one lies between the midpoints to the neighbours."""
    low = (index[k - 1] + index[k]) / 2 if k > 0 else 0.0
    high = (index[k] + index[k + 1]) / 2 if k + 1 < len(index) else float(n)
    found = []
    for draw in draws:
        inside = draw[(draw > low) & (draw < high)]
        if inside.size:
            found.append(inside[np.argmin(np.abs(inside - index[k]))])
    return np.array(found, dtype=np.int64)


def _share(draws: Sequence[Ints], index: Sequence[int], k: int, n: int) -> float:
    return _nearby(draws, index, k, n).size / len(draws) if draws else 0.0
