"""The compiled pass behind large ledgers; see `detente.agreements.lifecycle` for what it computes and why."""

from __future__ import annotations

import numba
import numpy as np
from numpy.typing import NDArray

# Places in lifecycle.STATES, lifecycle.MOVES and bulk.DUTIES; a test holds them to those tables.
NULL, CONDITIONAL, DETACHED, PENDING, SATISFIED, VIOLATED, EXPIRED, TERMINATED = range(8)
CREATE, ANTECEDENT, FAILS, CONSEQUENT, BREACH, CURE, CANCEL, RELEASE, SUSPEND, REACTIVATE = range(10)
ACHIEVE, MAINTAIN, EFFORT = range(3)
NEVER = np.iinfo(np.int64).max
NONE = -1


@numba.njit(cache=True)
def _due(detached: int, by: int, within: int) -> int:
    if within == NEVER:
        return by
    return min(by, detached + within)


@numba.njit(cache=True)
def _one(
    duty: int, conditional: bool, owed: bool, ante_by: int, by: int, within: int,
    at: NDArray[np.int64], known: NDArray[np.int64], move: NDArray[np.int8], now: int,
) -> int:  # fmt: skip
    """Return the state of one commitment at an instant: the machine in one loop, without a call per event.

    Of the facts that wait to be recalled only the first, and whether the deed was done, can matter later.
    """
    state, final, detached, interrupted = NULL, False, 0, NULL
    fact, done = NONE, False
    broken = owed and duty != EFFORT
    held_by = min(ante_by, by)
    for k in range(len(at) + 1):
        last = k == len(at)
        if not last and known[k] > now:
            continue
        when = now if last else at[k]
        for turn in range(2):
            if final:
                return state
            if state == CONDITIONAL and held_by < when:
                return EXPIRED
            if state in (DETACHED, VIOLATED) and _due(detached, by, within) < when:
                if duty == ACHIEVE or state == VIOLATED:
                    return VIOLATED
                return SATISFIED if duty == MAINTAIN else EXPIRED
            if last or turn == 1:
                break
            m = move[k]
            recall = False
            if state == NULL:
                if m == CREATE:
                    state, detached = (CONDITIONAL if conditional else DETACHED), when
                    recall = True
                elif m == CONSEQUENT and duty != MAINTAIN and when <= by:
                    done = True
                    if fact == NONE:
                        fact = m
                elif m in (ANTECEDENT, FAILS) and when <= held_by and fact == NONE:
                    fact = m
            elif state == PENDING:
                if m == RELEASE:
                    return TERMINATED
                if m == REACTIVATE:
                    state, recall = interrupted, True
                elif m == CANCEL or (m == CONSEQUENT and duty != MAINTAIN):
                    limit = held_by if interrupted == CONDITIONAL else _due(detached, by, within)
                    if m == CANCEL or when <= limit:
                        if interrupted == CONDITIONAL and fact == FAILS:
                            return EXPIRED
                        if m == CONSEQUENT:
                            return SATISFIED
                        if interrupted == CONDITIONAL and fact != ANTECEDENT:
                            return TERMINATED
                        return VIOLATED if broken else TERMINATED
                elif m in (ANTECEDENT, FAILS) and when <= held_by and fact == NONE:
                    fact = m
            elif m == CONSEQUENT and duty != MAINTAIN:
                return SATISFIED
            elif m == RELEASE:
                return TERMINATED
            elif state == CONDITIONAL:
                if m == ANTECEDENT:
                    state, detached = DETACHED, when
                elif m == FAILS:
                    return EXPIRED
                elif m == CANCEL:
                    return TERMINATED
                elif m == SUSPEND:
                    state, interrupted, fact = PENDING, CONDITIONAL, NONE
            elif m == CANCEL:
                return VIOLATED if broken else TERMINATED
            elif state == VIOLATED:
                if m == CURE:
                    state = DETACHED
            elif m == BREACH and duty != EFFORT:
                state = VIOLATED
            elif m == SUSPEND:
                state, interrupted, fact = PENDING, DETACHED, NONE
            if recall:
                if state == CONDITIONAL and fact == FAILS:
                    return EXPIRED
                if done:
                    return SATISFIED
                if state == CONDITIONAL and fact == ANTECEDENT:
                    state, detached = DETACHED, when
                fact = NONE
    return state


@numba.njit(cache=True)
def run(
    duty: NDArray[np.int8], conditional: NDArray[np.bool_], owed: NDArray[np.bool_],
    ante_by: NDArray[np.int64], by: NDArray[np.int64], within: NDArray[np.int64],
    first: NDArray[np.int64], at: NDArray[np.int64], known: NDArray[np.int64], move: NDArray[np.int8],
    instants: NDArray[np.int64],
) -> NDArray[np.int8]:  # fmt: skip
    """Return the state of every commitment at every instant."""
    found = np.empty((len(duty), len(instants)), dtype=np.int8)
    for c in range(len(duty)):
        low, high = first[c], first[c + 1]
        for n in range(len(instants)):
            found[c, n] = _one(
                duty[c], conditional[c], owed[c], ante_by[c], by[c], within[c],
                at[low:high], known[low:high], move[low:high], instants[n],
            )  # fmt: skip
    return found
