"""Does a third party's outreach come before the talks of two others, or only in the same season?

For each day of talks: was there outreach in the ``REACH`` days before it, and was there any in the days after? *Near*
asks whether talks have outreach before them more often than chance; *lead* whether they have it before more than after.
Chance is every circular shift of the outreach along the window, which keeps its bursts (see `linkage`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from detente.errors import ModelError

REACH = 30  # days
LEAST = 4  # days of outreach, and of talks

Order = Literal["leads", "same season", "follows", "no pattern", "cannot be told"]


@dataclass(frozen=True)
class Precedence:
    """Days of talks with outreach before them and after them, what chance would give, and how rare so many are.

    ``near`` is the chance of as many days preceded, ``lead`` that of so many more before than after, ``trail`` that
    of so many more after than before.
    """

    outreach: int
    talks: int
    before: int
    after: int
    expected: float | None
    near: float | None
    lead: float | None
    trail: float | None

    @property
    def order(self) -> Order:
        """What the test tells, each part at the 5 % level."""
        if self.near is None or self.lead is None or self.trail is None:
            return "cannot be told"
        if self.lead < 0.05:
            return "leads"
        if self.trail < 0.05:
            return "follows"
        return "same season" if self.near < 0.05 else "no pattern"


def precedence(
    outreach: Sequence[dt.date], talks: Sequence[dt.date], *, window: tuple[dt.date, dt.date], reach: int = REACH
) -> Precedence:
    """Test whether outreach comes before talks; days outside the window are refused with `ModelError`.

    >>> day = dt.date(2020, 1, 1)
    >>> precedence([day], [day], window=(day, dt.date(2020, 12, 31))).order
    'cannot be told'
    """
    length = (window[1] - window[0]).days + 1
    if length <= 4 * reach:
        raise ModelError(f"a window of {length} days is too short to look {reach} days to both sides")
    first, second = (_marked(days, window, length) for days in (outreach, talks))
    behind = _counted(first, second, range(1, reach + 1))
    ahead = _counted(first, second, range(-reach, 0))
    counts = (int(first.sum()), int(second.sum()), int(behind[0]), int(ahead[0]))
    if min(counts[:2]) < LEAST:
        return Precedence(*counts, None, None, None, None)
    more = behind - ahead
    return Precedence(
        *counts,
        float(behind.mean()),
        float((behind >= behind[0]).mean()),
        float((more >= more[0]).mean()),
        float((more <= more[0]).mean()),
    )


def _marked(days: Sequence[dt.date], window: tuple[dt.date, dt.date], length: int) -> NDArray[np.bool_]:
    marks = np.zeros(length, dtype=bool)
    for day in days:
        if not window[0] <= day <= window[1]:
            raise ModelError(f"{day} lies outside the window {window[0]} to {window[1]}")
        marks[(day - window[0]).days] = True
    return marks


def _counted(first: NDArray[np.bool_], second: NDArray[np.bool_], offsets: range) -> NDArray[np.int64]:
    """Days of the second that have the first so many days earlier, for every shift of the first round the window."""
    near = np.zeros_like(first)
    for offset in offsets:
        near |= np.roll(first, offset)
    turned = np.fft.irfft(np.fft.rfft(second.astype(float)) * np.conj(np.fft.rfft(near.astype(float))), first.size)
    return np.rint(turned).astype(np.int64)
