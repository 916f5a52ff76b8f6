"""Our own event table: one row an ordered pair of actors, columns named as the fields of an event.

``happening`` groups the rows of one happening, ``source_id`` names the source of the report, and
``credibility`` grades this telling alone. A date may be a day, a month (2018-04) or a year (2018).
"""

from __future__ import annotations

import calendar
import datetime as dt
import itertools
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from pydantic import ValidationError

from detente.errors import FormatError, UnknownName
from detente.record import ontology
from detente.record.event import EVENT_TYPES, Event, Report
from detente.record.importers.quoted import read_quoted
from detente.record.importers.tally import Tally
from detente.record.rows import BadRow, Row, open_bytes
from detente.record.store import insert, insert_values
from detente.record.tabular import columns, complaints, frame, from_cells

if TYPE_CHECKING:
    import duckdb

BATCH = 20_000  # rows held in memory at a time

REQUIRED = ("id", "date", "source", "target", "type")
_OWN = ("happening", "source_id", "credibility", "published")
COLUMNS: frozenset[str] = frozenset([*columns(Event), *_OWN]) - {"happening_id", "quad", "intensity", "exchange"}


class OwnRow(NamedTuple):
    """One readable row: its line, the event it holds and the report it is."""

    line: int
    event: Event
    report: Report


def read_table(path: Path) -> Iterator[OwnRow | BadRow]:
    """Yield the rows of a table in our own form.

    Raises `FormatError` where the header is not that of an event table.
    """
    with open_bytes(path) as stream:
        rows = read_quoted(stream, delimiter=",")
        header = _header(path, next(rows, None))
        for row in rows:
            yield row if isinstance(row, BadRow) else _parse(row, header)


def partial_date(text: str) -> tuple[dt.date, dt.date | None, str]:
    """Return (first day, last day or None, precision) of a day, month or year.

    >>> partial_date("2018-04")
    (datetime.date(2018, 4, 1), datetime.date(2018, 4, 30), 'month')
    """
    if re.fullmatch(r"\d{4}", text):
        year = int(text)
        return dt.date(year, 1, 1), dt.date(year, 12, 31), "year"
    if re.fullmatch(r"\d{4}-\d{2}", text):
        first = dt.date.fromisoformat(text + "-01")
        return first, first.replace(day=calendar.monthrange(first.year, first.month)[1]), "month"
    return dt.date.fromisoformat(text), None, "day"


def _header(path: Path, row: Row | BadRow | None) -> Sequence[str]:
    if row is None:
        raise FormatError.at(path, 1, "is empty", f"start it with the columns {','.join(REQUIRED)}")
    if isinstance(row, BadRow):
        raise FormatError.at(path, row.line, row.reason)
    header = [name.strip() for name in row.cells]
    missing = [name for name in REQUIRED if name not in header]
    if missing:
        raise FormatError.at(path, row.line, f"the header lacks {', '.join(missing)}", "see docs/case.md")
    for name in header:
        if name not in COLUMNS:
            raise FormatError.at(path, row.line, str(UnknownName.among("column", name, COLUMNS)))
    if len(set(header)) < len(header):
        raise FormatError.at(path, row.line, "names a column twice", "rename or remove one")
    return header


def _parse(row: Row, header: Sequence[str]) -> OwnRow | BadRow:
    cells = dict(zip(header, (cell.strip() for cell in row.cells), strict=True))
    try:
        return _event(row.line, cells)
    except ValidationError as error:
        return BadRow(row.line, "; ".join(f"{place}: {what}" for place, what in complaints(error)))
    except (UnknownName, ValueError) as error:
        return BadRow(row.line, str(error))


def _event(line: int, cells: dict[str, str]) -> OwnRow:
    values: dict[str, Any] = from_cells(Event, cells)
    first, last, precision = partial_date(cells["date"])
    values |= {"date": first, "precision": cells.get("precision") or precision}
    if last is not None:
        values.setdefault("date_end", last)
    kind, mode, code = _coding(cells)
    contexts = values.get("context", ())
    values |= {
        "happening_id": cells.get("happening") or cells["id"],
        "cameo": code,
        "quad": ontology.quad(kind, mode, code),
        "intensity": ontology.intensity(kind, mode, code),
        "coder": cells.get("coder") or "person",
    }
    if not cells.get("severity"):
        values["severity"] = ontology.severity(kind, mode, contexts)
    event = Event(**values)
    return OwnRow(line, event, _report(event, cells))


def _coding(cells: dict[str, str]) -> tuple[str, str, str]:
    kind, mode = cells["type"], cells.get("mode", "")
    if kind not in EVENT_TYPES:
        raise UnknownName.among("event type", kind, EVENT_TYPES)
    if mode and mode not in ontology.modes(kind):
        raise UnknownName.among(f"mode of {kind}", mode, ontology.modes(kind))
    code = cells.get("cameo", "")
    return kind, mode, ontology.cameo(code).code if code else ""


def _report(event: Event, cells: dict[str, str]) -> Report:
    return Report(
        id=event.id,
        event_id=event.id,
        happening_id=event.happening_id,
        source_id=cells.get("source_id", ""),
        date=event.date,
        known_from=event.known_from,
        text=event.sentence,
        credibility=cells.get("credibility", ""),
    )


def import_table(path: Path, con: duckdb.DuckDBPyConnection) -> Tally:
    """Append a table in our own form to ``events``, ``reports``, ``merged`` and ``rejected``: all of it or nothing.

    A row whose id is already there is merged into the first one.
    """
    tally = Tally(path.name, "own", read=0, stored=0, merged=0, rejected=0)
    con.execute("begin transaction")
    try:
        for batch in _batches(read_table(path)):
            tally += _store(con, path, batch)
        con.execute("commit")
    except BaseException:
        con.execute("rollback")
        raise
    return tally


def _store(con: duckdb.DuckDBPyConnection, path: Path, batch: list[OwnRow | BadRow]) -> Tally:
    rows = [row for row in batch if isinstance(row, OwnRow)]
    bad = [row for row in batch if isinstance(row, BadRow)]
    ids = [row.event.id for row in rows]
    seen = {found for (found,) in con.execute("select id from events where id in (select unnest(?))", [ids]).fetchall()}
    new: list[OwnRow] = []
    again: list[OwnRow] = []
    for row in rows:
        (again if row.event.id in seen else new).append(row)
        seen.add(row.event.id)
    insert_values(con, "events", [row.event for row in new])
    insert_values(con, "reports", [row.report for row in new])
    repeats = frame(Event, [row.event for row in again])
    insert(con, "merged", repeats.with_columns(repeats["id"].alias("merged_into"), similarity=1.0))
    if bad:
        lines, reasons = [row.line for row in bad], [row.reason for row in bad]
        con.execute("insert into rejected select ?, unnest(?::bigint[]), unnest(?), ''", [path.name, lines, reasons])
    return Tally(path.name, "own", read=len(batch), stored=len(new), merged=len(again), rejected=len(bad))


def _batches(rows: Iterator[OwnRow | BadRow]) -> Iterator[list[OwnRow | BadRow]]:
    while batch := list(itertools.islice(rows, BATCH)):
        yield batch
