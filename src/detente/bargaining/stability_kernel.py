"""The compiled passes behind R, GMR and SMR: one sweep along each option's bit instead of a walk over moves.

A state is a number whose bit k says whether option k is taken. ``ways`` gives, for each option, 0 where it may be
taken and given up again, 1 where it may only be taken, 2 where it may only be given up. Since a decision maker may
change several options at once, what it can reach is the whole block of its options: sweeping its bits one after another
spreads the best (or the worst) of every block in k steps of 2^n. Infeasible states are passed over, never stopped at.
"""

from __future__ import annotations

import numba
import numpy as np
from numpy.typing import NDArray

Bits = NDArray[np.int64]
Flags = NDArray[np.bool_]
Ranks = NDArray[np.int32]

FAR = np.int32(2**31 - 1)


@numba.njit(cache=True, nogil=True)
def spread_best(value: Ranks, bits: Bits, ways: Bits) -> None:
    """Give each state the largest value that moves along ``bits`` can reach from it, itself included."""
    for k in range(len(bits)):
        step, way = 1 << bits[k], ways[k]
        for block in range(0, len(value), 2 * step):
            for low in range(block, block + step):
                high = low + step
                if way == 0:
                    best = max(value[low], value[high])
                    value[low] = best
                    value[high] = best
                elif way == 1:
                    value[low] = max(value[low], value[high])
                else:
                    value[high] = max(value[low], value[high])


@numba.njit(cache=True, nogil=True)
def spread_worst(value: Ranks, bits: Bits, ways: Bits) -> None:
    """Give each state the smallest value that moves along ``bits`` can reach from it, itself included."""
    for k in range(len(bits)):
        step, way = 1 << bits[k], ways[k]
        for block in range(0, len(value), 2 * step):
            for low in range(block, block + step):
                high = low + step
                if way == 0:
                    worst = min(value[low], value[high])
                    value[low] = worst
                    value[high] = worst
                elif way == 1:
                    value[low] = min(value[low], value[high])
                else:
                    value[high] = min(value[low], value[high])


@numba.njit(cache=True, nogil=True)
def best_by(value: Ranks, bits: Bits, ways: Bits, shut: Flags) -> Ranks:
    """Return the best value one decision maker can move to, staying included; ``shut`` states it cannot leave or enter.

    ``shut`` is empty where nothing is. Infeasible states hold 0, so that nothing is gained there.
    """
    found = value.copy()
    if len(shut) == 0:
        spread_best(found, bits, ways)
        return found
    found[shut] = 0
    spread_best(found, bits, ways)
    found[shut] = value[shut]
    return found


@numba.njit(cache=True, nogil=True)
def worst_by_all(
    value: Ranks, feasible: Flags, whole: bool, starts: Bits, bits: Bits, ways: Bits, me: int, shut: Flags
) -> Ranks:
    """Return the worst value that the decision makers other than ``me`` can bring about by any sequence of moves.

    Decision maker j owns ``bits[starts[j]:starts[j + 1]]``; ``shut`` has one row each, or none. Where every state is
    feasible (``whole``) and nothing is shut, moves of different owners commute and one sweep is enough; otherwise the
    owners take turns until nothing changes.
    """
    found = value.copy()
    if not whole:
        found[~feasible] = FAR
    owners = len(starts) - 1
    free = whole and len(shut) == 0
    turns = 0
    for j in range(owners):
        turns += j != me
    changed = True
    while changed:
        changed = False
        for j in range(owners):
            if j == me:
                continue
            before = found.copy() if not free else found
            if len(shut) > 0:
                found[shut[j]] = FAR
            spread_worst(found, bits[starts[j] : starts[j + 1]], ways[starts[j] : starts[j + 1]])
            if free:
                continue
            for state in range(len(found)):
                if not feasible[state]:
                    found[state] = FAR
                elif len(shut) > 0 and shut[j, state]:
                    found[state] = before[state]
                elif found[state] != before[state]:
                    changed = True
        if turns == 1:
            break
    return found


@numba.njit(cache=True, nogil=True)
def none_better(rank: Ranks, outcome: Ranks, feasible: Flags, bits: Bits, ways: Bits, shut: Flags) -> Flags:
    """Return the states from which no move of a decision maker leads where even the worst ``outcome`` betters it.

    ``outcome`` is at most ``rank`` wherever the rank itself is no better than where one came from.
    """
    held = np.zeros(len(rank), dtype=np.int32)
    for state in range(len(rank)):
        if feasible[state]:
            held[state] = min(rank[state], outcome[state])
    best = best_by(held, bits, ways, shut)
    found = np.zeros(len(rank), dtype=np.bool_)
    for state in range(len(rank)):
        found[state] = feasible[state] and best[state] <= rank[state]
    return found
