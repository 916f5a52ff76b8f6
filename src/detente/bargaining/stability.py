"""Which states are stable for whom: R (Nash), GMR, SMR and SEQ over all states at once.

Definitions follow Fang, Hipel and Kilgour (1993): opponents answer by any legal sequence of moves in which nobody moves
twice in a row; a sanction leads to a state no better than the one left; in SEQ every step improves its mover.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np

from detente.bargaining.checked import require_known
from detente.bargaining.graph_model import Bits, Flags, GraphModel, Ranks, each_of

Concept = Literal["R", "GMR", "SMR", "SEQ"]
CONCEPTS: tuple[Concept, ...] = ("R", "GMR", "SMR", "SEQ")
SAID = {
    "R": "nobody can better its lot by a move of its own",
    "GMR": "every improvement can be answered by some sequence of the others that takes the gain away",
    "SMR": "every improvement can be answered so, and the mover cannot escape the answer",
    "SEQ": "every improvement can be answered so by moves that are improvements to those who answer",
    "SIM": "every improvement can be spoilt by improvements that others make at the same time",
}


@dataclass(frozen=True, eq=False)
class Stability:
    """The stable states: for each concept one row of flags a decision maker, over all 2^n states.

    States are numbered from 1 over the feasible ones in ascending order, where bit k stands for option k.
    """

    graph: GraphModel
    names: tuple[str, ...]
    flags: dict[str, Flags]

    def _row(self, concept: str, name: str) -> Flags:
        require_known("decision maker", [name], self.names)
        require_known("stability concept", [concept], self.flags)
        row: Flags = self.flags[concept][self.names.index(name)]
        return row

    def stable(self, concept: str, decision_maker: str) -> tuple[int, ...]:
        """Return the numbers of the states that are stable for a decision maker."""
        return self.graph.numbers(self._row(concept, decision_maker))

    def equilibria(self, concept: str) -> tuple[int, ...]:
        """Return the numbers of the states that are stable for every decision maker."""
        return self.graph.numbers(self.equilibrium(concept))

    def equilibrium(self, concept: str) -> Flags:
        """Return flags, over all 2^n states, of those stable for every decision maker."""
        require_known("stability concept", [concept], self.flags)
        found: Flags = self.flags[concept].all(axis=0)  # type: ignore[assignment]
        return found

    @property
    def by_concept(self) -> dict[str, tuple[int, ...]]:
        """The equilibria under every concept asked for."""
        return {concept: self.equilibria(concept) for concept in self.flags}

    def counts(self, concept: str) -> tuple[int, ...]:
        """Return how many states are stable for each decision maker, in order."""
        require_known("stability concept", [concept], self.flags)
        return tuple(int(row.sum()) for row in self.flags[concept])

    def sha256(self, concept: str) -> str:
        """Return the SHA-256 of the equilibrium flags over all 2^n states, packed eight to a byte, lowest bit first."""
        return hashlib.sha256(np.packbits(self.equilibrium(concept), bitorder="little").tobytes()).hexdigest()


class _Solver:
    """Runs the compiled passes for one decision maker after another."""

    def __init__(self, graph: GraphModel, concepts: Sequence[str]) -> None:
        self.graph, self.concepts = graph, tuple(concepts)
        self.starts, self.bits, self.ways = graph.bits_of(range(graph.size))

    def _mine(self, me: int) -> tuple[Bits, Bits]:
        part = slice(self.starts[me], self.starts[me + 1])
        return self.bits[part], self.ways[part]

    def _answered(self, me: int, value: Ranks) -> Ranks:
        from detente.bargaining.stability_kernel import worst_by_all

        graph = self.graph
        worst: Ranks = worst_by_all(
            value, graph.feasible, graph.whole, self.starts, self.bits, self.ways, me, graph.hidden
        )
        return worst

    def _outcome(self, me: int, concept: str) -> Ranks:
        """Return the worst that the others can make of each state, as the concept has them answer."""
        from detente.bargaining.stability_kernel import best_by

        rank: Ranks = self.graph.ranks[me]
        if concept == "R":
            return rank
        if concept == "GMR":
            return self._answered(me, rank)
        if concept == "SMR":
            return self._answered(me, best_by(rank, *self._mine(me), self.graph.shut(me)))
        return self.sequential.outcome(me)

    @cached_property
    def sequential(self) -> _Improving:
        return _Improving(self.graph)

    def stable_for(self, me: int) -> list[Flags]:
        """Return the stable states of one decision maker, a row a concept."""
        from detente.bargaining.stability_kernel import none_better

        graph = self.graph
        return [
            none_better(graph.ranks[me], self._outcome(me, concept), graph.feasible, *self._mine(me), graph.shut(me))
            for concept in self.concepts
        ]


@dataclass(frozen=True, eq=False)
class Patterns:
    """Who may change what together: the patterns of each decision maker's two-way options, and of its one-way ones."""

    two_way: tuple[Bits, ...]
    one_way: tuple[Bits, ...]
    takes: Bits

    @classmethod
    def of(cls, graph: GraphModel) -> Patterns:
        """Return the patterns of a compiled conflict."""
        from detente.bargaining.sequential_kernel import within

        def patterns(*, two_way: bool) -> tuple[Bits, ...]:
            kept = [[bit for bit in bits if (graph.ways[bit] == 0) == two_way] for bits in graph.owned]
            return tuple(within(np.array(bits, dtype=np.int64)) for bits in kept)

        takes = [sum(1 << bit for bit in bits if graph.ways[bit] == 1) for bits in graph.owned]
        return cls(patterns(two_way=True), patterns(two_way=False), np.array(takes, dtype=np.int64))

    @property
    def columns(self) -> tuple[Bits, Bits, Bits, Bits, Bits]:
        """The patterns as the search reads them: two-way, where each starts, one-way, where each starts, takes."""
        return (*_joined(self.two_way), *_joined(self.one_way), self.takes)


