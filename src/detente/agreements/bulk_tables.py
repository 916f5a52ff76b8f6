"""From the tables of a record to the columns of a large ledger."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from detente.agreements.bulk import DUTIES, NEVER, Columns
from detente.agreements.evidence import MOVED_BY
from detente.agreements.lifecycle import MOVES
from detente.errors import ModelError

if TYPE_CHECKING:
    import polars as pl
    from numpy.typing import NDArray

CREATE, ANTECEDENT, CURE = (MOVES.index(move) for move in ("create", "antecedent", "cure"))
RANK_LATER = 2  # at one instant: what makes a commitment, what detaches it, then the rest as it is listed


def from_tables(agreements: pl.DataFrame, commitments: pl.DataFrame, evidence: pl.DataFrame) -> Columns:
    """Return the columns of the ``agreements``, ``commitments`` and ``evidence`` tables, in the order of commitments.

    Days become ``date.toordinal()``. All evidence counts but what is disputed. Raises `ModelError` for a commitment
    that waits for others: those are answered by `detente.agreements.ledger`.
    """
    import polars as pl

    made = commitments.with_row_index("row").join(
        agreements.select(
            pl.col("id").alias("agreement"),
            _day("date").alias("signed"),
            pl.max_horizontal(_day("date"), _day("known_from").fill_null(0)).alias("public"),
            "parties",
        ),
        on="agreement",
        how="left",
    )
    made = made.with_columns(
        _day("starts").fill_null(0).alias("starts_on"),
        pl.Series("blocked", _blocked(made), dtype=pl.Boolean),
        _duty().alias("duty"),
    ).sort("row")
    moved = _events(made, evidence).sort("row", "at", "rank", "date", "order", "part")
    counts = np.bincount(moved["row"].to_numpy(), minlength=len(made))
    conditions = [json.loads(text) if text else {} for text in made["condition"]]
    return Columns(
        duty=made["duty"].to_numpy(),
        conditional=(made["condition"].is_not_null() | (made["starts_on"] > made["signed"])).to_numpy(),
        owed=(made["creditor"].list.len() > 0).to_numpy(),
        antecedent_by=_days([condition.get("due") for condition in conditions]),
        consequent_by=made.select(_day("due").fill_null(NEVER))["due"].to_numpy(),
        consequent_within=made["due_days_after_condition"].cast(pl.Int64).fill_null(NEVER).to_numpy(),
        first=np.concatenate([[0], np.cumsum(counts)]),
        at=moved["at"].to_numpy(),
        known=moved["known"].to_numpy(),
        move=moved["move"].to_numpy(),
    )


def _events(made: pl.DataFrame, evidence: pl.DataFrame) -> pl.DataFrame:
    """Every move with its commitment's row: the making, the first day, and what evidence does."""
    import polars as pl

    codes = {effect: MOVES.index(move) for effect, move in MOVED_BY.items()}
    rows = (
        evidence.with_row_index("order")
        .filter(pl.col("certainty") != "disputed", pl.col("effect").is_in(list(codes)))
        .join(made.select("row", "starts_on", "blocked", pl.col("id").alias("commitment")), on="commitment")
        .with_columns(
            pl.col("effect").replace_strict(codes, return_dtype=pl.Int8).alias("move"),
            _day("date"),
            _day("date_end").fill_null(0).alias("ended"),
            _day("known_from").fill_null(0).alias("known"),
        )
        .filter(~(pl.col("blocked") & (pl.col("move") == ANTECEDENT)))
    )
    held = pl.col("move") == ANTECEDENT
    done = pl.col("effect") == "fulfils"
    rows = rows.with_columns(
        pl.max_horizontal("known", "date").alias("known"),
        pl.when(held).then(pl.max_horizontal("date", "starts_on"))
        .when(done & (pl.col("ended") > 0)).then("ended").otherwise("date").alias("at"),
        pl.when(held).then(1).otherwise(RANK_LATER).alias("rank"),
        pl.lit(0).alias("part"),
    )  # fmt: skip
    over = rows.filter((pl.col("effect") == "breach") & (pl.col("ended") > 0)).with_columns(
        pl.lit(CURE, pl.Int8).alias("move"), (pl.col("ended") + 1).alias("at"), pl.lit(1).alias("part")
    )
    keys = ("row", "at", "known", "move", "rank", "date", "order", "part")
    own = made.select(
        "row", pl.col("signed").alias("at"), pl.col("public").alias("known"), pl.lit(CREATE, pl.Int8).alias("move"),
        pl.lit(0).alias("rank"), pl.col("signed").alias("date"), pl.lit(0, pl.UInt32).alias("order"),
        pl.lit(0).alias("part"),
    )  # fmt: skip
    begun = made.filter(pl.col("condition").is_null() & (pl.col("starts_on") > pl.col("signed"))).select(
        "row", pl.col("starts_on").alias("at"), pl.col("public").alias("known"),
        pl.lit(ANTECEDENT, pl.Int8).alias("move"), pl.lit(1).alias("rank"), pl.col("signed").alias("date"),
        pl.lit(0, pl.UInt32).alias("order"),
        pl.lit(0).alias("part"),
    )  # fmt: skip
    return pl.concat([frame.select(keys) for frame in (own, begun, rows, over)])


def _blocked(made: pl.DataFrame) -> list[bool]:
    """Which commitments can never be detached; see `detente.agreements.conditions.obstacles`."""
    found = []
    for name, text, parties in zip(made["id"], made["condition"], made["parties"].to_list(), strict=True):
        condition = json.loads(text) if text else {}
        depends = condition.get("depends_on") or ()
        blocked = condition.get("defined") is False or any(code not in (parties or ()) for code in depends)
        if condition.get("after") and not blocked:
            raise ModelError(f"{name}: waits for {', '.join(condition['after'])}; ask the ledger, not the bulk pass")
        found.append(blocked)
    return found


def _duty() -> pl.Expr:
    import polars as pl

    kept = pl.col("starts").is_not_null() & pl.col("due").is_null()
    alone = pl.when(kept).then(DUTIES.index("maintain")).otherwise(DUTIES.index("achieve"))
    codes = {duty: DUTIES.index(duty) for duty in DUTIES}
    named = pl.col("kind").replace_strict(codes, default=None, return_dtype=pl.Int8)
    return pl.when(pl.col("kind") == "unilateral").then(alone).otherwise(named).cast(pl.Int8)


def _day(name: str) -> pl.Expr:
    """A date as ``date.toordinal()`` counts it."""
    import polars as pl

    return pl.col(name).cast(pl.Date).dt.epoch("d").cast(pl.Int64) + 719_163


def _days(texts: Sequence[str | None]) -> NDArray[np.int64]:
    import datetime as dt

    return np.array([dt.date.fromisoformat(text).toordinal() if text else NEVER for text in texts], dtype=np.int64)
