from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from detente.case.folder import read_folder
from detente.case.validating import validate
from detente.errors import Fault

FILES = ["case.yaml", "sources.csv", "positions.csv", "events/chronicle.csv", "agreements/river.yaml"]


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def one(faults: list[Fault]) -> Fault:
    assert len(faults) == 1, "\n".join(map(str, faults))
    return faults[0]


def test_the_starter_case_has_no_faults(starter: Path) -> None:
    assert validate(starter) == []


@pytest.mark.parametrize(
    ("file", "old", "new", "line", "key", "said"),
    [
        ("case.yaml", "{code: PER, name", "{code: PRE, name", 15, "parties.1.code", "unknown actor 'PRE'"),
        ("case.yaml", "as_of: 2021-12-31", "as_of: 2021-02-30", 6, "as_of", "date"),
        ("case.yaml", "prior: 0.5, statement: A", "prior: 0.9, statement: A", None, "", "add up to 1.400"),
        ("case.yaml", "question: Do", "questoin: Do", 5, "questoin", "not a known field"),
        ("positions.csv", "P1,CHL,water", "P1,CHL,watre", 2, "issue", "did you mean 'water'"),
        ("positions.csv", "invented-1,45,50,55", "invented-9,45,50,55", 2, "source", "unknown source 'invented-9'"),
        ("positions.csv", "45,50,55", "65,50,55", 2, "place", "out of order"),
        ("positions.csv", "2021-03-01,Half", "2021-02-30,Half", 2, "as_of", "date"),
        ("sources.csv", "03-01,,report,B", "03-01,,report,G", 2, "reliability", "'A'"),
        (
            "agreements/river.yaml", "debtor: [CHL, PER]", "debtor: [CHL, PEU]", 9, "commitments.0.debtor",
            "unknown actor 'PEU'",
        ),
        ("agreements/river.yaml", "kind: maintain", "kind: mantain", 12, "commitments.0.kind", "maintain"),
        ("events/chronicle.csv", "2020-05-10", "2018-02-30", 2, "", "day is out of range"),
        ("events/chronicle.csv", "CHL,PER,ACCUSE", "CHL,PER,ACUSE", 2, "", "did you mean 'ACCUSE'"),
        ("events/chronicle.csv", "S1,S1,2020-05-10,CHL", "S1,S1,2020-05-10,CHX", 2, "source", "unknown actor"),
    ],
)  # fmt: skip
def test_a_fault_names_its_file_line_key_and_mend(
    starter: Path, file: str, old: str, new: str, line: int | None, key: str, said: str
) -> None:
    edit(starter / file, old, new)
    fault = next(f for f in validate(starter) if said in str(f))
    assert fault.file == file
    assert fault.key == key
    if line is not None:
        assert fault.line == line


def test_all_faults_are_told_at_once(starter: Path) -> None:
    edit(starter / "positions.csv", "P1,CHL,water", "P1,CHX,watre")
    edit(starter / "case.yaml", "{code: PER, name", "{code: PRE, name")
    edit(starter / "agreements/river.yaml", "source: invented-1\ncommit", "source: nowhere\ncommit")
    assert len(validate(starter)) >= 4


def test_a_due_date_before_the_agreement_is_a_fault(starter: Path) -> None:
    edit(starter / "agreements/river.yaml", "    period: month", "    period: month\n    due: 2020-01-01")
    assert "before the agreement" in str(one(validate(starter)))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"\xff\xfe\x00", "not UTF-8"),
        (b"id: [unclosed", "not valid YAML"),
        (b"- a\n- list\n", "keys and values"),
        (b"id: a\x00b", "NUL"),
        (b"id: a\nid: b\n", "not valid YAML"),
        (b"a: &x [*x]\n", ""),
    ],
)
def test_a_broken_case_file_is_one_clear_fault(starter: Path, content: bytes, said: str) -> None:
    (starter / "case.yaml").write_bytes(content)
    folder, faults = read_folder(starter)
    assert folder is None
    assert faults
    assert said in str(faults[0])


