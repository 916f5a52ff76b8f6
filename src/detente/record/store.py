"""The record on disk: one DuckDB file that anyone may query, and the same tables as Parquet.

Every table has ``known_from``, the day a row was first public; as-of questions filter on it, so that no
answer leans on hindsight. A record is written once, in a folder of its own, and only read afterwards.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from detente.errors import InputError, NoBuild, SchemaTooNew
from detente.record.agreement import Agreement, Commitment, Evidence, Score
from detente.record.background import (
    Capability,
    Figure,
    Goal,
    Measure,
    Meeting,
    Project,
    Tie,
    Verification,
)
from detente.record.event import Event, Report
from detente.record.position import Definition, Position, Term
from detente.record.sources import Source
from detente.record.tabular import frame, schema
from detente.value import Value

if TYPE_CHECKING:
    import duckdb
    import polars as pl

SCHEMA_VERSION = 1

# Table name -> (the model of its rows, columns added in front, fields left out since another table holds them).
TABLES: dict[str, tuple[type[Value], tuple[str, ...], tuple[str, ...]]] = {
    "events": (Event, (), ()),
    "reports": (Report, (), ()),
    "sources": (Source, (), ()),
    "agreements": (Agreement, (), ("commitments",)),
    "commitments": (Commitment, ("agreement",), ("evidence", "scores")),
    "evidence": (Evidence, ("commitment",), ()),
    "scores": (Score, ("commitment",), ()),
    "positions": (Position, (), ()),
    "terms": (Term, (), ("definitions",)),
    "definitions": (Definition, ("term",), ()),
    "meetings": (Meeting, (), ()),
    "measures": (Measure, (), ()),
    "ties": (Tie, (), ()),
    "capabilities": (Capability, (), ()),
    "verifications": (Verification, (), ()),
    "projects": (Project, (), ()),
    "goals": (Goal, (), ()),
    "figures": (Figure, (), ()),
}

_EXTRA = """
create table merged as select *, ''::varchar as merged_into, 0.0::double as similarity from events limit 0;
create table rejected (file varchar, line bigint, reason varchar, row varchar);
create table meta (key varchar primary key, value varchar);
"""

_SQL_TYPES = {
    "String": "varchar",
    "Int64": "bigint",
    "Float64": "double",
    "Boolean": "boolean",
    "Date": "date",
    "List(String)": "varchar[]",
}


def table_schema(table: str) -> dict[str, pl.DataType]:
    """Return the Polars types of a table's columns, in order."""
    import polars as pl

    model, added, dropped = TABLES[table]
    fields = {name: kind for name, kind in schema(model).items() if name not in dropped}
    return {**dict.fromkeys(added, pl.String()), **fields}


def create_tables(con: duckdb.DuckDBPyConnection) -> None:
    """Create every table of the record, empty, in a fresh database."""
    for table in TABLES:
        listed = ", ".join(f'"{name}" {_SQL_TYPES[str(kind)]}' for name, kind in table_schema(table).items())
        con.execute(f'create table "{table}" ({listed})')
    con.execute(_EXTRA)
    con.execute("insert into meta values ('schema_version', ?)", [str(SCHEMA_VERSION)])


def insert(con: duckdb.DuckDBPyConnection, table: str, rows: pl.DataFrame) -> None:
    """Append a frame to a table, matching columns by name."""
    if rows.is_empty():
        return
    # DuckDB reads Polars frames in memory only through pyarrow; Parquet needs no third party.
    with TemporaryDirectory() as folder:
        path = Path(folder) / "rows.parquet"
        rows.write_parquet(path)
        con.execute(f"insert into \"{table}\" by name select * from read_parquet('{path}')")


def insert_values(con: duckdb.DuckDBPyConnection, table: str, values: Iterable[Value], **added: str) -> None:
    """Append values to a table; ``added`` fills the columns that the model itself does not have."""
    import polars as pl

    model, _, dropped = TABLES[table]
    rows = frame(model, values).drop(dropped)
    insert(con, table, rows.with_columns(pl.lit(text).alias(name) for name, text in added.items()))


