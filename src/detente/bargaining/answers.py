"""Why a state is stable for someone, or is not: each improvement and the nearest answer to it, in words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from detente.bargaining.checked import require_known
from detente.bargaining.conflict_parts import Reference, State
from detente.bargaining.stability import CONCEPTS
from detente.value import Value

if TYPE_CHECKING:
    from detente.bargaining.conflict import Conflict


class Move(Value):
    """A move: who makes it, what is taken up and given up, and the state it leads to."""

    by: str
    takes: tuple[str, ...]
    gives_up: tuple[str, ...]
    to: State
    said: str


class Improvement(Value):
    """A way for a decision maker to better its lot, and the answer of the others that takes the gain away.

    ``answer`` is empty where nothing holds the mover back; then the state is not stable.
    """

    move: Move
    answer: tuple[Move, ...]
    said: str

    @property
    def answered(self) -> bool:
        """Whether the others can take the gain away as the concept has it."""
        return bool(self.answer)


def move(conflict: Conflict, mover: int, old: int, new: int) -> Move:
    """Return a move between two states given by their codes."""
    changed = [(bit, option) for bit, option in enumerate(conflict.options) if (old ^ new) >> bit & 1]
    takes = [option for bit, option in changed if new >> bit & 1]
    drops = [option for bit, option in changed if old >> bit & 1]
    parts = [f"takes up {_listed([o.label for o in takes])}"] if takes else []
    parts += [f"drops {_listed([o.label for o in drops])}"] if drops else []
    return Move(
        by=conflict.names[mover],
        takes=tuple(option.id for option in takes),
        gives_up=tuple(option.id for option in drops),
        to=conflict.state(conflict.graph.number(new)),
        said=f"{conflict.names[mover]} {' and '.join(parts)}",
    )


def _listed(names: list[str]) -> str:
    quoted = [f"'{name}'" for name in names]
    return quoted[0] if len(quoted) == 1 else f"{', '.join(quoted[:-1])} and {quoted[-1]}"


def _escapes(conflict: Conflict, me: int, state: int, held: int) -> bool:
    rank = conflict.graph.ranks[me]
    return any(rank[other] > rank[held] for other in conflict.graph.moves(me, state))


def _answer(conflict: Conflict, me: int, state: int, new: int, concept: str) -> tuple[Move, ...]:
    """Return the shortest sequence of the others after which the mover is no better off than at first."""
    if concept == "R":
        return ()
    graph, rank = conflict.graph, conflict.graph.ranks[me]
    others = [other for other in range(graph.size) if other != me]
    for end, path in graph.search(new, others, improving=concept == "SEQ"):
        if rank[end] <= rank[state] and not (concept == "SMR" and _escapes(conflict, me, end, state)):
            steps = zip([new, *(to for _, to in path)], path, strict=False)
            return tuple(move(conflict, mover, old, to) for old, (mover, to) in steps)
    return ()


def _said(conflict: Conflict, me: int, made: Move, answer: tuple[Move, ...], *, worse: bool) -> str:
    name = conflict.names[me]
    if not answer:
        return f"{made.said}, to state {made.to.number}, and nothing that the others do takes the gain away."
    then = ", then ".join(step.said for step in answer)
    end = "worse off than" if worse else "no better off than"
    last = answer[-1].to.number
    return f"{made.said}, to state {made.to.number}; but {then}, to state {last}, where {name} is {end} at first."


def improvements(conflict: Conflict, state: Reference, decision_maker: str, concept: str) -> tuple[Improvement, ...]:
    """Return every improvement of a decision maker from a state, each with the nearest answer under a concept."""
    require_known("decision maker", [decision_maker], conflict.names)
    require_known("stability concept", [concept], CONCEPTS)
    me, code = conflict.names.index(decision_maker), conflict.code(state)
    rank = conflict.graph.ranks[me]
    found = []
    for new in conflict.graph.improvements(me, code):
        answer = _answer(conflict, me, code, new, concept)
        made = move(conflict, me, code, new)
        worse = bool(answer) and bool(rank[answer[-1].to.code] < rank[code])
        found.append(Improvement(move=made, answer=answer, said=_said(conflict, me, made, answer, worse=worse)))
    return tuple(found)


def why(conflict: Conflict, state: Reference, concept: str) -> Iterator[str]:
    """Yield, for each decision maker, why it would stay in a state or leave it, one sentence each."""
    at = conflict.state(state)
    for name in conflict.names:
        found = improvements(conflict, state, name, concept)
        if not found:
            yield f"{name} has nothing better to move to from state {at.number}."
        leaving = [each for each in found if not each.answered]
        for each in leaving or found:
            yield f"{'Leaves' if leaving else 'Held back'}: {each.said}"
