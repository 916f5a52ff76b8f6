"""Four ways to single out a package on the frontier, for two parties or more.

The classic solutions are of convex sets; over a list of packages each is the package that comes nearest in its own
sense: Nash (1950) the largest product of gains over walking away; Kalai and Smorodinsky (1975) the largest smallest
share of each party's best gain, the discrete form of the point where the ray to the ideal meets the frontier;
egalitarian the largest smallest gain (Kalai 1977); utilitarian the largest sum of worths. All look only at packages
that leave nobody below walking away. Ties keep the order of the frontier: falling worth to the first party.
"""

from __future__ import annotations

from typing import Literal

import numpy as np
from numpy.typing import NDArray

from detente.bargaining.draws import Floats

Solution = Literal["nash", "kalai_smorodinsky", "egalitarian", "utilitarian"]
SOLUTIONS: tuple[Solution, ...] = ("nash", "kalai_smorodinsky", "egalitarian", "utilitarian")
TIE = 1e-12


def rational(worth: Floats, walk_away: Floats) -> NDArray[np.bool_]:
    """Return which packages (packages, parties) leave nobody below walking away."""
    return np.asarray((worth >= walk_away - TIE * np.maximum(1.0, np.abs(walk_away))).all(axis=1))


def _score(solution: Solution, worth: Floats, walk_away: Floats) -> Floats:
    gains = worth - walk_away
    if solution == "utilitarian":
        return np.asarray(worth.sum(axis=1))
    if solution == "nash":
        return np.asarray(np.prod(np.maximum(gains, 0.0), axis=1))
    if solution == "egalitarian":
        return np.asarray(gains.min(axis=1))
    best = gains.max(axis=0)
    return np.asarray((gains / np.where(best > 0, best, 1.0)).min(axis=1))


def picks(solution: Solution, worth: Floats, walk_away: Floats) -> NDArray[np.int64]:
    """Return the rows of the frontier ``worth`` (packages, parties) that a solution singles out, ties in order.

    Empty where no package reaches everyone's walk-away value.

    >>> frontier = np.array([[1.0, 0.2], [0.7, 0.7], [0.2, 1.0]])
    >>> picks("nash", frontier, np.zeros(2)), picks("utilitarian", frontier, np.array([0.0, 0.9]))
    (array([1]), array([2]))
    """
    rows = np.flatnonzero(rational(worth, walk_away))
    if not len(rows):
        return rows
    score = _score(solution, worth[rows], walk_away)
    return np.asarray(rows[score >= score.max() - TIE * max(1.0, abs(score.max()))])
