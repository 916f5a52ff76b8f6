"""Counts and intensities of a dyad on calendar steps; a step without acts is a gap, and no zero."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from detente.errors import UnknownName
from detente.relations.timeline import dyad_acts

if TYPE_CHECKING:
    import polars as pl

STEPS = {"day": "1d", "week": "1w", "month": "1mo", "quarter": "1q"}


def dyad_series(
    events: pl.DataFrame, dyad: tuple[str, str], *, freq: str = "month", as_of: dt.date | None = None
) -> pl.DataFrame:
    """Return one row a step: counts by quad class, mean intensity, its spread, and words less deeds.

    Columns: step, quad_1 .. quad_4, n, intensity (mean), volatility (standard deviation), gap (mean intensity of
    words minus that of deeds). Raises `UnknownName` for an unknown step.
    """
    import polars as pl

    if freq not in STEPS:
        raise UnknownName.among("step", freq, STEPS)
    acts = dyad_acts(events, dyad, as_of=as_of)
    frame = pl.DataFrame(
        [(act.date, act.quad, act.intensity) for act in acts],
        schema={"date": pl.Date(), "quad": pl.Int64(), "intensity": pl.Float64()},
        orient="row",
    )
    words, deeds = pl.col("quad").is_in([1, 3]), pl.col("quad").is_in([2, 4])
    return (
        frame.group_by(pl.col("date").dt.truncate(STEPS[freq]).alias("step"))
        .agg(
            *((pl.col("quad") == quad).sum().cast(pl.Int64).alias(f"quad_{quad}") for quad in (1, 2, 3, 4)),
            pl.len().cast(pl.Int64).alias("n"),
            pl.col("intensity").mean(),
            pl.col("intensity").std().alias("volatility"),
            (pl.col("intensity").filter(words).mean() - pl.col("intensity").filter(deeds).mean()).alias("gap"),
        )
        .sort("step")
    )
