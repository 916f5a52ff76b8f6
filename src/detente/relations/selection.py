"""Which acts a question is about: by whom, toward whom, of what kind; and those acts, one a happening and class."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from pydantic import model_validator

from detente.record.event import EventType
from detente.relations.timeline import Act
from detente.value import Value

if TYPE_CHECKING:
    import polars as pl

Window = tuple[dt.date, dt.date]
COOPERATION = (1, 2)


class Selection(Value):
    """Acts between some actors, or of some actors toward others; an empty filter lets everything pass.

    >>> Selection(source=("FRA",), target=("DEU",), quad=(3, 4)).actors
    ('DEU', 'FRA')
    """

    between: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    target: tuple[str, ...] = ()
    type: tuple[EventType, ...] = ()
    quad: tuple[Literal[1, 2, 3, 4], ...] = ()
    context: tuple[str, ...] = ()
    mode: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _sided(self) -> Selection:
        if bool(self.between) == bool(self.source or self.target):
            raise ValueError("name the actors either by 'between' or by 'source' and 'target'")
        if self.between and len(set(self.between)) < 2:
            raise ValueError(f"'between' needs two different actors, and has {', '.join(self.between)}")
        if len(self.source) == 1 and self.source == self.target:
            raise ValueError(f"{self.source[0]} stands on both sides; a dyad needs two actors")
        return self

    @property
    def actors(self) -> tuple[str, ...]:
        """Every actor that is named, once each, in order of code."""
        return tuple(sorted({*self.between, *self.source, *self.target}))


@dataclass(frozen=True)
class Chosen(Act):
    """An act that a selection lets pass, with the happening it belongs to and who did it to whom."""

    happening: str
    source: str
    target: str

    @property
    def cooperative(self) -> bool:
        """Whether it is cooperation, in words or in deeds."""
        return self.quad in COOPERATION


def select(
    events: pl.DataFrame,
    selection: Selection | None,
    *,
    as_of: dt.date | None = None,
    window: Window | None = None,
    precision: Sequence[str] = ("day", "week", "month"),
) -> tuple[Chosen, ...]:
    """Return the counted acts of a selection (None: of everybody) by date, one a happening and quad class.

    ``events`` is the table of the record; ``as_of`` keeps what was public by a day, ``window`` (both days included)
    what happened in it, ``precision`` what is dated closely enough.
    """
    rows = counted(events, as_of=as_of, window=window, precision=precision)
    if selection is not None:
        rows = rows.filter(*_filters(selection))
    rows = rows.sort("date", "id").unique(["happening_id", "quad"], keep="first", maintain_order=True)
    names = ("id", "date", "quad", "type", "intensity", "sentence", "happening_id", "source", "target")
    return tuple(Chosen(*row) for row in rows.select(names).iter_rows())


def counted(
    events: pl.DataFrame,
    *,
    as_of: dt.date | None = None,
    window: Window | None = None,
    precision: Sequence[str] = ("day", "week", "month"),
) -> pl.DataFrame:
    """Return the rows that count in series: acts that happened, between two actors, dated closely enough."""
    import polars as pl

    kept = events.filter(
        pl.col("modality") == "actual",
        pl.col("scope") == "dyadic",
        pl.col("spoken_in").is_null(),
        pl.col("precision").is_in(list(precision)),
        pl.col("date").is_not_null(),
        pl.col("target").is_not_null(),
        pl.col("source") != pl.col("target"),
    )
    if as_of is not None:
        kept = kept.filter(pl.col("known_from") <= as_of)
    return kept if window is None else kept.filter(pl.col("date").is_between(*window))


def _filters(selection: Selection) -> list[pl.Expr]:
    import polars as pl

    listed = {
        "source": selection.between or selection.source,
        "target": selection.between or selection.target,
        "type": selection.type,
        "quad": selection.quad,
        "mode": selection.mode,
    }
    found = [pl.col(name).is_in(list(values)) for name, values in listed.items() if values]
    if selection.context:
        found.append(pl.col("context").list.set_intersection(list(selection.context)).list.len() > 0)
    return found
