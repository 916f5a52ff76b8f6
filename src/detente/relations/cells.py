"""Sufficient statistics of a series on cells: single steps, or blocks of many where a series is long.

A change may fall between cells only; within that, evidence is exact, for a block is summed up without loss.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from detente.relations import segments
from detente.relations.segmentation import Floats, Ints

_TABLE = 200_000  # values of log gamma that are worth working out beforehand


@dataclass(frozen=True)
class GaussianCells:
    """A series under levels or trends with AR(1) noise: sums of whitened products by cell.

    ``inner`` holds the sums of a cell that continues a segment, ``opening`` of one that begins it, shape (cells, 8):
    uu, uz, zz, uv, vv, vz, the log Jacobian, and how many values; u whitens a level, v a slope, z the values.
    """

    inner: Floats
    opening: Floats
    starts: Ints
    trend: bool
    ratio: float
    scale: float
    shape: float
    span: float

    def rows(self, first: int, last: int) -> Floats:
        """Return the log evidence of the segments that begin at some cells."""
        out = np.empty((last - first, self.starts.size))
        segments.gaussian(
            self.inner, self.opening, self.starts, self.trend, self.ratio, self.scale, self.shape, self.span,
            first, self._constant, out,
        )  # fmt: skip
        return out

    @property
    def _constant(self) -> Floats:
        """Log evidence that depends on the number of values only."""
        return segments.gaussian_constant(int(self.inner[:, 7].sum()), self.shape, self.scale)


@dataclass(frozen=True)
class CountCells:
    """Counts by cell: their sum, how many values, and what of their evidence no level changes."""

    total: Floats
    number: Floats
    own: Floats
    size: float
    mean: float

    def rows(self, first: int, last: int) -> Floats:
        """Return the log evidence of the segments that begin at some cells."""
        out = np.empty((last - first, self.total.size))
        given = (self.total, self.number, self.own, self.size)
        if self._tables is None:
            segments.counts(*given, self.mean, first, out)
        else:
            segments.counts_by_table(*given, *self._tables, first, out)
        return out

    @cached_property
    def _tables(self) -> tuple[float, Floats, Floats, Floats] | None:
        """The prior's constant and log gamma where it will be asked for, unless that is too much to tabulate."""
        seen, events = int(self.number.sum()), int(self.total.sum())
        both = 2.0 * (self.size * seen + events) + 1
        if both > _TABLE or both != int(both):
            return None
        alpha, beta = 1.0 + self.size, self.mean
        prior = math.lgamma(alpha + beta) - math.lgamma(alpha) - math.lgamma(beta)
        return (
            prior,
            segments.log_gammas(alpha, self.size, seen + 1),
            segments.log_gammas(beta, 1.0, events + 1),
            segments.log_gammas(alpha + beta, 0.5, int(both)),
        )


def gaussian_cells(
    values: NDArray[np.float64],
    starts: Ints,
    *,
    phi: float,
    trend: bool,
    centre: float,
    spread: float,
    noise: float,
    shape: float,
    span: int,
) -> GaussianCells:
    """Sum a series up on cells that begin at ``starts``; NaN is a gap.

    ``phi`` is the strength of the AR(1) noise, ``centre`` and ``spread`` place the prior of the level, ``noise`` that
    of the noise's standard deviation, held with ``shape``; slopes are in units of the level over ``span`` steps.
    """
    inner, opening = np.zeros((starts.size, 8)), np.zeros((starts.size, 8))
    segments.whiten(values - centre, phi, span, starts, inner, opening)
    return GaussianCells(
        inner, opening, starts, trend, (noise / spread) ** 2, shape * noise * noise, shape, float(span)
    )


def count_cells(values: NDArray[np.float64], starts: Ints, *, size: float, mean: float) -> CountCells:
    """Sum counts up on cells that begin at ``starts``.

    ``size`` is the negative binomial's dispersion, ``mean`` places the prior of the level; NaN is a gap.
    """
    from scipy.special import gammaln

    seen = np.isfinite(values)
    filled = np.where(seen, values, 0.0)
    own = np.where(seen, gammaln(filled + size) - math.lgamma(size) - gammaln(filled + 1.0), 0.0)

    def summed(column: NDArray[np.float64]) -> Floats:
        return np.asarray(np.add.reduceat(column, starts))

    return CountCells(summed(filled), summed(seen.astype(np.float64)), summed(own), size, max(mean, 0.1))
