"""The graph of a conflict to look at: where things stand, named outcomes, what is stable, and the moves between."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Literal

from detente.bargaining.conflict import Conflict
from detente.bargaining.conflict_parts import State
from detente.finding import Edge, Graph, Node

_MOST = 18


Pair = tuple[int, int]


def _unravels(conflict: Conflict, outcome: int, stable: set[int]) -> list[int]:
    """Return the states on the shortest way of improvements from an outcome to one that nobody would leave alone."""
    ways = conflict.ways(outcome, improving=True)
    ends = sorted((way for number, way in ways.items() if number in stable), key=lambda way: len(way.moves))
    return [move.to.number for move in ends[0].moves] if ends else []


def _runs(conflict: Conflict) -> list[list[int]]:
    """Return the runs of states to draw: from where things stand to each named outcome, and from it to rest."""
    nash = set(conflict.stability(["R"]).equilibria("R"))
    named = [conflict.state(outcome.taken).number for outcome in conflict.outcomes]
    runs = [[number, *_unravels(conflict, number, nash)] for number in named]
    if conflict.status_quo is not None:
        here, ways = conflict.state(conflict.status_quo).number, conflict.ways()
        runs = [
            [here],
            *([here, *(move.to.number for move in ways[number].moves)] for number in named if number in ways),
            *runs,
        ]
    return runs or [[number] for number in sorted(nash)]


def _edge(conflict: Conflict, old: State, new: State) -> Edge:
    """Return the move between two states, dashed where it does not better its mover."""
    me = next(k for k in range(len(conflict.names)) if new.code in conflict.graph.moves(k, old.code))
    rank = conflict.graph.ranks[me]
    style: Literal["solid", "dashed"] = "solid" if rank[new.code] > rank[old.code] else "dashed"
    return Edge(source=str(old.number), target=str(new.number), label=conflict.names[me], style=style)


def _drawn(conflict: Conflict) -> tuple[dict[int, State], list[Edge]]:
    runs = _runs(conflict)
    kept = list(dict.fromkeys(number for run in runs for number in run))[:_MOST]
    states = {number: conflict.state(number) for number in kept}
    pairs: dict[Pair, None] = dict.fromkeys(
        (old, new) for run in runs for old, new in pairwise(run) if old in states and new in states
    )
    return states, [_edge(conflict, states[old], states[new]) for old, new in pairs]


def graph(conflict: Conflict, variant: str, named: Callable[[State], str]) -> Graph:
    """Return a readable part of the graph: a node a state, an arrow an improvement, labelled with who makes it.

    ``variant`` says which account and reading it is of; ``named`` gives a state in words.
    """
    states, edges = _drawn(conflict)
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
        title=f"States and moves ({variant})",
        nodes=nodes,
        edges=tuple(edges),
        note=f"{len(nodes)} of {len(conflict.graph.states)} states: where things stand, the named outcomes, the ways "
        "there and what they unravel to. Large: nobody can gain alone. An arrow is an improvement for the one it "
        "names, which others may answer; a dashed arrow is a step towards an outcome that does not better its mover.",
    )
