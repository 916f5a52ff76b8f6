"""Judged rows on their way into the record: stored, merged into the earliest report of their id, or rejected."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from detente.record.importers.staging import Chunk
from detente.record.importers.tally import Tally
from detente.record.rows import BadRow

if TYPE_CHECKING:
    import duckdb

# Rows of one block as they will stand in the record; of one id in the block the earliest report is kept.
_GOOD = """
copy (
    select key as id, day as date, day_end as date_end, precision, known_from, source, source_sector,
           target, target_sector, type, mode, coalesce(context, []) as context, cameo, quad, quad_given as source_quad,
           intensity, severity, case when source = target then 'domestic' else 'dyadic' end as scope,
           sentence, document, note, line in (select line from repeats) as repeated
    from judged where reason is null
) to '{good}' (format parquet)
"""

_REPEATS = """
create or replace table repeats as
select unnest(list(line order by known_from, line)[2:]) as line
from judged where reason is null group by key having count(*) > 1
"""

_REFUSED = """
copy (select line, reason, left(coalesce(key, ''), 200) as row from judged where reason is not null)
to '{refused}' (format parquet)
"""

_EVENT = """
select * exclude (document, repeated), id as happening_id, 'actual' as modality, 1.0 as confidence,
       '{form}' as coder, '' as account
"""

_REPORT = """
select id, id as event_id, id as happening_id, '{form}' as source_id, date, known_from, sentence as text,
       '' as credibility, document
"""


_NEW = "where not repeated and id not in (select id from read_parquet('{met}') where not earlier)"
_AGAIN = "where repeated or id in (select id from read_parquet('{met}') where not earlier)"


def store(
    con: duckdb.DuckDBPyConnection, work: duckdb.DuckDBPyConnection, folder: Path, form: str, file: str, chunk: Chunk
) -> Tally:
    """Move the table ``judged`` of the working database into the record, and say what became of every row."""
    good, refused, met = folder / "good.parquet", folder / "refused.parquet", folder / "met.parquet"
    work.execute(_REPEATS)
    work.execute(_GOOD.format(good=good))
    work.execute(_REFUSED.format(refused=refused))
    good = _told_apart(con, good, form)
    replaced = _replace_later(con, good, met)
    event, report = _EVENT.format(form=form), _REPORT.format(form=form)
    rows, new, again = f"from read_parquet('{good}')", _NEW.format(met=met), _AGAIN.format(met=met)
    merged = _count(
        con, f"insert into merged by name {event}, id as merged_into, 1.0::double as similarity {rows} {again}"
    )
    stored = _count(con, f"insert into events by name {event} {rows} {new}")
    con.execute(f"insert into reports by name {report} {rows} {new}")
    rejected = _reject(con, refused, file, chunk.bad)
    return Tally(file, form, chunk.rows, stored - replaced, merged + replaced, rejected)


def _told_apart(con: duckdb.DuckDBPyConnection, good: Path, form: str) -> Path:
    """Give rows whose id another source has used already one of their own, for each source numbers for itself."""
    used = (
        f"select r.id from read_parquet('{good}') r join events e using (id) "
        f"where e.coder <> '{form}' and {_between(good)}"
    )
    if not con.execute(f"select 1 from ({used}) limit 1").fetchall():
        return good
    apart = good.with_name("apart.parquet")
    con.execute(
        f"copy (select * replace (case when id in ({used}) then '{form}:' || id else id end as id) "
        f"from read_parquet('{good}')) to '{apart}' (format parquet)"
    )
    return apart


def _replace_later(con: duckdb.DuckDBPyConnection, good: Path, met: Path) -> int:
    """List the ids that the record has already; where it has the later report, move that one to ``merged``."""
    con.execute(
        f"copy (select r.id, r.known_from < e.known_from as earlier from read_parquet('{good}') r "
        f"join events e using (id) where not r.repeated and {_between(good)}) to '{met}' (format parquet)"
    )
    later = f"(select id from read_parquet('{met}') where earlier)"
    moved = _count(
        con,
        f"insert into merged select *, id as merged_into, 1.0::double as similarity from events where id in {later}",
    )
    if moved:
        con.execute(f"delete from events where id in {later}")
        con.execute(f"delete from reports where event_id in {later}")
    return moved


def _between(good: Path) -> str:
    """Return the condition that lets DuckDB skip the parts of ``events`` that hold no id of this block."""
    rows = f"read_parquet('{good}')"
    return f"e.id between (select min(id) from {rows}) and (select max(id) from {rows})"


def _reject(con: duckdb.DuckDBPyConnection, refused: Path, file: str, bad: list[BadRow]) -> int:
    count = _count(con, f"insert into rejected select ?, line, reason, row from read_parquet('{refused}')", [file])
    if bad:
        lines, reasons = [row.line for row in bad], [row.reason for row in bad]
        con.execute("insert into rejected select ?, unnest(?::bigint[]), unnest(?), ''", [file, lines, reasons])
    return count + len(bad)


def _count(con: duckdb.DuckDBPyConnection, statement: str, values: list[object] | None = None) -> int:
    ((count,),) = con.execute(statement, values or []).fetchall()
    return int(count)
