"""How much more cooperative one set of acts is than another: a difference of shares with its interval."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from detente.finding import Estimate
from detente.relations.selection import Chosen
from detente.relations.shares import PRIOR

DRAWS = 2000
UNIT = "cooperative share"
WIDE = 1.96  # standard errors on either side of a 95 % interval

Pair = tuple[Sequence[Chosen], Sequence[Chosen]]


@dataclass(frozen=True)
class Gap:
    """A difference of shares inside parts of time, its variance, and the acts it rests on."""

    value: float
    variance: float
    n: int

    def less(self, other: Gap) -> Gap:
        """How much larger this gap is than another, from other acts."""
        return Gap(self.value - other.value, self.variance + other.variance, self.n + other.n)

    def estimate(self, *, widest: float = 1.0) -> Estimate:
        """Return the gap with its 95 % interval, which cannot pass ``widest`` on either side."""
        half = WIDE * self.variance**0.5
        low, high = max(-widest, self.value - half), min(widest, self.value + half)
        value = min(max(self.value, low), high)
        return Estimate(value=round(value, 3), low=round(low, 3), high=round(high, 3), n=self.n, unit=UNIT)


def share_gap(one: Sequence[Chosen], other: Sequence[Chosen], rng: np.random.Generator) -> Estimate | None:
    """Return the cooperative share of one less that of another, with a 95 % interval; None where one is silent.

    For one part of time: the interval is that of Jeffreys' prior on each share, drawn.
    """
    if not one or not other:
        return None
    draws = _draws(one, rng) - _draws(other, rng)
    low, middle, high = (round(float(value), 3) for value in np.quantile(draws, [0.025, 0.5, 0.975]))
    return Estimate(value=middle, low=low, high=high, n=len(one) + len(other), unit=UNIT)


def gap_within(parts: Sequence[Pair]) -> Gap | None:
    """Return the gap inside each part (a year, a quarter), averaged by how much each part can tell.

    A record that holds one side's acts of bad years and the other's of good ones shows a gap over all that no year has.
    Parts in which one side is silent tell nothing; None where none is left. The difference is that of Mantel and
    Haenszel with the variance of Sato (1989), which holds for many parts of few acts; where all acts of each side are
    of one kind that variance is 0, and that of Jeffreys' prior on each share stands in for it.
    """
    told = [part for part in parts if part[0] and part[1]]
    if not told:
        return None
    n1, n0 = (np.array([len(part[side]) for part in told], float) for side in (0, 1))
    a, b = (np.array([sum(act.cooperative for act in part[side]) for part in told], float) for side in (0, 1))
    n = n1 + n0
    weight = n1 * n0 / n
    value = float((a * n0 - b * n1) @ (1 / n) / weight.sum())
    p = (n1**2 * b - n0**2 * a + n1 * n0 * (n0 - n1) / 2) / n**2
    q = (a * (n0 - b) + b * (n1 - a)) / (2 * n)
    sato = (value * p.sum() + q.sum()) / weight.sum() ** 2
    jeffreys = weight**2 @ (_variance(a, n1) + _variance(b, n0)) / weight.sum() ** 2
    return Gap(value, max(float(sato), float(jeffreys)), int(n.sum()))


def _variance(yes: NDArray[np.float64], n: NDArray[np.float64]) -> NDArray[np.float64]:
    """The variance of a share under Jeffreys' prior."""
    one, other = yes + PRIOR, n - yes + PRIOR
    return np.asarray(one * other / ((one + other) ** 2 * (one + other + 1)))


def _draws(acts: Sequence[Chosen], rng: np.random.Generator) -> NDArray[np.float64]:
    yes = sum(act.cooperative for act in acts)
    return rng.beta(yes + PRIOR, len(acts) - yes + PRIOR, DRAWS)
