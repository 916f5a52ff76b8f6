"""What the command line and a notebook do with a case: check, build, open, compare, brief, start anew."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

from detente.brief import charts
from detente.brief.page import APPENDIX, Page, render
from detente.case.asking import best_grades, judged_evidence, question_of
from detente.case.folder import CaseFolder
from detente.case.opened import Case, open_case
from detente.case.playing import read_games
from detente.case.recording import import_step, record_step
from detente.case.steps import Context, Progress, Step, quiet, run_steps
from detente.case.validating import checked
from detente.errors import InputError
from detente.finding import EvidenceRef, Finding
from detente.record.overview import overview
from detente.record.store import open_record, query

if TYPE_CHECKING:
    import polars as pl

SEED = 20190228  # moves the draws of every engine that draws
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
    record = record_step(folder, [step.name for step in imports])
    case_file = folder.path / "case.yaml"
    overview_step = Step("findings-record", _overview, reads=(case_file,), after=("record",))
    reads = (case_file, *sorted(folder.path.glob("hypotheses.csv")))
    engines = [overview_step, Step("findings-relations", _relations, reads=reads, after=("record",))]
    if folder.games:
        reads = (case_file, *sorted(folder.path.glob("positions.csv")), *folder.games)
        engines.append(Step("findings-bargaining", _bargaining, reads=reads, after=("record",)))
    drawing = Step("drawing", _drawing, published=False)
    brief = Step("brief", _brief, reads=(case_file,), after=("record", "drawing", *(step.name for step in engines)))
    return [*imports, record, *engines, drawing, brief]


def write_brief(case: Case, path: str | Path) -> Path:
    """Write the brief of a built case to a file of your choice."""
    page = _page(case.folder, case.build / "record.duckdb", case.findings())
    target = Path(path)
    try:
        target.write_text(render(page, charts.bundle()), encoding="utf-8")
    except OSError as error:
        raise InputError(f"{target}: cannot be written ({error.strerror or error})") from error
    return target


def _overview(context: Context) -> None:
    file = context.folder.file
    tables = _tables(context.results["record"] / "record.duckdb", ("events", "reports", "sources"))
    reference = (file.focus.reference.name, file.focus.reference.date)
    found = overview(
        **tables,
        dyads=file.all_dyads,
        names=file.names,
        window=file.window,
        reference=reference,
        as_of=file.as_of,
    )
    _write_findings(context, "record", found)


def _relations(context: Context) -> None:
    from detente.relations.answering import phase_findings

    folder = context.folder
    tables = _tables(context.results["record"] / "record.duckdb", PAGE_TABLES)
    found = phase_findings(
        tables["events"],
        question_of(folder),
        grades=best_grades(tables["reports"], tables["sources"]),
        judged=judged_evidence(folder, tables),
        hypotheses={hypothesis.id: hypothesis.statement for hypothesis in folder.file.hypotheses},
    )
    _write_findings(context, "relations", found)


def _bargaining(context: Context) -> None:
    import numpy as np

    from detente.bargaining.lever_findings import lever_findings
    from detente.bargaining.lever_ranking import rank_levers
    from detente.bargaining.package_findings import package_findings
    from detente.bargaining.spatial_findings import spatial_findings

    folder = context.folder
    games = read_games(folder)
    evidence = {
        position.id: EvidenceRef(table="positions", id=position.id, date=position.as_of, text=position.statement)
        for position in folder.positions
    }
    as_of = folder.file.as_of
    found: list[Finding] = []
    for package in games.packages.values():
        found += package_findings(package, np.random.default_rng(SEED), evidence=evidence, as_of=as_of)
    if games.levers:
        ranking = rank_levers(games.models, games.levers, np.random.default_rng(SEED), on=games.on)
        found += lever_findings(ranking, games.levers)
    for model in games.spatial.values():
        found += spatial_findings(model, np.random.default_rng(SEED), evidence=evidence, as_of=as_of)
    _write_findings(context, "bargaining", found)


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
    return Page(folder.file, findings, _tables(record, PAGE_TABLES), version("detente"))


def _tables(record: Path, names: Sequence[str]) -> dict[str, pl.DataFrame]:
    with open_record(record) as con:
        return {name: query(con, f'select * from "{name}" order by all') for name in names}


def _write_findings(context: Context, engine: str, findings: Sequence[Finding]) -> None:
    text = json.dumps([finding.model_dump(mode="json") for finding in findings], ensure_ascii=False, indent=1)
    (context.out / f"findings-{engine}.json").write_text(text, encoding="utf-8")


__all__ = ["build", "open_case", "write_brief"]
