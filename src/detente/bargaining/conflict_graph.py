"""The graph of a conflict to look at: where things stand, named outcomes, what is stable, and the moves between."""

from __future__ import annotations

from collections.abc import Callable

from detente.bargaining.conflict import Conflict
from detente.bargaining.conflict_parts import State
from detente.finding import Edge, Graph, Node

_MOST = 14


def _shown(conflict: Conflict) -> dict[int, State]:
    """Return the states to draw: the status quo, named outcomes, equilibria, and what lies on the way to them."""
    found = conflict.stability(["R", "SEQ"])
    start = [] if conflict.status_quo is None else [conflict.state(conflict.status_quo).number]
    named = [conflict.state(outcome.taken).number for outcome in conflict.outcomes]
    wanted = list(dict.fromkeys([*start, *named, *found.equilibria("R"), *found.equilibria("SEQ")]))[:_MOST]
    ways = conflict.ways(start[0]) if start else {}
    between = [move.to.number for number in wanted if number in ways for move in ways[number].moves]
    kept = list(dict.fromkeys([*wanted, *between]))[: _MOST + 4]
    return {number: conflict.state(number) for number in kept}


def _first_steps(conflict: Conflict, states: dict[int, State], gains: set[tuple[str, str]]) -> list[Edge]:
    """Return the moves on the shortest ways from where things stand that do not better their mover."""
    if conflict.status_quo is None:
        return []
    ways = conflict.ways()
    steps: dict[tuple[str, str], str] = {}
    for outcome in conflict.outcomes:
        at = conflict.state(conflict.status_quo).number
        for move in ways[n].moves if (n := conflict.state(outcome.taken).number) in ways else ():
            steps.setdefault((str(at), str(move.to.number)), move.by)
            at = move.to.number
    return [
        Edge(source=old, target=new, label=by, style="dashed")
        for (old, new), by in steps.items()
        if (old, new) not in gains and {int(old), int(new)} <= set(states)
    ]


def _edges(conflict: Conflict, states: dict[int, State]) -> list[Edge]:
    edges: list[Edge] = []
    for old in states.values():
        for me, name in enumerate(conflict.names):
            rank = conflict.graph.ranks[me]
            reached = set(conflict.graph.moves(me, old.code))
            better = [new for new in states.values() if new.code in reached and rank[new.code] > rank[old.code]]
            edges += [Edge(source=str(old.number), target=str(new.number), label=name) for new in better]
    return [*edges, *_first_steps(conflict, states, {(edge.source, edge.target) for edge in edges})]


def graph(conflict: Conflict, named: Callable[[State], str]) -> Graph:
    """Return a readable part of the graph: a node a state, an arrow an improvement, labelled with who makes it."""
    states = _shown(conflict)
    found = conflict.stability(["R", "SEQ"])
    nash, sequential = set(found.equilibria("R")), set(found.equilibria("SEQ"))
    here = None if conflict.status_quo is None else conflict.state(conflict.status_quo).number

    def group(number: int) -> str:
        if number in nash:
            return "1 stable: nobody can gain alone (R)"
        return "2 stable with answers counted (SEQ)" if number in sequential else "3 somebody would leave"

    nodes = tuple(
        Node(
            id=str(number),
            label=f"{number}{' (now)' if number == here else ''}: {named(state)}",
            group=group(number),
            weight=1.8 if number in nash else 1.0,
            note=f"state {state}: {group(number)[2:]}",
        )
        for number, state in states.items()
    )
    return Graph(
        title="States, and moves that better their mover",
        nodes=nodes,
        edges=tuple(_edges(conflict, states)),
        note=f"{len(nodes)} of {len(conflict.graph.states)} states: where things stand, the named outcomes, what is "
        "stable, and what lies on the way. An arrow is an improvement for the one it names, which others may answer; a dashed "
        "arrow is a first step towards an outcome that does not better the one who would take it.",
    )
