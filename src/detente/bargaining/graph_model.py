"""A conflict compiled: its feasible states, who moves which bit which way, and how each ranks the states.

A state is a number whose bit k says whether option k is taken; arrays run over all 2^n such numbers.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from detente.bargaining.conditions import Clause
from detente.errors import TooLarge

Flags = NDArray[np.bool_]
Ranks = NDArray[np.int32]
Bits = NDArray[np.int64]

WAYS = {"both": 0, "fwd": 1, "back": 2}
_WIDTH = 20
_NO_FLAGS: Flags = np.zeros(0, dtype=np.bool_)


def _columns(alternatives: Iterable[Clause]) -> tuple[Bits, Bits]:
    pairs = list(alternatives)
    masks = np.array([mask for mask, _ in pairs], dtype=np.int64)
    return masks, np.array([value for _, value in pairs], dtype=np.int64)


_ALONE = 1 << 14  # below, threads cost more than they save
T = TypeVar("T")


def each_of(count: int, work: Callable[[int], T], *, size: int) -> list[T]:
    """Return the work done for each of ``count`` decision makers, in two threads where states are many."""
    if size < _ALONE:
        return [work(me) for me in range(count)]
    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(work, range(count)))


def free_of(bits: int, alternatives: Iterable[Clause]) -> Flags:
    """Return, for each of 2^bits states, whether it meets none of the alternatives."""
    from detente.bargaining.preference_kernel import unmet

    masks, values = _columns(alternatives)
    free: Flags = unmet(bits, masks, values)
    return free


def ranks_of(feasible: Flags, statements: Sequence[tuple[Clause, ...]]) -> Ranks:
    """Return the ranks (1 the worst, ties alike, 0 infeasible) that statements give, most important first."""
    from detente.bargaining.preference_kernel import dense, scores

    rank = feasible.astype(np.int32)
    for at in range(0, len(statements), _WIDTH):
        part = statements[at : at + _WIDTH]
        starts = np.cumsum([0, *(len(alternatives) for alternatives in part)], dtype=np.int64)
        masks, values = _columns(clause for alternatives in part for clause in alternatives)
        score = scores(feasible, starts, masks, values)
        if at:
            # Each further batch of statements only parts states that those before hold equal.
            score[feasible] += (rank[feasible].astype(np.int64) - 1) << len(part)
            _, level = np.unique(score[feasible], return_inverse=True)
            score[feasible] = level
        rank = dense(score, int(score.max()))
    return rank


@dataclass(frozen=True, eq=False)
class GraphModel:
    """The graph model of a conflict: ``ranks[i]`` over all 2^n states, 0 where a state is not feasible.

    ``owned[i]`` are the bits of decision maker i, ``ways`` says of each bit whether it may be taken and given up (0),
    only taken (1), only given up (2). ``hidden`` has a row a decision maker of the states it misperceives, or no row.
    """

    bits: int
    feasible: Flags
    ways: tuple[int, ...]
    owned: tuple[tuple[int, ...], ...]
    ranks: Ranks
    hidden: Flags = field(default_factory=lambda: np.zeros((0, 0), dtype=np.bool_))

    @property
    def size(self) -> int:
        """How many decision makers there are."""
        return len(self.owned)

    @cached_property
    def states(self) -> NDArray[np.int64]:
        """The feasible states in ascending order; the state numbered k is ``states[k - 1]``."""
        return np.flatnonzero(self.feasible)

    @cached_property
    def whole(self) -> bool:
        """Whether every combination of options is feasible."""
        return bool(self.feasible.all())

    def shut(self, mover: int) -> Flags:
        """Return the states that a decision maker can neither leave nor enter; empty where there is none."""
        return self.hidden[mover] if len(self.hidden) else _NO_FLAGS

    def bits_of(self, movers: Iterable[int]) -> tuple[Bits, Bits, Bits]:
        """Return (starts, bits, ways) of some decision makers, one after another."""
        owners = [self.owned[mover] for mover in movers]
        starts = np.cumsum([0, *map(len, owners)], dtype=np.int64)
        bits = np.array([bit for owner in owners for bit in owner], dtype=np.int64)
        return starts, bits, np.array([self.ways[bit] for bit in bits], dtype=np.int64)

    def number(self, state: int) -> int:
        """Return the number, from 1, of a feasible state."""
        return int(np.searchsorted(self.states, state)) + 1

    def numbers(self, flags: Flags) -> tuple[int, ...]:
        """Return the numbers, from 1, of the feasible states that are flagged."""
        return tuple(int(k) + 1 for k in np.flatnonzero(flags[self.states]))

    def moves(self, mover: int, state: int) -> list[int]:
        """Return the states that a decision maker can move to by itself, ascending."""
        if len(self.hidden) and self.hidden[mover, state]:
            return []
        reached = [state]
        for bit in self.owned[mover]:
            taken, way = state >> bit & 1, self.ways[bit]
            if way == 0 or way == (2 if taken else 1):
                reached += [other ^ (1 << bit) for other in reached]
        shut = self.shut(mover)
        return sorted(
            int(other)
            for other in reached
            if other != state and self.feasible[other] and not (len(shut) and shut[other])
        )

    def improvements(self, mover: int, state: int) -> list[int]:
        """Return the moves of a decision maker to states that it prefers."""
        rank = self.ranks[mover]
        return [other for other in self.moves(mover, state) if rank[other] > rank[state]]

    def search(
        self, start: int, movers: Iterable[int], *, improving: bool = False
    ) -> Iterator[tuple[int, tuple[tuple[int, int], ...]]]:
        """Yield the states that legal sequences of some decision makers reach, nearest first, with a shortest path.

        A path is pairs (mover, state). On none does one mover move twice in a row: its two moves would make one.
        """
        team = tuple(movers)
        step = self.improvements if improving else self.moves
        paths: dict[int, tuple[tuple[int, int], ...]] = {start: ()}
        queue = deque([start])
        while queue:
            state = queue.popleft()
            if state != start:
                yield state, paths[state]
            for mover in team:
                for other in step(mover, state):
                    if other not in paths:
                        paths[other] = (*paths[state], (mover, other))
                        queue.append(other)


def memory_needed(bits: int, decision_makers: int) -> int:
    """Return about how many bytes a full analysis of 2^bits states holds at once."""
    return (1 << bits) * (16 * decision_makers + 64)


def require_room(bits: int, decision_makers: int, *, gigabytes: float) -> None:
    """Refuse a conflict that would not fit. Raises TooLarge, saying what it needs and what can be asked instead."""
    needed = memory_needed(bits, decision_makers) / 1e9
    if needed > gigabytes:
        raise TooLarge(
            f"2^{bits} states of {decision_makers} decision makers need about {needed:,.1f} GB in full, over the "
            f"{gigabytes:g} GB allowed; hold some options still with conflict.reduced({{option: 'Y' or 'N'}}), or ask "
            f"about states drawn at random with conflict.sampled(rng)"
        )


def satisfiable(alternatives: Sequence[Clause]) -> int | None:
    """Return some state that meets none of the alternatives, or None; found by branching, not by listing states."""

    def settle(state: int, fixed: int, left: list[Clause]) -> int | None:
        left = [(mask, value) for mask, value in left if not (state ^ value) & mask & fixed]
        if not left:
            return state
        mask, value = min(left, key=lambda clause: ((clause[0] & ~fixed).bit_count(), clause))
        open_bits = mask & ~fixed
        if not open_bits:
            return None
        bit = open_bits & -open_bits
        for taken in (bit & ~value, bit & value):
            found = settle(state | taken, fixed | bit, left)
            if found is not None:
                return found
        return None

    return settle(0, 0, list(alternatives))
