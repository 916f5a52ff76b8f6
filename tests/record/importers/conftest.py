from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import duckdb
import pytest

from detente.record.importers import Tally, import_file
from detente.record.store import create_tables

SAMPLES = Path(__file__).parent / "samples"
FILES = {
    "gdelt1": "gdelt1.tsv", "gdelt2": "gdelt2.tsv", "icews": "icews.tab", "icews_named": "icews_named.csv",
    "polecat": "polecat.txt", "acled": "acled.csv", "ucdp": "ucdp.csv", "own": "own.csv",
}  # fmt: skip

Rows = dict[str, dict[str, object]]


class Record:
    """A record in memory, with what the tests ask of it."""

    def __init__(self) -> None:
        self.con = duckdb.connect()
        create_tables(self.con)

    def take(self, path: Path, form: str | None = None) -> Tally:
        """Import a file, and hold it to its arithmetic: what the tally says is what the tables hold."""
        before = self.counts()
        tally = import_file(path, self.con, form=form)
        stored, merged, rejected = (now - then for now, then in zip(self.counts(), before, strict=True))
        assert (stored, merged, rejected) == (tally.stored, tally.merged, tally.rejected)
        assert tally.read == tally.stored + tally.merged + tally.rejected
        assert self.count("reports") == self.count("events")
        assert self.one("select count(*) - count(distinct id) from events") == 0
        return tally

    def counts(self) -> tuple[int, int, int]:
        return self.count("events"), self.count("merged"), self.count("rejected")

    def count(self, table: str) -> int:
        found = self.one(f"select count(*) from {table}")
        assert isinstance(found, int)
        return found

    def one(self, query: str) -> object:
        ((value,),) = self.con.execute(query).fetchall()
        return value

    def events(self) -> Rows:
        cursor = self.con.execute("select * from events order by id")
        assert cursor.description
        names = [column[0] for column in cursor.description]
        return {row[0]: dict(zip(names, row, strict=True)) for row in cursor.fetchall()}

    def reasons(self) -> dict[int, str]:
        return dict(self.con.execute("select line, reason from rejected order by line").fetchall())


@pytest.fixture
def record() -> Iterator[Record]:
    made = Record()
    yield made
    made.con.close()


@pytest.fixture
def sample() -> Callable[[str], Path]:
    """The hand-written file of a form."""
    return lambda form: SAMPLES / FILES[form]
