"""Triads of actors and their balance over time (Heider 1946; Cartwright and Harary 1956).

The tie of two actors in a span has the sign of the mean intensity of what they did to each other. Few acts leave the
sign open: its probability is that of Student's t on the mean, and a triad is balanced with the probability that the
product of its three signs is positive.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from detente.errors import ModelError
from detente.relations.selection import Chosen, Selection, Window, select

if TYPE_CHECKING:
    import polars as pl

LEAST = 3  # acts without which a tie has no sign
FLOOR = 2.0  # least standard deviation of intensity: a handful of like acts proves no certainty
SURE = 0.9


@dataclass(frozen=True)
class Signed:
    """The tie of two actors in one span: its acts, their mean intensity, and the probability that it is friendly."""

    pair: tuple[str, str]
    acts: tuple[Chosen, ...]
    mean: float | None
    positive: float | None

    @property
    def sign(self) -> str:
        """+ or − where that is at least 90 % sure, ± where it is open, a blank where too little is recorded."""
        if self.positive is None:
            return ""
        return "+" if self.positive >= SURE else "−" if self.positive <= 1 - SURE else "±"


@dataclass(frozen=True)
class Triad:
    """Three actors in one span, their ties, and the probability that the triad is balanced."""

    actors: tuple[str, str, str]
    span: Window
    ties: tuple[Signed, ...]

    @property
    def balanced(self) -> float | None:
        """The probability that one or three of the ties are friendly; None where a tie has no sign."""
        chances = [tie.positive for tie in self.ties]
        if any(chance is None for chance in chances):
            return None
        return balance_probability([chance for chance in chances if chance is not None])


def balance_probability(positive: Sequence[float]) -> float:
    """Return the probability that the product of independent signs is positive.

    >>> balance_probability([1.0, 0.0, 0.0])
    1.0
    >>> balance_probability([0.5, 0.9, 0.9])
    0.5
    """
    return float((1 + np.prod([2 * chance - 1 for chance in positive])) / 2)


def triads(
    events: pl.DataFrame, dyad: tuple[str, str], third: str, spans: Sequence[Window], *, as_of: dt.date
) -> tuple[Triad, ...]:
    """Return the triad of a dyad and a third actor, span by span. Raises `ModelError` for fewer than three actors."""
    three = (*dyad, third)
    if len(set(three)) < 3:
        raise ModelError(f"a triad needs three different actors, and has {', '.join(three)}")
    pairs = ((three[0], three[1]), (three[1], three[2]), (three[0], three[2]))
    return tuple(
        Triad(
            three,
            span,
            tuple(signed(pair, select(events, Selection(between=pair), as_of=as_of, window=span)) for pair in pairs),
        )
        for span in spans
    )


def signed(pair: tuple[str, str], acts: Sequence[Chosen]) -> Signed:
    """Return the tie that some acts between two actors make."""
    from scipy.special import stdtr

    n = len(acts)
    if n < LEAST:
        return Signed(pair, tuple(acts), None, None)
    values = np.array([act.intensity for act in acts])
    error = max(float(values.std(ddof=1)), FLOOR) / np.sqrt(n)
    return Signed(pair, tuple(acts), float(values.mean()), float(stdtr(n - 1, values.mean() / error)))
