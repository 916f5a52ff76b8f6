"""Change points of many series of counts at once: every dyad of a record.

A dyad of few events is weighed by a compiled pass that uses how little there is: between two of its events the
evidence of a segment depends on its length alone, and all dyads with equally many events share one table. The answer
is that of `changepoints` on each series, which the tests hold it to.
"""

from __future__ import annotations

import datetime as dt
import math
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numba
import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import gammaln

from detente.errors import ModelError
from detente.relations.breaks import EXACT, REPORTED, Changepoints, changepoints
from detente.relations.explaining import averaged, least, models
from detente.relations.segmentation import EXPECTED, NONE, Floats, Ints, log_odds, log_some

if TYPE_CHECKING:
    import duckdb
    import polars as pl

FEW = 60  # events up to which a dyad takes the quick pass: beyond, its weights would leave the range of a float
_TOGETHER = 5_000  # dyads a task
_STRIDE = {"day": "1d", "week": "1w", "month": "1mo", "quarter": "1q"}


@dataclass(frozen=True)
class Changed:
    """The changes of one series of many; the fields are as in `Changepoints`."""

    index: tuple[int, ...]
    probability: tuple[float, ...]
    any_probability: float


def segment_many(series: ArrayLike | Sequence[ArrayLike]) -> list[Changed]:
    """Find the changes of many series of counts, one a row: an array (series, steps), or series of any lengths.

    NaN is a gap. Changes are placed where there is one with at least `REPORTED` probability. Raises `ModelError`.

    >>> quiet, stirred = [0] * 200, [0] * 100 + [3, 2, 4, 5, 3, 2, 3, 4, 2, 3] * 10
    >>> [found.index for found in segment_many([quiet, stirred])]
    [(), (100,)]
    """
    rows = [np.asarray(row, dtype=np.float64) for row in series]  # type: ignore[union-attr]
    some: list[float | None] = [None] * len(rows)
    alike: dict[tuple[int, int], list[int]] = {}
    for k, row in enumerate(rows):
        if _sparse(row):
            alike.setdefault((row.size, int(row.sum())), []).append(k)
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        tasks = [
            (n, total, members[at : at + _TOGETHER])
            for (n, total), members in sorted(alike.items())
            for at in range(0, len(members), _TOGETHER)
        ]
        for (_, _, members), found in zip(
            tasks, pool.map(lambda task: _weigh_few([rows[k] for k in task[2]], task[1]), tasks), strict=True
        ):
            for k, value in zip(members, found, strict=True):
                some[k] = float(value)
        return list(pool.map(_one, rows, some))


def dyad_changes(con: duckdb.DuckDBPyConnection, *, freq: str = "week", as_of: dt.date | None = None) -> pl.DataFrame:
    """Return, for every dyad of a record, how probable it is that the rate of its acts changed at all, and where.

    Columns: one, other (in the order of their codes), acts, any_change, changes (first days of the new steps),
    probabilities. Rows are counted, both directions together, from the first to the last step of the record.
    Most probable first. Raises `UnknownName` for an unknown step.
    """
    import polars as pl

    from detente.relations.series import all_series

    acts = all_series(con, freq=freq, as_of=as_of).with_columns(
        pl.min_horizontal("source", "target").alias("one"), pl.max_horizontal("source", "target").alias("other")
    )
    if acts.is_empty():
        return acts.select("one", "other")
    first, last = acts["step"].min(), acts["step"].max()
    days: list[dt.date] = pl.select(pl.date_range(pl.lit(first), pl.lit(last), _STRIDE[freq])).to_series().to_list()
    place = {day: k for k, day in enumerate(days)}
    dyads = acts.select("one", "other").unique().sort("one", "other")
    numbered = acts.join(dyads.with_row_index("row"), on=["one", "other"])
    table = np.zeros((dyads.height, len(days)))
    at = numbered["step"].replace_strict(place, return_dtype=pl.Int64()).to_numpy()
    np.add.at(table, (numbered["row"].to_numpy(), at), numbered["n"].to_numpy())
    found = segment_many(table)
    return dyads.with_columns(
        pl.Series("acts", table.sum(axis=1).astype(np.int64)),
        pl.Series("any_change", [round(each.any_probability, 6) for each in found]),
        pl.Series("changes", [[days[k] for k in each.index] for each in found], dtype=pl.List(pl.Date())),
        pl.Series(
            "probabilities", [[round(p, 4) for p in each.probability] for each in found], dtype=pl.List(pl.Float64())
        ),
    ).sort("any_change", "acts", "one", "other", descending=[True, True, False, False])


