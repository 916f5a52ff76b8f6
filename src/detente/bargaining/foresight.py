"""Stability with foresight: limited moves of a given depth, and its limit, non-myopic stability.

After Kilgour (1984, 1985), Zagare (1984) and Fang, Hipel and Kilgour (1993, ch. 4). A mover looks ``depth`` moves
ahead, takes it that each later mover does the same with what is left, and moves only where it then ends better off.
With over two decision makers the next to move may be any of the others that would move; the mover fears the one whose
move ends worst for it. Among moves that end alike it takes the one to the state with the lowest number.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from detente.bargaining.graph_model import Flags, GraphModel
from detente.bargaining.small_graph import SmallGraph
from detente.errors import ModelError, TooLarge

Ends = NDArray[np.int64]
_DEEPEST = 5000


class _Foresight:
    def __init__(self, graph: GraphModel) -> None:
        self.small = SmallGraph(graph)
        self.ranks = self.small.ranks
        self.targets = [[np.flatnonzero(row) for row in step] for step in self.small.moves]

    def start(self) -> Ends:
        return np.tile(np.arange(self.small.count), (len(self.ranks), 1))

    def _after(self, me: int, ends: Ends) -> Ends:
        """Return where a mover fears it will end, for each state that it might move to."""
        here = np.arange(self.small.count)
        feared = here.copy()
        rank = self.ranks[me]
        for other in range(len(self.ranks)):
            if other != me:
                moves = ends[other] != here
                first = moves & (feared == here)
                worse = moves & ~first & (rank[ends[other]] < rank[feared])
                feared = np.where(first | worse, ends[other], feared)
        return feared

    def deeper(self, ends: Ends) -> Ends:
        """Return where a first move by each decision maker ends, looking one move further."""
        found = self.start()
        for me, rank in enumerate(self.ranks):
            feared = self._after(me, ends)
            for state, targets in enumerate(self.targets[me]):
                if len(targets):
                    best = feared[targets[int(rank[feared[targets]].argmax())]]
                    if rank[best] > rank[state]:
                        found[me, state] = best
        return found

    def flags(self, stays: Flags) -> Flags:
        return np.array([self.small.flags(row) for row in stays])


def limited_moves(graph: GraphModel, depth: int) -> Flags:
    """Return the states that nobody looking ``depth`` moves ahead would leave, a row a decision maker."""
    if depth < 1:
        raise ModelError(f"a depth of {depth} moves; look 1 or more ahead")
    view = _Foresight(graph)
    ends = view.start()
    for _ in range(depth):
        ends = view.deeper(ends)
    return view.flags(ends == view.start())


def non_myopic(graph: GraphModel) -> Flags:
    """Return the states that stay stable however much further everyone looks, a row a decision maker."""
    view = _Foresight(graph)
    ends = view.start()
    seen: dict[bytes, int] = {}
    stays: list[Flags] = []
    for depth in range(_DEEPEST):
        key = ends.tobytes()
        if key in seen:
            # From here on the same views come round again: stable is what is stable in all of them.
            return view.flags(np.logical_and.reduce(stays[seen[key] :]))
        seen[key] = depth
        stays.append(ends == view.start())
        ends = view.deeper(ends)
    raise TooLarge(f"foresight has not settled after {_DEEPEST} moves; ask for a depth with limited_move instead")
