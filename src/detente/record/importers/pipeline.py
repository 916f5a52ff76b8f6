"""From staged rows to the record: resolve each distinct name and code once, then join in SQL."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from detente.errors import UnknownName
from detente.record import ontology
from detente.record.importers.staging import stage_lines, stage_rows, unpacked
from detente.record.importers.tally import Tally

if TYPE_CHECKING:
    import duckdb

# Joins the parts of a key within one cell; no source writes this character.
GLUE = "\x1e"


class Who(NamedTuple):
    """A resolved actor."""

    code: str
    sector: str = ""


class What(NamedTuple):
    """A resolved kind of event."""

    type: str
    mode: str = ""
    context: tuple[str, ...] = ()
    cameo: str = ""


@dataclass(frozen=True)
class Form:
    """How one source writes its rows.

    ``select`` gives, from the header (empty where the form has none), SQL expressions over the cells ``f`` of a
    row for ``key, day, day_end, known, precision, source_key, target_key, kind_key, quad_given, sentence``.
    ``who`` and ``what`` resolve a key or raise `UnknownName`, whose message becomes the reason of a rejection.
    """

    name: str
    delimiter: str
    quoted: bool
    header: bool
    widths: frozenset[int]
    select: Callable[[list[str]], str]
    who: Callable[[str], Who]
    what: Callable[[str], What]


def run(form: Form, path: Path, con: duckdb.DuckDBPyConnection) -> Tally:
    """Append a file to ``events``, ``reports`` and ``rejected`` of a record; all of it or nothing."""
    con.execute("begin transaction")
    try:
        header = _stage(form, path, con)
        con.execute(_CODED.format(select=form.select(header), width=_width(form)))
        _resolve(con, "actor_map", "select source_key from coded union select target_key from coded", form.who)
        _resolve_kinds(con, form)
        con.execute(_JUDGED)
        tally = _store(form, path, con)
        con.execute("commit")
    except BaseException:
        con.execute("rollback")
        raise
    finally:
        for table in ("staged", "unreadable", "coded", "judged", "actor_map", "kind_map", "repeats"):
            con.execute(f"drop table if exists temp.{table}")
    return tally


def _stage(form: Form, path: Path, con: duckdb.DuckDBPyConnection) -> list[str]:
    if form.quoted:
        return stage_rows(con, path, delimiter=form.delimiter)
    with unpacked(path) as plain:
        stage_lines(con, plain, path, skip=0)
    if not form.header:
        return []
    (head,) = con.execute("select f from staged where n = 1").fetchall()
    con.execute("delete from staged where n = 1")
    return [str(cell).strip() for cell in head[0]]


def _width(form: Form) -> str:
    return ", ".join(map(str, sorted(form.widths))) if form.widths else "len(f)"


# Cells are trimmed and empty ones are null; a NUL byte anywhere refuses the row.
_CODED = """
create or replace temp table coded as
select n, len(f) in ({width}) as whole, contains(array_to_string(f, ' '), chr(0)) as nul, {select}
from staged where not (len(f) = 1 and trim(f[1], e' \\r\\t') = '')
"""

_JUDGED = """
create or replace temp table judged as
select c.*, s.code as source, s.sector as source_sector, t.code as target, t.sector as target_sector,
       k.type, k.mode, k.context, k.cameo, k.quad, k.intensity, k.severity,
       case when not c.whole then 'has the wrong number of cells'
            when c.nul then 'holds a NUL byte'
            when c.key is null then 'has no id'
            when c.day is null then 'has no valid date'
            when c.source_key is null then 'names no first actor'
            when s.code is null then coalesce(s.reason, 'first actor cannot be resolved')
            when c.target_key is null then 'names no second actor'
            when t.code is null then coalesce(t.reason, 'second actor cannot be resolved')
            when k.type is null then coalesce(k.reason, 'has no kind of event') end as reason
