"""How much more cooperative one set of acts is than another: a difference of shares with its interval."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from detente.finding import Estimate
from detente.relations.selection import Chosen
from detente.relations.shares import PRIOR

DRAWS = 2000
UNIT = "cooperative share"

Pair = tuple[Sequence[Chosen], Sequence[Chosen]]


def share_gap(one: Sequence[Chosen], other: Sequence[Chosen], rng: np.random.Generator) -> Estimate | None:
    """Return the cooperative share of one less that of another, with a 95 % interval; None where one is silent."""
    return gap_within([(one, other)], rng)


def gap_within(parts: Sequence[Pair], rng: np.random.Generator) -> Estimate | None:
    """Return the gap inside each part (a year, a quarter), averaged by how much each part can tell.

    A record that holds one side's acts of bad years and the other's of good ones shows a gap over all that no year has.
    Parts in which one side is silent tell nothing; None where none is left. Weights are those of Mantel and Haenszel
    (1959); the interval is that of Jeffreys' prior on each share.
    """
    draws = gap_draws(parts, rng)
    if draws is None:
        return None
    told = [part for part in parts if part[0] and part[1]]
    return estimate(draws, sum(len(one) + len(other) for one, other in told))


def gap_draws(parts: Sequence[Pair], rng: np.random.Generator) -> NDArray[np.float64] | None:
    """Draw from what is known of that gap."""
    told = [part for part in parts if part[0] and part[1]]
    if not told:
        return None
    weights = np.array([len(one) * len(other) / (len(one) + len(other)) for one, other in told])
    draws = np.array([_share_draws(one, rng) - _share_draws(other, rng) for one, other in told])
    return np.asarray(weights @ draws / weights.sum())


def estimate(draws: NDArray[np.float64], n: int) -> Estimate:
    """Return the middle of some draws and the interval that holds 95 % of them."""
    low, middle, high = (round(float(value), 3) for value in np.quantile(draws, [0.025, 0.5, 0.975]))
    return Estimate(value=middle, low=low, high=high, n=n, unit=UNIT)


def _share_draws(acts: Sequence[Chosen], rng: np.random.Generator) -> NDArray[np.float64]:
    yes = sum(act.cooperative for act in acts)
    return rng.beta(yes + PRIOR, len(acts) - yes + PRIOR, DRAWS)
