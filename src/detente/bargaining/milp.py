"""Exact answers by mixed-integer programming (HiGHS), where packages are too many to list or to merge.

One binary variable a row of a block, exactly one of them taken in each block. The frontier of two parties is walked by
the epsilon-constraint method (Haimes, Lasdon and Wismer 1971, IEEE Transactions on Systems, Man and Cybernetics
1:296-297): the best package for the first party, then the best that gives the second strictly more, and so on.
Nash's product is concave in the gains once logged, so tangents cut it off until the bound meets the best package found
(outer approximation, Duran and Grossmann 1986, Mathematical Programming 36:307-339); no frontier is needed, and any
number of parties is served.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from detente.bargaining.draws import Floats
from detente.bargaining.frontier import Points, Rows, maxima
from detente.bargaining.outcomes import Block, spread
from detente.bargaining.solutions import Solution
from detente.errors import ModelError, TooLarge

# HiGHS holds rows to 1e-6 or so: worths are stretched so that this is far below any difference that counts.
STRETCH = 1e4
STEP = 1e-5
TIE = 1e-9
CUTS = 200


@dataclass(frozen=True, slots=True)
class Programme:
    """The linear part: ``worth`` (rows of all blocks, parties) on a 0-to-STRETCH scale, ``starts`` of the blocks."""

    parts: tuple[Block, ...]
    worth: Floats
    real: Floats
    starts: tuple[int, ...]
    low: Floats
    span: Floats

    def at(self, package: Rows) -> Rows:
        """Return where a package's rows stand among the binaries."""
        return np.asarray(self.starts[:-1]) + package

    def taken(self, solved: Floats) -> Rows:
        """Return the package of a solution: its row in each block."""
        return np.array([np.argmax(solved[a:b]) for a, b in zip(self.starts, self.starts[1:], strict=False)])

    def total(self, package: Rows) -> Floats:
        """Return the worths of a package on the programme's own scale."""
        return np.asarray(self.worth[self.at(package)].sum(axis=0))

    def points(self, packages: Sequence[Rows]) -> Points:
        """Return packages with their real worths."""
        worth = np.array([self.real[self.at(package)].sum(axis=0) for package in packages])
        return Points(worth=worth, choices=spread(self.parts, np.array(packages, dtype=np.int64)))

    def scaled(self, real: Floats) -> Floats:
        """Return total worths on the programme's own scale."""
        return (real - self.low) / self.span * STRETCH


def programme(parts: tuple[Block, ...], levels: tuple[Floats, ...]) -> Programme:
    """Set up the programme of one draw's worths; rows that another row of their block dominates are left out."""
    kept = [maxima(block.worth(levels)[0]) for block in parts]
    parts = tuple(Block(issues=part.issues, choices=part.choices[rows]) for part, rows in zip(parts, kept, strict=True))
    own = [block.worth(levels)[0] for block in parts]
    low = np.sum([worth.min(axis=0) for worth in own], axis=0)
    span = np.sum([worth.max(axis=0) - worth.min(axis=0) for worth in own], axis=0)
    span = np.where(span > 0, span, 1.0)
    scaled = np.concatenate([(worth - worth.min(axis=0)) / span * STRETCH for worth in own])
    starts = tuple(int(s) for s in np.cumsum([0, *(len(worth) for worth in own)]))
    return Programme(parts=parts, worth=scaled, real=np.concatenate(own), starts=starts, low=low, span=span)


def _solve(
    setup: Programme,
    aim: Floats,
    floors: Floats,
    *,
    rows: tuple[Floats, Floats] | None = None,
    barred: Sequence[Rows] = (),
) -> Floats | None:
    """Maximise ``aim`` @ (binaries, free variables) with every party's worth at its floor or above; None if none is.

    ``rows`` are further constraints over the variables and their lower bounds; ``barred`` packages are left out.
    """
    from scipy.optimize import Bounds, LinearConstraint, milp

    binaries, width = len(setup.worth), len(aim)
    one = np.zeros((len(setup.parts), width))
    for k in range(len(setup.parts)):
        one[k, setup.starts[k] : setup.starts[k + 1]] = 1.0
    held = np.zeros((len(floors), width))
    held[:, :binaries] = setup.worth.T
    limits = [LinearConstraint(one, 1, 1), LinearConstraint(held, floors, np.inf)]
    if rows is not None:
        limits.append(LinearConstraint(rows[0], rows[1], np.inf))
    for package in barred:
        taken = np.zeros((1, width))
        taken[0, setup.at(package)] = 1.0
        limits.append(LinearConstraint(taken, -np.inf, len(package) - 1))
    free = np.arange(width) >= binaries
    bounds = Bounds(np.where(free, -np.inf, 0.0), np.where(free, np.inf, 1.0))
    found = milp(-aim, integrality=(~free).astype(int), bounds=bounds, constraints=limits, options={"mip_rel_gap": 0.0})
    if found.status == 2:
        return None
    if found.x is None:
        raise ModelError(f"the integer programme was not solved: {found.message}")
    return np.asarray(found.x, dtype=float)


