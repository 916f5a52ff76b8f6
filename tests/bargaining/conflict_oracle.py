"""Stability by the letter of the definitions (Fang, Hipel and Kilgour 1993; Inohara and Hipel 2008): readable, slow.

States are frozensets of the options taken; nothing is shared with the compiled engine but the conflict's fields.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import chain, combinations, product

from detente.bargaining.conditions import Tree, parse
from detente.bargaining.conflict import Conflict

State = frozenset[str]


def holds(tree: Tree, state: State, ids: list[str]) -> bool:
    word, *parts = tree
    if word == "is":
        name = ids[int(parts[0][1:])] if parts[0].startswith("#") else parts[0]
        return name in state
    if word == "not":
        return not holds(parts[0], state, ids)
    found = [holds(part, state, ids) for part in parts]
    if word == "if":
        return found[0] or not found[1]
    if word == "iff":
        return found[0] == found[1]
    return all(found) if word == "and" else any(found)


class Oracle:
    """A small conflict, every question answered by walking its graph."""

    def __init__(self, conflict: Conflict) -> None:
        self.ids = [option.id for option in conflict.options]
        self.permitted = {option.id: option.permitted for option in conflict.options}
        self.makers = {maker.name: maker for maker in conflict.decision_makers}
        every = (
            frozenset(option for bit, option in enumerate(self.ids) if code >> bit & 1)
            for code in range(2 ** len(self.ids))
        )
        self.states = [s for s in every if not any(self.says(p.says, s) for p in conflict.infeasible)]
        self.moves = {
            name: {s: [t for t in self.states if self.may(name, s, t)] for s in self.states} for name in self.makers
        }

    def says(self, text: str, state: State) -> bool:
        return holds(parse(text), state, self.ids)

    def worth(self, name: str, state: State) -> tuple[bool, ...]:
        return tuple(self.says(statement.says, state) for statement in self.makers[name].preferences)

    def may(self, name: str, old: State, new: State) -> bool:
        maker = self.makers[name]
        if old == new or (old ^ new) - set(maker.options):
            return False
        if any(self.says(p.says, s) for p in maker.misperceives for s in (old, new)):
            return False
        taken = all(self.permitted[option] != "back" for option in new - old)
        return taken and all(self.permitted[option] != "fwd" for option in old - new)

    def better(self, name: str, old: State) -> list[State]:
        return [new for new in self.moves[name][old] if self.worth(name, new) > self.worth(name, old)]

    def sequences(self, start: State, team: Iterable[str], step: Callable[[str, State], list[State]]) -> set[State]:
        """The states that legal sequences reach: any order, nobody twice in a row, at least one move."""
        team = list(team)
        seen: set[tuple[State, str]] = set()
        todo = [(start, "")]
        while todo:
            state, last = todo.pop()
            for mover in team:
                if mover != last:
                    for new in step(mover, state):
                        if (new, mover) not in seen:
                            seen.add((new, mover))
                            todo.append((new, mover))
        return {state for state, _ in seen}

    def reached(self, start: State, team: Iterable[str]) -> set[State]:
        return self.sequences(start, team, lambda mover, state: self.moves[mover][state])

    def improved(self, start: State, team: Iterable[str]) -> set[State]:
        return self.sequences(start, team, self.better)

    def stable(self, concept: str, name: str, state: State) -> bool:
        others = [other for other in self.makers if other != name]
        held = self.worth(name, state)

        def sanctioned(new: State) -> bool:
            if concept == "R":
                return False
            if concept == "GMR":
                return any(self.worth(name, t) <= held for t in self.reached(new, others))
            if concept == "SMR":
                return any(
                    self.worth(name, t) <= held and all(self.worth(name, u) <= held for u in self.moves[name][t])
                    for t in self.reached(new, others)
                )
            if concept == "SIM":
                return any(self.worth(name, t) <= held for t in self.together(name, state, new))
            return any(self.worth(name, t) <= held for t in self.improved(new, others))

        return all(sanctioned(new) for new in self.better(name, state))

    def together(self, name: str, state: State, new: State) -> Iterator[State]:
        """What comes of an improvement if others improve from the same state at the same time."""
        others = [[state, *self.better(other, state)] for other in self.makers if other != name]
        for choice in product(*others):
            if any(each != state for each in choice):
                changed = frozenset(chain.from_iterable(each ^ state for each in (new, *choice)))
                if state ^ changed in self.states:
                    yield state ^ changed

    def number(self, state: State) -> int:
        return self.states.index(state) + 1

    def stable_states(self, concept: str, name: str) -> tuple[int, ...]:
        return tuple(self.number(s) for s in self.states if self.stable(concept, name, s))

    def equilibria(self, concept: str) -> tuple[int, ...]:
        return tuple(self.number(s) for s in self.states if all(self.stable(concept, n, s) for n in self.makers))

    def coalition_better(self, team: Iterable[str], state: State) -> set[State]:
        team = list(team)
        return {t for t in self.reached(state, team) if all(self.worth(n, t) > self.worth(n, state) for n in team)}

    def coalition_stable(self, concept: str, team: Iterable[str], state: State) -> bool:
        team = list(team)
        others = [name for name in self.makers if name not in team]

        def spoilt(t: State) -> bool:
            return any(self.worth(n, t) <= self.worth(n, state) for n in team)

        def sanctioned(new: State) -> bool:
            if concept == "R":
                return False
            if concept == "GMR":
                return any(spoilt(t) for t in self.reached(new, others))
            if concept == "SMR":
                return any(
                    spoilt(t) and all(spoilt(u) for u in self.reached(t, team)) for t in self.reached(new, others)
                )
            groups = [c for size in range(1, len(others) + 1) for c in combinations(others, size)]
            return any(spoilt(t) for t in self.groups_improved(new, groups))

        return all(sanctioned(new) for new in self.coalition_better(team, state))

    def groups_improved(self, start: State, groups: list[tuple[str, ...]]) -> set[State]:
        """The states that sequences of improvements by coalitions reach, no coalition twice in a row."""
        seen: set[tuple[State, tuple[str, ...]]] = set()
        todo: list[tuple[State, tuple[str, ...]]] = [(start, ())]
        while todo:
            state, last = todo.pop()
            for group in groups:
                if group != last:
                    for new in self.coalition_better(group, state):
                        if (new, group) not in seen:
                            seen.add((new, group))
                            todo.append((new, group))
        return {state for state, _ in seen}
