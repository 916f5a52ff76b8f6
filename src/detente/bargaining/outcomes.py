"""The packages that can be had at all: blocks of issues, and the worth of every way to settle a block.

An issue is a block of its own unless an exclusion ties it to others; a package takes one row of each block. Worths add
over blocks, which is what lets frontiers be merged block by block.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from detente.bargaining.draws import Floats
from detente.bargaining.worth import Worths
from detente.errors import ModelError, TooLarge

if TYPE_CHECKING:
    from detente.bargaining.packages import Package

Choices = NDArray[np.int16]
BLOCK_ROWS = 2_000_000


@dataclass(frozen=True, slots=True)
class Block:
    """Issues that are settled together: ``choices`` (rows, issues) are the levels taken, one column an issue."""

    issues: tuple[int, ...]
    choices: Choices

    def worth(self, levels: tuple[Floats, ...]) -> Floats:
        """Return the worth of each row to each party: (draws, rows, parties)."""
        parts = [levels[issue][:, self.choices[:, column]] for column, issue in enumerate(self.issues)]
        return np.asarray(np.sum(parts, axis=0))

    def signed(self, worths: Worths) -> NDArray[np.bool_]:
        """Return which rows every party would sign: (draws, rows)."""
        parts = [worths.signs[issue][:, self.choices[:, column]] for column, issue in enumerate(self.issues)]
        return np.asarray(np.all(parts, axis=(0, 3)))


def _tied(count: int, ties: Iterable[tuple[int, ...]]) -> list[tuple[int, ...]]:
    group = list(range(count))
    for tie in ties:
        first = min(group[i] for i in tie)
        joined = {group[i] for i in tie}
        group = [first if g in joined else g for g in group]
    return [tuple(i for i in range(count) if group[i] == g) for g in sorted(set(group))]


def blocks(package: Package) -> tuple[Block, ...]:
    """Return the blocks of a package, without the combinations it excludes."""
    sizes = [len(issue.levels) for issue in package.issues]
    excluded = [
        {package.index(issue): package.issue(issue).levels.index(level) for issue, level in each.levels.items()}
        for each in package.excluded
    ]
    found = []
    for issues in _tied(len(sizes), (tuple(each) for each in excluded)):
        rows = math.prod(sizes[i] for i in issues)
        if rows > BLOCK_ROWS:
            raise TooLarge(f"exclusions tie issues with {rows:,} combinations; up to {BLOCK_ROWS:,} fit: name fewer")
        choices = np.array(list(product(*(range(sizes[i]) for i in issues))), dtype=np.int16)
        for each in excluded:
            if set(each) <= set(issues):
                hit = np.all([choices[:, issues.index(i)] == level for i, level in each.items()], axis=0)
                choices = choices[~hit]
        if not len(choices):
            raise ModelError("the exclusions leave no package; take one of them out")
        found.append(Block(issues=issues, choices=choices))
    return tuple(found)


def count(parts: Iterable[Block]) -> int:
    """Return how many packages the blocks span."""
    return math.prod(len(block.choices) for block in parts)


def spread(parts: tuple[Block, ...], rows: NDArray[np.int64]) -> Choices:
    """Return the levels (packages, issues) of packages given as one row number a block (packages, blocks)."""
    wide = np.zeros((len(rows), sum(len(block.issues) for block in parts)), dtype=np.int16)
    for column, block in enumerate(parts):
        wide[:, list(block.issues)] = block.choices[rows[:, column]]
    return wide
