"""A built case, opened: its tables, its findings, and the questions one can put to it."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from detente.case.builds import current, manifest
from detente.case.folder import CaseFolder, read_folder
from detente.case.validating import validate
from detente.errors import CaseError, Fault
from detente.finding import Finding
from detente.record.overview import between
from detente.record.store import open_record, parse_day, query

if TYPE_CHECKING:
    import polars as pl


class Case:
    """The current build of a case folder.

    Rows are those of the record, whole; ``as_of`` keeps only what was public by a day.
    """

    def __init__(self, path: Path, build: Path) -> None:
        self.path = path
        self.build = build
        self.manifest: Mapping[str, Any] = manifest(build)

    def __repr__(self) -> str:
        return f"Case({str(self.path)!r}, build={self.build.name!r}, as_of={self.as_of})"

    @property
    def as_of(self) -> dt.date:
        """The day that the build's answers are given for."""
        return dt.date.fromisoformat(self.manifest["as_of"])

    @property
    def folder(self) -> CaseFolder:
        """The values of the case folder as it stands now. Raises `CaseError` where it has faults."""
        folder, faults = read_folder(self.path)
        if folder is None or faults:
            raise CaseError(faults)
        return folder

    def validate(self) -> list[Fault]:
        """Return every fault of the folder as it stands now."""
        return validate(self.path)

    def sql(self, text: str, **parameters: object) -> pl.DataFrame:
        """Run a query over the record; ``$name`` in the text takes a keyword argument."""
        with open_record(self.build / "record.duckdb") as con:
            return query(con, text, parameters)

    def table(self, name: str, *, as_of: dt.date | str | None = None) -> pl.DataFrame:
        """Return one table of the record, or what was public of it by a day."""
        day = parse_day(as_of)
        if day is None:
            return self.sql(f'select * from "{name}" order by all')
        return self.sql(f'select * from "{name}" where known_from <= $day order by all', day=day)

    def events(
        self,
        *,
        as_of: dt.date | str | None = None,
        dyad: tuple[str, str] | None = None,
        since: dt.date | str | None = None,
        until: dt.date | str | None = None,
    ) -> pl.DataFrame:
        """Return the events, one row an ordered pair of actors, by date; ``dyad`` keeps both directions."""
        import polars as pl

        rows = self.table("events", as_of=as_of)
        if dyad is not None:
            rows = between(rows, dyad)
        for day, keep in ((parse_day(since), "ge"), (parse_day(until), "le")):
            if day is not None:
                rows = rows.filter(getattr(pl.col("date"), keep)(day))
        return rows.sort("date", "id")

    def findings(self, engine: str | None = None) -> list[Finding]:
        """Return the findings of the build, or those of one engine."""
        found = []
        for path in sorted(self.build.glob("findings-*.json")):
            if engine is None or path.stem == f"findings-{engine}":
                found += [Finding.model_validate(each) for each in json.loads(path.read_text(encoding="utf-8"))]
        return found


def open_case(path: str | Path) -> Case:
    """Open the current build of a case folder. Raises `NoBuild` where it has none."""
    folder = Path(path)
    return Case(folder, current(folder))


def query_record(path: str | Path, text: str) -> pl.DataFrame:
    """Run a query over the record of a built case, or over a record file of its own."""
    place = Path(path)
    if place.is_dir():
        return open_case(place).sql(text)
    with open_record(place) as con:
        return query(con, text)
