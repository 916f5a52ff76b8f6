"""What the record holds, and how far it reaches."""

from __future__ import annotations

from detente.case.answers import record_tables, write_findings
from detente.case.folder import CaseFolder
from detente.case.steps import Context, Step
from detente.record.overview import overview


def step(folder: CaseFolder) -> Step:
    """Return the step that describes the record."""
    return Step("findings-record", _run, reads=(folder.path / "case.yaml",), after=("record",))


def _run(context: Context) -> None:
    file = context.folder.file
    found = overview(
        **record_tables(context, ("events", "reports", "sources")),
        dyads=file.all_dyads,
        names=file.names,
        window=file.window,
        reference=(file.focus.reference.name, file.focus.reference.date),
        as_of=file.as_of,
    )
    write_findings(context, "record", found)
