"""What each engine is asked in a build: one module an engine, each with the step that asks it.

A module's ``step(folder)`` returns the step, or None where the case gives the engine nothing to work on.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from detente.case.steps import Context
from detente.finding import Finding
from detente.record.store import open_record, query

if TYPE_CHECKING:
    import polars as pl


def record_tables(context: Context, names: Sequence[str]) -> dict[str, pl.DataFrame]:
    """Return tables of the record that this build has made, as engines see them.

    What only an author's text tells of is no evidence, least of all on that text: such events and the reports of them
    are left out.
    """
    left_out = {
        "events": "where scope <> 'told'",
        "reports": "where coalesce(document, '') = '' or event_id in (select id from events where scope <> 'told') and "
        "source_id in (select id from sources where genre in ('primary', 'report', 'chronology', 'data'))",
    }
    with open_record(context.results["record"] / "record.duckdb") as con:
        return {name: query(con, f'select * from "{name}" {left_out.get(name, "")} order by all') for name in names}


def read_tables(record: Path, names: Sequence[str]) -> dict[str, pl.DataFrame]:
    """Return tables of a record file, in an order that does not change from run to run."""
    with open_record(record) as con:
        return {name: query(con, f'select * from "{name}" order by all') for name in names}


def write_findings(context: Context, engine: str, findings: Sequence[Finding]) -> None:
    """Leave the findings of an engine in its step's folder."""
    text = json.dumps([finding.model_dump(mode="json") for finding in findings], ensure_ascii=False, indent=1)
    (context.out / f"findings-{engine}.json").write_text(text, encoding="utf-8")
