"""The compiled loop behind frontiers of three and more parties."""

from __future__ import annotations

import numba
import numpy as np
from numpy.typing import NDArray


@numba.njit(cache=True)
def maxima_sorted(grid: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return the undominated, distinct rows of ``grid``, whose rows come in falling order of their sums.

    In that order no row is dominated by a later one, so each is held against the rows kept so far.
    """
    count, parties = grid.shape
    kept = np.empty(count, dtype=np.int64)
    found = 0
    for row in range(count):
        beaten = False
        for k in range(found):
            at = kept[k]
            below = True
            for party in range(parties):
                if grid[row, party] > grid[at, party]:
                    below = False
                    break
            if below:
                beaten = True
                # What beat one row tends to beat the next: keep it in front.
                kept[k] = kept[k // 2]
                kept[k // 2] = at
                break
        if not beaten:
            kept[found] = row
            found += 1
    return np.sort(kept[:found])
