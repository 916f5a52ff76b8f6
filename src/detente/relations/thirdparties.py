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
from detente.relations.selection import Chosen, Selection, Window, counted, select
from detente.relations.shares import rate, share

if TYPE_CHECKING:
    import polars as pl


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
        everything = counted(events, as_of=as_of, window=span)["happening_id"].n_unique()
        own = {act.happening for act in acts}
        years = ((span[1] - span[0]).days + 1) / 365.25
        found.append(
            Activity(
                actor, span, acts, len(own), everything,
                rate(len(own), years), share(len(own), everything),
            )
        )  # fmt: skip
    return found


def more_active(one: int, other: int) -> Estimate:
    """Return the share of one actor among the happenings of two, which coverage of the years cannot move.

    Above one half the first did more; the interval says whether that is sure.
    """
    return share(one, one + other)