from coded c
left join actor_map s on s.key = c.source_key
left join actor_map t on t.key = c.target_key
left join kind_map k on k.key = c.kind_key
"""

_EVENTS = """
insert into events by name
select key as id, key as happening_id, day as date,
       case when day_end > day then day_end end as date_end,
       coalesce(precision, 'day') as precision,
       greatest(coalesce(known, day), day) as known_from,
       source, source_sector, target, target_sector, type, mode, context, cameo, quad,
       quad_given as source_quad, intensity, severity, 'actual' as modality,
       case when source = target then 'domestic' else 'dyadic' end as scope,
       1.0 as confidence, '{form}' as coder, coalesce(sentence, '') as sentence, '' as account, '' as note
from judged where reason is null and n not in (select n from repeats)
"""

_REPORTS = """
insert into reports by name
select key as id, key as event_id, key as happening_id, '{form}' as source_id, day as date,
       greatest(coalesce(known, day), day) as known_from, coalesce(sentence, '') as text, '' as credibility,
       '' as document
from judged where reason is null and n not in (select n from repeats)
"""


def _store(form: Form, path: Path, con: duckdb.DuckDBPyConnection) -> Tally:
    # A source repeats a row when it meets the story again; the first report wins.
    con.execute(
        "create or replace temp table repeats as select unnest(list_sort(list(n))[2:]) as n "
        "from judged where reason is null group by key having count(*) > 1"
    )
    con.execute(
        "insert into repeats select n from judged j where reason is null and n not in (select n from repeats) "
        "and exists (select 1 from events e where e.id = j.key)"
    )
    con.execute(_EVENTS.format(form=form.name))
    con.execute(_REPORTS.format(form=form.name))
    con.execute(
        "insert into rejected select ?, n, reason, left(coalesce(key, ''), 200) from judged where reason is not null",
        [path.name],
    )
    con.execute("insert into rejected select ?, n, reason, '' from unreadable", [path.name])
    ((judged, refused, merged, unread),) = con.execute(
        "select (select count(*) from judged), (select count(*) from judged where reason is not null), "
        "(select count(*) from repeats), (select count(*) from unreadable)"
    ).fetchall()
    return Tally(
        path.name,
        form.name,
        read=judged + unread,
        stored=judged - refused - merged,
        merged=merged,
        rejected=refused + unread,
    )


def _resolve(con: duckdb.DuckDBPyConnection, table: str, keys: str, who: Callable[[str], Who]) -> None:
    rows = []
    for key in _distinct(con, keys):
        try:
            rows.append((key, *who(key), None))
        except UnknownName as error:
            rows.append((key, None, None, str(error)))
    _load(con, table, ("key", "code", "sector", "reason"), rows)


def _resolve_kinds(con: duckdb.DuckDBPyConnection, form: Form) -> None:
    rows: list[tuple[object, ...]] = []
    for key in _distinct(con, "select kind_key from coded"):
        try:
            kind = form.what(key)
        except UnknownName as error:
            rows.append((key, None, None, None, None, None, None, None, str(error)))
            continue
        quad = ontology.quad(kind.type, kind.mode, kind.cameo)
        weight = ontology.intensity(kind.type, kind.mode, kind.cameo)
        severity = ontology.severity(kind.type, kind.mode, kind.context)
        rows.append((key, kind.type, kind.mode, list(kind.context), kind.cameo, quad, weight, severity, None))
    names = ("key", "type", "mode", "context", "cameo", "quad", "intensity", "severity", "reason")
    _load(con, "kind_map", names, rows)


def _distinct(con: duckdb.DuckDBPyConnection, query: str) -> list[str]:
    found = con.execute(f"select distinct k from ({query}) as q(k) where k is not null order by k").fetchall()
    return [key for (key,) in found]


def _load(con: duckdb.DuckDBPyConnection, table: str, names: Iterable[str], rows: list[tuple[object, ...]]) -> None:
    kinds = {"context": "varchar[]", "quad": "bigint", "intensity": "double", "severity": "bigint"}
    names = list(names)
    listed = ", ".join(f"{name} {kinds.get(name, 'varchar')}" for name in names)
    con.execute(f"create or replace temp table {table} ({listed})")
    if rows:
        marks = ", ".join("?" for _ in names)
        con.executemany(f"insert into {table} values ({marks})", [list(row) for row in rows])
