"""Texts that are short, long, of another subject, or no text at all; and the command that reads them."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

from claims_made import made_bench

from detente.claims.argument import argument_of
from detente.claims.checking import check_text
from detente.claims.findings import claim_findings

OTHER = (
    "The otter was reintroduced to the river in 1993. Its numbers doubled within ten years. Anglers complained that "
    "trout had become scarce. Biologists counted 340 animals in 2015. A bridge near Ely was fitted with a tunnel."
)


def test_an_empty_text_makes_no_claim_and_says_so() -> None:
    for text in ("", "   \n", "# A heading", "Why did they fail?"):
        found = check_text(text, made_bench())
        assert found.claims == ()
        assert found.note == "The text makes no statement that could be checked."


def test_three_words_are_enough_for_a_claim() -> None:
    (claim,) = check_text("Chile met Peru.", made_bench()).claims
    assert (claim.start, claim.end) == (0, 15)
    assert claim.verdict == "supported"


def test_a_text_on_another_subject_is_said_once_to_be_outside_the_record() -> None:
    found = check_text(OTHER, made_bench())
    assert found.note == "Nothing of this text is in the record: it seems to be about another subject."
    assert {claim.verdict for claim in found.claims} <= {"not_in_record", "not_checkable"}
    assert claim_findings(found, title="t", author="", as_of=made_bench().as_of)[0].statement == found.note


def test_two_hundred_pages_are_checked_within_reasonable_time() -> None:
    page = "Chile closed the border crossing at Arica to Peru in March 2020. " + OTHER + " "
    text = "\n\n".join(page * 8 for _ in range(200))  # 350 words a page
    begun = time.process_time()
    found = check_text(text, made_bench())
    assert len(found.claims) > 5000
    assert time.process_time() - begun < 180


def test_offsets_count_code_points_of_the_text_as_given() -> None:
    text = "😀 “Peru” released 12\u00a0Chilean\u200b sailors in May 2020."
    (claim,) = check_text(text, made_bench()).claims
    assert text[claim.start : claim.end] == claim.text
    assert claim.text.endswith("May 2020.")


def test_links_are_drawn_only_where_the_text_draws_them() -> None:
    text = (
        "Two things went wrong. First, Chile closed the crossing at Arica. Second, Peru had no answer. "
        "Therefore trade fell. However, the presidents of Chile and Peru met in Tacna."
    )
    found = check_text(text, made_bench())
    links = [(link.source, link.target, link.by) for link in argument_of(found).links]
    assert links == [(1, 0, "point"), (2, 0, "point"), (2, 3, "conclusion"), (4, 3, "contrast")]
    assert argument_of(check_text("Chile met Peru. Peru met Chile.", made_bench())).links == ()


def test_the_margin_of_the_text_names_rows_that_exist() -> None:
    found = check_text("Peru freed 20 Chilean sailors in May 2020. It may do so again.", made_bench())
    verdicts, forecasts, *_ = claim_findings(found, title="Memo", author="A", as_of=made_bench().as_of)
    text = next(exhibit for exhibit in verdicts.exhibits if exhibit.kind == "annotated")
    assert [remark.label for remark in text.remarks] == ["Contradicted", "Not checkable"]
    assert text.remarks[0].refs[0].id == "E2"
    assert forecasts.id == "claims-forecasts"


def test_the_command_says_what_it_cannot_read_and_prints_what_it_can(tmp_path: Path, starter: Path) -> None:
    def run(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run([sys.executable, "-m", "detente", *words], capture_output=True, text=True)

    assert run("build", str(starter)).returncode == 0
    (tmp_path / "picture.png").write_bytes(b"\x89PNG")
    for name in ("nothing.txt", "picture.png"):
        done = run("claims", str(tmp_path / name), "--case", str(starter))
        assert done.returncode == 2
        assert name in done.stderr
        assert "Traceback" not in done.stderr
    memo = tmp_path / "memo.txt"
    memo.write_text("Chile will probably sign.", encoding="utf-8")
    done = run("claims", str(memo), "--case", str(starter), "--json")
    (claim,) = json.loads(done.stdout)["claims"]
    assert claim["verdict"] == "not_checkable"
    assert {"text", "start", "end", "kind", "verdict", "reason", "evidence_for", "evidence_against"} <= claim.keys()
