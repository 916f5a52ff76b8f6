"""Log marginal likelihoods of one segment, its parameters integrated out: the bricks of a segmentation.

Each function fills ``out[i, l]`` with the evidence of the segment that starts at step ``i`` and has ``l + 1`` steps,
for ``l < n - i``. All are conjugate, so a segment costs the same however long it is.

Gaussian levels and trends with white or AR(1) noise: normal-inverse-gamma (Bernardo and Smith 1994). Counts:
negative binomial with a beta prior on its success probability. Mixes: Dirichlet-multinomial.
"""

from __future__ import annotations

import math

import numba
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_LOG_PI = math.log(math.pi)


@numba.njit(cache=True, fastmath=True)
def gaussian(
    y: Floats,
    seen: Floats,
    phi: float,
    trend: bool,
    centre: float,
    spread: float,
    noise: float,
    shape: float,
    out: Floats,
) -> None:
    """Level (or level and trend) with AR(1) noise of strength ``phi``; ``seen`` is 0 where a step has no value.

    ``centre`` and ``spread`` place the prior of the level, ``noise`` the prior of the noise's standard deviation.
    """
    n = y.size
    scale = shape * noise * noise
    ratio = (noise / spread) ** 2
    for i in range(n):
        # Prior precision in units of the noise; a trend may cross the whole spread of the data within a fifth of it.
        a11, a12, a22 = ratio, 0.0, (ratio / 25.0 if trend else 1.0)
        b1, b2, square, count, jacobian = 0.0, 0.0, 0.0, 0, 0.0
        log_prior = 0.5 * math.log(a11) + (0.5 * math.log(a22) if trend else 0.0)
        last, gap = 0.0, 0
        for length in range(n - i):
            t = i + length
            if seen[t] > 0.0:
                value = y[t] - centre
                # Across a gap of g steps the correlation falls to phi ** g and the innovation grows to match.
                corr = phi**gap if gap > 0 else 0.0
                weight = (1.0 - phi * phi) / (1.0 - corr * corr) if phi > 0.0 else 1.0
                root = math.sqrt(weight)
                x1 = root * (1.0 - corr)
                z = root * (value - corr * last)
                if trend:
                    here, there = length / n, (length - gap) / n
                    x2 = root * (here - corr * there)
                    a12 += x1 * x2
                    a22 += x2 * x2
                    b2 += x2 * z
                a11 += x1 * x1
                b1 += x1 * z
                square += z * z
                jacobian += 0.5 * math.log(weight)
                count += 1
                last, gap = value, 0
            if count > 0:
                gap += 1
            if count == 0:
                out[i, length] = 0.0
                continue
            determinant = a11 * a22 - a12 * a12
            fitted = (b1 * b1 * a22 - 2.0 * b1 * b2 * a12 + b2 * b2 * a11) / determinant
            rest = scale + 0.5 * max(0.0, square - fitted)
            post = shape + 0.5 * count
            out[i, length] = (
                log_prior
                - 0.5 * math.log(determinant if trend else a11)
                + shape * math.log(scale)
                - post * math.log(rest)
                + math.lgamma(post)
                - math.lgamma(shape)
                - 0.5 * count * (_LOG_PI + math.log(2.0))
                + jacobian
            )


@numba.njit(cache=True, fastmath=True)
def counts(y: Floats, seen: Floats, size: float, mean: float, out: Floats) -> None:
    """Negative binomial counts with dispersion ``size`` (variance = mean + mean**2 / size).

    The level's prior is worth one observation of ``mean``; its beta form is conjugate.
    """
    n = y.size
    alpha, beta = 1.0 + size, max(mean, 0.1)
    prior = math.lgamma(alpha + beta) - math.lgamma(alpha) - math.lgamma(beta)
    own = np.zeros(n)
    for t in range(n):
        if seen[t] > 0.0:
            own[t] = math.lgamma(y[t] + size) - math.lgamma(size) - math.lgamma(y[t] + 1.0)
    for i in range(n):
        total, number, apart = 0.0, 0.0, 0.0
        for length in range(n - i):
            t = i + length
            if seen[t] > 0.0:
                total += y[t]
                number += 1.0
                apart += own[t]
            a, b = alpha + size * number, beta + total
            out[i, length] = prior + math.lgamma(a) + math.lgamma(b) - math.lgamma(a + b) + apart


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
