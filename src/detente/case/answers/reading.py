"""What the documents of the case told, and where the record has it."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from detente.case.answers import read_tables, write_findings
from detente.case.folder import CaseFolder
from detente.case.steps import Context, Step
from detente.case.texts import reading_steps
from detente.record.sources import REPORTING


def step(folder: CaseFolder) -> Step | None:
    """Return the step that shows what was read; None where the case has no documents."""
    steps = [each.name for each in reading_steps(folder)]
    if not steps:
        return None
    return Step("findings-reading", _run, reads=(folder.path / "case.yaml",), after=("record", *steps))


def _run(context: Context) -> None:
    from detente.reading.findings import text_finding

    file = context.folder.file
    tables = read_tables(context.results["record"] / "record.duckdb", ("events", "merged"), told=True)
    rows = {row["id"]: row for row in tables["events"].iter_rows(named=True)}
    into = {row["id"]: row["merged_into"] for row in tables["merged"].iter_rows(named=True)}
    kept = [
        json.loads(path.read_text(encoding="utf-8"))
        for name, result in sorted(context.results.items())
        if name.startswith("reading-")
        for path in sorted(Path(result).glob("*.reading.json"))
    ]
    found = [text_finding(_text(each, rows, into), names=file.names, as_of=file.as_of) for each in kept]
    write_findings(context, "reading", [finding for finding in found if finding])


def _text(kept: Mapping[str, Any], rows: Mapping[str, Any], into: Mapping[str, str]) -> Any:
    from detente.reading.findings import ActRead, TextRead

    return TextRead(
        source=kept["source"],
        title=kept["title"],
        author=kept["author"],
        date=dt.date.fromisoformat(kept["date"]) if kept["date"] else None,
        text=kept["text"],
        reports=kept["genre"] in REPORTING,
        apart=kept["apart"],
        undated=kept["undated"],
        unresolved=kept["unresolved"],
        remarks=kept["remarks"],
        acts=[
            ActRead(
                id=act["id"],
                start=act["start"],
                end=act["end"],
                trigger=act["trigger"],
                rules=tuple(act["rules"]),
                row=rows.get(act["id"]) or rows.get(into.get(act["id"], "")),
                merged=act["id"] in into,
            )
            for act in kept["acts"]
        ],
    )
