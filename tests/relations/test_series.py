from __future__ import annotations

import datetime as dt
import random
import statistics
from collections.abc import Iterator

import duckdb
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from invented import rows

from detente.errors import ModelError, UnknownName
from detente.record.store import create_tables, insert
from detente.relations import Between, all_series, relation_series

DYAD = Between(("FRA",), ("DEU",))


@pytest.fixture
def con() -> Iterator[duckdb.DuckDBPyConnection]:
    with duckdb.connect() as connection:
        create_tables(connection)
        yield connection


def day(month: int, number: int = 1) -> dt.date:
    return dt.date(2020, month, number)


def test_a_step_without_acts_is_zero_where_the_record_reaches_and_a_gap_where_it_does_not(
    con: duckdb.DuckDBPyConnection,
) -> None:
    insert(con, "events", rows(("FRA", "DEU", day(1), 1, 3.0), ("ITA", "ESP", day(3, 31), 1, 3.0)))
    found = relation_series(con, DYAD, window=(day(1), day(5, 31)))
    assert found["n"].to_list() == [1, 0, 0, None, None]
    assert found["covered"].to_list() == [1.0, 1.0, 1.0, 0.0, 0.0]
    assert found["intensity"].to_list() == [3.0, None, None, None, None]


def test_stated_spans_of_coverage_stand_above_what_the_record_shows(con: duckdb.DuckDBPyConnection) -> None:
    insert(con, "events", rows(("FRA", "DEU", day(1), 1, 3.0), ("FRA", "DEU", day(4, 30), 1, 3.0)))
    found = relation_series(con, DYAD, covered=[(day(1), day(1, 31)), (day(4, 16), day(4, 30))])
    assert found["n"].to_list() == [1, None, None, 1]
    assert found["covered"].to_list() == [1.0, 0.0, 0.0, 0.5]


def test_measures_of_a_step_are_those_of_its_acts(con: duckdb.DuckDBPyConnection) -> None:
    acts = [("FRA", "DEU", 1, 3.0), ("FRA", "DEU", 4, -8.0), ("DEU", "FRA", 1, 2.0), ("DEU", "FRA", 2, 7.0)]
    insert(con, "events", rows(*((a, b, day(1, 2 + k), quad, value) for k, (a, b, quad, value) in enumerate(acts))))
    (row,) = relation_series(con, DYAD, freq="month").rows(named=True)
    values = [act[3] for act in acts]
    assert [row[f"quad_{quad}"] for quad in (1, 2, 3, 4)] == [2, 1, 0, 1]
    assert row["intensity"] == pytest.approx(statistics.mean(values))
    assert row["summed"] == pytest.approx(sum(values))
    assert row["volatility"] == pytest.approx(statistics.stdev(values), abs=1e-5)
    assert row["gap"] == pytest.approx((3 + 2) / 2 - (-8 + 7) / 2)
    assert row["reciprocity"] == pytest.approx(1 - abs(1 / 2 - 2 / 2))


def test_a_happening_of_two_rows_counts_once_and_each_direction_holds_it(con: duckdb.DuckDBPyConnection) -> None:
    met = [("FRA", "DEU", day(1), 1, 3.0), ("DEU", "FRA", day(1), 1, 3.0)]
    insert(con, "events", rows(*met, happening_id="H"))
    assert relation_series(con, DYAD)["n"].to_list() == [1]
    assert relation_series(con, Between(("FRA",), ("DEU",), mutual=False))["n"].to_list() == [1]
    assert relation_series(con, Between(("FRA",)))["n"].to_list() == [1]


def test_a_coalition_counts_what_its_members_do_together_once(con: duckdb.DuckDBPyConnection) -> None:
    insert(con, "events", rows(("FRA", "RUS", day(1), 3, -2.0), ("DEU", "RUS", day(1), 3, -2.0), happening_id="H"))
    allies = Between(("FRA", "DEU"), ("RUS",), mutual=False)
    assert relation_series(con, allies)["n"].to_list() == [1]


def test_what_was_not_public_or_not_counted_stays_out(con: duckdb.DuckDBPyConnection) -> None:
    insert(con, "events", rows(("FRA", "DEU", day(1), 1, 3.0), known_from=day(6)))
    insert(con, "events", rows(("FRA", "DEU", day(2), 1, 3.0), modality="planned"))
    insert(con, "events", rows(("FRA", "DEU", day(2, 2), 1, 3.0), scope="observation"))
    insert(con, "events", rows(("FRA", "DEU", day(2, 3), 1, 3.0), precision="year"))
    insert(con, "events", rows(("FRA", "DEU", day(2, 4), 1, 3.0)))
    assert relation_series(con, DYAD, as_of=day(3))["n"].to_list() == [1]
    assert relation_series(con, DYAD)["n"].sum() == 2


def test_a_date_known_to_the_month_only_counts_by_month_and_not_by_week(con: duckdb.DuckDBPyConnection) -> None:
    insert(con, "events", rows(("FRA", "DEU", day(2), 1, 3.0), precision="month"))
    assert relation_series(con, DYAD, freq="month")["n"].sum() == 1
    assert relation_series(con, DYAD, freq="week")["n"].sum() == 0


@settings(max_examples=25, deadline=None)
@given(
    acts=st.lists(
        st.tuples(
            st.sampled_from(["FRA", "DEU", "ITA"]), st.sampled_from(["FRA", "DEU", "ITA"]),
            st.dates(dt.date(2019, 12, 1), dt.date(2020, 3, 1)), st.integers(1, 4), st.floats(-10, 10),
        ),
        min_size=1, max_size=30,
    ),
    freq=st.sampled_from(["day", "week", "month", "quarter"]), seed=st.integers(0, 9),
)  # fmt: skip
def test_the_order_of_rows_and_the_order_of_the_dyad_change_nothing_and_every_act_is_in_one_step(
    acts: list[tuple[str, str, dt.date, int, float]], freq: str, seed: int
) -> None:
    shuffled = random.Random(seed).sample(acts, len(acts))
    found = []
    for some in (acts, shuffled):
        with duckdb.connect() as con:
            create_tables(con)
            insert(con, "events", rows(*some))
            found.append(relation_series(con, DYAD, freq=freq))
            turned = relation_series(con, Between(("DEU",), ("FRA",)), freq=freq)
            directed = all_series(con, freq=freq)
    between = [act for act in acts if {act[0], act[1]} == {"FRA", "DEU"}]
    assert found[0].equals(found[1])
    assert turned.equals(found[0])
    assert found[0]["n"].sum() == len(between)
    assert found[0]["step"].is_sorted()
    assert found[0]["step"].is_unique().all()
    assert directed["n"].sum() == sum(act[0] != act[1] for act in acts)
    both = directed.filter(pl.col("source").is_in(["FRA", "DEU"]) & pl.col("target").is_in(["FRA", "DEU"]))
    assert both.group_by("step").agg(pl.col("n").sum()).sort("step").rows() == (
        found[0].filter(pl.col("n") > 0).select("step", "n").rows()
    )


def test_an_unknown_step_a_dyad_with_itself_and_an_empty_record_are_told(con: duckdb.DuckDBPyConnection) -> None:
    with pytest.raises(UnknownName, match="did you mean 'month'"):
        relation_series(con, DYAD, freq="moth")
    with pytest.raises(ModelError, match="both sides"):
        Between(("FRA",), ("FRA",))
    assert relation_series(con, DYAD).is_empty()
