"""One file a format: rows of other projects' event data, read into the record."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from detente.record.importers.table import import_table
from detente.record.importers.tally import Tally

if TYPE_CHECKING:
    import duckdb

__all__ = ["Tally", "import_file", "sniff"]


def sniff(path: Path) -> str:
    """Return the form of an event file."""
    return "own"


def import_file(path: Path, con: duckdb.DuckDBPyConnection, *, form: str | None = None) -> Tally:
    """Append an event file to the tables ``events``, ``reports`` and ``rejected`` of a record."""
    return import_table(path, con)
