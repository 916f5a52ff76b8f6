"""Log marginal likelihoods of one segment, its parameters integrated out: the bricks of a segmentation.

Each function fills ``out[r, l]`` with the evidence of the segment that begins at cell ``first + r`` and has ``l + 1``
cells. All are conjugate, so a segment costs the same however long it is.

Gaussian levels and trends with white or AR(1) noise: normal-inverse-gamma (Bernardo and Smith 1994). Counts:
negative binomial with a beta prior on its success probability. Mixes: Dirichlet-multinomial.
"""

from __future__ import annotations

import math

import numba
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_LOG_2PI = math.log(2.0 * math.pi)
_STEEP = 25.0  # a trend may cross the whole spread of the data within a fifth of the series: 1 / 0.2 ** 2


@numba.njit(cache=True, nogil=True)
def whiten(y: Floats, phi: float, span: int, starts: Ints, inner: Floats, opening: Floats) -> None:
    """Sum the whitened products of a series over cells; see `GaussianCells` for the columns. NaN is a gap."""
    last, gap, begun, cell, fresh = 0.0, 0, False, -1, False
    for t in range(y.size):
        if cell + 1 < starts.size and t == starts[cell + 1]:
            cell += 1
            fresh = True
        if begun:
            gap += 1
        if not np.isfinite(y[t]):
            continue
        # Across a gap of g steps the correlation falls to phi ** g and the innovation grows to match.
        corr = phi**gap if begun and phi > 0.0 else 0.0
        if fresh:
            opening[cell, :] = 0.0
            _add(opening[cell], y[t], t / span, math.sqrt(1.0 - phi * phi), 0.0, 0.0, 0.0)
        root = math.sqrt((1.0 - phi * phi) / (1.0 - corr * corr)) if phi > 0.0 else 1.0
        _add(inner[cell], y[t], t / span, root, corr, last, (t - gap) / span)
        if not fresh:
            _add(opening[cell], y[t], t / span, root, corr, last, (t - gap) / span)
        fresh, begun, last, gap = False, True, y[t], 0


@numba.njit(cache=True, nogil=True)
def _add(sums: Floats, value: float, time: float, root: float, corr: float, last: float, then: float) -> None:
    u, v, z = root * (1.0 - corr), root * (time - corr * then), root * (value - corr * last)
    sums[0] += u * u
    sums[1] += u * z
    sums[2] += z * z
    sums[3] += u * v
    sums[4] += v * v
    sums[5] += v * z
    sums[6] += math.log(root)
    sums[7] += 1.0


def gaussian_constant(most: int, shape: float, scale: float) -> Floats:
    """Return, for 0 to ``most`` values, the part of the log evidence that depends on their number only."""
    out = np.empty(most + 1)
    _gaussian_constant(shape, scale, out)
    return out


@numba.njit(cache=True, nogil=True)
def _gaussian_constant(shape: float, scale: float, out: Floats) -> None:
    for count in range(out.size):
        out[count] = (
            shape * math.log(scale) + math.lgamma(shape + 0.5 * count) - math.lgamma(shape) - 0.5 * count * _LOG_2PI
        )


@numba.njit(cache=True, nogil=True, fastmath=True)
def gaussian(
    inner: Floats,
    opening: Floats,
    starts: Ints,
    trend: bool,
    ratio: float,
    scale: float,
    shape: float,
    span: float,
    first: int,
    constant: Floats,
    out: Floats,
) -> None:
    """Level (or level and trend) with AR(1) noise, on cells; ``ratio`` is the noise's variance over the level's."""
    cells = inner.shape[0]
    log_prior = 0.5 * math.log(ratio) + (0.5 * math.log(ratio / _STEEP) if trend else 0.0)
    for row in range(out.shape[0]):
        begin = starts[first + row] / span
        a11, a12, a22 = ratio, 0.0, (ratio / _STEEP if trend else 1.0)
        b1, b2, square, jacobian, count = 0.0, 0.0, 0.0, 0.0, 0
        for length in range(cells - first - row):
            cell = first + row + length
            if inner[cell, 7] > 0.0:
                sums = opening if count == 0 else inner
                uu, uz = sums[cell, 0], sums[cell, 1]
                a11 += uu
                b1 += uz
                square += sums[cell, 2]
                jacobian += sums[cell, 6]
                count += int(sums[cell, 7])
                if trend:
                    # Time runs from the start of the segment.
                    a12 += sums[cell, 3] - begin * uu
                    a22 += sums[cell, 4] - 2.0 * begin * sums[cell, 3] + begin * begin * uu
                    b2 += sums[cell, 5] - begin * uz
            if trend:
                determinant = a11 * a22 - a12 * a12
                fitted = (b1 * b1 * a22 - 2.0 * b1 * b2 * a12 + b2 * b2 * a11) / determinant
            else:
                determinant = a11
                fitted = b1 * b1 / a11
            rest = scale + 0.5 * max(0.0, square - fitted)
            out[row, length] = (
                log_prior
                - 0.5 * math.log(determinant)
                - (shape + 0.5 * count) * math.log(rest)
                + constant[count]
                + jacobian
            )


