"""Judged rows on their way into the record: stored, merged into the earliest report of their id, or rejected."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from detente.record.importers.form import Form
from detente.record.importers.staging import Chunk
from detente.record.importers.tally import Tally
from detente.record.rows import BadRow

if TYPE_CHECKING:
    import duckdb

_EVENT = """
select * exclude (line, reason, document), id as happening_id, 'actual' as modality, 1.0 as confidence,
       '{form}' as coder, '' as account
"""

_REPORT = """
select id, id as event_id, id as happening_id, '{form}' as source_id, date, known_from, sentence as text,
       '' as credibility, document
"""

# Of rows with one id the earliest report is kept: within a block, and against what the record has already.
_REPEATED = """
select unnest(list(line order by known_from, line)[2:]) as line
from read_parquet('{rows}') where reason is null group by id having count(*) > 1
"""


def store(con: duckdb.DuckDBPyConnection, rows: Path, form: Form, file: str, chunk: Chunk) -> Tally:
    """Move a file of judged rows into the record, and say what became of every one."""
    rows = _told_apart(con, rows, form.name)
    if form.id_and_day:
        rows = _told_apart_by_day(con, rows)
    repeats, replaced = _repeats(con, rows)
    event, report = _EVENT.format(form=form.name), _REPORT.format(form=form.name)
    good = f"from read_parquet('{rows}') where reason is null"
    merged = 0
    if repeats:
        again = f"{good} and line in (select line from read_parquet('{repeats}'))"
        good = f"{good} and line not in (select line from read_parquet('{repeats}'))"
        into = "id as merged_into, 1.0::double as similarity"
        merged = _count(con, f"insert into merged by name {event}, {into} {again}")
    stored = _count(con, f"insert into events by name {event} {good}")
    con.execute(f"insert into reports by name {report} {good}")
    rejected = _reject(con, rows, file, chunk.bad)
    return Tally(file, form.name, chunk.rows, stored - replaced, merged + replaced, rejected)


def _repeats(con: duckdb.DuckDBPyConnection, rows: Path) -> tuple[Path | None, int]:
    """Return a file of the lines that repeat an earlier report, if any do.

    Where the record has the later report of the two, that one moves to ``merged``; the number of these comes too.
    """
    repeats, met = rows.with_name("repeats.parquet"), rows.with_name("met.parquet")
    within = _count(con, f"copy ({_REPEATED.format(rows=rows)}) to '{repeats}' (format parquet)")
    again = f"and r.line not in (select line from read_parquet('{repeats}'))" if within else ""
    known = _count(
        con,
        f"copy (select r.id, r.line, r.known_from < e.known_from as earlier from read_parquet('{rows}') r "
        f"join events e using (id) where r.reason is null {again} and {_between(rows)}) to '{met}' (format parquet)",
    )
    if not known:
        return (repeats if within else None), 0
    both = rows.with_name("both.parquet")
    con.execute(
        f"copy (from read_parquet('{repeats}') union all select line from read_parquet('{met}') where not earlier) "
        f"to '{both}' (format parquet)"
    )
    return both, _replace(con, f"(select id from read_parquet('{met}') where earlier)")


def _replace(con: duckdb.DuckDBPyConnection, later: str) -> int:
    moved = _count(
        con,
        "insert into merged by name select *, id as merged_into, 1.0::double as similarity from events "
        f"where id in {later}",
    )
    if moved:
        con.execute(f"delete from events where id in {later}")
        con.execute(f"delete from reports where event_id in {later}")
    return moved


def _told_apart(con: duckdb.DuckDBPyConnection, rows: Path, form: str) -> Path:
    """Give rows whose id another source has used already one of their own, for each source numbers for itself."""
    used = (
        f"select r.line from read_parquet('{rows}') r join events e using (id) "
        f"where r.reason is null and e.coder <> '{form}' and {_between(rows)}"
    )
    return _renamed(con, rows, used, f"'{form}:' || id", "source")


def _told_apart_by_day(con: duckdb.DuckDBPyConnection, rows: Path) -> Path:
    """Give rows whose id an event of another day has, in the record or earlier in the file, an id with their day."""
    other = f"""
        with firsts as (
            select id, arg_min(date, line) as day from read_parquet('{rows}') where reason is null
            group by id having count(*) > 1
        ), known as (select id, date as day from events e where {_between(rows)})
        select r.line from read_parquet('{rows}') r left join known k using (id) left join firsts f using (id)
        where r.reason is null and r.date <> coalesce(k.day, f.day)
    """
    return _renamed(con, rows, other, "id || '@' || date", "day")


def _renamed(con: duckdb.DuckDBPyConnection, rows: Path, lines: str, name: str, why: str) -> Path:
    chosen, renamed = rows.with_name(f"{why}-lines.parquet"), rows.with_name(f"{why}.parquet")
    if not _count(con, f"copy ({lines}) to '{chosen}' (format parquet)"):
        return rows
    new = f"case when line in (select line from read_parquet('{chosen}')) then {name} else id end"
    con.execute(f"copy (select * replace ({new} as id) from read_parquet('{rows}')) to '{renamed}' (format parquet)")
    return renamed


def _between(rows: Path) -> str:
    """Return the condition that lets DuckDB skip the parts of ``events`` that hold no id of this block."""
    read = f"read_parquet('{rows}')"
    return f"e.id between (select min(id) from {read}) and (select max(id) from {read})"


def _reject(con: duckdb.DuckDBPyConnection, rows: Path, file: str, bad: list[BadRow]) -> int:
    refused = f"left(coalesce(id, ''), 200) from read_parquet('{rows}') where reason is not null"
    count = _count(con, f"insert into rejected select ?, line, reason, {refused}", [file])
    if bad:
        lines, reasons = [row.line for row in bad], [row.reason for row in bad]
        con.execute("insert into rejected select ?, unnest(?::bigint[]), unnest(?), ''", [file, lines, reasons])
    return count + len(bad)


def _count(con: duckdb.DuckDBPyConnection, statement: str, values: list[object] | None = None) -> int:
    ((count,),) = con.execute(statement, values or []).fetchall()
    return int(count)
