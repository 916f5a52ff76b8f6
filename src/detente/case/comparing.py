"""What changed between two builds of a case."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from detente.case.builds import builds, manifest
from detente.case.opened import Case
from detente.errors import InputError, NoBuild
from detente.record.store import TABLES, open_record, query

if TYPE_CHECKING:
    import polars as pl


@dataclass(frozen=True)
class TableChange:
    """Rows of one table that came, went or changed, by id (whole rows where a table has none)."""

    table: str
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed)


@dataclass(frozen=True)
class Difference:
    """What changed from one build to another: rows of the record, and what the findings say."""

    before: str
    after: str
    as_of: tuple[str, str]
    tables: tuple[TableChange, ...] = ()
    findings: tuple[tuple[str, str, str], ...] = field(default=())

    def __str__(self) -> str:
        if not self.tables and not self.findings and self.as_of[0] == self.as_of[1]:
            return f"{self.before} -> {self.after}: nothing changed"
        lines = [f"{self.before} -> {self.after}"]
        if self.as_of[0] != self.as_of[1]:
            lines.append(f"as-of date moved from {self.as_of[0]} to {self.as_of[1]}")
        for change in self.tables:
            for word in ("added", "removed", "changed"):
                rows = getattr(change, word)
                if rows:
                    shown = ", ".join(rows[:8]) + (f" and {len(rows) - 8} more" if len(rows) > 8 else "")
                    lines.append(f"{change.table}: {len(rows)} {word}: {shown}")
        for name, old, new in self.findings:
            lines += [f"{name}:", f"  was: {old or '(not there)'}", f"  is:  {new or '(gone)'}"]
        return "\n".join(lines)

    def as_dict(self) -> dict[str, Any]:
        """Return the difference for JSON."""
        return {
            "before": self.before,
            "after": self.after,
            "as_of": list(self.as_of),
            "tables": {
                change.table: {"added": change.added, "removed": change.removed, "changed": change.changed}
                for change in self.tables
            },
            "findings": [{"id": name, "was": old, "is": new} for name, old, new in self.findings],
        }


def diff(case: Case, *, since: str | None = None) -> Difference:
    """Return what changed in a case since an earlier build.

    ``since`` is a build's name, its number, or a day (the last build made by then); the one before by default.
    """
    earlier = _earlier(case, since)
    tables = tuple(change for change in (_table(case.build, earlier, name) for name in TABLES) if change)
    return Difference(
        before=earlier.name,
        after=case.build.name,
        as_of=(manifest(earlier)["as_of"], case.manifest["as_of"]),
        tables=tables,
        findings=_findings(earlier, case.build),
    )


def _earlier(case: Case, since: str | None) -> Path:
    others = [build for build in builds(case.path) if build.name != case.build.name]
    if not others:
        raise NoBuild(f"{case.path}: no earlier build to compare with; change something and build again")
    if since is None:
        return others[-1]
    named = [build for build in others if build.name == since or build.name.split("-")[0].lstrip("0") == since]
    by_day = [build for build in others if manifest(build)["built"][:10] <= since] if "-" in since else []
    if not named and not by_day:
        kept = ", ".join(build.name for build in others)
        raise InputError(f"no earlier build {since!r}; the ones kept are {kept}")
    return (named or by_day)[-1]


def _table(after: Path, before: Path, name: str) -> TableChange:
    old, new = _rows(before, name), _rows(after, name)
    return TableChange(
        table=name,
        added=tuple(sorted(new.keys() - old.keys())),
        removed=tuple(sorted(old.keys() - new.keys())),
        changed=tuple(sorted(key for key in new.keys() & old.keys() if new[key] != old[key])),
    )


def _rows(build: Path, name: str) -> dict[str, tuple[Any, ...]]:
    with open_record(build / "record.duckdb") as con:
        frame: pl.DataFrame = query(con, f'select * from "{name}"')
    key = frame.columns.index("id") if "id" in frame.columns else None
    return {str(row[key]) if key is not None else repr(row[:4]): tuple(map(str, row)) for row in frame.iter_rows()}


def _findings(before: Path, after: Path) -> tuple[tuple[str, str, str], ...]:
    old, new = _statements(before), _statements(after)
    names = sorted(old.keys() | new.keys())
    return tuple((name, old.get(name, ""), new.get(name, "")) for name in names if old.get(name) != new.get(name))


def _statements(build: Path) -> dict[str, str]:
    return {
        finding["id"]: finding["statement"]
        for path in build.glob("findings-*.json")
        for finding in json.loads(path.read_text(encoding="utf-8"))
    }
