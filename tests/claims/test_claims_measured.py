"""The claims written about the shipped cases: the half that was looked at must not fall behind."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from conftest import ROOT

from detente.case.answers.claims import Checker
from detente.case.folder import read_folder
from detente.case.recording import import_step, record_step
from detente.case.steps import Context

DATA = Path(__file__).parent / "data"
GRAVEST = ("contradicted", "overstated", "disputed", "partly", "not_in_record", "supported", "not_checkable")


def checker(case: Path, folder: Path) -> Checker:
    """A checker on the record of a case alone, without the rest of its build."""
    read, faults = read_folder(case)
    assert read is not None
    assert not faults
    results: dict[str, Path] = {}
    imports = [import_step(read, file) for file in read.event_files]
    for step in [*imports, record_step(read, [step.name for step in imports])]:
        results[step.name] = folder / step.name
        results[step.name].mkdir()
        step.run(Context(read, dict(results), results[step.name], lambda note: None))
    return Checker(read, results["record"] / "record.duckdb")


@pytest.mark.parametrize("name", ["korea", "good-friday"])
def test_most_claims_are_judged_right_hardly_any_contradicted_falsely_and_no_false_one_supported(
    name: str, tmp_path: Path
) -> None:
    check = checker(ROOT / "cases" / name, tmp_path)
    for file, least in ((DATA / f"{name}.csv", 0.8), (DATA / "hostile" / f"{name}.csv", 0.65)):
        right, false, untrue, n = scored(check, file)
        assert right >= least * n, file
        assert false <= 0.05 * n, file
        assert untrue == 0, file


def scored(check: Checker, file: Path) -> tuple[int, int, int, int]:
    """Return how many claims of the even half come out right, falsely contradicted, wrongly supported, and in all."""
    with file.open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))[0::2]
    right = false = untrue = 0
    for row in rows:
        good = {row["verdict"], *row["also_right"].split(";")}
        claims = check(row["text"]).claims
        given = min((claim.verdict for claim in claims), key=GRAVEST.index, default="not_checkable")
        right += given in good
        false += given == "contradicted" and not good & {"contradicted", "overstated"}
        untrue += given == "supported" and given not in good
    return right, false, untrue, len(rows)
