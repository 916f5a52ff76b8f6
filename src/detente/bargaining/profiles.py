"""Many preference profiles of one conflict, weighed at once: what is stable for whom under each.

A profile gives each decision maker a list of its statements, most important first: statement k as k + 1, its denial as
-(k + 1). Equal lists are weighed once.
"""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from detente.bargaining.checked import require_known
from detente.bargaining.graph_model import Flags, Ranks, free_of
from detente.bargaining.stability import CONCEPTS, Patterns
from detente.errors import TooLarge

if TYPE_CHECKING:
    from detente.bargaining.conflict import Conflict

Lists = NDArray[np.int64]
MOST_STATES = 1 << 16
MOST_STATEMENTS = 62
_CELLS = 1 << 24  # flags weighed at a time


@dataclass(frozen=True, eq=False)
class Profiles:
    """The distinct rankings of each decision maker (``tables[i]``), and which one each profile has (``rows[p, i]``)."""

    tables: tuple[Ranks, ...]
    rows: NDArray[np.int64]


class Weigher:
    """Weighs profiles of one conflict; only preferences differ between them."""

    def __init__(self, conflict: Conflict) -> None:
        self.conflict, self.graph = conflict, conflict.graph
        if len(self.graph.feasible) > MOST_STATES:
            raise TooLarge(
                f"{len(self.graph.feasible):,} states; many profiles are weighed up to {MOST_STATES:,}; hold some "
                f"options still with conflict.reduced({{option: 'Y' or 'N'}})"
            )
        longest = max((len(maker.preferences) for maker in conflict.decision_makers), default=0)
        if longest > MOST_STATEMENTS:
            raise TooLarge(f"{longest} statements; profiles of up to {MOST_STATEMENTS} a decision maker are weighed")
        self.starts, self.bits, self.ways = self.graph.bits_of(range(self.graph.size))
        self.patterns = Patterns.of(self.graph)
        self.met = [
            np.array(
                [~free_of(self.graph.bits, conflict.clauses(s.says)) for s in maker.preferences]
                or np.zeros((0, len(self.graph.feasible))),
                dtype=np.bool_,
            )
            for maker in conflict.decision_makers
        ]

    def base(self, me: int) -> tuple[int, ...]:
        """Return the list of a decision maker as it stands."""
        maker = self.conflict.decision_makers[me]
        return tuple(maker.preferences.index(statement) + 1 for statement in maker.ordered)

    def ranks(self, me: int, lists: Lists) -> Ranks:
        """Return the ranks over all states under each list of a decision maker; its own ranking where it has none."""
        from detente.bargaining.profiles_kernel import ranks_by_lists

        if not len(self.met[me]):
            return np.repeat(self.graph.ranks[me : me + 1], len(lists), axis=0)
        found: Ranks = ranks_by_lists(self.met[me], lists, self.graph.feasible)
        return found

    def profiles(self, lists: Sequence[Lists]) -> Profiles:
        """Return the profiles of lists given for each decision maker, one row a profile."""
        tables, rows = [], []
        for me, each in enumerate(lists):
            distinct, row = np.unique(each, axis=0, return_inverse=True) if each.shape[1] else (each[:1], None)
            tables.append(self.ranks(me, np.ascontiguousarray(distinct)))
            rows.append(np.zeros(len(each), dtype=np.int64) if row is None else row.reshape(-1).astype(np.int64))
        return Profiles(tuple(tables), np.stack(rows, axis=1))

    def stable_alone(self, me: int, ranks: Ranks, concept: str) -> Flags:
        """Return what is stable for a decision maker under each of its rankings, by R, GMR or SMR."""
        from detente.bargaining.profiles_kernel import stable_alone

        graph = self.graph
        found: Flags = stable_alone(
            ranks,
            CONCEPTS.index(concept),
            me,
            graph.feasible,
            graph.whole,
            self.starts,
            self.bits,
            self.ways,
            graph.hidden,
        )
        return found

    def _in_sequence(self, tables: Ranks, rows: NDArray[np.int64]) -> Flags:
        from detente.bargaining.profiles_kernel import stable_in_sequence

        found: Flags = stable_in_sequence(
            tables,
            rows,
            self.graph.feasible,
            self.starts,
            self.bits,
            self.ways,
            *self.patterns.columns,
            self.graph.hidden,
        )
        return found

    def _parts(self, given: Profiles) -> tuple[Ranks, list[NDArray[np.int64]], NDArray[np.int64]]:
        """Return all tables in one, the distinct profiles over it in parts, and which of them each profile is."""
        starts = np.cumsum([0, *(len(table) for table in given.tables[:-1])])
        distinct, row = np.unique(given.rows, axis=0, return_inverse=True)
        cells = len(distinct) * self.graph.size * len(self.graph.feasible)
        parts = np.array_split(distinct + starts, min(len(distinct), 2 + cells // _CELLS))
        return np.concatenate(given.tables), parts, row.reshape(-1)

    def _sequential(self, given: Profiles) -> Flags:
        tables, parts, row = self._parts(given)
        with ThreadPoolExecutor(2) as pool:
            found = list(pool.map(lambda part: self._in_sequence(tables, part).all(axis=1), parts))
        return np.asarray(np.concatenate(found)[row])

    def stable_in_sequence(self, given: Profiles) -> Flags:
        """Return the SEQ-stable states, for each profile, decision maker and state."""
        tables, parts, row = self._parts(given)
        return np.asarray(np.concatenate([self._in_sequence(tables, part) for part in parts])[row])

    def equilibria(self, given: Profiles, concept: str) -> Flags:
        """Return, for each profile, which of all 2^n states are equilibria."""
        require_known("stability concept", [concept], CONCEPTS)
        if concept == "SEQ":
            return self._sequential(given)
        found = np.broadcast_to(self.graph.feasible, (len(given.rows), len(self.graph.feasible))).copy()
        for me, table in enumerate(given.tables):
            found &= self.stable_alone(me, table, concept)[given.rows[:, me]]
        return found
