"""Reports of inspectors: activity is no violation, a breach that is found is."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from detente.agreements.ledger import ledger
from detente.agreements.verification import checked, with_reports
from detente.record.agreement import Agreement
from detente.record.background import Verification

MADE = Agreement.model_validate(
    {
        "id": "a", "title": "A", "date": "2020-01-01", "parties": ["FRA", "DEU"],
        "commitments": [
            {"id": "a-1", "debtor": ["FRA"], "creditor": ["DEU"], "action": "keep guns away", "kind": "maintain",
             "evidence": [{"date": "2020-02-01", "effect": "progress", "text": "guns leave", "source": "s-0"}]}
        ],
    }
)  # fmt: skip


def report(finding: str, *, certainty: str = "confirmed", **more: Any) -> Verification:
    base = {
        "id": "v", "issuer": "UNO", "date": "2020-06-01", "object": "the post", "finding": finding, "access": "remote",
        "certainty": certainty, "text": "seen", "commitments": ["a-1"], "source": "s-1", "known_from": "2020-06-01",
    }  # fmt: skip
    return Verification.model_validate(base | more)


def state(*reports: Verification, day: str = "2020-06-01") -> str:
    return ledger(with_reports([MADE], reports), as_of=dt.date.fromisoformat(day))["a-1"].state


@pytest.mark.parametrize("finding", ["activity", "cannot_confirm", "no_activity", "compliance"])
@pytest.mark.parametrize("certainty", ["confirmed", "probable", "possible"])
def test_activity_whose_purpose_is_open_never_becomes_a_violation(finding: str, certainty: str) -> None:
    assert state(report(finding, certainty=certainty)) == "detached"


def test_a_breach_that_is_found_counts_unless_it_is_no_more_than_possible() -> None:
    assert state(report("breach")) == "violated"
    assert state(report("breach", certainty="possible")) == "detached"
    assert state(report("breach", known_from="2020-07-01")) == "detached"


def test_a_report_that_an_evidence_row_already_rests_on_is_not_counted_twice() -> None:
    (agreement,) = with_reports([MADE], [report("compliance", source="s-0")])
    assert len(agreement.commitments[0].evidence) == 1
    (agreement,) = with_reports([MADE], [report("compliance")])
    assert len(agreement.commitments[0].evidence) == 2


def test_what_reports_bear_out_goes_from_on_site_to_not_checked() -> None:
    day = dt.date(2020, 12, 31)
    assert checked("a-1", [report("compliance", access="on_site")], as_of=day).verdict == "verified on site"
    assert checked("a-1", [report("compliance")], as_of=day).verdict == "seen from afar"
    assert checked("a-1", [report("cannot_confirm")], as_of=day).verdict == "activity, purpose open"
    assert checked("a-1", [report("breach")], as_of=dt.date(2020, 5, 31)).verdict == "not checked"
