"""What holds under how much of what is admissible: the room for a deal in each draw of the inputs.

The room is the largest smallest gain over walking away that any package gives, each gain as a share of the span
between the party's worst and best package; it is the same under any change of a party's unit or zero. There is a
bargaining range where it is above 0. Where no package would be signed at all it is -1, its floor.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from detente.bargaining import outcomes
from detente.bargaining.draws import Floats, Reader, Uniform
from detente.bargaining.frontier import merged
from detente.bargaining.worth import Worths, worths
from detente.finding import Estimate

if TYPE_CHECKING:
    from detente.bargaining.packages import Package

LISTABLE = 50_000
_CELLS = 2_000_000
_NOTHING = 1e-12
Z = 1.959963984540054
SHARE = "share of admissible inputs"


def share(hits: NDArray[np.bool_] | np.bool_) -> Estimate:
    """Return a share with its 95 % interval (Wilson 1927): what more draws could still change.

    >>> share(np.array([True, True, True, False])).value
    0.75
    """
    n = np.size(hits)
    p = float(np.mean(hits))
    middle = (p + Z**2 / (2 * n)) / (1 + Z**2 / n)
    half = Z / (1 + Z**2 / n) * math.sqrt(p * (1 - p) / n + Z**2 / (4 * n**2))
    return Estimate(value=p, low=max(0.0, min(p, middle - half)), high=min(1.0, max(p, middle + half)), n=n, unit=SHARE)


def spread(values: Floats, *, unit: str = "") -> Estimate:
    """Return the median of a quantity over the admissible inputs, and the middle 95 % of it."""
    low, value, high = (float(q) for q in np.quantile(values, [0.025, 0.5, 0.975]))
    return Estimate(value=value, low=low, high=high, n=len(values), unit=unit)


@dataclass(frozen=True, slots=True)
class Admissible:
    """Draw by draw: ``room`` (draws,), ``offers`` name -> who would rather sign than walk away (draws, parties)."""

    room: Floats
    offers: dict[str, NDArray[np.bool_]]
    reader: Uniform

    @property
    def possible(self) -> NDArray[np.bool_]:
        """In which draws some package beats walking away for everyone."""
        return self.room > _NOTHING

    @property
    def share(self) -> Estimate:
        """The share of draws in which some package beats walking away for everyone."""
        return share(self.possible)

    def drivers(self) -> tuple[tuple[str, Estimate], ...]:
        """Return the inputs by how far the share moves from the lower to the upper half of their interval."""
        found = []
        for path in self.reader.wide:
            upper = self.reader.luck(path) >= 0.5
            if upper.all() or not upper.any():
                continue
            found.append((path, difference(self.possible[upper], self.possible[~upper])))
        return tuple(sorted(found, key=lambda each: (-abs(each[1].value), each[0])))


def difference(a: NDArray[np.bool_], b: NDArray[np.bool_]) -> Estimate:
    """Return the share in one part of the draws less that in another, with its 95 % interval."""
    p, q = float(a.mean()), float(b.mean())
    half = Z * math.sqrt(p * (1 - p) / len(a) + q * (1 - q) / len(b))
    return Estimate(value=p - q, low=p - q - half, high=p - q + half, n=len(a) + len(b))


def _listed(parts: tuple[outcomes.Block, ...], table: Worths, span: Floats) -> Floats:
    """Return the room in each draw by weighing every package."""
    total = -table.walk_away[:, None, :]
    for block in parts:
        worth = np.where(block.signed(table)[:, :, None], block.worth(table.levels), -np.inf)
        total = (total[:, :, None, :] + worth[:, None, :, :]).reshape(len(span), -1, span.shape[1])
    return np.asarray((total / span[:, None, :]).min(axis=2).max(axis=1))


def _each(parts: tuple[outcomes.Block, ...], table: Worths, span: Floats) -> Floats:
    """Return the room in each draw from its frontier, for packages too many to list."""
    rooms = np.full(len(span), -np.inf)
    for draw in range(len(span)):
        signed = [np.flatnonzero(block.signed(table)[draw]) for block in parts]
        if any(len(rows) == 0 for rows in signed):
            continue
        left = tuple(
            outcomes.Block(issues=block.issues, choices=block.choices[rows])
            for block, rows in zip(parts, signed, strict=True)
        )
        points = merged(left, tuple(level[draw : draw + 1] for level in table.levels))
        rooms[draw] = ((points.worth - table.walk_away[draw]) / span[draw]).min(axis=1).max()
    return rooms


def _part(table: Worths, at: slice) -> Worths:
    return Worths(
        levels=tuple(level[at] for level in table.levels),
        signs=tuple(sign[at] for sign in table.signs),
        walk_away=table.walk_away[at],
    )


def rooms(package: Package, read: Reader) -> Floats:
    """Return the room for a deal in each draw of a reader."""
    table = worths(package, read)
    parts = outcomes.blocks(package)
    size = outcomes.count(parts)
    draws, parties = table.walk_away.shape
    chunk = max(1, _CELLS // (size * parties)) if size <= LISTABLE else draws
    found = []
    for start in range(0, draws, chunk):
        piece = _part(table, slice(start, start + chunk))
        worth = [block.worth(piece.levels) for block in parts]
        span = np.sum([each.max(axis=1) - each.min(axis=1) for each in worth], axis=0)
        span = np.where(span > 0, span, 1.0)
        found.append((_listed if size <= LISTABLE else _each)(parts, piece, span))
    return np.clip(np.concatenate(found), -1.0, 1.0)


def _signers(package: Package, table: Worths, levels: dict[str, str]) -> NDArray[np.bool_]:
    at = [issue.levels.index(levels[issue.id]) for issue in package.issues]
    total = np.sum([part[:, level] for part, level in zip(table.levels, at, strict=True)], axis=0)
    signs = np.all([part[:, level] for part, level in zip(table.signs, at, strict=True)], axis=0)
    return np.asarray(signs & (total > table.walk_away + _NOTHING))


def admissible(package: Package, rng: np.random.Generator, *, draws: int) -> Admissible:
    """Draw the inputs of a package and return what holds in each draw."""
    reader = Uniform.of(package.inputs(), rng, draws=draws)
    table = worths(package, reader)
    offers = {offer.name: _signers(package, table, offer.levels) for offer in package.offers}
    return Admissible(room=rooms(package, reader), offers=offers, reader=reader)