class _Improving:
    """What chains of improvements can lead to; the rows of each decision maker are laid out once and read by all."""

    def __init__(self, graph: GraphModel) -> None:
        from detente.bargaining.sequential_kernel import by_rank, rows_by_rank

        self.graph = graph
        self.patterns = Patterns.of(graph)
        self.ranks = np.ascontiguousarray(graph.ranks.T)
        self.rows = np.empty((graph.size, len(graph.feasible)), np.int64)

        def laid_out(j: int) -> Ranks:
            order: Ranks = by_rank(graph.ranks[j])
            self.rows[j] = rows_by_rank(order, graph.ranks[j], self.patterns.two_way[j], graph.shut(j))
            return order

        self.orders = each_of(graph.size, laid_out, size=len(graph.feasible))

    def outcome(self, me: int) -> Ranks:
        """Return the worst rank, for one decision maker, that improvements of the others lead to from each state."""
        from detente.bargaining.sequential_kernel import worst_by_improvements

        worst: Ranks = worst_by_improvements(
            self.orders[me], me, self.ranks, *self.patterns.columns, self.rows, self.graph.hidden
        )
        return worst


def _joined(parts: Sequence[Bits]) -> tuple[Bits, Bits]:
    """Return arrays one after another, and where each starts."""
    return np.concatenate(parts), np.cumsum([0, *map(len, parts)], dtype=np.int64)


def analyse(graph: GraphModel, names: Iterable[str], concepts: str | Iterable[str] = CONCEPTS) -> Stability:
    """Return the stable states of a compiled conflict under some of R, GMR, SMR, SEQ and SIM."""
    asked = tuple(dict.fromkeys([concepts] if isinstance(concepts, str) else concepts))
    require_known("stability concept", asked, SAID)
    passed = [concept for concept in asked if concept != "SIM"]
    solver = _Solver(graph, passed)
    if "SEQ" in asked:
        _ = solver.sequential  # laid out before the threads start
    rows = each_of(graph.size, solver.stable_for, size=len(graph.feasible))
    flags = {concept: np.array([row[k] for row in rows]) for k, concept in enumerate(passed)}
    if "SIM" in asked:
        from detente.bargaining.simultaneous import stable_at_once

        flags["SIM"] = stable_at_once(graph)
    return Stability(graph=graph, names=tuple(names), flags=flags)
