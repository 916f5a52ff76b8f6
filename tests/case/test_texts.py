from __future__ import annotations

import re
from pathlib import Path

import pytest

from detente.errors import CaseError, DocumentError
from detente.workbench import build

MEMO = """---
title: On the river
author: A. Author
date: 2021-06-01
---

# On the river

Chile and Peru are at odds over the water. {acts} Nothing else has been heard of it since then.

The governments should talk. Chile must offer Peru a share of the water. That is the view of this memo.
"""


def memo(case: Path, acts: str, *, name: str = "memo.md", text: str = MEMO) -> Path:
    (case / "documents").mkdir(exist_ok=True)
    path = case / "documents" / name
    path.write_text(text.replace("{acts}", acts), encoding="utf-8")
    return path


def chronicle_row(case: Path) -> dict[str, str]:
    lines = (case / "events" / "chronicle.csv").read_text(encoding="utf-8").splitlines()
    return dict(zip(lines[0].split(","), lines[1].split(","), strict=False))


READ = "select e.* from events e join reports r on r.id = e.id where r.document <> '' order by e.id"


def test_what_only_a_memo_tells_stands_in_the_record_and_in_no_series(starter: Path) -> None:
    before = build(starter)
    memo(starter, "In March 2021 Bolivia condemned Chile.")
    after = build(starter)
    (row,) = [row for row in after.sql(READ).to_dicts() if row["source"] == "BOL"]
    assert (row["target"], row["scope"], str(row["date"]), row["precision"]) == ("CHL", "told", "2021-03-01", "month")
    assert str(row["known_from"]) == "2021-06-01"
    text = (starter / "documents" / "memo.md").read_text(encoding="utf-8").split("---\n", 2)[2]
    assert text[row["start"] : row["end"]] == row["sentence"] == "In March 2021 Bolivia condemned Chile."
    for name in ("relations", "record"):
        one, other = ([f.model_dump() for f in case.findings(name)] for case in (before, after))
        assert one == other
    assert before.relation("CHL", "PER").series().equals(after.relation("CHL", "PER").series())


def test_what_the_record_has_already_gets_a_further_report_and_no_second_row(starter: Path) -> None:
    known = chronicle_row(starter)
    before = build(starter)
    memo(starter, f"On {known['date']} {known['sentence']}")
    after = build(starter)
    (merged,) = after.sql("select * from merged where coder like 'detente lexicon%' and source = $who",
                          who=known["source"]).to_dicts()  # fmt: skip
    assert merged["merged_into"] == known["id"]
    reports = after.sql("select source_id from reports where event_id = $id", id=known["id"])["source_id"].to_list()
    assert "memo" in reports
    assert len(before.events()) == len(after.events().filter(after.events()["scope"] != "told"))


def test_nothing_of_a_memo_is_known_before_its_day(starter: Path) -> None:
    memo(starter, "In March 2021 Bolivia condemned Chile.")
    case = build(starter)
    assert "BOL" in case.events(as_of="2021-06-01")["source"]
    assert "BOL" not in case.events(as_of="2021-05-31")["source"]
    (starter / "case.yaml").write_text(
        (starter / "case.yaml").read_text(encoding="utf-8").replace("as_of: 2021-12-31", "as_of: 2021-05-31"),
        encoding="utf-8",
    )
    assert case.findings("reading")
    assert build(starter).findings("reading") == []


def test_a_memo_without_a_date_says_so_and_stays_out_of_every_answer_for_a_day(starter: Path) -> None:
    memo(starter, "In March 2021 Bolivia condemned Chile.", name="undated.txt", text=MEMO.split("---\n", 2)[2])
    case = build(starter)
    assert "BOL" in case.events()["source"]
    assert "BOL" not in case.events(as_of="2030-01-01")["source"]
    (found,) = case.findings("reading")
    assert any("has no date" in gap for gap in found.gaps)


def test_a_row_of_sources_gives_a_document_its_day_and_a_report_counts(starter: Path) -> None:
    with (starter / "sources.csv").open("a", encoding="utf-8") as table:
        header = (starter / "sources.csv").read_text(encoding="utf-8").splitlines()[0].split(",")
        row = {"id": "paper", "publisher": "A paper", "title": "News", "published": "2021-04-01", "genre": "report"}
        table.write(",".join(row.get(name, "") for name in header) + "\n")
    memo(starter, "On 2 March 2021 Bolivia condemned Chile.", name="paper.txt", text=MEMO.split("---\n", 2)[2])
    case = build(starter)
    (found,) = [row for row in case.sql(READ).to_dicts() if row["source"] == "BOL"]
    assert (found["scope"], str(found["known_from"])) == ("dyadic", "2021-04-01")


