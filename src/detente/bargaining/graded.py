"""Stability where a preference is not known, or where it matters how strong it is.

Unknown preferences after Li, Hipel, Kilgour and Fang (2004): kinds a to d say whether a mover leaves for a state that
may or may not be better, and whether such a state holds it back. Strength after Hamouda, Kilgour and Hipel
(2004, 2006) and Xu, Hipel and Kilgour (2009): a state is strongly stable where every answer leads to a state that is
worse by the degree asked for.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import NDArray

from detente.bargaining.conflict_parts import DecisionMaker
from detente.bargaining.graph_model import Flags, free_of
from detente.bargaining.preferences import Ranking, numbered
from detente.bargaining.small_graph import CONCEPTS, Grid, SmallGraph, closed, stable_by

if TYPE_CHECKING:
    from detente.bargaining.conflict import Conflict

Kind = Literal["a", "b", "c", "d"]
LEAVES: dict[Kind, bool] = {"a": True, "b": False, "c": True, "d": False}
DETERRED: dict[Kind, bool] = {"a": False, "b": False, "c": True, "d": True}


@dataclass(frozen=True, eq=False)
class Relation:
    """How a decision maker compares two states: ``degree[s, t]`` is above 0 by how much t is better than s.

    ``unknown[s, t]`` is true where that is not known; the degree is then 0.
    """

    degree: NDArray[np.int8]
    unknown: Grid

    @property
    def better(self) -> Grid:
        """Where the column's state is known to be better than the row's."""
        return np.asarray(self.degree > 0)


def _by_statements(conflict: Conflict, maker: DecisionMaker, count: int) -> Relation:
    degree = np.zeros((count, count), dtype=np.int8)
    unknown = np.zeros((count, count), dtype=np.bool_)
    open_pairs = np.ones((count, count), dtype=np.bool_)
    for statement in maker.ordered:
        met = ~free_of(len(conflict.options), conflict.clauses(statement.says))[conflict.graph.states]
        sign = met[None, :].astype(np.int8) - met[:, None].astype(np.int8)
        decides = open_pairs & (sign != 0)
        if statement.unknown:
            unknown |= decides
        else:
            degree[decides] = (sign * statement.strength)[decides]
        open_pairs &= ~decides
    return Relation(degree, unknown)


def _by_ranking(conflict: Conflict, maker: DecisionMaker, ranking: Ranking, small: SmallGraph) -> Relation:
    rank = small.ranks[conflict.names.index(maker.name)]
    steps = np.array(ranking.strength[::-1] or [1] * (len(ranking.states) - 1), dtype=np.int8)
    highest = np.zeros((len(ranking.states) + 1, len(ranking.states) + 1), dtype=np.int8)
    for low in range(1, len(ranking.states) + 1):
        for high in range(low + 1, len(ranking.states) + 1):
            highest[low, high] = steps[low - 1 : high - 1].max()
    degree = highest[rank[:, None], rank[None, :]] - highest[rank[None, :], rank[:, None]]
    unknown = np.zeros(degree.shape, dtype=np.bool_)
    for one, other in ranking.unknown:
        s, t = (conflict.state(numbered(each)).number - 1 for each in (one, other))
        unknown[s, t] = unknown[t, s] = True
    return Relation(np.where(unknown, 0, degree).astype(np.int8), unknown)


def relation(conflict: Conflict, maker: DecisionMaker, small: SmallGraph) -> Relation:
    """Return how a decision maker compares every two states."""
    if maker.ranking is not None:
        return _by_ranking(conflict, maker, maker.ranking, small)
    if maker.comparisons:
        rank = small.ranks[conflict.names.index(maker.name)]
        sign = np.sign(rank[None, :] - rank[:, None]).astype(np.int8)
        return Relation(sign, np.zeros(sign.shape, dtype=np.bool_))
    return _by_statements(conflict, maker, small.count)


class _Comparing:
    def __init__(self, conflict: Conflict) -> None:
        self.small = SmallGraph(conflict.graph)
        self.relations = [relation(conflict, maker, self.small) for maker in conflict.decision_makers]

    def stable(self, me: int, concept: str, gains: Grid, spoilt: Grid) -> Flags:
        others = [k for k in range(len(self.relations)) if k != me]
        would = self.small.nothing()
        for other in others:
            said = self.relations[other]
            would = would | self.small.moves[other] & (said.better | said.unknown)
        found = stable_by(
            concept,
            gains,
            spoilt,
            own=self.small.moves[me],
            others=self.small.reach(others),
            credible=closed(would),
        )
        return self.small.flags(found)


def under_unknown(conflict: Conflict, kind: Kind) -> dict[str, Flags]:
    """Return the stable states of a kind, by concept, a row a decision maker.

    Kind a: leaves for the unknown, held back only by what is known to be no better; b: leaves only for what is known to
    be better, held back as in a; c: leaves for the unknown, held back by it too; d: as b, held back by the unknown too.
    """
    view = _Comparing(conflict)
    found: dict[str, Flags] = {}
    for concept in CONCEPTS:
        rows = []
        for me, said in enumerate(view.relations):
            gains = view.small.moves[me] & (said.better | said.unknown if LEAVES[kind] else said.better)
            spoilt = ~said.better if DETERRED[kind] else ~said.better & ~said.unknown
            rows.append(view.stable(me, concept, gains, spoilt))
        found[concept] = np.array(rows)
    return found


def strongly(conflict: Conflict, degree: int) -> dict[str, Flags]:
    """Return the states whose every answer is worse by at least ``degree``, by concept, a row a decision maker."""
    view = _Comparing(conflict)
    found: dict[str, Flags] = {}
    for concept in CONCEPTS:
        rows = [
            view.stable(me, concept, view.small.moves[me] & said.better, np.asarray(said.degree <= -degree))
            for me, said in enumerate(view.relations)
        ]
        found[concept] = np.array(rows)
    return found
