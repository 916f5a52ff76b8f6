"""Rows of a foreign file, a block at a time, as relations that DuckDB reads: cells ``c1, c2 ...`` in file order."""

from __future__ import annotations

import itertools
from collections.abc import Generator, Iterator, Sequence
from pathlib import Path
from typing import IO, TYPE_CHECKING, NamedTuple

from detente.errors import FormatError
from detente.record.importers.ahead import ahead
from detente.record.importers.blocks import BLANK, Block, blocks, clean, fault, mended
from detente.record.importers.form import Form
from detente.record.importers.quoted import read_quoted
from detente.record.rows import MAX_LINE, BadRow, Row, open_bytes

if TYPE_CHECKING:
    import duckdb

BATCH = 50_000  # rows at a time where Python has to split the cells

# What a form may say of a row, and how it is kept while it is judged.
FIELDS = {
    "key": "varchar", "day": "date", "day_end": "date", "known": "date", "precision": "varchar",
    "source_key": "varchar", "target_key": "varchar", "kind_key": "varchar", "quad_given": "bigint",
    "sentence": "varchar", "document": "varchar", "note": "varchar",
}  # fmt: skip


class Chunk(NamedTuple):
    """Rows staged in the table ``coded``, and those that cannot be read; ``number`` is the SQL for a row's line."""

    rows: int
    number: str
    bad: list[BadRow]


class Columns(NamedTuple):
    """The header, where there is one, and the fewest and most cells of a row."""

    header: Sequence[str]
    fewest: int
    most: int


def first_line(path: Path) -> str:
    """Return the first line of a file that can be read, decoded. Raises `FormatError` where there is none."""
    with open_bytes(path) as stream:
        block = next(blocks(stream, size=MAX_LINE), None)
    lines = block.data.split(b"\n")[:-1] if block else []
    good = next((line for line in lines if line.strip() and fault(line) is None), None)
    if good is None:
        what = "holds no line of text" if any(map(fault, lines)) else "is empty"
        raise FormatError.at(path, 1, what, "is this the right file?")
    return good.decode()


class Staging:
    """One file on its way into a database of its own, block by block."""

    def __init__(self, form: Form, path: Path, work: duckdb.DuckDBPyConnection, folder: Path) -> None:
        self._form, self._path, self._work, self._folder = form, path, work, folder

    def columns(self) -> Columns:
        """Return what the file says of its columns. Raises `FormatError`."""
        if not self._form.required:
            return Columns((), *self._form.widths)
        line = first_line(self._path)
        with open_bytes(self._path) as stream:
            header = self._header(stream) if self._form.quoted else line.split(self._form.delimiter)
        header = [name.strip() for name in header]
        missing = [name for name in self._form.required if name not in header]
        if missing:
            where = f"the header lacks {', '.join(missing)}"
            raise FormatError.at(self._path, 1, where, f"is this a file of the form {self._form.name}?")
        return Columns(header, len(header), len(header))

    def chunks(self, columns: Columns) -> Iterator[Chunk]:
        """Stage the rows, some at a time; ``coded`` holds each chunk until the next one is asked for."""
        fields = self._form.fields(columns.header)
        listed = ", ".join(f"{fields.get(name, 'null')}::{kind} as {name}" for name, kind in FIELDS.items())
        select = f"create or replace table coded as select {listed}, c{columns.fewest} is not null as whole"
        with open_bytes(self._path) as stream:
            split = self._split_here if self._form.quoted else self._split_there
            yield from split(stream, columns, select)

    def _header(self, stream: IO[bytes]) -> Sequence[str]:
        for row in read_quoted(stream, delimiter=self._form.delimiter):
            if isinstance(row, Row):
                return row.cells
        raise FormatError.at(self._path, 1, "has no header", f"is this a file of the form {self._form.name}?")

    def _split_there(self, stream: IO[bytes], columns: Columns, select: str) -> Iterator[Chunk]:
        """DuckDB splits the lines: the fast way, for files that know no quotes."""
        to_skip = bool(columns.header)
        for whole, place in ahead(self._written(stream)):
            bad: list[BadRow] = []
            if not place or not self._load(whole, place, columns, select):
                block, bad = mended(whole, most=columns.most)
                place = self._write(block, 0)
                if not self._load(block, place, columns, select):
                    raise FormatError.at(self._path, whole.first, "cannot be split into rows", "is it tab-separated?")
            number = f"rowid + {whole.first}"
            if bad:
                self._work.execute(
                    f"delete from coded where {number} in (select unnest(?::bigint[]))", [[row.line for row in bad]]
                )
            rows = whole.lines - sum(row.reason == BLANK for row in bad)
            if to_skip and rows:
                self._work.execute("delete from coded where rowid = (select min(rowid) from coded)")
                rows, to_skip = rows - 1, False
            yield Chunk(rows, number, [row for row in bad if row.reason != BLANK])

    def _written(self, stream: IO[bytes]) -> Generator[tuple[Block, Path | None], None, None]:
        """Yield each block and the file it was written to, None where it is not clean."""
        for turn, block in enumerate(blocks(stream)):
            yield block, self._write(block, 1 + turn % 2) if clean(block) else None

    def _write(self, block: Block, turn: int) -> Path:
        place = self._folder / f"block{turn}.tsv"
        place.write_bytes(block.data)
        return place

    def _load(self, block: Block, place: Path, columns: Columns, select: str) -> bool:
        """Read one block; False where not every line came out as a row."""
        import duckdb

        names = ", ".join(f"'c{at}': 'varchar'" for at in range(1, columns.most + 1))
        try:
            self._work.execute(
                f"{select} from read_csv('{_quoted(place)}', delim='\t', quote='', escape='', comment='', "
                f"header=false, auto_detect=false, new_line='\\n', nullstr='\x1a', null_padding=true, "
                f"max_line_size={2 * MAX_LINE}, columns={{{names}}})"
            )
        except duckdb.InvalidInputException:
            return False
        ((count,),) = self._work.execute("select count(*) from coded").fetchall()
        return bool(count == block.lines)

    def _split_here(self, stream: IO[bytes], columns: Columns, select: str) -> Iterator[Chunk]:
        """Python splits the cells: for files whose cells may hold the separator and line ends."""
        import polars as pl

        rows = read_quoted(stream, delimiter=self._form.delimiter)
        header = next(row for row in rows if isinstance(row, Row))
        place = self._folder / "batch.parquet"
        cells = ", ".join(f"f[{at}] as c{at}" for at in range(1, len(header.cells) + 1))
        while batch := list(itertools.islice(rows, BATCH)):
            good = [row for row in batch if isinstance(row, Row)]
            schema = {"n": pl.Int64(), "f": pl.List(pl.String())}
            pl.DataFrame(good, schema=schema, orient="row").write_parquet(place)
            self._work.execute(f"{select}, n from (select n, {cells} from read_parquet('{_quoted(place)}'))")
            yield Chunk(len(batch), "n", [row for row in batch if isinstance(row, BadRow)])


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