def test_a_correction_of_a_read_act_holds_in_the_next_build(starter: Path) -> None:
    memo(starter, "In March 2021 Bolivia condemned Chile.")
    (row,) = [row for row in build(starter).sql(READ).to_dicts() if row["source"] == "BOL"]
    review = starter / "reviewed.csv"
    header = review.read_text(encoding="utf-8") if review.exists() else "event,verdict,field,value\n"
    names = header.splitlines()[0].split(",")
    cells = {"event": row["id"], "verdict": "change", "field": "source", "value": "ARG"}
    review.write_text(
        header.rstrip("\n") + "\n" + ",".join(cells.get(name, "") for name in names) + "\n", encoding="utf-8"
    )
    case = build(starter)
    assert {row["source"] for row in case.sql(READ).to_dicts()} >= {"ARG"}
    assert "ARG" in (case.build / "brief.html").read_text(encoding="utf-8")


def test_the_brief_marks_the_sentence_and_leads_to_the_row_and_back(starter: Path) -> None:
    memo(starter, "In March 2021 Bolivia condemned Chile.")
    case = build(starter)
    (row,) = [row for row in case.sql(READ).to_dicts() if row["source"] == "BOL"]
    page = (case.build / "brief.html").read_text(encoding="utf-8")
    assert re.search(r'<mark class="told">In March 2021 Bolivia condemned Chile\.</mark>', page)
    note = re.search(rf'id="(text-memo-\d+)-note"[^\n]*href="#events-{row["id"]}"', page)
    assert note
    assert f'id="{note[1]}"' in page
    assert re.search(rf'<tr id="events-{row["id"]}".*?href="#{note[1]}"', page, re.DOTALL)


def test_a_document_that_cannot_be_read_stops_the_build_with_its_name(starter: Path) -> None:
    (starter / "documents").mkdir(exist_ok=True)
    (starter / "documents" / "scan.pdf").write_bytes(b"no pdf")
    with pytest.raises((CaseError, DocumentError), match=r"scan\.pdf"):
        build(starter)


def test_a_document_that_did_not_change_is_not_read_again(starter: Path) -> None:
    memo(starter, "In March 2021 Bolivia condemned Chile.")
    build(starter)
    memo(starter, "In May 2021 Bolivia praised Chile.", name="other.md")
    told: dict[str, str] = {}
    build(starter, progress=lambda step, state, note="": told.__setitem__(step, state))
    assert (told["reading-memo.md"], told["reading-other.md"]) == ("cached", "done")


def test_a_text_is_never_evidence_for_its_own_claims(starter: Path) -> None:
    memo(starter, "In March 2021 Bolivia condemned Chile.")
    case_file = starter / "case.yaml"
    case_file.write_text(case_file.read_text(encoding="utf-8") + "\nmemo: documents/memo.md\n", encoding="utf-8")
    case = build(starter)
    told = set(case.sql("select id from events where scope = 'told'")["id"])
    assert told
    pointed_at = {
        ref.id
        for finding in case.findings()
        if finding.engine != "reading"
        for ref in (*finding.evidence_for, *finding.evidence_against)
    }
    assert not told & pointed_at
    (claim,) = [c for c in case.claims(starter / "documents" / "memo.md").claims if "Bolivia condemned" in c.text]
    assert claim.verdict != "supported"


def test_what_is_no_body_of_a_text_makes_no_claims(starter: Path) -> None:
    memo(starter, "Chile met Peru in Lima in March 2021.")
    case = build(starter)
    text = MEMO.split("---\n", 2)[2].replace("{acts}", "Chile met Peru in Lima in March 2021.")
    text += "\nImage: Bolivia condemned Chile in the council.\n"
    path = starter.parent / "essay.txt"
    path.write_text(text, encoding="utf-8")
    claims = case.claims(path, date="2021-06-01").claims
    assert any("Lima" in claim.text for claim in claims)
    assert not any("Bolivia" in claim.text for claim in claims)
    assert all(text[claim.start : claim.end] == claim.text for claim in claims)
