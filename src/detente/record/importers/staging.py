"""Rows of a foreign file, staged in DuckDB as (line number, cells), so that nothing in them can break an import."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from detente.errors import FormatError
from detente.record.rows import MAX_LINE, BadRow, Row, open_bytes, read_rows

if TYPE_CHECKING:
    import duckdb

BATCH = 100_000  # rows handed to DuckDB at a time where Python has to split the cells


@contextmanager
def unpacked(path: Path) -> Iterator[Path]:
    """Give a plain file with the content of ``path``: the file itself, or an archive unpacked under a cap."""
    if path.suffix not in (".gz", ".zip"):
        with open_bytes(path):
            yield path
        return
    with TemporaryDirectory() as folder:
        plain = Path(folder) / path.stem
        with open_bytes(path) as stream, plain.open("wb") as out:
            shutil.copyfileobj(stream, out, 2**20)
        yield plain


def stage_lines(con: duckdb.DuckDBPyConnection, plain: Path, path: Path, *, skip: int) -> None:
    """Stage a tab-separated file that knows no quotes; DuckDB numbers and splits the lines itself."""
    import duckdb

    # A separator that no line holds makes each line one cell; what it cannot read it counts, and says where.
    reader = (
        f"read_csv('{_quoted(plain)}', delim='\x1f', quote='', escape='', header=false, auto_detect=false, "
        f"columns={{'line': 'varchar'}}, max_line_size={MAX_LINE}, strict_mode=false, null_padding=true, "
        "ignore_errors=true, store_rejects=true)"
    )
    con.execute("drop table if exists reject_errors; drop table if exists reject_scans")
    try:
        con.execute(
            "create or replace temp table staged as "
            f"select row_number() over () as n, string_split(line, chr(9)) as f from {reader}"
        )
    except duckdb.Error as error:
        raise FormatError.at(path, None, f"cannot be read ({str(error).splitlines()[0]})") from error
    if skip:
        con.execute("delete from staged where n <= ?", [skip])
    con.execute("create or replace temp table unreadable (n bigint, reason varchar)")
    con.execute(
        "insert into unreadable select line, any_value(case error_type::varchar "
        "when 'INVALID ENCODING' then 'is not UTF-8' when 'LINE SIZE OVER MAXIMUM' then 'is longer than "
        f"{MAX_LINE >> 20} MB' else lower(error_type::varchar) end) from reject_errors group by line"
    )


def stage_rows(con: duckdb.DuckDBPyConnection, path: Path, *, delimiter: str) -> list[str]:
    """Stage a file with quoted cells and a header; return the header."""
    import polars as pl

    rows = read_rows(path, delimiter=delimiter)
    header = next(rows, None)
    if not isinstance(header, Row):
        raise FormatError.at(path, 1, header.reason if header else "is empty", "a header is needed")
    con.execute("create or replace temp table staged (n bigint, f varchar[])")
    con.execute("create or replace temp table unreadable (n bigint, reason varchar)")
    with TemporaryDirectory() as folder:
        batch_file = Path(folder) / "batch.parquet"
        while batch := list(itertools.islice(rows, BATCH)):
            good = [row for row in batch if isinstance(row, Row)]
            bad = [row for row in batch if isinstance(row, BadRow)]
            schema = {"n": pl.Int64(), "f": pl.List(pl.String())}
            pl.DataFrame(good, schema=schema, orient="row").write_parquet(batch_file)
            con.execute(f"insert into staged select n, f from read_parquet('{batch_file}')")
            for row in bad:
                con.execute("insert into unreadable values (?, ?)", [row.line, row.reason])
    return [cell.strip() for cell in header.cells]


def first_line(path: Path) -> str:
    """Return the first line of a file, decoded as far as possible. Raises `FormatError` where there is none."""
    with open_bytes(path) as stream:
        line = stream.readline(MAX_LINE)
    if not line.strip():
        raise FormatError.at(path, 1, "is empty", "is this the right file?")
    return line.removeprefix(b"\xef\xbb\xbf").decode("utf-8", errors="replace").rstrip("\r\n")


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