def insert_agreements(con: duckdb.DuckDBPyConnection, agreements: Iterable[Agreement]) -> None:
    """Append agreements with their commitments, evidence and scores."""
    agreements = list(agreements)
    insert_values(con, "agreements", agreements)
    for agreement in agreements:
        insert_values(con, "commitments", agreement.commitments, agreement=agreement.id)
        for commitment in agreement.commitments:
            insert_values(con, "evidence", commitment.evidence, commitment=commitment.id)
            insert_values(con, "scores", commitment.scores, commitment=commitment.id)


def insert_terms(con: duckdb.DuckDBPyConnection, terms: Iterable[Term]) -> None:
    """Append contested terms with their definitions."""
    terms = list(terms)
    insert_values(con, "terms", terms)
    for term in terms:
        insert_values(con, "definitions", term.definitions, term=term.id)


def write_parquet(con: duckdb.DuckDBPyConnection, folder: Path) -> list[Path]:
    """Write every table as Parquet, rows in a fixed order, so that equal records give equal bytes."""
    paths = []
    for table in [*TABLES, "merged", "rejected"]:
        path = folder / f"{table}.parquet"
        con.execute(f"copy (select * from \"{table}\" order by all) to '{path}' (format parquet, compression zstd)")
        paths.append(path)
    return paths


@contextmanager
def open_record(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a finished record for reading.

    Raises `NoBuild` where there is none, `SchemaTooNew` where a newer detente made it.
    """
    import duckdb

    if not path.exists():
        raise NoBuild(f"{path}: no record here; run 'detente build' first")
    try:
        con = duckdb.connect(path, read_only=True)
    except duckdb.Error as error:
        raise NoBuild(f"{path}: not a record that can be read ({error}); build the case again") from error
    try:
        check_schema(con, path)
        yield con
    finally:
        con.close()


def check_schema(con: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Refuse a record that a newer detente made."""
    found = con.execute("select value from meta where key = 'schema_version'").fetchall()
    version = int(found[0][0]) if found else 0
    if version > SCHEMA_VERSION:
        raise SchemaTooNew(
            f"{path}: made by a newer detente (schema {version}, this one reads up to {SCHEMA_VERSION}); "
            "upgrade detente or build the case again"
        )


def query(con: duckdb.DuckDBPyConnection, text: str, parameters: Mapping[str, object] | None = None) -> pl.DataFrame:
    """Run one SQL query and return a Polars frame.

    Raises `InputError` with DuckDB's own words where the query is wrong.
    """
    import duckdb
    import polars as pl

    try:
        relation = con.sql(text, params=dict(parameters) if parameters else None)
        return pl.DataFrame() if relation is None else pl.DataFrame(_ArrowStream(relation))
    except duckdb.Error as error:
        raise InputError(f"the query cannot be run: {error}") from error
    except pl.exceptions.DuplicateError as error:
        raise InputError(f"the query gives two columns the same name ({error}); name them with 'as'") from error


def parse_day(day: dt.date | str | None) -> dt.date | None:
    """Return a day from a date or ISO text. Raises `InputError`."""
    if day is None or isinstance(day, dt.date):
        return day
    try:
        return dt.date.fromisoformat(day)
    except ValueError as error:
        raise InputError(f"{day!r} is not a day; write it like 2019-04-15") from error


class _ArrowStream:
    """A relation behind the Arrow stream protocol only.

    Polars keeps the type of what it is handed in a cache; handed a relation itself, it keeps DuckDB's
    module alive past the end of the interpreter, which prints a page of leak warnings.
    """

    def __init__(self, relation: duckdb.DuckDBPyRelation) -> None:
        self._relation = relation

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self._relation.__arrow_c_stream__(requested_schema)
