"""Every circular shift of one record against another, by the fast Fourier transform."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Shifts:
    """Exposure of acts to causes, under every shift of the causes; shift 0 is the record as it is.

    ``exposure[l, d]`` is 1 where lag l before day d holds a cause, or more of them than usual; ``counts[k, d]`` holds
    the acts of part k on day d, ``inside[l, k, s]`` the exposed acts of part k under shift s, and ``weight[l, s]`` the
    sum over parts of exposed x unexposed / all: what the variance of an exposed sum grows with.
    """

    exposure: Floats
    counts: Floats
    inside: Floats
    weight: Floats

    @classmethod
    def of(cls, causes: Floats, counts: Floats, *, stretch: int, lags: int) -> Shifts:
        """Expose acts to causes: where a stretch holds more of them than the middle one of all stretches does.

        ``causes[d]`` counts them by day, and the window is closed to a circle. Where fewer than half of the stretches
        hold any, one cause exposes; in a dense record it takes more than usual.
        """
        n = causes.size
        running = np.cumsum(np.r_[0.0, np.tile(causes, 2)])
        day = np.arange(n, 2 * n)
        near = [1 + lag * stretch for lag in range(lags)]
        held = np.array([running[day - a + 1] - running[day - a - stretch + 1] for a in near])
        exposure = (held > np.median(held, axis=1, keepdims=True)).astype(float)
        inside = np.rint(np.array([_turned(counts, row) for row in exposure]))
        total = counts.sum(axis=1)[None, :, None]
        weight = (inside * (total - inside) / np.maximum(total, 1.0)).sum(axis=1)
        return cls(exposure, counts, inside, weight)

    def only(self, lags: Sequence[int]) -> Shifts:
        """Keep some lags."""
        kept = list(lags)
        return replace(self, exposure=self.exposure[kept], inside=self.inside[kept], weight=self.weight[kept])

    def exposed(self, lag: int) -> int:
        """How many acts are exposed at a lag, in the record as it is."""
        return int(self.inside[lag, :, 0].sum())

    def pattern(self, lag: int) -> Floats:
        """The exposure at a lag less its mean in each part, summed over the acts of a day: an effect of size one."""
        total = np.maximum(self.counts.sum(axis=1, keepdims=True), 1.0)
        return np.asarray(self.counts * (self.exposure[lag][None, :] - self.inside[lag, :, :1] / total))

    def pull(self, daily: Floats) -> Floats:
        """The sum of an outcome over exposed acts, by lag and shift; ``daily[k, d]`` adds up to 0 in each part."""
        return np.array([_turned(daily, row).sum(axis=0) for row in self.exposure])

    def correlation(self, pull: Floats) -> Floats:
        """A pull in units in which shifts of different exposure compare; 0 where a shift exposes none or all."""
        safe = np.where(self.weight > 1e-9, self.weight, 1.0)
        return np.asarray(np.where(self.weight > 1e-9, pull / np.sqrt(safe), 0.0))


def rms(values: Floats) -> Floats:
    """The root of the mean square along the last axis; 1 where all is 0, so that it may divide."""
    found = np.sqrt((values**2).mean(axis=-1))
    return np.asarray(np.where(found > 0.0, found, 1.0))


def _turned(daily: Floats, exposure: Floats) -> Floats:
    """Sum ``daily[k, d] * exposure[d - s]`` over the days d, for every shift s."""
    n = exposure.size
    found: Floats = np.fft.irfft(np.fft.rfft(daily) * np.conj(np.fft.rfft(exposure)), n)
    return found
