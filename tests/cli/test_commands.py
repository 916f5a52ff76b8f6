"""The command line as another program meets it: what is printed, where, and with which exit status."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
import xml.etree.ElementTree as ET
import zipfile
from pathlib import Path

import pytest

from detente.cli import app

DOCS = Path(__file__).parents[2] / "docs"


def detente(*arguments: object, status: int = 0) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [sys.executable, "-m", "detente", *map(str, arguments)], capture_output=True, text=True, check=False
    )
    assert done.returncode == status, done.stderr
    assert "Traceback" not in done.stderr
    return done


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    case = tmp_path_factory.mktemp("cli") / "starter"
    detente("new", case)
    detente("build", case)
    return case


def test_a_new_case_is_checked_built_and_its_brief_found(built: Path) -> None:
    assert "no faults" in detente("check", built).stdout
    assert Path(detente("brief", built).stdout.strip()).read_text(encoding="utf-8").startswith("<!doctype html>")


def test_new_refuses_a_folder_that_is_in_use(built: Path) -> None:
    assert "already there" in detente("new", built, status=2).stderr


def test_check_prints_every_fault_and_ends_with_status_two(built: Path, tmp_path: Path) -> None:
    case = tmp_path / "broken"
    detente("new", case)
    (case / "positions.csv").write_text("id,actor,issue\nP1,XXX,yyy\n", encoding="utf-8")
    done = detente("check", case, status=2)
    assert "positions.csv:2" in done.stderr
    found = json.loads(detente("check", case, "--json", status=2).stdout)
    assert found
    assert set(found[0]) == {"file", "line", "key", "what", "mend"}


def test_events_as_json_have_the_fields_of_an_event(built: Path) -> None:
    rows = json.loads(detente("events", built, "--json").stdout)
    assert [row["id"] for row in rows] == ["S1", "S2", "S3-CHL", "S3-PER", "S4-CHL", "S4-PER"]
    assert {"happening_id", "date", "source", "target", "type", "mode", "quad", "intensity", "known_from"} <= set(
        rows[0]
    )


def test_events_can_be_cut_by_dyad_days_and_as_of(built: Path) -> None:
    def count(*options: str) -> int:
        return len(json.loads(detente("events", built, "--json", *options).stdout))

    assert count("--dyad", "PER,CHL") == 6
    assert count("--since", "2021-01-01") == 4
    assert count("--until", "2020-12-31") == 2
    assert count("--as-of", "2021-03-01") == 4


@pytest.mark.parametrize(
    "arguments",
    [
        ("events", "CASE", "--dyad", "CHL"),
        ("events", "CASE", "--since", "May"),
        ("sql", "CASE", "selec 1"),
        ("diff", "CASE", "--since", "9999"),
        ("export", "CASE", "out.docx"),
        ("build", "no/such/case"),
        ("import", "no-such-file.csv"),
        ("import",),
        ("nonsense",),
        ("events", "CASE", "--nonsense"),
    ],
)
def test_what_cannot_be_done_ends_with_a_message_and_status_two(built: Path, arguments: tuple[str, ...]) -> None:
    done = detente(*(built if argument == "CASE" else argument for argument in arguments), status=2)
    assert done.stderr.strip()


def test_sql_answers_in_rows(built: Path) -> None:
    done = detente("sql", built, "select type, count(*) as n from events group by all order by 1", "--json")
    assert json.loads(done.stdout)[0] == {"type": "ACCUSE", "n": 1}


def test_a_query_that_would_write_is_refused(built: Path) -> None:
    detente("sql", built, "delete from events", status=2)
    assert len(json.loads(detente("events", built, "--json").stdout)) == 6


def test_exports_hold_the_record(built: Path, tmp_path: Path) -> None:
    detente("export", built, tmp_path / "tables")
    rows = list(csv.DictReader((tmp_path / "tables" / "events.csv").open(encoding="utf-8")))
    assert len(rows) == 6

    detente("export", built, tmp_path / "record.xlsx")
    sheets = zipfile.ZipFile(tmp_path / "record.xlsx").read("xl/workbook.xml").decode()
    assert 'name="codebook"' in sheets
    assert 'name="events"' in sheets

    detente("export", built, tmp_path / "dyads.graphml")
    graph = ET.parse(tmp_path / "dyads.graphml").getroot()
    space = {"g": "http://graphml.graphdrawing.org/xmlns"}
    assert {node.get("id") for node in graph.iterfind(".//g:node", space)} == {"CHL", "PER"}

    detente("export", built, tmp_path / "sources.bib")
    assert "@misc{invented-1," in (tmp_path / "sources.bib").read_text(encoding="utf-8")


def test_equal_records_export_to_equal_bytes(built: Path, tmp_path: Path) -> None:
    for name in ("one.xlsx", "two.xlsx", "one.graphml", "two.graphml"):
        detente("export", built, tmp_path / name)
    assert (tmp_path / "one.xlsx").read_bytes() == (tmp_path / "two.xlsx").read_bytes()
    assert (tmp_path / "one.graphml").read_bytes() == (tmp_path / "two.graphml").read_bytes()


def test_import_prints_the_arithmetic_and_keeps_a_record(built: Path, tmp_path: Path) -> None:
    done = detente("import", built / "events" / "chronicle.csv", "--out", tmp_path / "x.duckdb")
    assert "6 rows read = 6 stored + 0 merged + 0 rejected" in done.stdout
    rows = json.loads(detente("sql", tmp_path / "x.duckdb", "select count(*) as n from events", "--json").stdout)
    assert rows == [{"n": 6}]


def test_a_folder_that_cannot_be_written_to_is_a_clear_error(built: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    assert "cannot be written" in detente("export", built, tmp_path / "file" / "x.xlsx", status=2).stderr
    assert "cannot be written" in detente("brief", built, "--out", tmp_path / "file" / "x.html", status=2).stderr


def test_every_command_is_documented() -> None:
    text = (DOCS / "commands.md").read_text(encoding="utf-8")
    commands = [name for name in app if not name.startswith("-")]
    assert "build" in commands
    assert [name for name in commands if f"## {name}\n" not in text] == []


def test_read_gives_events_with_their_spans_and_says_what_stays_open(tmp_path: Path) -> None:
    text = "France condemned Germany on Monday. France threatened to expel the German ambassador."
    path = tmp_path / "a.txt"
    path.write_text(text, encoding="utf-8")
    found = json.loads(detente("read", path, "--date", "2019-04-10", "--json").stdout)
    assert found["text"] == text
    first = found["events"][0]
    assert (first["source"], first["type"], first["target"]) == ("FRA", "ACCUSE", "DEU")
    assert text[first["start"] : first["end"]] in text
    assert {"id", "happening_id", "modality", "exchange", "precision"} <= set(first)
    assert "is of a kind not read" in detente("read", tmp_path / "a.xyz", status=2).stderr


def test_a_folder_is_read_as_json_lines_and_what_is_refused_is_told(tmp_path: Path) -> None:
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "a.txt").write_text("France condemned Germany on Tuesday.", encoding="utf-8")
    (folder / "b.md").write_text("---\ndate: 2019-04-10\n---\nFrance condemned Germany on Tuesday.", encoding="utf-8")
    run = detente("read", folder, "--pipeline", "none", "--json", "--out", tmp_path / "out")
    first, second = map(json.loads, run.stdout.splitlines())
    assert (Path(first["file"]).name, first["published"], first["events"][0]["date"]) == ("a.txt", None, None)
    assert (Path(second["file"]).name, second["published"]) == ("b.md", "2019-04-10")
    assert second["events"][0]["date"] == "2019-04-09"
    (folder / "c.pdf").write_bytes(b"no pdf")
    refused = detente("read", folder, "--pipeline", "none", "--out", tmp_path / "out", status=2)
    assert "c.pdf" in refused.stderr
    assert "1 of 3 files could not be read" in refused.stderr
    assert "a.txt: 1 events" in refused.stdout


def test_a_text_without_a_date_says_what_stays_undated(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("France condemned Germany on Tuesday.", encoding="utf-8")
    run = detente("read", path, "--pipeline", "none")
    assert "the text has no date; 1 event that counts from it stay undated; give it with --date" in run.stderr
    assert "undated" in run.stdout


def test_the_ledger_lists_commitments_with_their_states(built: Path) -> None:
    found = json.loads(detente("ledger", built, "--json").stdout)
    assert [(row["id"], row["state"]) for row in found["commitments"]] == [
        ("RIV-1", "detached"), ("RIV-2", "violated"), ("RIV-3", "violated"), ("RIV-4", "conditional"),
    ]  # fmt: skip
    under = json.loads(detente("ledger", built, "--json", "--definition", "chl").stdout)["commitments"]
    assert [row["state"] for row in under] == ["detached", "violated", "detached", "conditional"]
    assert json.loads(detente("ledger", built, "--json", "--as-of", "2021-03-01").stdout)["commitments"] == []
    assert json.loads(detente("ledger", built, "--json", "--state", "expired").stdout)["commitments"] == []
    assert "RIV-1" in detente("ledger", built, "--party", "per").stdout
    assert "did you mean 'violated'" in detente("ledger", built, "--state", "violatd", status=2).stderr
    assert "unknown party 'PRU'; did you mean 'PER'?" in detente("ledger", built, "--party", "PRU", status=2).stderr
    assert "unknown holder of a definition" in detente("ledger", built, "--definition", "BOL", status=2).stderr


@pytest.mark.parametrize("option", [["--explain"], ["--html", "why.html"], ["--processes", "0"]])
def test_what_the_reading_of_a_folder_does_not_do_is_refused(tmp_path: Path, option: list[str]) -> None:
    (tmp_path / "a.txt").write_text("Iran condemned Israel.", encoding="utf-8")
    assert option[0] in detente("read", tmp_path, *option, status=2).stderr


def test_options_of_folders_are_refused_for_a_file(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Iran condemned Israel.", encoding="utf-8")
    assert "are for a folder" in detente("read", tmp_path / "a.txt", "--out", tmp_path / "out", status=2).stderr
