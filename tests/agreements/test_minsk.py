"""An agreement whose signatory denies being a party, and whose order is a trap: what the ledger makes of it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from detente.agreements.credibility import judge, record_of
from detente.agreements.ledger import Ledger, ledger
from detente.case.yamlfile import YamlFile
from detente.record.agreement import Agreement

FIXTURE = Path(__file__).parent / "data" / "minsk-2.yaml"


def minsk(day: str, *, debtor: str = "") -> Ledger:
    agreement = YamlFile.read(FIXTURE, FIXTURE.name).parse(Agreement)
    return ledger([agreement], as_of=dt.date.fromisoformat(day), debtor=debtor)


def test_a_debtor_that_denies_being_a_party_is_flagged_and_neither_excused_nor_convicted() -> None:
    entry = minsk("2016-12-31")["MSK-10"]
    assert entry.flags == ("RUS denies being bound (2015-02-13)",)
    assert entry.state == "detached"
    assert judge(entry).outcome == "not testable"
    assert minsk("2015-02-12")["MSK-10"].flags == ()


def test_what_waits_for_a_promise_that_was_broken_expires_and_is_not_called_broken() -> None:
    found = minsk("2016-01-01")
    assert (found["MSK-11"].state, found["MSK-09"].state) == ("violated", "expired")
    assert found["MSK-09"].scored.score is None
    assert minsk("2015-12-31")["MSK-09"].state == "conditional"


@pytest.mark.parametrize(("debtor", "state"), [("DNR", "violated"), ("UKR", "detached")])
def test_the_ceasefire_is_held_against_the_side_that_broke_it(debtor: str, state: str) -> None:
    assert minsk("2015-03-01", debtor=debtor)["MSK-01"].state == state


def test_a_record_counts_only_what_can_be_tested() -> None:
    record = record_of("RUS", minsk("2016-12-31", debtor="RUS"))
    assert [each.outcome for each in record.judged] == ["not testable"]
    assert record.estimate().n == 0
