"""How far an equilibrium hangs on what is not known of preferences: profiles within the bounds of the evidence.

A profile draws each statement's importance uniformly from its interval, which orders the list; leaves out or keeps a
doubtful statement, and turns or keeps one of unknown direction, with equal weight. The share of profiles under which a
state is an equilibrium counts admissible inputs; it is not a probability.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from detente.bargaining.admissible import difference, share
from detente.bargaining.conflict_parts import DecisionMaker, Reference
from detente.bargaining.draws import Floats
from detente.bargaining.graph_model import Flags
from detente.bargaining.profiles import Lists, Weigher
from detente.errors import ModelError
from detente.finding import Estimate
from detente.value import Value

if TYPE_CHECKING:
    from detente.bargaining.conflict import Conflict


class Driver(Value):
    """What one open question about one statement does: the share with it answered one way less the share otherwise."""

    decision_maker: str
    statement: str
    question: str
    moves: Estimate


@dataclass(frozen=True, eq=False)
class Robustness:
    """Equilibria over many profiles: ``flags[p, state]`` over all 2^n states, and what was drawn for each statement."""

    conflict: Conflict
    concept: str
    flags: Flags
    drawn: Mapping[tuple[str, str, str], Floats]

    def share(self, state: Reference) -> Estimate:
        """Return the share of profiles under which a state is an equilibrium."""
        return share(self.flags[:, self.conflict.code(state)])

    @property
    def shares(self) -> dict[int, Estimate]:
        """The share of each state that is an equilibrium under some profile, by its number, largest first."""
        held = self.flags.mean(axis=0)
        graph = self.conflict.graph
        found = {graph.number(int(code)): share(self.flags[:, code]) for code in np.flatnonzero(held)}
        return dict(sorted(found.items(), key=lambda each: (-each[1].value, each[0])))

    def drivers(self, state: Reference) -> tuple[Driver, ...]:
        """Return which open questions decide most whether a state is an equilibrium, the weightiest first."""
        held = self.flags[:, self.conflict.code(state)]
        found = []
        for (maker, statement, question), luck in self.drawn.items():
            upper = luck >= 0.5
            if not upper.all() and upper.any():
                moves = difference(held[upper], held[~upper])
                found.append(Driver(decision_maker=maker, statement=statement, question=question, moves=moves))
        return tuple(sorted(found, key=lambda d: (-abs(d.moves.value), d.decision_maker, d.statement, d.question)))


MORE, HELD, TURNED = "more important", "held at all", "wanted rather than unwanted"


class _Drawer:
    def __init__(self, rng: np.random.Generator, profiles: int) -> None:
        self.rng, self.profiles = rng, profiles
        self.drawn: dict[tuple[str, str, str], Floats] = {}

    def luck(self, maker: DecisionMaker, says: str, question: str) -> Floats:
        found = self.rng.random(self.profiles)
        self.drawn[maker.name, says, question] = found
        return found

    def lists(self, maker: DecisionMaker) -> Lists:
        """Return the statements of a decision maker in each profile, most important first, 0 where one is left out."""
        count = len(maker.preferences)
        weight = np.tile(-np.arange(count, dtype=np.float64), (self.profiles, 1))
        entry = np.tile(np.arange(1, count + 1), (self.profiles, 1))
        for k, statement in enumerate(maker.preferences):
            number = statement.importance
            if number is not None:
                wide = number.high > number.low
                luck = self.luck(maker, statement.says, MORE) if wide else np.zeros(self.profiles)
                weight[:, k] = number.low + luck * (number.high - number.low)
            if statement.unknown:
                entry[self.luck(maker, statement.says, TURNED) < 0.5, k] *= -1
            if statement.doubtful:
                entry[self.luck(maker, statement.says, HELD) < 0.5, k] = 0
        order = np.argsort(-weight, axis=1, kind="stable")
        return np.ascontiguousarray(np.take_along_axis(entry, order, axis=1))


def robustness(conflict: Conflict, rng: np.random.Generator, *, profiles: int, concept: str) -> Robustness:
    """Return which states are equilibria under profiles drawn within the bounds of the evidence."""
    if profiles < 1:
        raise ModelError(f"{profiles} profiles; ask for 1 or more")
    weigher, drawer = Weigher(conflict), _Drawer(rng, profiles)
    lists = [drawer.lists(maker) for maker in conflict.decision_makers]
    flags = weigher.equilibria(weigher.profiles(lists), concept)
    return Robustness(conflict=conflict, concept=concept, flags=flags, drawn=drawer.drawn)


class WithoutSource(Value):
    """What becomes of the equilibria if one source is dropped, and which statements fall with it."""

    source: str
    statements: tuple[str, ...]
    kept: tuple[int, ...]
    made: tuple[int, ...]
    ended: tuple[int, ...]

    @property
    def changes(self) -> bool:
        """Whether any equilibrium comes or goes."""
        return bool(self.made or self.ended)


def _sources(evidence: Iterable[str], sources: Mapping[str, str]) -> set[str]:
    return {sources.get(each, each) for each in evidence}


def without_sources(
    conflict: Conflict, *, concept: str, sources: Mapping[str, str] | None = None
) -> tuple[WithoutSource, ...]:
    """Return, source by source, which equilibria change if the statements that rest on it alone are dropped.

    ``sources`` maps the evidence that statements cite to who published it; what it does not hold stands for itself.
    """
    known = sources or {}
    cited = {
        source: None
        for maker in conflict.decision_makers
        for statement in maker.preferences
        for source in sorted(_sources(statement.evidence, known))
    }
    base = set(conflict.stability([concept]).equilibria(concept))
    found = []
    for source in cited:
        fallen: list[str] = []
        makers = []
        for maker in conflict.decision_makers:
            lost = [s for s in maker.preferences if s.evidence and _sources(s.evidence, known) == {source}]
            fallen += [f"{maker.name}: {statement.says}" for statement in lost]
            makers.append(maker.replace(preferences=tuple(s for s in maker.preferences if s not in lost)))
        if not fallen:
            continue
        now = set(conflict.replace(decision_makers=tuple(makers)).stability([concept]).equilibria(concept))
        found.append(
            WithoutSource(
                source=source,
                statements=tuple(fallen),
                kept=tuple(sorted(now & base)),
                made=tuple(sorted(now - base)),
                ended=tuple(sorted(base - now)),
            )
        )
    return tuple(found)
