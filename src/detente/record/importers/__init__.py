"""One file a format: rows of other projects' event data, read into the record."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from detente.errors import FormatError, InputError, UnknownName
from detente.record.importers import acled, polecat, ucdp
from detente.record.importers.form import Form
from detente.record.importers.gdelt import GDELT1, GDELT2
from detente.record.importers.icews import ICEWS, ICEWS_NAMED, NAMED, RAW
from detente.record.importers.pipeline import Progress, run
from detente.record.importers.staging import first_line
from detente.record.importers.table import REQUIRED, import_table
from detente.record.importers.tally import Tally
from detente.record.store import create_tables

if TYPE_CHECKING:
    import duckdb

__all__ = ["FORMS", "Tally", "import_file", "import_files", "sniff"]

OWN = "own"
MEMORY = "512MB"  # for the record that is written; what does not fit goes to a temporary folder beside it
_FOREIGN: tuple[Form, ...] = (GDELT1, GDELT2, ICEWS, ICEWS_NAMED, polecat.POLECAT, acled.ACLED, ucdp.UCDP)
FORMS: tuple[str, ...] = (OWN, *(form.name for form in _FOREIGN))

_HEADERS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("icews", "\t", RAW),
    ("polecat", "\t", polecat.REQUIRED),
    ("acled", ",", acled.REQUIRED),
    ("ucdp", ",", ucdp.REQUIRED),
    ("icews_named", ",", NAMED),
    (OWN, ",", REQUIRED),
)


def sniff(path: Path) -> str:
    """Return the form of an event file, from its first line. Raises `FormatError` where it is of no known form."""
    line = first_line(path)
    width = line.count("\t") + 1
    if width in (57, 58, 61) and line.split("\t", 1)[0].strip().isdigit():
        return "gdelt2" if width == 61 else "gdelt1"
    for name, delimiter, needed in _HEADERS:
        cells = {cell.strip().strip('"') for cell in line.split(delimiter)}
        if cells.issuperset(needed):
            return name
    shown = line[:80] + ("..." if len(line) > 80 else "")
    raise FormatError.at(path, 1, f"of no known form; it begins {shown!r}", f"say which of {', '.join(FORMS)} it is")


def import_file(
    path: Path, con: duckdb.DuckDBPyConnection, *, form: str | None = None, progress: Progress | None = None
) -> Tally:
    """Append an event file to ``events``, ``reports``, ``merged`` and ``rejected`` of a record: all of it or nothing.

    ``progress`` is told the file's name and the rows read so far. Raises `FormatError` for a file that cannot be
    read as its form, `UnknownName` for a form that is none.
    """
    name = form or sniff(path)
    if name == OWN:
        return import_table(path, con)
    for foreign in _FOREIGN:
        if foreign.name == name:
            return run(foreign, path, con, progress=progress)
    raise UnknownName.among("form", name, FORMS)


def import_files(
    paths: Iterable[Path], *, out: Path | None = None, form: str | None = None, progress: Progress | None = None
) -> list[Tally]:
    """Import files into a new record of their own, or only try them where ``out`` is None.

    Raises `InputError` where there is no file, where ``out`` is there already or cannot be written.
    """
    import duckdb

    files = list(paths)
    if not files:
        raise InputError("no file named; give at least one event file")
    if out is not None and out.exists():
        raise InputError(f"{out}: already there; choose a new file")
    try:
        # Beside the record, so that it gets its name by a rename and a killed import leaves none half written.
        with TemporaryDirectory(prefix=".importing-", dir=out.parent if out else None) as folder:
            partial = Path(folder) / "record.duckdb"
            with duckdb.connect(partial) as con:
                con.execute(f"set memory_limit = '{MEMORY}'")
                con.execute("set enable_progress_bar = false")
                create_tables(con)
                tallies = [import_file(path, con, form=form, progress=progress) for path in files]
            if out:
                partial.rename(out)
    except (OSError, duckdb.IOException, duckdb.OutOfMemoryException) as error:
        raise InputError(f"{out or 'import'}: cannot be written ({str(error).splitlines()[0]})") from error
    return tallies
