"""What the engine says of a case: nothing from later, every row with its evidence, no overall percentage."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from detente.agreements.answering import promise_findings
from detente.agreements.asked import Asked
from detente.finding import Finding, Table
from detente.record.agreement import Agreement
from detente.record.background import Verification
from detente.record.position import Issue, Position, Term

NAMES = {"FRA": "France", "DEU": "Germany"}
AGREEMENT = Agreement.model_validate(
    {
        "id": "peace", "title": "Peace of the River", "date": "2020-01-01", "parties": ["FRA", "DEU"],
        "commitments": [
            {"id": "p-1", "debtor": ["FRA"], "creditor": ["DEU"], "action": "take down the guns",
             "kind": "maintain", "terms": ["calm"], "evidence": [
               {"date": "2020-02-01", "effect": "breach", "text": "flags fly", "items": ["flags"], "source": "s"}]},
            {"id": "p-2", "debtor": ["DEU"], "creditor": ["FRA"], "action": "open the river", "kind": "achieve",
             "due": "2020-06-30", "evidence": [
                {"date": "2020-06-01", "effect": "fulfils", "text": "opened", "event": "E1", "source": "s"}]},
            {"id": "p-3", "debtor": ["DEU"], "creditor": ["FRA"], "action": "more, when ripe", "kind": "achieve",
             "condition": {"text": "when ripe", "defined": False}},
        ],
    }
)  # fmt: skip
CALM = Term.model_validate(
    {
        "id": "calm", "name": "calm on the river",
        "items": [{"id": "guns", "name": "guns"}, {"id": "flags", "name": "flags"}],
        "definitions": [
            {"holder": "FRA", "includes": ["guns"], "published": "2019-06-01", "source": "s"},
            {"holder": "DEU", "includes": ["guns", "flags"], "published": "2020-03-01", "source": "s"},
        ],
    }
)  # fmt: skip
PLACES = [
    {"id": "F", "actor": "FRA", "issue": "water", "as_of": "2020-01-01", "statement": "all of it",
     "place": {"low": 80, "value": 90, "high": 100}, "limit": {"low": 40, "value": 50, "high": 60}},
    {"id": "D", "actor": "DEU", "issue": "water", "as_of": "2020-01-01", "statement": "half",
     "place": {"low": 40, "value": 50, "high": 60}, "limit": {"low": 65, "value": 70, "high": 75}},
]  # fmt: skip


def asked(day: str = "2020-12-31", **changes: Any) -> Asked:
    base: dict[str, Any] = {
        "agreements": (AGREEMENT,),
        "as_of": dt.date.fromisoformat(day),
        "dyad": ("FRA", "DEU"),
        "window": (dt.date(2019, 1, 1), dt.date(2020, 12, 31)),
        "terms": (CALM,),
        "positions": tuple(map(Position.model_validate, PLACES)),
        "issues": (Issue(id="water", name="Water", low_end="none", high_end="all"),),
        "names": NAMES,
    }
    return Asked(**base | changes)


def found(**changes: Any) -> dict[str, Finding]:
    return {finding.id: finding for finding in promise_findings(asked(**changes))}


def test_who_broke_it_is_answered_under_each_definition() -> None:
    finding = found()["promises-broken-peace"]
    assert finding.statement == (
        "Who broke the Peace of the River? Of 3 promises, 1 cannot be tested (1 cannot be detached), 1 is kept "
        "(p-2 by DEU), 1 is broken (p-1 by FRA, on confirmed evidence). But as France defines the contested "
        "words, none is broken."
    )
    (table,) = (each for each in finding.exhibits if isinstance(each, Table))
    assert [row[4:7] for row in table.rows] == [
        ("violated, 1", "detached", "violated, 1"),
        ("satisfied, 3", "same", "same"),
        ("conditional", "same", "same"),
    ]  # fmt: skip


def test_every_row_of_the_ledger_leads_to_its_evidence() -> None:
    table = found()["promises-ledger"].exhibits[0]
    assert isinstance(table, Table)
    assert [[ref.table for ref in refs] for refs in table.refs] == [
        ["commitments", "sources"], ["commitments", "events"], ["commitments"],
    ]  # fmt: skip
    assert {"debtor", "state"} <= set(table.filters)


def test_nothing_that_became_public_later_is_said() -> None:
    early = found(day="2020-02-15")
    assert "1 violated" in early["promises-ledger"].statement
    assert "only one party has a public definition" in early["promises-word-calm"].statement
    text = " ".join(finding.model_dump_json() for finding in early.values())
    assert "2020-03-01" not in text
    assert "2020-06-01" not in text
    assert found(day="2019-12-31").keys() == {"promises-word-calm"}


def test_scores_are_given_by_kind_with_their_spread_and_never_as_one_number() -> None:
    finding = found()["promises-spread"]
    assert finding.estimate is None
    assert "achieve 100.0 % of full (3 to 3, n = 1)" in finding.statement
    assert "1 promise left blank, not 0" in finding.statement
    assert all(row[0] == "all agreements" for row in finding.exhibits[0].rows)  # type: ignore[union-attr]


def test_the_gap_of_positions_is_said_with_its_interval() -> None:
    assert found()["promises-gaps"].statement == (
        "France and Germany stand farthest apart on water (40, between 20 and 60 of 100) and closest on water "
        "(40, between 20 and 60). A point that both would accept exists in every reading of the intervals "
        "on 1 of 1 issue."
    )


def test_a_report_whose_purpose_is_open_is_shown_as_no_violation() -> None:
    report = Verification.model_validate(
        {"id": "v", "issuer": "UNO", "date": "2020-04-01", "object": "the bank", "finding": "cannot_confirm",
         "access": "remote", "certainty": "possible", "text": "lights", "commitments": ["p-2"], "source": "s"}
    )  # fmt: skip
    finding = found(reports=(report,))["promises-verification"]
    assert "1 with activity seen whose purpose is open, which is no violation" in finding.statement


@pytest.mark.parametrize("empty", [{"terms": ()}, {"positions": ()}, {"issues": ()}, {"agreements": ()}, {"names": {}}])
def test_a_case_that_lacks_a_table_is_answered_without_it(empty: dict[str, Any]) -> None:
    assert found(**empty)