def frontier(parts: tuple[Block, ...], levels: tuple[Floats, ...], *, most: int = 5_000) -> Points:
    """Return the whole frontier of two parties; one programme a point.

    Raises TooLarge for more than two parties or more than ``most`` points.
    """
    setup = programme(parts, levels)
    if setup.worth.shape[1] != 2:
        raise TooLarge("the frontier by integer programming is of two parties; ask for single solutions instead")
    first = setup.worth[:, 0]
    found: list[Rows] = []
    # The solver lets a row slip by its tolerance: a package met again just below the floor is barred by name.
    barred: list[Rows] = []
    floor = -np.inf
    while (solved := _solve(setup, first, np.array([-np.inf, floor + STEP]), barred=barred)) is not None:
        package = setup.taken(solved)
        reached = setup.total(package)[1]
        if reached <= floor:
            barred.append(package)
            continue
        found.append(package)
        barred, floor = [package], reached
        if len(found) > most:
            raise TooLarge(f"more than {most:,} packages are on the frontier; ask for single solutions instead")
    points = setup.points(found)
    # Of packages equally good for the first party the worse for the second may have come up on the way.
    kept = maxima(points.worth)
    return Points(worth=points.worth[kept], choices=points.choices[kept])


def _largest_smallest(setup: Programme, floors: Floats, unit: Floats) -> Rows | None:
    binaries, parties = setup.worth.shape
    # worth_p - unit_p t >= floor_p for every party; t, the free variable, is made as large as it goes.
    table = np.column_stack([setup.worth.T, -unit])
    aim = np.r_[np.zeros(binaries), 1.0]
    solved = _solve(setup, aim, np.full(parties, -np.inf), rows=(table, floors))
    return None if solved is None else setup.taken(solved)


def _tangents(setup: Programme, gains: Floats, floors: Floats) -> tuple[Floats, Floats]:
    """Return rows that hold the free variables under the tangents of log(gain) at ``gains``."""
    parties = len(gains)
    table = np.column_stack([(setup.worth / gains).T, -np.eye(parties)])
    return table, (floors + gains) / gains - np.log(gains)


def _nash(setup: Programme, floors: Floats) -> Rows | None:
    best = _largest_smallest(setup, floors, np.ones(len(floors)))
    if best is None:
        return None
    gains = setup.total(best) - floors
    if gains.min() <= STEP:
        return best
    reached = float(np.log(gains).sum())
    # A package with a gain near nothing cannot have the largest product, and its tangents are too steep to settle.
    bests = _bests(setup, floors)
    assert bests is not None
    least = 0.5 * np.exp(reached - np.log(bests).sum() + np.log(bests))
    aim = np.r_[np.zeros(len(setup.worth)), np.ones(len(floors))]
    table, lows = _tangents(setup, gains, floors)
    for _ in range(CUTS):
        solved = _solve(setup, aim, floors + least, rows=(table, lows))
        assert solved is not None
        if solved[len(setup.worth) :].sum() <= reached + TIE:
            return best
        package = setup.taken(solved)
        gains = np.maximum(setup.total(package) - floors, STEP)
        if float(np.log(gains).sum()) > reached:
            best, reached = package, float(np.log(gains).sum())
        more = _tangents(setup, gains, floors)
        table, lows = np.concatenate([table, more[0]]), np.concatenate([lows, more[1]])
    raise ModelError(f"Nash's product was not settled within {CUTS} rounds of cuts")


def _bests(setup: Programme, floors: Floats) -> Floats | None:
    """Return each party's best gain among packages that leave nobody below the floors."""
    bests = np.zeros(len(floors))
    for p in range(len(floors)):
        solved = _solve(setup, setup.worth[:, p], floors - STEP)
        if solved is None:
            return None
        bests[p] = max(setup.total(setup.taken(solved))[p] - floors[p], STEP)
    return bests


def _single(name: Solution, setup: Programme, floors: Floats) -> Rows | None:
    if name == "nash":
        return _nash(setup, floors)
    if name == "utilitarian":
        solved = _solve(setup, setup.worth @ (setup.span / setup.span.max()), floors - STEP)
        return None if solved is None else setup.taken(solved)
    if name == "egalitarian":
        return _largest_smallest(setup, floors, setup.span.max() / setup.span)
    bests = _bests(setup, floors)
    return None if bests is None else _largest_smallest(setup, floors, bests / bests.max())


def solution(name: Solution, parts: tuple[Block, ...], levels: tuple[Floats, ...], walk_away: Floats) -> Points | None:
    """Return the package that a solution singles out, for any number of parties; None if nothing suits everyone."""
    setup = programme(parts, levels)
    floors = setup.scaled(walk_away)
    package = _single(name, setup, floors)
    if package is None or np.any(setup.total(package) < floors - STEP):
        return None
    # Of packages as good for all, take one that leaves nothing on the table.
    solved = _solve(setup, setup.worth.sum(axis=1), setup.total(package) - STEP)
    return setup.points([package if solved is None else setup.taken(solved)])
