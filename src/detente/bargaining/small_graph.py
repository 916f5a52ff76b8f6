"""The graph of a conflict with few states as matrices: what lies behind coalitions, unknown and graded preferences.

Rows and columns are feasible states in the order of their numbers; ``reach[s, t]`` is true where t can be reached.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from detente.bargaining.graph_model import Flags, GraphModel
from detente.errors import TooLarge

Grid = NDArray[np.bool_]
MOST_STATES = 2048


def closed(step: Grid) -> Grid:
    """Return what one or more steps reach."""
    found = step.copy()
    while True:
        wider = found | joined(found, found)
        if (wider == found).all():
            return found
        found = wider


def joined(first: Grid, second: Grid) -> Grid:
    """Return what a step of the first and then one of the second reach."""
    return np.asarray(first.astype(np.float32) @ second.astype(np.float32) > 0)


class SmallGraph:
    """Moves and ranks of a compiled conflict over its feasible states only."""

    def __init__(self, graph: GraphModel) -> None:
        if len(graph.states) > MOST_STATES:
            raise TooLarge(
                f"{len(graph.states):,} states; this analysis compares every two of them and takes up to "
                f"{MOST_STATES:,}; hold some options still with conflict.reduced({{option: 'Y' or 'N'}})"
            )
        self.graph = graph
        self.count = len(graph.states)
        self.ranks = graph.ranks[:, graph.states]

    @cached_property
    def moves(self) -> tuple[Grid, ...]:
        """For each decision maker, which state it can move to from which."""
        place = np.full(len(self.graph.feasible), -1)
        place[self.graph.states] = np.arange(self.count)
        found = []
        for mover in range(self.graph.size):
            step = np.zeros((self.count, self.count), dtype=np.bool_)
            for row, state in enumerate(self.graph.states):
                step[row, place[self.graph.moves(mover, int(state))]] = True
            found.append(step)
        return tuple(found)

    def better(self, me: int) -> Grid:
        """Return where the column's state is better than the row's for a decision maker."""
        rank = self.ranks[me]
        return np.asarray(rank[None, :] > rank[:, None])

    def nothing(self) -> Grid:
        """Return a matrix of nothing reached."""
        return np.zeros((self.count, self.count), dtype=np.bool_)

    def reach(self, movers: Iterable[int]) -> Grid:
        """Return what legal sequences of moves of some decision makers reach."""
        step = self.nothing()
        for mover in movers:
            step = step | self.moves[mover]
        return closed(step)

    def flags(self, stable: Flags) -> Flags:
        """Return flags over the feasible states as flags over all 2^n."""
        found = np.zeros(len(self.graph.feasible), dtype=np.bool_)
        found[self.graph.states[stable]] = True
        return found


def stable_by(concept: str, gains: Grid, spoilt: Grid, *, own: Grid, others: Grid, credible: Grid) -> Flags:
    """Return the states from which every gain is answered, as the concept has it.

    ``gains[s, t]``: leaving s for t is a gain. ``spoilt[s, t]``: ending in t, the gain over s is gone. ``own``,
    ``others``, ``credible``: what those who gain can reach, what the others can, what the others would.
    """
    if concept == "R":
        return np.asarray(~gains.any(axis=1))
    answers = credible if concept == "SEQ" else others
    if concept == "SMR":
        # An answer counts only where every way out of it is spoilt too.
        spoilt = spoilt & ~joined(~spoilt, own.T)
    answered = joined(answers, spoilt.T).T
    return np.asarray(~(gains & ~answered).any(axis=1))


CONCEPTS: Sequence[str] = ("R", "GMR", "SMR", "SEQ")
