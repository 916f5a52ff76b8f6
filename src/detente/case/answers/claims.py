"""What an author's claims are worth: the memo of a case, checked against its record."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from detente.case.answers import read_tables, write_findings
from detente.case.answers.agreements import ledger_of
from detente.case.folder import CaseFolder
from detente.case.steps import Context, Step

if TYPE_CHECKING:
    from detente.claims.checking import Checked

TABLES = (
    "events", "reports", "sources", "agreements", "commitments", "evidence", "positions", "terms", "definitions",
    "meetings", "measures", "ties", "capabilities", "verifications", "projects", "goals", "figures",
)  # fmt: skip


def step(folder: CaseFolder) -> Step | None:
    """Return the step that checks the memo of a case; None where it has none."""
    if not folder.file.memo:
        return None
    reads = (folder.path / "case.yaml", folder.path / folder.file.memo)
    return Step("findings-claims", _run, reads=reads, after=("record",))


def checked(
    folder: CaseFolder, record: Path, text: str, *, as_of: dt.date | None = None, date: dt.date | None = None
) -> Checked:
    """Check a text against a record, as it was public by a day (that of the case by default)."""
    from detente.claims.bench import bench_of
    from detente.claims.checking import check_text
    from detente.claims.reader import Reader
    from detente.reading import Coder

    file = folder.file
    day = as_of or file.as_of
    bench = bench_of(
        read_tables(record, TABLES),
        Reader(Coder(), file.names),
        as_of=day,
        window=file.window,
        states=_states(folder, day),
    )
    return check_text(text, bench, published=date)


def _states(folder: CaseFolder, day: dt.date) -> Mapping[str, str]:
    return {entry.id: entry.state for entry in ledger_of(folder, as_of=day)}


def _run(context: Context) -> None:
    from detente.claims.findings import claim_findings
    from detente.reading.documents import read_document

    folder = context.folder
    document = read_document(folder.path / folder.file.memo)
    found = checked(folder, context.results["record"] / "record.duckdb", document.text, date=document.date)
    title = document.title or Path(folder.file.memo).name
    write_findings(
        context, "claims", claim_findings(found, title=title, author=document.author, as_of=folder.file.as_of)
    )
    context.note(f"{len(found.claims)} claims")
