"""The compiled loops that turn conditions into the feasible states and ranks of a conflict."""

from __future__ import annotations

import numba
import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Ranks = NDArray[np.int32]


@numba.njit(cache=True, nogil=True)
def unmet(bits: int, masks: Ints, values: Ints) -> NDArray[np.bool_]:
    """Return, for each of 2^bits states, whether it meets none of the alternatives (mask, value)."""
    count = 1 << bits
    free = np.ones(count, dtype=np.bool_)
    for k in range(len(masks)):
        mask, value = masks[k], values[k]
        for state in range(count):
            if state & mask == value:
                free[state] = False
    return free


@numba.njit(cache=True, nogil=True)
def scores(feasible: NDArray[np.bool_], starts: Ints, masks: Ints, values: Ints) -> Ints:
    """Return, for each state, a binary number with a digit a statement, the first the most significant.

    Statement k holds where one of the alternatives ``starts[k]:starts[k + 1]`` is met. Infeasible states get -1.
    """
    found = np.full(len(feasible), -1, dtype=np.int64)
    for state in range(len(feasible)):
        if feasible[state]:
            score = 0
            for k in range(len(starts) - 1):
                score <<= 1
                for c in range(starts[k], starts[k + 1]):
                    if state & masks[c] == values[c]:
                        score |= 1
                        break
            found[state] = score
    return found


@numba.njit(cache=True, nogil=True)
def dense(score: Ints, top: int) -> Ranks:
    """Return ranks 1, 2, ... of scores 0..top, ties alike; a negative score has rank 0."""
    rank = np.zeros(top + 1, dtype=np.int32)
    for each in score:
        if each >= 0:
            rank[each] = 1
    total = 0
    for value in range(top + 1):
        if rank[value]:
            total += 1
            rank[value] = total
    found = np.zeros(len(score), dtype=np.int32)
    for k in range(len(score)):
        if score[k] >= 0:
            found[k] = rank[score[k]]
    return found
