"""Rows a second of importing GDELT 2, beside a bare DuckDB read of the same file, and the peak memory of both.

The file is made here: invented values in the 61 columns of a GDELT 2 export, the same for the same seed. Each
figure is taken in a process of its own, into a database on disk. Run ``python benchmarks/importing.py``.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import re
import resource
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb

LARGE = 10 * 10**9  # bytes: the file that must import in under 2 GB of memory

_COUNTRIES = "USA CHN RUS GBR FRA DEU JPN KOR PRK IND PAK IRN IRQ ISR TUR UKR BRA MEX EGY SAU ROM ZAF NGA KEN AUS"
_CODES = "010 020 036 040 042 043 051 057 061 071 080 090 100 111 112 120 130 138 141 163 173 174 180 190 193"
COUNTRIES, CODES = _COUNTRIES.split(), _CODES.split()
BODIES = [("IGOUNO", "UNO"), ("IGOWSTNAT", "NAT"), ("IGOEUREEC", "EEC"), ("IGOUNOIAE", "UNO")]
ROLES = ["GOV", "MIL", "COP", "BUS", "MED", "CVL", "", "", "", ""]


def write_gdelt(path: Path, rows: int, seed: int) -> None:
    """Write a GDELT 2 export of invented rows; of five actors four are a state or a body, one is a role or nobody."""

    def pick(values: list[str], salt: str) -> str:
        return f"{values}[1 + (hash(i, '{salt}', {seed}) % {len(values)})::int]"

    def chance(salt: str) -> str:
        return f"(hash(i, '{salt}', {seed}) % 100)"

    def actor(side: str) -> str:
        land, role, body = pick(COUNTRIES, side), pick(ROLES, side + "r"), f"(hash(i, '{side}b') % {len(BODIES)})::int"
        codes, groups = [code for code, _ in BODIES], [group for _, group in BODIES]
        share = chance(side + "s")
        code = (
            f"case when {share} < 75 then {land} || {role} when {share} < 80 then {codes}[1 + {body}] "
            f"when {share} < 92 then {role} end"
        )
        name, country = f"'ACTOR ' || {chance(side + 'n')}", f"case when {share} < 75 then {land} end"
        group = f"case when {share} between 75 and 79 then {groups}[1 + {body}] end"
        return (
            f"{code}, {name}, {country}, {group}, null, null, null, case when {share} < 92 then {role} end, null, null"
        )

    day = f"date '2015-02-18' + (i // 100000)::int - ({chance('lag')} // 98 * 365)::int"
    place = "3, 'Place, Province, Country', 'US', 'USDC', 'DC001', 38.8951, -77.0364, '531871'"
    select = f"""
        select 400000000 + i, strftime({day}, '%Y%m%d'), strftime({day}, '%Y%m'), year({day}), year({day}) + 0.4821,
               {actor("a")}, {actor("b")},
               1, {pick(CODES, "code")}, left({pick(CODES, "code")}, 3), left({pick(CODES, "code")}, 2),
               1 + {chance("quad")} % 4, -2.0, 1 + {chance("m")}, 1, 1 + {chance("m")}, {chance("t")} / 7.0 - 7,
               {place}, {place}, {place},
               strftime(date '2015-02-18' + (i // 100000)::int, '%Y%m%d') || '120000',
               'https://www.example.org/news/' || hash(i, {seed}) || '/an-invented-headline-about-nothing-at-all.html'
        from range({rows}) t(i)
    """
    with duckdb.connect() as con:
        con.execute("set enable_progress_bar = false")
        con.execute(f"copy ({select}) to '{path}' (format csv, delim '\t', header false, quote '', escape '')")


def bare(path: Path, out: Path) -> dict[str, int]:
    """Read all columns into a table with DuckDB alone."""
    with duckdb.connect(out) as con:
        con.execute("set enable_progress_bar = false")
        con.execute(f"create table bare as select * from read_csv('{path}', delim='\t', quote='', header=false)")
        return {"read": con.execute("select count(*) from bare").fetchall()[0][0]}


def ours(path: Path, out: Path) -> dict[str, int]:
    """Import into a record."""
    from detente.record.importers import import_files

    (tally,) = import_files([path], out=out)
    return {"read": tally.read, "stored": tally.stored, "merged": tally.merged, "rejected": tally.rejected}


def measured(what: Callable[[Path, Path], dict[str, int]], path: Path) -> dict[str, float]:
    """Run one reader in a process of its own; seconds, rows a second, peak memory in MB."""
    with (
        TemporaryDirectory(dir=path.parent) as folder,
        multiprocessing.get_context("spawn").Pool(1) as pool,
    ):
        return pool.apply(_timed, (what, path, Path(folder) / "out.duckdb"))


def _timed(what: Callable[[Path, Path], dict[str, int]], path: Path, out: Path) -> dict[str, float]:
    start = time.perf_counter()
    counts = what(path, out)
    seconds = time.perf_counter() - start
    return {**counts, "seconds": seconds, "rows_per_second": counts["read"] / seconds, "peak_mb": peak_mb()}


def peak_mb() -> float:
    """Return the most memory this process has held."""
    # Linux hands the figure of getrusage down from the process that started this one.
    status = Path("/proc/self/status")
    if status.exists():
        found = re.search(r"VmHWM:\s+(\d+)", status.read_text())
        if found:
            return int(found[1]) / 2**10
    unit = 2**20 if sys.platform == "darwin" else 2**10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


def measure(path: Path) -> dict[str, object]:
    """Measure both readers on one file."""
    with path.open("rb") as stream:  # so that both find the file in the cache
        while stream.read(2**24):
            pass
    results = {"bare": measured(bare, path), "import": measured(ours, path)}
    ratio = results["import"]["seconds"] / results["bare"]["seconds"]
    mb = os.path.getsize(path) / 2**20
    print(f"{path.name}: {results['import']['read']:,} rows, {mb:,.0f} MB")
    for name, result in results.items():
        print(
            f"  {name:7} {result['seconds']:7.2f} s  {result['rows_per_second']:>12,.0f} rows/s  "
            f"peak {result['peak_mb']:,.0f} MB"
        )
    counts = results["import"]
    print(f"  {counts['read']:,} = {counts['stored']:,} stored + {counts['merged']:,} merged + "
          f"{counts['rejected']:,} rejected; import takes {ratio:.2f} times as long as the bare read")  # fmt: skip
    return {"name": path.name, "bytes": os.path.getsize(path), "ratio": ratio, **results}


def extrapolated(runs: list[dict[str, object]]) -> float | None:
    """Return the peak memory in MB that a file of 10 GB would take, on the line through the two largest files."""
    points = sorted((run["bytes"], run["import"]["peak_mb"]) for run in runs)[-2:]  # type: ignore[index]
    if len(points) < 2 or points[0][0] == points[1][0]:
        return None
    (x0, y0), (x1, y1) = points
    return float(y1 + max(0.0, (y1 - y0) / (x1 - x0)) * (LARGE - x1))


def main() -> None:
    """Parse the command line and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, help="a GDELT 2 file, or a folder of them, instead of made ones")
    parser.add_argument("--rows", type=int, nargs="+", default=[1_000_000, 5_000_000])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", type=Path, help="write the figures here")
    given = parser.parse_args()
    with TemporaryDirectory() as folder:
        if given.data:
            paths = sorted(given.data.iterdir()) if given.data.is_dir() else [given.data]
            runs = [measure(path) for path in paths]
        else:
            runs = []
            for rows in given.rows:
                path = Path(folder) / f"invented-{rows}.export.CSV"
                write_gdelt(path, rows, given.seed)
                runs.append(measure(path))
                path.unlink()
    peak = extrapolated(runs)
    if peak is not None:
        print(f"a file of 10 GB would take {peak:,.0f} MB")
    if given.json:
        given.json.write_text(json.dumps({"runs": runs, "peak_mb_at_10_gb": peak}, indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
