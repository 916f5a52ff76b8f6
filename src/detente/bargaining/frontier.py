"""Which packages no other beats for one party without loss to another: the Pareto frontier, exactly.

Two ways, equal by test: ``enumerated`` weighs every package; ``merged`` adds one block of issues at a time and drops
part-packages that another part-package dominates, which is exact because worths add (a dominated part stays dominated
whatever is added to it). Worths closer than 1e-12 of their scale count as equal, so that rounding makes no frontier;
of packages worth the same to everyone, the first in the order of levels stands for all.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.bargaining.draws import Floats
from detente.bargaining.outcomes import Block, Choices, spread
from detente.errors import TooLarge

Rows = NDArray[np.int64]
RESOLUTION = 1e-12
MERGE_ROWS = 4_000_000
_PIVOTS = 9


@dataclass(frozen=True, slots=True)
class Points:
    """Packages with their worths: ``worth`` (packages, parties), ``choices`` (packages, issues)."""

    worth: Floats
    choices: Choices


def _grid(worth: Floats) -> Floats:
    """Round worths to the resolution, in units in which equality is exact."""
    scale = np.maximum(np.abs(worth).max(axis=0), np.finfo(float).tiny)
    return np.asarray(np.rint(worth / (scale * RESOLUTION)))


def _thinned(grid: Floats) -> Rows:
    """Drop what one of a few far-flung points dominates strictly: most of a cloud, in a few passes."""
    rows = np.arange(len(grid))
    parties = grid.shape[1]
    corners = [np.eye(parties)[p] for p in range(parties)]
    inner = [np.eye(parties)[0] * (1 - t) + np.eye(parties)[1] * t for t in np.linspace(0.1, 0.9, _PIVOTS)]
    for weights in [np.ones(parties), *corners, *inner]:
        at = grid[rows]
        pivot = at[np.argmax(at @ weights)]
        rows = rows[(at >= pivot).any(axis=1)]
    return rows


def _two(grid: Floats) -> Rows:
    # Stable, so that of equal points the first in order is met first.
    order = np.lexsort((-grid[:, 1], -grid[:, 0]))
    second = grid[order, 1]
    best = np.maximum.accumulate(second)
    kept = np.ones(len(order), dtype=bool)
    kept[1:] = second[1:] > best[:-1]
    return np.sort(order[kept])


def plain_maxima(grid: Floats) -> Rows:
    """Return the undominated, distinct rows by comparing each with each: the oracle of the fast paths."""
    kept = []
    for i, row in enumerate(grid):
        beaten = ((grid >= row).all(axis=1) & (grid > row).any(axis=1)).any()
        if not beaten and not (grid[:i] == row).all(axis=1).any():
            kept.append(i)
    return np.array(kept, dtype=np.int64)


def maxima(worth: Floats) -> Rows:
    """Return, in ascending order, the rows of ``worth`` (packages, parties) that no other row dominates."""
    grid = _grid(worth)
    rows = _thinned(grid) if grid.shape[1] > 1 and len(grid) > 256 else np.arange(len(grid))
    if grid.shape[1] == 1:
        return np.array([np.argmax(grid[:, 0])])
    if grid.shape[1] == 2:
        return rows[_two(grid[rows])]
    from detente.bargaining.maxima_kernel import maxima_sorted

    at = grid[rows]
    order = np.lexsort((np.arange(len(at)), -at.sum(axis=1)))
    return np.asarray(rows[np.sort(order[maxima_sorted(np.ascontiguousarray(at[order]))])])


def _listed(worth: Floats, choices: Choices) -> Points:
    """List a frontier by falling worth to the first party, then the second, and so on."""
    order = np.lexsort(-worth.T[::-1])
    return Points(worth=worth[order], choices=choices[order])


def enumerated(parts: tuple[Block, ...], levels: tuple[Floats, ...]) -> Points:
    """Return the frontier by weighing every package; ``levels`` as in ``worth.Worths``, of one draw."""
    total = np.zeros((1, levels[0].shape[2]))
    for block in parts:
        total = (total[:, None, :] + block.worth(levels)[0][None, :, :]).reshape(-1, total.shape[1])
    rows = maxima(total)
    at = np.stack(np.unravel_index(rows, [len(block.choices) for block in parts]), axis=1)
    return _listed(total[rows], spread(parts, at))


def merged(parts: tuple[Block, ...], levels: tuple[Floats, ...], *, most: int = MERGE_ROWS) -> Points:
    """Return the frontier by merging blocks; refuses where more than ``most`` part-packages stay undominated."""
    total = np.zeros((1, levels[0].shape[2]))
    at = np.zeros((1, 0), dtype=np.int64)
    for block in parts:
        worth = block.worth(levels)[0]
        own = maxima(worth)
        if len(total) * len(own) > most:
            raise TooLarge(f"{len(total) * len(own):,} part-packages stay undominated; up to {most:,} are kept")
        candidate = (total[:, None, :] + worth[own][None, :, :]).reshape(-1, total.shape[1])
        rows = maxima(candidate)
        total = candidate[rows]
        at = np.column_stack([at[rows // len(own)], own[rows % len(own)]])
    return _listed(total, spread(parts, at))
