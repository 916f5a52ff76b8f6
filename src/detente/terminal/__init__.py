"""How results and progress look in a terminal, or as JSON for another program."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import polars as pl

    from detente.finding import Finding


def print_json(value: Any) -> None:
    """Print a value as JSON; dates become ISO text."""
    print(json.dumps(value, ensure_ascii=False, indent=1, default=str))


def print_rows(frame: pl.DataFrame, *, as_json: bool, limit: int | None = None) -> None:
    """Print a frame as JSON or as a table as wide as the terminal; ``limit`` cuts the table, never the JSON."""
    if as_json:
        print_json(frame.to_dicts())
        return
    from rich.console import Console
    from rich.table import Table

    table = Table(box=None, pad_edge=False, header_style="bold")
    for name, kind in frame.schema.items():
        table.add_column(name, overflow="fold", justify="right" if kind.is_numeric() else "left")
    shown = frame if limit is None else frame.head(limit)
    for row in shown.iter_rows():
        table.add_row(*(_cell(value) for value in row))
    Console().print(table, markup=False)
    if len(shown) < len(frame):
        print(f"... {len(frame) - len(shown):,} more rows; use --limit or --json")


def print_findings(findings: Sequence[Finding], *, as_json: bool) -> None:
    """Print findings as JSON, or their statements with what they assume and lack."""
    if as_json:
        print_json([finding.model_dump(mode="json") for finding in findings])
        return
    for finding in findings:
        print(f"{finding.id}\n  {finding.statement}")
        for title, lines in (("assumes", finding.assumptions), ("lacks", finding.gaps), ("mind", finding.caveats)):
            for line in lines:
                print(f"    {title}: {line}")
    if not findings:
        print(
            "nothing: the case has no such findings; see docs/conflicts.md and docs/packages.md for how to write a game"
        )


class StepLines:
    """Progress of a build on stderr: a line a step, with the time it took."""

    def __init__(self) -> None:
        self._since = 0.0
        self._live = sys.stderr.isatty()

    def __call__(self, step: str, state: str, note: str = "") -> None:
        """Say what a step is doing; see `detente.case.steps.Progress`."""
        if state == "start":
            self._since = time.perf_counter()
            if self._live:
                print(f"  {step} ...", end="\r", file=sys.stderr, flush=True)
            return
        taken = f"{time.perf_counter() - self._since:.1f} s" if state == "done" else "unchanged"
        print(f"  {step:<28} {taken:>9}  {note}".rstrip(), file=sys.stderr)


def rows_read(file: str, rows: int) -> None:
    """Show how far a long import has come, on a terminal only."""
    if sys.stderr.isatty():
        print(f"  {file}: {rows:,} rows read", end="\r", file=sys.stderr, flush=True)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if isinstance(value, float):
        return f"{value:g}"
    return str(value)
