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
from detente.relations.gaps import DRAWS, Pair, gap_within, share_gap
from detente.relations.selection import Chosen, Selection, Window, select
from detente.relations.shares import share

if TYPE_CHECKING:
    import polars as pl

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

LEAST = 3  # acts of each member without which a quarter is a gap


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

    ``p`` is the share of deals of one common conduct, quarter by quarter, that differ at least as much; ``gap`` is the
    difference of cooperative shares within a quarter, and ``drift`` how far it moved from before the reference day to
    after it.
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
    """Compare two members by quarter and as a whole; ``rng`` moves the deals and the draws of the quarters' shares."""
    starts = quarters(window)
    hands = [tuple(tuple(act for act in own if quarter_of(act.date) == start) for own in acts) for start in starts]
    pairs = [(one, other) for one, other in hands]
    dealt = [_dealt(mix(one), mix(other), rng) for one, other in pairs]
    found = tuple(
        _quarter(start, pair, deal, rng) for start, pair, deal in zip(starts, pairs, dealt, strict=True)
    )  # fmt: skip
    alike, by_chance, p = _together(pairs, dealt)
    gap = gap_within(pairs)
    middle = None if gap is None else gap.estimate()
    return Alignment(members, toward, found, acts, alike, by_chance, p, middle, _drift(pairs, reference))


def _together(pairs: Sequence[Pair], dealt: Sequence[Floats]) -> tuple[float | None, float | None, float | None]:
    """How alike over all quarters, what chance would show, and how rarely it shows so little."""
    told = [n for n, (one, other) in enumerate(pairs) if one and other]
    if not told:
        return None, None, None
    sizes = [(len(pairs[n][0]), len(pairs[n][1])) for n in told]
    weights = np.array([one * other / (one + other) for one, other in sizes])
    weights /= weights.sum()
    alike = float(weights @ np.array([_alike(mix(pairs[n][0]), mix(pairs[n][1])) for n in told]))
    luck = weights @ np.array([dealt[n] for n in told])
    return alike, float(luck.mean()), float((1 + (luck <= alike + 1e-12).sum()) / (1 + DRAWS))


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


def _quarter(start: dt.date, pair: Pair, deal: Floats, rng: np.random.Generator) -> Quarter:
    one, other = mix(pair[0]), mix(pair[1])
    counts = (_counts(one), _counts(other))
    if min(len(pair[0]), len(pair[1])) < LEAST:
        return Quarter(start, *counts, None, None, None)
    low, high = np.quantile(deal, [0.05, 1.0])
    return Quarter(start, *counts, _alike(one, other), (float(low), float(high)), share_gap(*pair, rng))


def _counts(mixed: Ints) -> tuple[int, int, int, int]:
    one, two, three, four = (int(n) for n in mixed)
    return one, two, three, four


def _alike(one: Ints, other: Ints) -> float:
    if not one.sum() or not other.sum():
        return 1.0
    return float(1 - 0.5 * np.abs(one / one.sum() - other / other.sum()).sum())


def _dealt(one: Ints, other: Ints, rng: np.random.Generator) -> Floats:
    """How alike two hands of these sizes are, dealt from one pile."""
    if not one.sum() or not other.sum():
        return np.ones(DRAWS)
    hands = rng.multivariate_hypergeometric(one + other, int(one.sum()), size=DRAWS)
    rest = (one + other)[None, :] - hands
    return np.asarray(1 - 0.5 * np.abs(hands / one.sum() - rest / other.sum()).sum(axis=1))


def _drift(pairs: Sequence[Pair], reference: dt.date) -> Estimate | None:
    """How far the gap has moved from before a day to after it, each part compared quarter by quarter."""

    def part(pair: Pair, late: bool) -> Pair:
        one, other = (tuple(act for act in own if (act.date > reference) is late) for own in pair)
        return one, other

    before, after = (gap_within([part(pair, late) for pair in pairs]) for late in (False, True))
    return None if before is None or after is None else after.less(before).estimate(widest=2.0)