@numba.njit(cache=True, nogil=True)
def _log_gamma(x: float) -> float:
    """Stirling's series, for x > 0; the library's own takes four times as long."""
    shift = 0.0
    if x < 10.0:
        product = 1.0
        while x < 10.0:
            product *= x
            x += 1.0
        shift = math.log(product)
    inverse = 1.0 / x
    square = inverse * inverse
    tail = inverse * (1.0 / 12.0 - square * (1.0 / 360.0 - square * (1.0 / 1260.0 - square / 1680.0)))
    return (x - 0.5) * math.log(x) - x + 0.5 * _LOG_2PI + tail - shift


def log_gammas(start: float, step: float, number: int) -> Floats:
    """Return log gamma at ``start``, ``start + step`` ... , ``number`` values of it."""
    out = np.empty(number)
    _log_gammas(start, step, out)
    return out


@numba.njit(cache=True, nogil=True)
def _log_gammas(start: float, step: float, out: Floats) -> None:
    for k in range(out.size):
        out[k] = _log_gamma(start + step * k)


@numba.njit(cache=True, nogil=True)
def counts(total: Floats, number: Floats, own: Floats, size: float, mean: float, first: int, out: Floats) -> None:
    """Negative binomial counts with dispersion ``size`` (variance = mean + mean**2 / size), on cells.

    The level's prior is worth one observation of ``mean``; its beta form is conjugate.
    """
    cells = total.size
    alpha, beta = 1.0 + size, mean
    prior = math.lgamma(alpha + beta) - math.lgamma(alpha) - math.lgamma(beta)
    for row in range(out.shape[0]):
        events, seen, apart = 0.0, 0.0, 0.0
        for length in range(cells - first - row):
            cell = first + row + length
            events += total[cell]
            seen += number[cell]
            apart += own[cell]
            a, b = alpha + size * seen, beta + events
            out[row, length] = prior + _log_gamma(a) + _log_gamma(b) - _log_gamma(a + b) + apart


@numba.njit(cache=True, nogil=True)
def counts_by_table(
    total: Floats, number: Floats, own: Floats, size: float, prior: float,
    of_seen: Floats, of_events: Floats, of_both: Floats, first: int, out: Floats,
) -> None:  # fmt: skip
    """The same from tables of log gamma, by values seen, by events, and by halves of both."""
    cells = total.size
    for row in range(out.shape[0]):
        events, seen, apart = 0.0, 0.0, prior
        for length in range(cells - first - row):
            cell = first + row + length
            events += total[cell]
            seen += number[cell]
            apart += own[cell]
            both = int(2.0 * (size * seen + events))
            out[row, length] = of_seen[int(seen)] + of_events[int(events)] - of_both[both] + apart


@numba.njit(cache=True, fastmath=True)
def mixes(table: Floats, strength: Floats, out: Floats) -> None:
    """Dirichlet-multinomial: each step holds counts of classes; a segment has one mix. ``strength``: the prior."""
    n, classes = table.shape
    whole = strength.sum()
    for i in range(n):
        sums = np.zeros(classes)
        for length in range(n - i):
            for c in range(classes):
                sums[c] += table[i + length, c]
            number = sums.sum()
            value = math.lgamma(whole) - math.lgamma(whole + number)
            for c in range(classes):
                if sums[c] > 0.0:
                    value += math.lgamma(strength[c] + sums[c]) - math.lgamma(strength[c])
            out[i, length] = value
