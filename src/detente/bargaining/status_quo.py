"""From where things stand: which states can come about, by whose moves, and how soon.

Status quo analysis after Li, Kilgour and Hipel (2005): legal sequences of moves of all, nobody twice in a row.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from detente.bargaining.answers import Move, move
from detente.bargaining.conflict_parts import Reference, State
from detente.errors import ModelError
from detente.value import Value

if TYPE_CHECKING:
    from detente.bargaining.conflict import Conflict


class Way(Value):
    """A shortest way from the status quo to a state: its moves in order; none where the state is the status quo."""

    to: State
    moves: tuple[Move, ...]

    @property
    def said(self) -> str:
        """The way in words."""
        return ", then ".join(each.said for each in self.moves) or "where things stand"


def ways(conflict: Conflict, start: Reference | None, *, improving: bool) -> dict[int, Way]:
    """Return a shortest way to every state that can be reached, by its number; ``improving``: nobody moves to lose."""
    origin = conflict.status_quo if start is None else start
    if origin is None:
        raise ModelError("the conflict names no status quo; give the state to start from")
    graph, code = conflict.graph, conflict.code(origin)
    here = conflict.state(origin)
    found = {here.number: Way(to=here, moves=())}
    for end, path in graph.search(code, range(graph.size), improving=improving):
        steps = zip([code, *(to for _, to in path)], path, strict=False)
        made = tuple(move(conflict, mover, old, to) for old, (mover, to) in steps)
        found[graph.number(end)] = Way(to=made[-1].to, moves=made)
    return found