def test_windows_line_ends_and_a_byte_order_mark_do_no_harm(starter: Path) -> None:
    for name in FILES:
        text = (starter / name).read_bytes().replace(b"\n", b"\r\n")
        (starter / name).write_bytes(b"\xef\xbb\xbf" + text)
    assert validate(starter) == []


def test_a_latin1_table_names_the_line(starter: Path) -> None:
    path = starter / "sources.csv"
    path.write_bytes(path.read_bytes().replace(b"A dam and", "Un débat".encode("latin-1")))
    fault = next(f for f in validate(starter) if f.file == "sources.csv")
    assert fault.line == 3
    assert "UTF-8" in fault.what


def test_a_link_out_of_the_case_folder_is_refused(starter: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside.csv"
    outside.write_text("id\n", encoding="utf-8")
    (starter / "events" / "stray.csv").symlink_to(outside)
    assert "leads out of the case folder" in str(one(validate(starter)))


def test_a_memo_outside_the_case_folder_is_refused(starter: Path) -> None:
    edit(starter / "case.yaml", "parties:", "memo: ../../etc/passwd\n\nparties:")
    assert "leads out of the case folder" in str(one(validate(starter)))


def test_a_missing_folder_says_how_to_make_one(tmp_path: Path) -> None:
    assert "detente new" in str(one(validate(tmp_path / "nowhere")))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
@given(
    name=st.sampled_from(FILES),
    where=st.integers(0, 10_000),
    junk=st.one_of(st.binary(min_size=1, max_size=30), st.sampled_from([b"\x00", b'"', b"\n", b",", b": ", b"- "])),
    cut=st.integers(0, 40),
)  # fmt: skip
def test_damage_anywhere_ends_in_faults_and_never_in_a_crash(
    starter: Path, name: str, where: int, junk: bytes, cut: int
) -> None:
    path = starter / name
    whole = path.read_bytes()
    at = where % (len(whole) + 1)
    path.write_bytes(whole[:at] + junk + whole[at + cut :])
    try:
        for fault in validate(starter):
            assert fault.what
    finally:
        path.write_bytes(whole)


LINK = """links:
  - name: oil
    statement: Talks move the river
    first: {between: [CHL, PER], type: [CONSULT]}
    then: {source: [CHL], target: [PER]}
    expected: rise
"""
COALITION = "coalitions:\n  - {name: allies, members: [CHL, PER], toward: BOL}\n"


@pytest.mark.parametrize(
    ("text", "old", "new", "said"),
    [
        (LINK, "[CHL, PER]", "[CHL, PRE]", "unknown party 'PRE'"),
        (LINK, "[CHL, PER]", "[CHL, CHL]", "two different actors"),
        (LINK, "source: [CHL], target: [PER]", "source: [CHL], target: [CHL]", "both sides"),
        (LINK, "{source: [CHL], target: [PER]}", "{}", "name the actors"),
        (LINK, "expected: rise", "expected: up", "'rise' or 'fall'"),
        (LINK, "type: [CONSULT]", "type: [CONSLUT]", "links.0.first.type"),
        (LINK, "    expected: rise", "    expected: rise\n    size: 0", "greater than 0"),
        (LINK, "{source: [CHL], target: [PER]}", "{between: [CHL, PER], type: [CONSULT]}", "same as first"),
        (COALITION, "toward: BOL", "toward: PER", "PER is a member too"),
        (COALITION, "toward: BOL", "toward: BLO", "unknown party 'BLO'"),
        (COALITION, "[CHL, PER]", "[CHL, CHL]", "one actor only"),
    ],
)
def test_links_and_coalitions_that_cannot_be_asked_are_faults_with_their_place(
    starter: Path, text: str, old: str, new: str, said: str
) -> None:
    assert old in text
    edit(starter / "case.yaml", "hypotheses:", text.replace(old, new) + "\nhypotheses:")
    faults = [fault for fault in validate(starter) if said in str(fault)]
    assert faults
    assert all(fault.file == "case.yaml" and fault.line and fault.key for fault in faults)
