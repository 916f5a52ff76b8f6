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
from detente.record.sources import REPORTING
from detente.record.store import open_record, query

if TYPE_CHECKING:
    import polars as pl


# What only an author's text tells of is no evidence, least of all on that text.
_EVIDENCE = {
    "events": "where scope <> 'told'",
    "reports": "where coalesce(document, '') = '' or source_id in (select id from sources where genre in "
    f"({', '.join(repr(genre) for genre in sorted(REPORTING))}))",
}


def record_tables(context: Context, names: Sequence[str]) -> dict[str, pl.DataFrame]:
    """Return tables of the record that this build has made, as engines see them; see `read_tables`."""
    return read_tables(context.results["record"] / "record.duckdb", names)


def read_tables(record: Path, names: Sequence[str], *, told: bool = False) -> dict[str, pl.DataFrame]:
    """Return tables of a record file, in an order that does not change from run to run.

    Events that only an author's text tells of, and what such texts report, are left out unless ``told`` asks for them.
    """
    kept = {} if told else _EVIDENCE
    with open_record(record) as con:
        return {name: query(con, f'select * from "{name}" {kept.get(name, "")} order by all') for name in names}


def write_findings(context: Context, engine: str, findings: Sequence[Finding]) -> None:
    """Leave the findings of an engine in its step's folder."""
    text = json.dumps([finding.model_dump(mode="json") for finding in findings], ensure_ascii=False, indent=1)
    (context.out / f"findings-{engine}.json").write_text(text, encoding="utf-8")
