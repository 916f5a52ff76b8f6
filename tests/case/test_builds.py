from __future__ import annotations

import errno
import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from detente.case import builds
from detente.case.comparing import diff
from detente.case.lock import build_lock
from detente.case.opened import open_case
from detente.errors import BuildError, CaseError, InputError, Locked, NoBuild, SchemaTooNew
from detente.workbench import build

PARQUET = ("events", "reports", "sources", "commitments", "positions")


def append_event(case: Path, name: str) -> None:
    with (case / "events" / "chronicle.csv").open("a", encoding="utf-8") as table:
        table.write(f"{name},{name},2021-05-01,PER,CHL,THREATEN,,Peru warned Chile about {name}.,invented-1\n")


def test_a_build_holds_the_record_the_brief_and_a_manifest(starter: Path) -> None:
    case = build(starter)
    assert {"record.duckdb", "events.parquet", "brief.html", "manifest.json"} <= {p.name for p in case.build.iterdir()}
    assert len(case.events()) == 6
    assert case.manifest["as_of"] == "2021-12-31"


def test_nothing_changed_means_the_same_build(starter: Path) -> None:
    assert build(starter).build == build(starter).build


def test_readers_in_the_same_process_see_the_new_build(starter: Path) -> None:
    before = build(starter)
    append_event(starter, "S9")
    after = build(starter)
    assert (len(before.events()), len(after.events()), len(open_case(starter).events())) == (6, 7, 7)


def test_a_step_whose_inputs_did_not_change_is_reused(starter: Path) -> None:
    build(starter)
    told: dict[str, str] = {}
    with (starter / "positions.csv").open("a", encoding="utf-8") as table:
        table.write("P3,CHL,water,2021-06-01,A third,invented-1,30,33,40,said later\n")
    build(starter, progress=lambda step, state, note="": told.__setitem__(step, state))
    assert told["import-chronicle.csv"] == "cached"
    assert told["record"] == "done"


def test_two_builds_of_equal_cases_give_equal_parquet(starter: Path, tmp_path: Path) -> None:
    import shutil

    other = tmp_path / "other" / "starter"
    shutil.copytree(starter, other)
    one, two = build(starter).build, build(other).build
    for name in PARQUET:
        assert (one / f"{name}.parquet").read_bytes() == (two / f"{name}.parquet").read_bytes()
    assert (one / "brief.html").read_bytes() == (two / "brief.html").read_bytes()


def test_a_faulty_case_is_not_built_and_the_last_build_stays(starter: Path) -> None:
    good = build(starter)
    (starter / "case.yaml").write_text("id: x\n", encoding="utf-8")
    with pytest.raises(CaseError):
        build(starter)
    assert open_case(starter).build == good.build


def test_the_second_of_two_builds_is_told_who_holds_the_lock(starter: Path) -> None:
    build(starter)
    append_event(starter, "S9")
    with build_lock(starter / "build" / ".lock"), pytest.raises(Locked, match=str(os.getpid())):
        build(starter)


def test_an_unbuilt_case_says_how_to_build_it(starter: Path) -> None:
    with pytest.raises(NoBuild, match="detente build"):
        open_case(starter)


def test_a_record_of_a_newer_program_is_refused(starter: Path) -> None:
    import duckdb

    case = build(starter)
    record = case.build / "record.duckdb"
    copy = case.build / "newer.duckdb"
    copy.write_bytes(record.read_bytes())
    with duckdb.connect(copy) as con:
        con.execute("update meta set value = '999' where key = 'schema_version'")
    copy.replace(record)
    with pytest.raises(SchemaTooNew, match="newer detente"):
        case.events()


def test_as_of_hides_what_was_published_later(starter: Path) -> None:
    case = build(starter)
    assert len(case.events(as_of="2021-03-01")) == 4
    with pytest.raises(InputError, match="not a day"):
        case.events(as_of="March")


def test_old_builds_are_pruned_and_the_last_few_kept(starter: Path) -> None:
    for n in range(builds.KEPT + 2):
        append_event(starter, f"T{n}")
        build(starter)
    assert len(builds.builds(starter)) == builds.KEPT


def test_diff_names_rows_and_findings_that_changed(starter: Path) -> None:
    build(starter)
    append_event(starter, "S9")
    found = diff(build(starter))
    events = next(change for change in found.tables if change.table == "events")
    assert events.added == ("S9",)
    assert any(name == "record-reach" for name, _, _ in found.findings)
    assert "S9" in str(found)


def test_a_review_corrects_an_event_and_survives_a_rebuild(starter: Path) -> None:
    (starter / "reviewed.csv").write_text(
        "event,verdict,field,value,reviewer,date,reason\n"
        "S1,change,type,THREATEN,me,2022-01-01,it was a threat\nS2,reject,,,me,2022-01-01,never happened\n",
        encoding="utf-8",
    )
    for n in range(2):
        append_event(starter, f"T{n}")
        case = build(starter)
        rows = {row["id"]: row for row in case.events().iter_rows(named=True)}
        assert rows["S1"]["type"] == "THREATEN"
        assert rows["S1"]["quad"] == 3
        assert "S2" not in rows


def test_a_review_of_no_known_event_is_a_fault_with_its_line(starter: Path) -> None:
    (starter / "reviewed.csv").write_text("event,verdict\nS99,accept\n", encoding="utf-8")
    with pytest.raises(CaseError, match=r"reviewed.csv:2: event: no event 'S99'"):
        build(starter)


def test_a_folder_that_cannot_be_written_is_a_clear_error(starter: Path) -> None:
    (starter / "build").write_text("in the way", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "detente", "build", str(starter)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert "build" in done.stderr


def test_a_full_disk_is_a_clear_error_and_the_last_build_stays(starter: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    good = build(starter)
    append_event(starter, "S9")

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("detente.case.recording.write_parquet", full)
    with pytest.raises(BuildError, match="No space left on device; free space"):
        build(starter)
    assert open_case(starter).build == good.build


BUILD_AGAIN = """
import sys, pathlib
from detente.workbench import build
case = pathlib.Path(sys.argv[1])
for n in range(int(sys.argv[3])):
    with (case / "events" / "chronicle.csv").open("a") as table:
        table.write(f"K{sys.argv[2]}-{n},,2021-05-01,PER,CHL,THREATEN,,Peru warned Chile again.,invented-1\\n")
    build(case)
"""


def test_a_build_killed_at_any_moment_leaves_the_last_one_whole(starter: Path) -> None:
    build(starter)
    command = [sys.executable, "-c", BUILD_AGAIN, str(starter)]
    began = time.monotonic()
    subprocess.run([*command, "whole", "1"], check=True)
    taken = time.monotonic() - began
    dice = random.Random(20190228)
    seen = set()
    for run in range(30):
        worker = subprocess.Popen([*command, str(run), "1000"])
        time.sleep(taken * dice.uniform(0.05, 2.0))
        worker.send_signal(signal.SIGKILL)
        worker.wait()
        case = open_case(starter)
        seen.add(case.build.name)
        assert len(case.events()) >= 6
        assert json.loads((case.build / "manifest.json").read_text(encoding="utf-8"))["case"] == "starter"
    assert len(seen) > 5, "the kills never fell after a whole build"
    text = (starter / "events" / "chronicle.csv").read_text(encoding="utf-8")
    assert len(build(starter).events()) == len(text.splitlines()) - 1