def _sparse(row: NDArray[np.float64]) -> bool:
    if row.ndim != 1:
        raise ModelError(f"each series has one dimension, one has {row.ndim}")
    total = row.sum()  # not finite where there are gaps
    return bool(
        4 <= row.size <= EXACT
        and 1 <= total <= FEW
        and np.ptp(row) > 0
        and row.min() >= 0
        and np.all(row == row.round())
    )


def _one(row: NDArray[np.float64], some: float | None) -> Changed:
    if some is not None and some < REPORTED:
        return Changed((), (), some)
    found: Changepoints = changepoints(row, kind="counts")
    return Changed(found.index, found.probability, found.any_probability)


def _weigh_few(rows: Sequence[NDArray[np.float64]], total: int) -> Floats:
    """The probability of any change of series that have equally many steps and events."""
    n = rows[0].size
    sizes = np.array([model.noise for model in models("counts")])
    shortest = least("counts", n)
    hazard = min(0.5, EXPECTED / max(n, 2))
    table = np.stack([_weights(n, total, size, total / n) for size in sizes])
    at = np.stack([np.repeat(np.arange(n), row.astype(np.int64)) for row in rows])
    at, same = np.unique(at, axis=0, return_inverse=True)  # dyads of one or two events are often alike
    single, changed = np.empty((len(at), sizes.size)), np.empty((len(at), sizes.size))
    _forward(at, table, math.exp(log_odds(hazard)), shortest, single, changed)
    single, changed = single[same], changed[same]
    whole = NONE * single + (1.0 - NONE) * changed / math.exp(log_some(n, hazard, shortest))
    own = np.stack([_own(row, sizes) for row in rows])
    weights = averaged(own + np.log(whole))
    return np.asarray((weights * (1.0 - NONE * single / whole)).sum(axis=1))


def _weights(n: int, total: int, size: float, mean: float) -> Floats:
    """weights[k, l]: the evidence of a segment of l steps with k events, less what no level changes."""
    alpha, beta = 1.0 + size, max(mean, 0.1)
    events, length = np.arange(total + 1)[:, None], np.arange(n + 1)[None, :]
    a, b = alpha + size * length, beta + events
    return np.asarray(
        np.exp(gammaln(alpha + beta) - gammaln(alpha) - gammaln(beta) + gammaln(a) + gammaln(b) - gammaln(a + b))
    )


def _own(row: NDArray[np.float64], sizes: Floats) -> Floats:
    seen = row[row > 0]
    return np.array([float((gammaln(seen + s) - math.lgamma(s) - gammaln(seen + 1.0)).sum()) for s in sizes])


@numba.njit(cache=True, nogil=True, fastmath=True)
def _forward(at: Ints, table: Floats, odds: float, least: int, single: Floats, changed: Floats) -> None:
    """For each series and dispersion: the weight of no change, and that of all segmentations with one.

    ``at[d]``: the steps of the events of series d, in order; ``table[s, k, l]``: see `_weights`.
    """
    events, n = at.shape[1], table.shape[2] - 1
    forward = np.empty(n + 1)
    for d in range(at.shape[0]):
        for s in range(table.shape[0]):
            forward[:] = 0.0
            forward[0] = 1.0
            before = 0  # events before step i
            for i in range(n):
                while before < events and at[d, before] < i:
                    before += 1
                if forward[i] == 0.0:
                    continue
                weight = forward[i] * (odds if i > 0 else 1.0)
                last = n if i > 0 else n - 1
                j, inside = i + least, 0
                while before + inside < events and at[d, before + inside] < j:
                    inside += 1
                while j <= last:
                    # Up to the next event the segment holds no more of them.
                    until = last
                    if before + inside < events and at[d, before + inside] < last:
                        until = at[d, before + inside]
                    reached, evidence = forward[j : until + 1], table[s, inside, j - i : until + 1 - i]
                    for k in range(reached.size):
                        reached[k] += weight * evidence[k]
                    j = until + 1
                    while before + inside < events and at[d, before + inside] < j:
                        inside += 1
            single[d, s] = table[s, events, n]
            changed[d, s] = forward[n]
