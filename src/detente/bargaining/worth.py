"""What each level is worth to each party, under given values of the inputs: the tables every method works on.

Worths are additive over issues. A stance gives ``salience x (1 - |place of level - place wanted| / reach)``, the reach
being the distance to the limit (to the farther end of the scale where no limit is known): 1 at the place wanted, 0 at
the limit, less beyond it. Under the ``red line`` reading a level beyond a party's limit is one it will not sign.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from detente.bargaining.draws import Floats, Reader
from detente.bargaining.issues import Issue, Party, Stance
from detente.bargaining.steps import carried_out

if TYPE_CHECKING:
    from detente.bargaining.packages import Package

# A limit at the very place wanted would make one point of movement worth minus infinity.
MIN_REACH = 1.0


@dataclass(frozen=True, slots=True)
class Worths:
    """Over draws, by issue: ``levels`` and ``signs`` (draws, levels, parties); ``walk_away`` (draws, parties)."""

    levels: tuple[Floats, ...]
    signs: tuple[NDArray[np.bool_], ...]
    walk_away: Floats


def _stance(
    issue: Issue, stance: Stance, path: str, read: Reader, *, red_line: bool
) -> tuple[Floats, NDArray[np.bool_]]:
    place = read(f"{path}.place", stance.place)[:, None]
    limit = None if stance.limit is None else read(f"{path}.limit", stance.limit)[:, None]
    reach = np.maximum(np.maximum(place, 100.0 - place) if limit is None else np.abs(limit - place), MIN_REACH)
    away = np.abs(np.array(issue.places)[None, :] - place)
    inside = away <= reach + 1e-9
    return 1.0 - away / reach, inside if red_line and limit is not None else np.ones_like(inside)


def _rated(issue: Issue, party: Party, path: str, read: Reader) -> Floats:
    rated = party.utilities[issue.id]
    return np.stack([read(f"{path}.utilities.{issue.id}.{level}", rated[level]) for level in issue.levels], axis=1)


def _party(package: Package, party: Party, read: Reader) -> tuple[list[Floats], list[NDArray[np.bool_]]]:
    """Return the worth of every level, by issue (draws, levels), and whether the party would sign it."""
    path = f"parties.{party.name}"
    draws = len(read(f"{path}.discount", party.discount))
    values, signs, weights = [], [], []
    for issue in package.issues:
        weight = np.ones(draws)
        if issue.id in party.stances:
            stance, at = party.stances[issue.id], f"{path}.stances.{issue.id}"
            value, sign = _stance(issue, stance, at, read, red_line=package.reading == "red line")
            weight = read(f"{at}.salience", stance.salience)
        else:
            rated = issue.id in party.utilities
            value = _rated(issue, party, path, read) if rated else np.zeros((draws, len(issue.levels)))
            sign = np.ones_like(value, dtype=bool)
            if issue.id in party.weights:
                weight = read(f"{path}.weights.{issue.id}", party.weights[issue.id])
        values.append(value)
        signs.append(sign)
        weights.append(weight)
    total = np.sum(weights, axis=0)
    scale = np.where(total > 0, total, 1.0) if package.relative_weights or party.stances else np.ones(draws)
    return [value * (weight / scale)[:, None] for value, weight in zip(values, weights, strict=True)], signs


def _no_deal(package: Package, values: list[Floats]) -> Floats | None:
    if not package.no_deal:
        return None
    at = [issue.levels.index(package.no_deal[issue.id]) for issue in package.issues]
    return np.stack([value[:, level] for value, level in zip(values, at, strict=True)], axis=1)


def worths(package: Package, read: Reader) -> Worths:
    """Return the worth of every level to every party, and their walk-away values, in each draw."""
    levels, signs, walks = [], [], []
    for party in package.parties:
        values, sign = _party(package, party, read)
        base = _no_deal(package, values)
        walk = np.zeros(len(values[0])) if base is None else base.sum(axis=1)
        if party.walk_away is not None:
            walk = read(f"parties.{party.name}.walk_away", party.walk_away)
        if package.as_carried_out and package.plan is not None and base is not None:
            values = carried_out(package, party, values, base, read)
        if package.period:
            kept = read(f"parties.{party.name}.discount", party.discount) ** package.period
            flow = np.zeros((len(kept), len(values))) if base is None else base
            values = [flow[:, i, None] + kept[:, None] * (v - flow[:, i, None]) for i, v in enumerate(values)]
            if party.deadline is not None and package.period > party.deadline:
                sign = [np.zeros_like(part) for part in sign]
        levels.append(values)
        signs.append(sign)
        walks.append(walk)
    count = len(package.issues)
    return Worths(
        levels=tuple(np.stack([of[i] for of in levels], axis=2) for i in range(count)),
        signs=tuple(np.stack([of[i] for of in signs], axis=2) for i in range(count)),
        walk_away=np.stack(walks, axis=1),
    )
