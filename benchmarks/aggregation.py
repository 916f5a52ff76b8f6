"""All dyads by week, from many events: detente's series beside plain DuckDB and Polars, in one run on the same file.

    python benchmarks/aggregation.py --rows 50000000

The events are invented: 200 actors of very uneven activity over ten years, as in the large collections. ``--data``
takes a Parquet file with the columns source, target, date, quad and intensity instead.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import polars as pl

from detente.record.store import query
from detente.relations.series import Between, all_series, relation_series

PLAIN = """
select source, target, date_trunc('week', date) as step, count(*) as n, count(*) filter (quad = 1) as quad_1,
    count(*) filter (quad = 2) as quad_2, count(*) filter (quad = 3) as quad_3, count(*) filter (quad = 4) as quad_4,
    avg(intensity) as intensity
from events group by all
"""


def invent(path: Path, rows: int) -> None:
    actor = "'A' || lpad((200 * pow(hash(i * {k}) / 18446744073709551616.0, 3))::int::varchar, 3, '0')"
    with duckdb.connect() as con:
        con.execute(
            f"copy (select {actor.format(k=7)} as source, {actor.format(k=11)} as target, "
            "date '2010-01-01' + (hash(i * 13) % 3640)::int as date, (hash(i * 17) % 4 + 1)::bigint as quad, "
            f"((hash(i * 19) % 201)::double / 10 - 10) as intensity from range({rows}) t(i)) to '{path}'"
        )


def timed(name: str, work: Callable[[], int], rows: int) -> dict[str, object]:
    wall, cpu = time.perf_counter(), time.process_time()
    groups = work()
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    speed = rows / wall / 1e6
    print(f"{name:34} {wall:7.2f} s  {cpu:7.2f} CPU s  {speed:6.1f} M rows/s  {groups:,} rows out", flush=True)
    return {"name": name, "answer": {"wall": wall, "cpu": cpu, "rows_per_second": rows / wall, "groups": groups}}


def polars_week(table: pl.LazyFrame) -> int:
    quads = [(pl.col("quad") == quad).sum().alias(f"quad_{quad}") for quad in (1, 2, 3, 4)]
    return (
        table.group_by("source", "target", pl.col("date").dt.truncate("1w").alias("step"))
        .agg(pl.len().alias("n"), *quads, pl.col("intensity").mean())
        .collect(engine="streaming")
        .height
    )


def run(path: Path, threads: int) -> list[dict[str, object]]:
    found = []
    with duckdb.connect(config={"threads": threads}) as con:
        # The columns that the record has beside these, as they are on a record's counted rows.
        con.execute(
            "create table events as select '' as happening_id, source, target, date, date as known_from, quad, "
            "intensity, 'actual' as modality, 'dyadic' as scope, null::varchar as spoken_in, 'day' as precision, "
            f"'b' as coder from '{path}'"
        )
        ((rows,),) = con.execute("select count(*) from events").fetchall()
        table = pl.scan_parquet(path).collect().lazy()
        for _ in range(2):
            found = [
                timed("detente, all dyads, all measures", lambda: all_series(con, freq="week").height, rows),
                timed("DuckDB, plain query", lambda: query(con, PLAIN).height, rows),
                timed("Polars, streaming", lambda: polars_week(table), rows),
                timed(
                    "detente, one dyad",
                    lambda: relation_series(con, Between(("A000",), ("A001",)), freq="week").height,
                    rows,
                ),
            ]
    return found


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=5_000_000)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    with TemporaryDirectory() as folder:
        data = given.data or Path(folder) / "events.parquet"
        if not given.data:
            invent(data, given.rows)
        answers = run(data, given.threads)
    if given.json:
        given.json.write_text(json.dumps(answers, indent=1), encoding="utf-8")
