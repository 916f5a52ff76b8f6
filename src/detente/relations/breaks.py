"""Change points of one series, with nothing to tune.

The series is explained by segments; the model of a segment is chosen by its evidence among levels and trends with
white or AR(1) noise, or negative-binomial counts, and the answer averages over what is left in doubt. Exact
over all segmentations (Fearnhead 2006) up to `EXACT` steps; a longer series is first cut into blocks and each
change is then placed exactly within its neighbourhood.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from detente.errors import ModelError, TooLarge
from detente.relations import segments
from detente.relations.segmentation import Floats, Ints, Posterior, infer

Kind = Literal["counts", "level", "trend", "automatic"]

EXACT = 2_000  # steps; the time and memory of the exact answer grow with the square
BLOCKS = 1_200
LARGEST = 100_000_000
DRAWS = 400
_PHI = (0.0, 0.3, 0.6, 0.8, 0.9, 0.96)
_SIZES = (0.5, 1.0, 2.0, 4.0, 8.0, 20.0, 100.0)
_LEAST = {"counts": 2, "level": 2, "trend": 4}
_ROOT = 0.5  # a segment has at least half the root of the series' length in steps; shorter ones are taken for noise
_STEADY = 15.0  # how steady the noise is held to be from segment to segment, in the prior's degrees of freedom / 2
REPORTED = 0.8  # changes are listed where the probability of any change is at least this


@dataclass(frozen=True)
class Model:
    """One explanation of a series: segments of a shape, with a noise."""

    shape: Literal["counts", "level", "trend"]
    noise: float

    def __str__(self) -> str:
        if self.shape == "counts":
            return f"negative-binomial counts, dispersion {self.noise:g}"
        return f"{self.shape} segments, " + (f"AR(1) noise of {self.noise:g}" if self.noise else "white noise")


@dataclass(frozen=True)
class Changepoints:
    """The changes of a series.

    ``index``: positions (0-based) of the first point of each new segment, in the most probable segmentation; empty
    unless ``any_probability`` is at least `REPORTED`. ``probability``: of each, that a change
    falls between the midpoints to its neighbours. ``any_probability``: that there is a change at all. ``posterior``:
    for each step, the probability that it begins a segment. ``draws``: segmentations drawn from the posterior.
    """

    index: tuple[int, ...]
    probability: tuple[float, ...]
    any_probability: float
    posterior: Floats
    model: str
    evidence: float
    n: int
    draws: tuple[Ints, ...] = field(repr=False, default=())
    exact: bool = True

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

    ``kind`` fixes the shape of the segments; None chooses, and takes whole numbers without large gaps between
    them for counts. ``seed`` only moves the draws that intervals are read from. Raises `ModelError`, `TooLarge`.

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
    if chosen == "counts" and not is_counts(values):
        raise ModelError("counts are whole numbers of 0 or more; give kind='level' for other values")
    if values.size > EXACT:
        return _long(values, chosen, seed)
    return _exact(values, chosen, np.random.default_rng(seed))


def is_counts(values: NDArray[np.float64]) -> bool:
    """Whether a series looks like counts: whole, not negative, and small enough that single events matter."""
    known = values[np.isfinite(values)]
    whole = bool(np.all(known >= 0) and np.all(known == np.round(known)))
    return whole and float(np.median(known)) <= 1000 and np.unique(known).size > 1


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
    return values


def _nothing(n: int) -> Changepoints:
    return Changepoints((), (), 0.0, np.zeros(n), "too little to tell, or constant", 0.0, n)


def _exact(values: NDArray[np.float64], kind: Kind, rng: np.random.Generator) -> Changepoints:
    fits = list(_fits(values, kind))
    evidence = np.array([fit.evidence for _, fit in fits])
    weights = np.exp(evidence - evidence.max())
    weights /= weights.sum()
    posterior = np.zeros(values.size)
    draws: list[Ints] = []
    for weight, (_, fit) in zip(weights, fits, strict=True):
        posterior += weight * fit.change
        draws += fit.sample(rng, round(weight * DRAWS))
    some = float(sum(w * (1.0 - fit.no_change) for w, (_, fit) in zip(weights, fits, strict=True)))
    model, best = fits[int(np.argmax(weights))]
    index = tuple(int(i) for i in best.most_probable()) if some >= REPORTED else ()
    total = float(evidence.max() + math.log(np.exp(evidence - evidence.max()).sum()))
    return Changepoints(
        index=index,
        probability=tuple(_share(draws, index, k, values.size) for k in range(len(index))),
        any_probability=some,
        posterior=posterior,
        model=str(model),
        evidence=total,
        n=values.size,
        draws=tuple(draws),
    )


def _fits(values: NDArray[np.float64], kind: Kind) -> Iterator[tuple[Model, Posterior]]:
    seen = np.isfinite(values).astype(np.float64)
    filled = np.where(seen > 0, values, 0.0)
    for model in _models(kind):
        table = np.empty((values.size, values.size))
        if model.shape == "counts":
            segments.counts(filled, seen, model.noise, float(filled[seen > 0].mean()), table)
        else:
            centre, spread, noise = _scales(values, model.noise)
            segments.gaussian(filled, seen, model.noise, model.shape == "trend", centre, spread, noise, _STEADY, table)
        yield model, infer(table, least=_least(model.shape, values.size))


def _least(shape: str, n: int) -> int:
    return max(_LEAST[shape], round(_ROOT * math.sqrt(n)))


def _models(kind: Kind) -> list[Model]:
    if kind == "counts":
        return [Model("counts", size) for size in _SIZES]
    if kind == "level":
        return [Model("level", 0.0)]
    shapes: tuple[Literal["level", "trend"], ...] = ("trend",) if kind == "trend" else ("level", "trend")
    return [Model(shape, phi) for shape in shapes for phi in _PHI]


def _scales(values: NDArray[np.float64], phi: float) -> tuple[float, float, float]:
    """Centre and spread of the data, and the noise that is left when neighbours are compared."""
    known = values[np.isfinite(values)]
    spread = float(np.std(known))
    steps = np.diff(known)
    noise = float(np.median(np.abs(steps - np.median(steps)))) / 0.6745
    noise /= math.sqrt(2.0 * (1.0 - phi)) if phi < 0.9 else 1.0
    return float(np.median(known)), spread, max(noise, 0.02 * spread)


def _long(values: NDArray[np.float64], kind: Kind, seed: int) -> Changepoints:
    """Cut a long series into blocks, find the changes between blocks, and place each within its neighbourhood."""
    width = math.ceil(values.size / BLOCKS)
    edges = np.arange(0, values.size, width)
    with np.errstate(invalid="ignore"):
        seen = np.isfinite(values)
        number = np.add.reduceat(seen.astype(float), edges)
        means = np.add.reduceat(np.where(seen, values, 0.0), edges) / np.where(number > 0, number, np.nan)
    rng = np.random.default_rng(seed)
    coarse = _exact(means, "level" if kind == "counts" else kind, rng)
    index, probability, posterior = [], [], np.zeros(values.size)
    for k, block in enumerate(coarse.index):
        low, high = max(0, (block - 2) * width), min(values.size, (block + 2) * width)
        near = _two_levels(values[low:high])
        index.append(low + int(np.argmax(near)))
        probability.append(coarse.probability[k])
        posterior[low:high] += near * coarse.probability[k]
    unique = sorted(set(index))
    return Changepoints(
        index=tuple(unique),
        probability=tuple(probability[index.index(place)] for place in unique),
        any_probability=coarse.any_probability,
        posterior=posterior,
        model=f"{coarse.model}, on means of {width} points",
        evidence=coarse.evidence,
        n=values.size,
        draws=tuple(np.minimum(draw * width, values.size - 1) for draw in coarse.draws),
        exact=False,
    )


def _two_levels(values: NDArray[np.float64]) -> Floats:
    """The probability of each place for one change of level within a short stretch."""
    known = np.where(np.isfinite(values), values, np.nanmean(values))
    n = known.size
    left, total = np.cumsum(known)[:-1], known.sum()
    size = np.arange(1, n)
    gain = left**2 / size + (total - left) ** 2 / (n - size) - total**2 / n
    rest = np.maximum(((known - known.mean()) ** 2).sum() - gain, 1e-12)
    score = np.concatenate([[-np.inf], -0.5 * (n - 2) * np.log(rest)])
    weights = np.exp(score - score.max())
    return np.asarray(weights / weights.sum())


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
