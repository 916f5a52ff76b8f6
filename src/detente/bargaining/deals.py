"""Answers about single packages and about the frontier, with the method that found them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Literal

import numpy as np

from detente.bargaining import milp, outcomes
from detente.bargaining.draws import Floats
from detente.bargaining.frontier import Points, enumerated, merged
from detente.bargaining.solutions import Solution, picks, rational
from detente.bargaining.worth import Worths
from detente.errors import TooLarge
from detente.value import Value

if TYPE_CHECKING:
    from detente.bargaining.packages import Package

Method = Literal["auto", "enumerate", "merge", "milp"]
ENUMERABLE = 4_000_000


class Deal(Value):
    """A package with its worth and its gain over walking away, by party.

    ``ties`` counts the other packages on the frontier that do as well by the same solution; ``refused_by`` names the
    parties whose red line it crosses.
    """

    levels: dict[str, str]
    worth: dict[str, float]
    gain: dict[str, float]
    ties: int = 0
    refused_by: tuple[str, ...] = ()

    @classmethod
    def of(cls, package: Package, at: Sequence[int], worth: Floats, walk_away: Floats, *, ties: int = 0) -> Deal:
        """Return the deal of levels given by their places in the lists."""
        names = [party.name for party in package.parties]
        return cls(
            levels={issue.id: issue.levels[int(k)] for issue, k in zip(package.issues, at, strict=True)},
            worth=dict(zip(names, map(float, worth), strict=True)),
            gain=dict(zip(names, map(float, worth - walk_away), strict=True)),
            ties=ties,
        )


class Frontier(Value):
    """The undominated packages, by falling worth to the first party; ``rational`` counts those that suit everyone."""

    deals: tuple[Deal, ...]
    packages: int
    rational: int
    method: Method
    note: str


def _signed(package: Package, table: Worths) -> tuple[outcomes.Block, ...] | None:
    """Return the blocks without what somebody would never sign; None where nothing is left of one."""
    parts = []
    for block in outcomes.blocks(package):
        rows = np.flatnonzero(block.signed(table)[0])
        if not len(rows):
            return None
        parts.append(outcomes.Block(issues=block.issues, choices=block.choices[rows]))
    return tuple(parts)


def _points(parts: tuple[outcomes.Block, ...], table: Worths, method: Method) -> tuple[Points, Method, str]:
    size = outcomes.count(parts)
    if method == "enumerate":
        if size > ENUMERABLE:
            raise TooLarge(
                f"{size:,} packages; up to {ENUMERABLE:,} are weighed one by one: take method 'merge' or 'milp'"
            )
        return enumerated(parts, table.levels), method, f"all {size:,} packages weighed one by one"
    if method == "milp":
        return milp.frontier(parts, table.levels), method, f"{size:,} packages, by integer programming (exact)"
    try:
        points = merged(parts, table.levels)
    except TooLarge as full:
        if method == "merge":
            raise
        note = f"{size:,} packages; {full}, so the frontier is by integer programming (exact)"
        return milp.frontier(parts, table.levels), "milp", note
    why = f"{size:,} packages" if size <= ENUMERABLE else f"{size:,} packages, too many to weigh one by one"
    return points, "merge", f"{why}; merged issue by issue, dominated parts dropped (exact)"


def frontier(package: Package, *, method: Method = "auto") -> Frontier:
    """Return the frontier of a package at the best guesses."""
    table = package.worths()
    parts = _signed(package, table)
    if parts is None:
        note = "on some issue no level is one that every party would sign"
        return Frontier(deals=(), packages=0, rational=0, method=method, note=note)
    points, used, note = _points(parts, table, method)
    walk = table.walk_away[0]
    deals = [Deal.of(package, at, worth, walk) for at, worth in zip(points.choices, points.worth, strict=True)]
    suits = int(rational(points.worth, walk).sum())
    return Frontier(deals=tuple(deals), packages=outcomes.count(parts), rational=suits, method=used, note=note)


def solve(package: Package, name: Solution, *, method: Method = "auto") -> Deal | None:
    """Return the package that a solution singles out at the best guesses; None where no package suits everyone."""
    table = package.worths()
    parts = _signed(package, table)
    if parts is None:
        return None
    walk = table.walk_away[0]
    points = None
    if method != "milp":
        try:
            points, _, _ = _points(parts, table, "merge" if method == "auto" else method)
        except TooLarge:
            if method != "auto":
                raise
    if points is None:
        single = milp.solution(name, parts, table.levels, walk)
        return None if single is None else Deal.of(package, single.choices[0], single.worth[0], walk)
    rows = picks(name, points.worth, walk)
    if not len(rows):
        return None
    return Deal.of(package, points.choices[rows[0]], points.worth[rows[0]], walk, ties=len(rows) - 1)
