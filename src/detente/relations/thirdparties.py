"""How active a third party is toward two others: its acts, as a rate and as a share of what the record holds.

A record covers some years more closely than others, so a rate says as much of the chronicler as of the actor. The
share of all recorded acts in the same span takes that out; where coverage itself favours some actors, nothing here can.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from detente.finding import Estimate
from detente.relations.selection import Chosen, Selection, Window, select

if TYPE_CHECKING:
    import polars as pl

PRIOR = 0.5  # Jeffreys' prior, of a share and of a rate


@dataclass(frozen=True)
class Activity:
    """What one actor did toward two others in a span: acts, acts a year, share of all recorded happenings."""

    actor: str
    span: Window
    acts: tuple[Chosen, ...]
    happenings: int
    recorded: int
    rate: Estimate
    share: Estimate


def activity(
    events: pl.DataFrame, actor: str, toward: Sequence[str], spans: Sequence[Window], *, as_of: dt.date
) -> list[Activity]:
    """Return an actor's activity toward others, span by span; happenings count once however many they touch."""
    found = []
    for span in spans:
        acts = select(events, Selection(source=(actor,), target=tuple(toward)), as_of=as_of, window=span)
        everything = {act.happening for act in select(events, None, as_of=as_of, window=span)}
        own = {act.happening for act in acts}
        years = ((span[1] - span[0]).days + 1) / 365.25
        found.append(
            Activity(
                actor, span, acts, len(own), len(everything),
                rate(len(own), years), share(len(own), len(everything)),
            )
        )  # fmt: skip
    return found


def rate(count: int, exposure: float) -> Estimate:
    """Return events a unit of exposure, with the 95 % interval of Jeffreys' prior.

    >>> rate(0, 2.0).low
    0.0
    """
    from scipy.stats import gamma

    low, high = gamma.ppf([0.025, 0.975], count + PRIOR, scale=1 / exposure)
    return Estimate(
        value=count / exposure, low=0.0 if count == 0 else min(float(low), count / exposure), high=float(high), n=count,
        unit="happenings a year",
    )  # fmt: skip


def share(count: int, total: int) -> Estimate:
    """Return a share with the 95 % interval of Jeffreys' prior; of nothing, the whole range.

    >>> share(5, 5).high
    1.0
    """
    from scipy.stats import beta

    if total == 0:
        return Estimate(value=0.0, low=0.0, high=1.0, n=0, unit="share")
    low, high = beta.ppf([0.025, 0.975], count + PRIOR, total - count + PRIOR)
    value = count / total
    return Estimate(
        value=value, low=0.0 if count == 0 else min(float(low), value), high=1.0 if count == total else float(high),
        n=total, unit="share",
    )  # fmt: skip


def more_active(one: int, other: int) -> Estimate:
    """Return the share of one actor among the happenings of two, which coverage of the years cannot move.

    Above one half the first did more; the interval says whether that is sure.
    """
    return share(one, one + other)
