"""What an author's claims are worth: the memo of a case, checked against its record."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
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


class Checker:
    """A record made ready to check any number of texts, as it was public by a day (that of the case by default)."""

    def __init__(self, folder: CaseFolder, record: Path, *, as_of: dt.date | None = None) -> None:
        from detente.claims.bench import bench_of
        from detente.claims.reader import Reader
        from detente.reading import Coder

        day = as_of or folder.file.as_of
        self._bench = bench_of(
            read_tables(record, TABLES),
            Reader(Coder(), folder.file.names),
            as_of=day,
            window=folder.file.window,
            states={entry.id: entry.state for entry in ledger_of(folder, as_of=day)},
        )

    def __call__(self, text: str, *, date: dt.date | None = None, apart: Sequence[tuple[int, int]] = ()) -> Checked:
        """Return the claims of a text with their verdicts; ``date`` is the day it appeared, ``apart`` no part of it."""
        from detente.claims.checking import check_text

        return check_text(text, self._bench, published=date, apart=apart)


def _run(context: Context) -> None:
    from detente.claims.findings import claim_findings
    from detente.reading.documents import read_document

    folder = context.folder
    document = read_document(folder.path / folder.file.memo)
    found = Checker(folder, context.results["record"] / "record.duckdb")(
        document.text, date=document.date, apart=document.spans_apart
    )
    title = document.title or Path(folder.file.memo).name
    write_findings(
        context, "claims", claim_findings(found, title=title, author=document.author, as_of=folder.file.as_of)
    )
    context.note(f"{len(found.claims)} claims")
