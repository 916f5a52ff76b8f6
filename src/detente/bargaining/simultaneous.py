"""SIM: what becomes of an improvement where others improve from the same state at the same time.

After Fraser and Hipel, Conflict Analysis: Models and Resolutions (1984). An improvement is answered where some of the
others, each by one of its own improvements, together with it lead to a feasible state no better than the one left.
"""

from __future__ import annotations

import numpy as np

from detente.bargaining.graph_model import Bits, Flags, GraphModel
from detente.errors import TooLarge

_MOST_STATES = 1 << 14


def _changes(graph: GraphModel, mover: int, state: int) -> Bits:
    return np.array([other ^ state for other in graph.improvements(mover, state)], dtype=np.int64)


def stable_at_once(graph: GraphModel) -> Flags:
    """Return the SIM-stable states, a row a decision maker. Raises TooLarge above 2^14 states."""
    if len(graph.states) > _MOST_STATES:
        raise TooLarge(
            f"{len(graph.states):,} states; SIM weighs joint moves one by one, up to {_MOST_STATES:,} states"
        )
    found = np.zeros((graph.size, len(graph.feasible)), dtype=np.bool_)
    for state in map(int, graph.states):
        changes = [_changes(graph, mover, state) for mover in range(graph.size)]
        for me, gains in enumerate(changes):
            answers = np.zeros(1, dtype=np.int64)
            for other, each in enumerate(changes):
                if other != me:
                    answers = np.concatenate([answers, *(answers ^ change for change in each)])
            ends = state ^ gains[:, None] ^ answers[None, 1:]
            spoilt = graph.feasible[ends] & (graph.ranks[me, ends] <= graph.ranks[me, state])
            found[me, state] = bool(spoilt.any(axis=1).all())
    return found
