"""The compiled search behind SEQ: the worst that the others' improvements can lead to, found backwards.

States are taken from the worst upwards in the ranks of the decision maker in focus, and every state from which a chain
of improvements of the others leads there is labelled with that rank, once. What an owner could have come from lies in
rows: states that differ only in its two-way options, kept in order of its own ranks. A row is read from its worst state
up and a mark remembers how far, so that no state is met twice. One-way options give a row for each pattern of them, and
a state is entered from the rows whose pattern allows it.
"""

from __future__ import annotations

import numba
import numpy as np
from numpy.typing import NDArray

Bits = NDArray[np.int64]
Flags = NDArray[np.bool_]
Ranks = NDArray[np.int32]

END = np.int64(2**62)
LOWER = np.int64(2**32 - 1)


@numba.njit(cache=True, nogil=True)
def by_rank(rank: Ranks) -> Ranks:
    """Return the feasible states (rank above 0) from the worst to the best, ties by number."""
    top = 0
    for each in rank:
        top = max(top, each)
    start = np.zeros(top + 2, dtype=np.int64)
    for each in rank:
        if each > 0:
            start[each + 1] += 1
    for k in range(1, top + 2):
        start[k] += start[k - 1]
    order = np.empty(start[top + 1], dtype=np.int32)
    for state in range(len(rank)):
        if rank[state] > 0:
            order[start[rank[state]]] = state
            start[rank[state]] += 1
    return order


@numba.njit(cache=True, nogil=True)
def within(bits: Bits) -> Bits:
    """Return every pattern of the given bits, in ascending order."""
    found = np.zeros(1 << len(bits), dtype=np.int64)
    for k in range(len(found)):
        for b in range(len(bits)):
            if k >> b & 1:
                found[k] |= 1 << bits[b]
    return found


@numba.njit(cache=True, nogil=True)
def rows_by_rank(order: Ranks, rank: Ranks, slots: Bits, shut: Flags) -> Bits:
    """Return the states of each row from worst to best, each with its rank in the upper half of the number.

    A row is the states that agree outside ``slots`` (the patterns of the two-way options). Its k-th state is kept at
    the row's base with pattern k; what is left of a row holds ``END``. ``shut`` states stand in no row.
    """
    held = np.zeros(len(rank), dtype=np.int32)
    rows = np.full(len(rank), END, dtype=np.int64)
    base = ~slots[-1]
    for state in order:
        if len(shut) == 0 or not shut[state]:
            row = state & base
            rows[row | slots[held[row]]] = np.int64(rank[state]) << 32 | np.int64(state)
            held[row] += 1
    return rows


@numba.njit(cache=True, nogil=True)
def worst_by_improvements(
    order: Ranks,
    me: int,
    ranks: Ranks,
    slots: Bits,
    slot_starts: Bits,
    passes: Bits,
    pass_starts: Bits,
    takes: Bits,
    rows: Bits,
    shut: Flags,
) -> Ranks:
    """Return the worst rank that chains of improvements of the others can lead to from each state, itself included.

    ``order`` is that of the decision maker in focus, ``me``. ``ranks`` has a row a state, a column a decision maker.
    For owner j, ``slots`` are its two-way patterns, ``passes`` the patterns of its one-way options, of which those in
    ``takes[j]`` may only be taken, ``rows[j]`` its rows.
    """
    size, owners = ranks.shape
    label = np.zeros(size, dtype=np.int32)
    read = np.zeros((owners, size), dtype=np.int32)
    stack = np.empty(len(order), dtype=np.int32)
    for first in order:
        if label[first]:
            continue
        worst = ranks[first, me]
        label[first] = worst
        stack[0] = first
        depth = 1
        while depth:
            depth -= 1
            state = stack[depth]
            for j in range(owners):
                if j == me or (len(shut) > 0 and shut[j, state]):
                    continue
                mine = slots[slot_starts[j] : slot_starts[j + 1]]
                oneway = passes[pass_starts[j + 1] - 1]
                here = state & oneway
                outside = state & ~(oneway | mine[-1])
                bound = np.int64(ranks[state, j]) << 32
                for p in range(pass_starts[j], pass_starts[j + 1]):
                    # Before the move, an option that may only be taken was at most as it is now; the others at least.
                    before = passes[p]
                    changed = before ^ here
                    if changed & takes[j] & ~here or changed & ~takes[j] & here:
                        continue
                    row = outside | before
                    at = read[j, row]
                    while at < len(mine):
                        entry = rows[j, row | mine[at]]
                        if entry >= bound:
                            break
                        at += 1
                        other = entry & LOWER
                        if label[other] == 0:
                            label[other] = worst
                            stack[depth] = other
                            depth += 1
                    read[j, row] = at
    return label
