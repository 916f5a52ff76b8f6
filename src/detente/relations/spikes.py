"""Single wild values, told from changes: a change lasts."""

from __future__ import annotations

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from detente.relations.segmentation import Floats

_NEAR, _FAR = 7, 41  # points whose median a value is held against, and whose spread it is measured in
_WILD = 5.0  # standard deviations


def without_spikes(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the series with gaps where single values stand far off from their neighbours.

    A value is wild when it is `_WILD` standard deviations from the running median, as median deviations give them
    for the whole series and for the neighbourhood, whichever is wider (Hampel 1974).

    >>> without_spikes(np.array([0.0, 1, 0, 1, 0, 90, 0, 1, 0, 1, 0]))[4:7]
    array([ 0., nan,  0.])
    """
    known = np.isfinite(values)
    series = values[known]
    if series.size < _NEAR:
        return values
    off = np.abs(series - _running_median(series, _NEAR))
    usual = float(np.median(off[off > 0])) if (off > 0).any() else 0.0
    spread = np.maximum(usual, _running_median(off, min(_FAR, series.size))) / 0.6745
    series = np.where(off > _WILD * spread, np.nan, series)
    found = values.copy()
    found[known] = series
    return found


def _running_median(values: NDArray[np.float64], width: int) -> Floats:
    half = width // 2
    padded = np.pad(values, (half, width - 1 - half), mode="reflect")
    return np.asarray(np.median(sliding_window_view(padded, width), axis=1))
