"""From staged rows to the record: resolve each distinct name and code once, then join in SQL.

The work is done in a small database of its own, a block of the file at a time, so that a large file needs little
memory and a broken one leaves the record as it was: what is judged reaches the record in one transaction.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from detente.errors import FormatError, UnknownName
from detente.record import ontology
from detente.record.importers.ahead import ahead
from detente.record.importers.form import Form
from detente.record.importers.staging import Chunk, Columns, Staging
from detente.record.importers.storing import store
from detente.record.importers.tally import Tally

if TYPE_CHECKING:
    import duckdb

MEMORY = "512MB"  # for the working database; what does not fit goes to its temporary folder

Progress = Callable[[str, int], None]  # the name of a file, and how many of its rows have been read


def run(form: Form, path: Path, con: duckdb.DuckDBPyConnection, *, progress: Progress | None = None) -> Tally:
    """Append a file to ``events``, ``reports``, ``merged`` and ``rejected`` of a record; all of it or nothing."""
    import duckdb

    tally = Tally(path.name, form.name, read=0, stored=0, merged=0, rejected=0)
    with TemporaryDirectory(prefix="detente-") as name, duckdb.connect() as work:
        folder = Path(name)
        _prepare(work, folder)
        staging = Staging(form, path, work, folder)
        columns = staging.columns()
        con.execute("begin transaction")
        try:
            with closing(ahead(_judged(work, form, staging, columns, folder))) as judged:
                for chunk, rows in judged:
                    tally += store(con, rows, form, path.name, chunk)
                    if progress:
                        progress(path.name, tally.read)
            if not tally.read and not form.required:
                raise FormatError.at(path, 1, "is empty", "is this the right file?")
            con.execute("commit")
        except BaseException:
            con.execute("rollback")
            raise
    return tally


def _prepare(work: duckdb.DuckDBPyConnection, folder: Path) -> None:
    work.execute(f"set memory_limit = '{MEMORY}'")
    work.execute("set temp_directory = ?", [str(folder / "spill")])
    work.execute("set enable_progress_bar = false")
    work.execute("set preserve_insertion_order = true")  # a row's place in the table is its line
    work.execute("create table actors (key varchar, code varchar, sector varchar, reason varchar)")
    work.execute(
        "create table kinds (key varchar, type varchar, mode varchar, context varchar, cameo varchar, "
        "quad bigint, intensity double, severity bigint, reason varchar)"
    )


# The days that a row may bear: outside, it is a slip of the pen, and many a program cannot hold it.
_JUDGED = """
copy (
with dated as (
    select *, {number} as line,
           case when day between '1800-01-01' and '2199-12-31' then day end as first_day,
           case when day_end between day and '2199-12-31' then day_end end as last_day,
           case when known between day and '2199-12-31' then known end as published
    from coded
)
select d.line, d.key as id, d.first_day as date, nullif(d.last_day, d.first_day) as date_end,
       coalesce(d.published, d.last_day, d.first_day) as known_from, coalesce(d.precision, 'day') as precision,
       s.code as source, s.sector as source_sector, t.code as target, t.sector as target_sector,
       k.type, k.mode, coalesce(string_split(nullif(k.context, ''), ';'), []) as context, k.cameo, k.quad,
       d.quad_given as source_quad, k.intensity, k.severity,
       case when s.code = t.code then 'domestic' else 'dyadic' end as scope,
       coalesce(d.sentence, '') as sentence, coalesce(d.document, '') as document, coalesce(d.note, '') as note,
       case when not d.whole then 'has fewer than {fewest} cells'
            when d.key is null then 'has no id'
            when d.first_day is null then 'has no valid date'
            when d.source_key is null then 'names no first actor'
            when s.code is null then 'first actor: ' || s.reason
            when d.target_key is null then 'names no second actor'
            when t.code is null then 'second actor: ' || t.reason
            when d.kind_key is null then 'has no kind of event'
            when k.type is null then k.reason end as reason
from dated d
left join actors s on s.key = d.source_key
left join actors t on t.key = d.target_key
left join kinds k on k.key = d.kind_key
) to '{judged}' (format parquet, row_group_size 20480)
"""


def _judged(
    work: duckdb.DuckDBPyConnection, form: Form, staging: Staging, columns: Columns, folder: Path
) -> Generator[tuple[Chunk, Path], None, None]:
    """Yield a file for each chunk: every row with its actors, its kind, and why it is refused, if it is."""
    for turn, chunk in enumerate(staging.chunks(columns)):
        _resolve_actors(work, form)
        _resolve_kinds(work, form)
        rows = folder / f"judged{turn % 2}.parquet"
        work.execute(_JUDGED.format(number=chunk.number, fewest=columns.fewest, judged=rows))
        yield chunk, rows


def _resolve_actors(work: duckdb.DuckDBPyConnection, form: Form) -> None:
    rows: list[tuple[object, ...]] = []
    for key in _unmet(work, "actors", "source_key", "target_key"):
        try:
            rows.append((key, *form.who(key), None))
        except UnknownName as error:
            rows.append((key, None, None, str(error)))
    _append(work, "actors", rows)


def _resolve_kinds(work: duckdb.DuckDBPyConnection, form: Form) -> None:
    rows: list[tuple[object, ...]] = []
    for key in _unmet(work, "kinds", "kind_key"):
        try:
            kind = form.what(key)
        except UnknownName as error:
            rows.append((key, *[None] * 7, str(error)))
            continue
        act = (kind.type, kind.mode, kind.cameo)
        severity = ontology.severity(kind.type, kind.mode, kind.context)
        measures = (ontology.quad(*act), ontology.intensity(*act), severity)
        rows.append((key, kind.type, kind.mode, ";".join(kind.context), kind.cameo, *measures, None))
    _append(work, "kinds", rows)


def _unmet(work: duckdb.DuckDBPyConnection, known: str, *columns: str) -> list[str]:
    """Return the keys in ``coded`` that no earlier block had, in order."""
    listed = " union all ".join(f"select distinct {column} as key from coded" for column in columns)
    found = work.execute(
        f"select distinct key from ({listed}) as met anti join {known} using (key) where key is not null order by key"
    ).fetchall()
    return [key for (key,) in found]


def _append(work: duckdb.DuckDBPyConnection, table: str, rows: list[tuple[object, ...]]) -> None:
    if rows:
        columns = [list(column) for column in zip(*rows, strict=True)]
        work.execute(f"insert into {table} select {', '.join('unnest(?)' for _ in columns)}", columns)
