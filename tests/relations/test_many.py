from __future__ import annotations

import datetime as dt
import math

import duckdb
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from invented import rows

from detente.errors import ModelError
from detente.record.store import create_tables, insert
from detente.relations import changepoints, dyad_changes, segment_many


@settings(max_examples=40, deadline=None)
@given(n=st.integers(5, 120), events=st.integers(0, 75), burst=st.booleans(), seed=st.integers(0, 10_000))
def test_many_series_have_the_answers_of_each_alone(n: int, events: int, burst: bool, seed: int) -> None:
    rng = np.random.default_rng(seed)
    table = np.stack([np.bincount(rng.integers(n // 2 if burst else 0, n, events), minlength=n) for _ in range(3)])
    for row, found in zip(table, segment_many(table), strict=True):
        alone = changepoints(row, kind="counts")
        assert found.any_probability == pytest.approx(alone.any_probability, abs=1e-9)
        assert found.index == alone.index
        assert found.probability == alone.probability


def test_series_of_unlike_lengths_and_with_gaps_are_read() -> None:
    found = segment_many([[], [1], [0, 0, 1, math.nan, 0, 0], [0] * 40 + [9, 8, 7, 9, 8, 9] * 8])
    assert [each.index for each in found] == [(), (), (), (40,)]


def test_series_that_are_no_counts_are_refused() -> None:
    with pytest.raises(ModelError, match="whole numbers"):
        segment_many([[0.5, 1.5, 2.5, 9.0, 4.0]])
    with pytest.raises(ModelError, match="one dimension"):
        segment_many([[[0, 1], [1, 2]]])


def test_the_table_of_dyads_counts_both_directions_and_puts_the_stirred_first() -> None:
    start = dt.date(2015, 1, 5)
    stirred = [("FRA", "DEU", start + dt.timedelta(days=k), 1, 2.0) for k in range(700, 1050, 2)]
    stirred += [("DEU", "FRA", start + dt.timedelta(days=k), 1, 2.0) for k in range(701, 1050, 7)]
    quiet = [("ITA", "ESP", start + dt.timedelta(days=k), 1, 2.0) for k in range(0, 1050, 90)]
    with duckdb.connect() as con:
        create_tables(con)
        assert dyad_changes(con).is_empty()
        insert(con, "events", rows(*stirred, *quiet))
        found = dyad_changes(con)
    assert found.select("one", "other").rows() == [("DEU", "FRA"), ("ESP", "ITA")]
    assert found["acts"].to_list() == [len(stirred), len(quiet)]
    assert found["any_change"][0] > 0.99 > 0.5 > found["any_change"][1]
    assert found["changes"].to_list() == [[start + dt.timedelta(days=700)], []]
