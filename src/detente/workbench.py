"""What the command line and a notebook do with a case: check, build, open, compare, brief, start anew."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

from detente.brief import charts
from detente.brief.page import APPENDIX, Page, render
from detente.case.answers import agreements, bargaining, claims, overview, read_tables, reading, relations
from detente.case.folder import CaseFolder
from detente.case.opened import Case, open_case
from detente.case.recording import import_step, record_step
from detente.case.steps import Context, Progress, Step, quiet, run_steps
from detente.case.texts import reading_steps
from detente.case.validating import checked
from detente.errors import InputError
from detente.finding import Finding

ENGINES = (overview, relations, agreements, reading, claims, bargaining)
PAGE_TABLES = ("events", "reports", "sources", *APPENDIX)


def build(path: str | Path, *, progress: Progress = quiet, now: dt.datetime | None = None) -> Case:
    """Check a case folder, build it, and return it opened.

    ``now`` is the moment the manifest names. Raises `CaseError` with every fault, `Locked`, `BuildError`.
    """
    folder = checked(Path(path))
    moment = (now or dt.datetime.now(dt.UTC)).isoformat(timespec="seconds")
    return Case(folder.path, run_steps(folder, steps_of(folder), progress=progress, built=moment))


def steps_of(folder: CaseFolder) -> list[Step]:
    """Return the steps that build a case, in order."""
    imports = [import_step(folder, file) for file in folder.event_files]
    texts = reading_steps(folder)
    record = record_step(folder, [step.name for step in imports], [step.name for step in texts])
    engines = [step for engine in ENGINES if (step := engine.step(folder))]
    drawing = Step("drawing", _drawing, published=False)
    after = ("record", "drawing", *(step.name for step in engines))
    brief = Step("brief", _brief, reads=(folder.path / "case.yaml",), after=after)
    return [*imports, *texts, record, *engines, drawing, brief]


def write_brief(case: Case, path: str | Path) -> Path:
    """Write the brief of a built case to a file of your choice."""
    page = _page(case.folder, case.build / "record.duckdb", case.findings())
    target = Path(path)
    try:
        target.write_text(render(page, charts.bundle()), encoding="utf-8")
    except OSError as error:
        raise InputError(f"{target}: cannot be written ({error.strerror or error})") from error
    return target


def _brief(context: Context) -> None:
    found = [
        Finding.model_validate(each)
        for result in context.results.values()
        for path in sorted(result.glob("findings-*.json"))
        for each in json.loads(path.read_text(encoding="utf-8"))
    ]
    page = _page(context.folder, context.results["record"] / "record.duckdb", found)
    script = (context.results["drawing"] / "bundle.js").read_text(encoding="utf-8")
    (context.out / "brief.html").write_text(render(page, script), encoding="utf-8")


def _drawing(context: Context) -> None:
    # Packing the drawing script takes a second and depends on no case: a step of its own keeps it from build to build.
    (context.out / "bundle.js").write_text(charts.bundle(), encoding="utf-8")


def _page(folder: CaseFolder, record: Path, findings: Sequence[Finding]) -> Page:
    return Page(folder.file, findings, read_tables(record, PAGE_TABLES, told=True), version("detente"))


__all__ = ["build", "open_case", "write_brief"]
