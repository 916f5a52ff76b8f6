"""The compiled loops over many preference profiles of one conflict: ranks, and what is stable under each."""

from __future__ import annotations

import numba
import numpy as np
from numpy.typing import NDArray

from detente.bargaining.sequential_kernel import by_rank, rows_by_rank, worst_by_improvements
from detente.bargaining.stability_kernel import best_by, none_better, worst_by_all

Bits = NDArray[np.int64]
Flags = NDArray[np.bool_]
Ranks = NDArray[np.int32]


@numba.njit(cache=True, nogil=True)
def ranks_by_lists(met: Flags, lists: NDArray[np.int64], feasible: Flags) -> Ranks:
    """Return the ranks over all states under each of many lists of statements, most important first.

    ``met[k, state]`` says where statement k holds. A list names statement k as k + 1, its denial as -(k + 1), and is
    filled up with 0 (at most 62 entries). States are sorted by the least important statement first, each time keeping
    the order so far.
    """
    size = len(feasible)
    found = np.zeros((len(lists), size), dtype=np.int32)
    order, spare = np.empty(size, dtype=np.int32), np.empty(size, dtype=np.int32)
    score = np.empty(size, dtype=np.int64)
    for row in range(len(lists)):
        count = 0
        for state in range(size):
            score[state] = 0
            order[count] = state
            count += feasible[state]
        wanted = lists[row]
        for at in range(len(wanted) - 1, -1, -1):
            if wanted[at] == 0:
                continue
            here = met[abs(wanted[at]) - 1]
            denied = np.int64(wanted[at] < 0)
            digit = len(wanted) - 1 - at
            unmet = holding = np.int64(0)
            for k in range(count):
                state = order[k]
                holds = np.int64(here[state]) ^ denied
                score[state] |= holds << digit
                # Written to both, kept in one: no branch that the processor would guess wrong.
                order[unmet] = state
                spare[holding] = state
                unmet += 1 - holds
                holding += holds
            for k in range(holding):
                order[unmet + k] = spare[k]
        rank = 1
        for k in range(count):
            rank += k > 0 and score[order[k]] != score[order[k - 1]]
            found[row, order[k]] = rank
    return found


@numba.njit(cache=True, nogil=True)
def stable_alone(
    ranks: Ranks, concept: int, me: int, feasible: Flags, whole: bool, starts: Bits, bits: Bits, ways: Bits, shut: Flags
) -> Flags:
    """Return what is stable for a decision maker under each of many rankings of its own: R (0), GMR (1) or SMR (2)."""
    mine, my_ways = bits[starts[me] : starts[me + 1]], ways[starts[me] : starts[me + 1]]
    closed = shut[me] if len(shut) > 0 else np.zeros(0, dtype=np.bool_)
    found = np.empty(ranks.shape, dtype=np.bool_)
    for row in range(len(ranks)):
        outcome = ranks[row]
        if concept == 2:
            outcome = best_by(outcome, mine, my_ways, closed)
        if concept > 0:
            outcome = worst_by_all(outcome, feasible, whole, starts, bits, ways, me, shut)
        found[row] = none_better(ranks[row], outcome, feasible, mine, my_ways, closed)
    return found


@numba.njit(cache=True, nogil=True)
def stable_in_sequence(
    tables: Ranks,
    rows_of: NDArray[np.int64],
    feasible: Flags,
    starts: Bits,
    bits: Bits,
    ways: Bits,
    slots: Bits,
    slot_starts: Bits,
    passes: Bits,
    pass_starts: Bits,
    takes: Bits,
    shut: Flags,
) -> Flags:
    """Return the SEQ-stable states under each of many profiles; ``rows_of[p, i]`` is the row of ``tables`` that i has.

    The answer has a flag a profile, a decision maker and a state.
    """
    count, makers = rows_of.shape
    size = len(feasible)
    found = np.empty((count, makers, size), dtype=np.bool_)
    ranks = np.empty((size, makers), dtype=np.int32)
    rows = np.empty((makers, size), dtype=np.int64)
    for p in range(count):
        for j in range(makers):
            rank = tables[rows_of[p, j]]
            ranks[:, j] = rank
            closed = shut[j] if len(shut) > 0 else np.zeros(0, dtype=np.bool_)
            rows[j] = rows_by_rank(by_rank(rank), rank, slots[slot_starts[j] : slot_starts[j + 1]], closed)
        for me in range(makers):
            rank = tables[rows_of[p, me]]
            closed = shut[me] if len(shut) > 0 else np.zeros(0, dtype=np.bool_)
            outcome = worst_by_improvements(
                by_rank(rank), me, ranks, slots, slot_starts, passes, pass_starts, takes, rows, shut
            )
            mine, my_ways = bits[starts[me] : starts[me + 1]], ways[starts[me] : starts[me + 1]]
            found[p, me] = none_better(rank, outcome, feasible, mine, my_ways, closed)
    return found
