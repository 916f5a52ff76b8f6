"""How far the members of a coalition act alike toward another: quarter by quarter, and against chance.

Alike is one less the total variation distance between the members' mixes of quad classes: 1 where they act in equal
measure, 0 where they share no class. Two small samples of one conduct differ too, so each figure stands beside what
one common conduct would show at the same counts, by dealing the quarter's acts out anew.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from detente.errors import ModelError
from detente.finding import Estimate
from detente.relations.selection import Chosen, Selection, Window, select
from detente.relations.shares import PRIOR, share

if TYPE_CHECKING:
    import polars as pl

Ints = NDArray[np.int64]

LEAST = 3  # acts of each member without which a quarter is a gap
DRAWS = 2000


@dataclass(frozen=True)
class Quarter:
    """Two members in one quarter: acts by quad class, how alike, what one conduct would show, and who yields more.

    ``gap`` is the cooperative share of the first less that of the second. ``alike``, ``by_chance`` and ``gap`` are None
    where either acted too seldom, each share where its member did.
    """

    start: dt.date
    first: tuple[int, int, int, int]
    second: tuple[int, int, int, int]
    alike: float | None
    by_chance: tuple[float, float] | None
    gap: Estimate | None

    @property
    def shares(self) -> tuple[Estimate | None, Estimate | None]:
        """The cooperative share of each member."""
        one, other = (
            share(mix[0] + mix[1], sum(mix)) if sum(mix) >= LEAST else None for mix in (self.first, self.second)
        )
        return one, other


@dataclass(frozen=True)
class Alignment:
    """Two members toward a target: quarters, how alike over all of them, and the chance of so little by luck.

    ``p`` is the share of deals of one common conduct, quarter by quarter, that differ at least as much; ``drift`` is
    how much the gap grew from before the reference day to after it.
    """

    members: tuple[str, str]
    toward: str
    quarters: tuple[Quarter, ...]
    acts: tuple[tuple[Chosen, ...], tuple[Chosen, ...]]
    alike: float | None
    by_chance: float | None
    p: float | None
    gap: Estimate | None
    drift: Estimate | None


def alignments(
    events: pl.DataFrame,
    members: Sequence[str],
    toward: str,
    *,
    window: Window,
    reference: dt.date,
    as_of: dt.date,
    rng: np.random.Generator,
) -> list[Alignment]:
    """Return how alike each two members acted toward a target in a window.

    Raises `ModelError` where the target is a member, or where there are fewer than two members.
    """
    if toward in members:
        raise ModelError(f"{toward} is a member of the coalition and cannot be its target")
    if len(set(members)) < 2:
        raise ModelError("a coalition needs two different members")
    acts = {
        member: select(events, Selection(source=(member,), target=(toward,)), as_of=as_of, window=window)
        for member in members
    }
    return [
        align((one, other), toward, (acts[one], acts[other]), window=window, reference=reference, rng=rng)
        for one, other in combinations(dict.fromkeys(members), 2)
    ]


def align(
    members: tuple[str, str],
    toward: str,
    acts: tuple[tuple[Chosen, ...], tuple[Chosen, ...]],
    *,
    window: Window,
    reference: dt.date,
    rng: np.random.Generator,
) -> Alignment:
    """Compare two members by quarter and as a whole; ``rng`` moves the deals and the draws of shares."""
    starts = quarters(window)
    mixes = [tuple(mix([act for act in own if quarter_of(act.date) == start]) for own in acts) for start in starts]
    dealt = [_dealt(one, other, rng) for one, other in mixes]
    weights = np.array([one.sum() * other.sum() / max(1, one.sum() + other.sum()) for one, other in mixes])
    found = tuple(
        _quarter(start, one, other, deal, rng) for start, (one, other), deal in zip(starts, mixes, dealt, strict=True)
    )
    alike = by_chance = p = None
    if weights.sum() > 0:
        shares = weights / weights.sum()
        alike = float(
            sum(share * _alike(one, other) for share, (one, other) in zip(shares, mixes, strict=True) if share)
        )
        luck = sum((share * deal for share, deal in zip(shares, dealt, strict=True) if share), np.zeros(DRAWS))
        by_chance = float(luck.mean())
        p = float((1 + (luck <= alike + 1e-12).sum()) / (1 + DRAWS))
    gap = share_gap(*acts, rng)
    return Alignment(members, toward, found, acts, alike, by_chance, p, gap, _drift(acts, reference, rng))


def quarters(window: Window) -> list[dt.date]:
    """Return the first days of the quarters that a window touches."""
    found = [quarter_of(window[0])]
    while (following := quarter_of(found[-1] + dt.timedelta(days=95))) <= window[1]:
        found.append(following)
    return found


def quarter_of(day: dt.date) -> dt.date:
    """Return the first day of a day's quarter.

    >>> quarter_of(dt.date(2019, 2, 28))
    datetime.date(2019, 1, 1)
    """
    return dt.date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)


def mix(acts: Sequence[Chosen]) -> Ints:
    """Count acts by quad class, shape (4,)."""
    return np.bincount([act.quad - 1 for act in acts], minlength=4).astype(np.int64)


def share_gap(one: Sequence[Chosen], other: Sequence[Chosen], rng: np.random.Generator) -> Estimate | None:
    """Return the cooperative share of one less that of another, with a 95 % interval; None where one is silent."""
    if not one or not other:
        return None
    return _estimate(_shares(one, rng) - _shares(other, rng), len(one) + len(other))


def _quarter(start: dt.date, one: Ints, other: Ints, deal: NDArray[np.float64], rng: np.random.Generator) -> Quarter:
    counts = (tuple(int(n) for n in one), tuple(int(n) for n in other))
    if min(one.sum(), other.sum()) < LEAST:
        return Quarter(start, *counts, None, None, None)  # type: ignore[arg-type]
    draws = [rng.beta(part[:2].sum() + PRIOR, part[2:].sum() + PRIOR, DRAWS) for part in (one, other)]
    gap = _estimate(draws[0] - draws[1], int(one.sum() + other.sum()))
    low, high = np.quantile(deal, [0.05, 1.0])
    return Quarter(start, *counts, _alike(one, other), (float(low), float(high)), gap)  # type: ignore[arg-type]


def _alike(one: Ints, other: Ints) -> float:
    if not one.sum() or not other.sum():
        return 1.0
    return float(1 - 0.5 * np.abs(one / one.sum() - other / other.sum()).sum())


def _dealt(one: Ints, other: Ints, rng: np.random.Generator) -> NDArray[np.float64]:
    """How alike two hands of these sizes are, dealt from one pile."""
    if not one.sum() or not other.sum():
        return np.ones(DRAWS)
    hands = rng.multivariate_hypergeometric(one + other, int(one.sum()), size=DRAWS)
    rest = (one + other)[None, :] - hands
    return np.asarray(1 - 0.5 * np.abs(hands / one.sum() - rest / other.sum()).sum(axis=1))


def _drift(
    acts: tuple[Sequence[Chosen], Sequence[Chosen]], reference: dt.date, rng: np.random.Generator
) -> Estimate | None:
    parts = [[act for act in own if (act.date > reference) is late] for late in (False, True) for own in acts]
    if not all(parts):
        return None
    before_one, before_other, after_one, after_other = (_shares(part, rng) for part in parts)
    return _estimate((after_one - after_other) - (before_one - before_other), sum(map(len, parts)))


def _shares(acts: Sequence[Chosen], rng: np.random.Generator) -> NDArray[np.float64]:
    yes = sum(act.cooperative for act in acts)
    return rng.beta(yes + PRIOR, len(acts) - yes + PRIOR, DRAWS)


def _estimate(draws: NDArray[np.float64], n: int) -> Estimate:
    low, middle, high = (round(float(value), 3) for value in np.quantile(draws, [0.025, 0.5, 0.975]))
    return Estimate(value=middle, low=low, high=high, n=n, unit="cooperative share")
