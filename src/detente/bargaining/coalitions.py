"""What several decision makers could do together: coalition improvements and the states that withstand them.

Coalition stability after Kilgour, Hipel, Fang and Peng (2001) and Inohara and Hipel (2008). A coalition improvement is
a state that the members can reach by moves of their own, in any order, and that every member prefers. A coalition is
held back where the others can bring about a state that is no better than the first to at least one member; in SEQ the
others answer by coalition improvements of their own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

from detente.bargaining.checked import require_known, require_unique
from detente.bargaining.graph_model import Flags
from detente.bargaining.small_graph import CONCEPTS, Grid, SmallGraph, closed, stable_by
from detente.errors import ModelError

if TYPE_CHECKING:
    from detente.bargaining.conflict import Conflict

Team = tuple[int, ...]


class Coalitions:
    """The coalitions of a conflict; members are named, states go by their numbers.

    >>> from detente.bargaining import Conflict, DecisionMaker
    >>> dilemma = Conflict(decision_makers=[
    ...     DecisionMaker(name="A", options=["a"], preferences=["b", "not a"]),
    ...     DecisionMaker(name="B", options=["b"], preferences=["a", "not b"]),
    ... ])
    >>> dilemma.coalitions().improvements(["A", "B"], 1)
    (4,)
    >>> dilemma.coalitions().equilibria("R")
    ()
    """

    def __init__(self, conflict: Conflict) -> None:
        self._conflict = conflict
        self._small = SmallGraph(conflict.graph)
        self._improving: dict[Team, Grid] = {}

    def _team(self, members: Iterable[str]) -> Team:
        named = [members] if isinstance(members, str) else list(members)
        if not named:
            raise ModelError("a coalition is empty; name its members")
        require_known("decision maker", named, self._conflict.names)
        require_unique("member", named)
        return tuple(sorted(self._conflict.names.index(name) for name in named))

    def _better(self, team: Team) -> Grid:
        return np.asarray(np.logical_and.reduce([self._small.better(member) for member in team]))

    def _improvements(self, team: Team) -> Grid:
        if team not in self._improving:
            self._improving[team] = self._small.reach(team) & self._better(team)
        return self._improving[team]

    def _others(self, team: Team) -> Team:
        return tuple(k for k in range(len(self._conflict.names)) if k not in team)

    def _credible(self, team: Team) -> Grid:
        """Return what sequences of improvements by coalitions of some decision makers reach."""
        step = self._small.nothing()
        for size in range(1, len(team) + 1):
            for group in combinations(team, size):
                step = step | self._improvements(group)
        return closed(step)

    @cached_property
    def every(self) -> tuple[tuple[str, ...], ...]:
        """Every coalition, single decision makers first."""
        names = self._conflict.names
        return tuple(group for size in range(1, len(names) + 1) for group in combinations(names, size))

    def improvements(self, members: Iterable[str], state: int) -> tuple[int, ...]:
        """Return the numbers of the states to which a coalition would move together from a state."""
        row = self._conflict.state(state).number - 1
        return tuple(int(k) + 1 for k in np.flatnonzero(self._improvements(self._team(members))[row]))

    def _stable(self, concept: str, team: Team) -> Flags:
        require_known("stability concept", [concept], CONCEPTS)
        others = self._others(team)
        return stable_by(
            concept,
            self._improvements(team),
            ~self._better(team),
            own=self._small.reach(team),
            others=self._small.reach(others),
            credible=self._credible(others) if concept == "SEQ" else self._small.nothing(),
        )

    def stable(self, concept: str, members: Iterable[str]) -> tuple[int, ...]:
        """Return the numbers of the states that are stable for a coalition under R, GMR, SMR or SEQ."""
        return tuple(int(k) + 1 for k in np.flatnonzero(self._stable(concept, self._team(members))))

    def equilibria(self, concept: str, *, among: Iterable[Iterable[str]] | None = None) -> tuple[int, ...]:
        """Return the numbers of the states stable for every coalition, or for each of those ``among``."""
        teams: Iterator[Team] = (self._team(members) for members in (self.every if among is None else among))
        stable = [self._stable(concept, team) for team in teams]
        return tuple(int(k) + 1 for k in np.flatnonzero(np.logical_and.reduce(stable)))
