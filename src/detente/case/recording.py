"""The steps that turn a case's tables into a record: import, then gather, merge and correct."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from detente.case.folder import CaseFolder
from detente.case.steps import Context, Step
from detente.errors import CaseError
from detente.record.duplicates import merge_events
from detente.record.importers import import_file
from detente.record.reviews import apply_reviews
from detente.record.store import create_tables, insert_agreements, insert_terms, insert_values, write_parquet
from detente.record.tellings import match_tellings

if TYPE_CHECKING:
    import duckdb

IMPORTED = ("events", "reports", "merged", "rejected")
READ = ("events", "reports", "sources")
MEMORY = "1500MB"  # an import of any size stays under this


def import_step(folder: CaseFolder, path: Path) -> Step:
    """Return the step that imports one event file of the case."""

    def run(context: Context) -> None:
        import duckdb

        working = context.out / "working.duckdb"
        with duckdb.connect(working) as con:
            con.execute(f"set memory_limit = '{MEMORY}'")
            create_tables(con)
            tally = import_file(path, con)
            for table in IMPORTED:
                con.execute(f"copy {table} to '{context.out / f'{path.name}.{table}.parquet'}' (format parquet)")
        working.unlink()
        (context.out / f"{path.name}.tally.json").write_text(json.dumps(tally.as_dict()), encoding="utf-8")
        context.note(str(tally))

    return Step(f"import-{path.name}", run, reads=(path,), published=False)


def record_step(folder: CaseFolder, event_steps: Iterable[str], text_steps: Iterable[str] = ()) -> Step:
    """Return the step that gathers everything into the record: one DuckDB file and Parquet tables."""
    names, texts = tuple(event_steps), tuple(text_steps)

    def run(context: Context) -> None:
        import duckdb

        with duckdb.connect(context.out / "record.duckdb") as con:
            create_tables(con)
            _insert_case(con, folder)
            for name in names:
                _insert_events(con, context.results[name], IMPORTED)
            for name in texts:
                _insert_events(con, context.results[name], READ)
            _fill_known_from(con)
            separate = {review.event for review in folder.reviews if review.verdict == "separate"}
            faults = apply_reviews(con, folder.reviews, only=_read_ids(con))
            match_tellings(con, separate=separate)
            merge_events(con, separate=separate)
            faults += apply_reviews(con, folder.reviews, but=_read_ids(con))
            if faults:
                raise CaseError(faults)
            write_parquet(con, context.out)
            context.note(_arithmetic(con))

    tables = sorted(
        path for pattern in ("*.csv", "definitions.yaml", "agreements/*.yaml") for path in folder.path.glob(pattern)
    )
    return Step("record", run, reads=tables, after=(*names, *texts))


def _insert_case(con: duckdb.DuckDBPyConnection, folder: CaseFolder) -> None:
    for table in (
        "sources", "positions", "meetings", "measures", "ties", "capabilities", "verifications", "projects", "goals",
        "figures",
    ):  # fmt: skip
        insert_values(con, table, getattr(folder, table))
    insert_agreements(con, folder.agreements)
    insert_terms(con, folder.terms)


def _read_ids(con: duckdb.DuckDBPyConnection) -> frozenset[str]:
    """Ids of the acts read from documents: corrections come before they are matched with what the record has."""
    rows: list[tuple[str]] = con.execute("select id from reports where coalesce(document, '') <> ''").fetchall()
    return frozenset(name for (name,) in rows)


def _insert_events(con: duckdb.DuckDBPyConnection, result: Path, tables: Iterable[str]) -> None:
    """Append one file's rows; an event whose id another file brought already is merged into that one."""
    for table in tables:
        for path in sorted(result.glob(f"*.{table}.parquet")):
            if table == "sources":
                con.execute(
                    f"insert into sources by name select * from read_parquet('{path}') "
                    "where id not in (select id from sources)"
                )
            elif table == "events":
                con.execute(
                    "insert into merged by name select *, id as merged_into, 1.0 as similarity "
                    f"from read_parquet('{path}') where id in (select id from events)"
                )
                con.execute(
                    f"insert into events by name select * from read_parquet('{path}') "
                    "where id not in (select id from events)"
                )
            else:
                con.execute(f"insert into {table} by name select * from read_parquet('{path}')")


def _fill_known_from(con: duckdb.DuckDBPyConnection) -> None:
    """An act is known from the day its first report came out, and never before it happened."""
    con.execute(
        "update reports set known_from = greatest(coalesce(known_from, s.published, reports.date), reports.date) "
        "from sources s where s.id = reports.source_id and coalesce(document, '') = ''"
    )
    # A document without a date was published nobody knows when: none of it is known as of any day.
    con.execute("update reports set known_from = date where known_from is null and coalesce(document, '') = ''")
    con.execute(
        "update events set known_from = coalesce(events.known_from, r.first, if(r.read, null, events.date)) "
        "from (select event_id, min(known_from) as first, bool_or(coalesce(document, '') <> '') as read "
        "from reports group by 1) r where r.event_id = events.id"
    )
    for table, own in _OWN_DAY.items():
        con.execute(
            f"update {table} set known_from = greatest(s.day, {own}) "
            f"from (select id, published as day from sources) s where s.id = {table}.source and known_from is null"
        )


# The day a row of each table speaks of, which is when it is known at the earliest unless the row says otherwise.
_OWN_DAY = {
    "agreements": "date",
    "evidence": "date",
    "positions": "as_of",
    "definitions": "published",
    "meetings": "date",
    "measures": "adopted",
    "ties": "since",
    "capabilities": "date",
    "verifications": "date",
    "projects": "since",
    "goals": "since",
    "figures": "make_date(year, 12, 31)",
}


def _arithmetic(con: duckdb.DuckDBPyConnection) -> str:
    ((stored, merged, rejected),) = con.execute(
        "select (select count(*) from events), (select count(*) from merged), (select count(*) from rejected)"
    ).fetchall()
    return f"{stored + merged + rejected:,} rows read = {stored:,} stored + {merged:,} merged + {rejected:,} rejected"
