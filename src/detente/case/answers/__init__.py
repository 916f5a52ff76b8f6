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
    """Return tables of the record that this build has made."""
    return read_tables(context.results["record"] / "record.duckdb", names)


def read_tables(record: Path, names: Sequence[str]) -> dict[str, pl.DataFrame]:
    """Return tables of a record file, in an order that does not change from run to run."""
    with open_record(record) as con:
        return {name: query(con, f'select * from "{name}" order by all') for name in names}


def write_findings(context: Context, engine: str, findings: Sequence[Finding]) -> None:
    """Leave the findings of an engine in its step's folder."""
    text = json.dumps([finding.model_dump(mode="json") for finding in findings], ensure_ascii=False, indent=1)
    (context.out / f"findings-{engine}.json").write_text(text, encoding="utf-8")
