"""What the shipped case of Korea must say of its promises, whatever else is in it."""

from __future__ import annotations

import datetime as dt
from functools import cache
from pathlib import Path

import pytest

from detente.agreements.definitions import publications
from detente.agreements.ledger import Ledger
from detente.case.answers.agreements import ledger_of
from detente.case.dating import dated_agreements, dated_terms
from detente.case.folder import CaseFolder, read_folder

CASE = Path(__file__).parents[2] / "cases" / "korea"
PROMISES = {"PMJ": 10, "SGP": 8, "PYG": 9, "CMA": 10, "UNI": 1}


@cache
def korea() -> CaseFolder:
    folder, faults = read_folder(CASE)
    assert folder is not None
    assert not faults
    return folder


@cache
def at(day: str, definition: str = "") -> Ledger:
    return ledger_of(korea(), as_of=dt.date.fromisoformat(day), definition=definition)


def test_all_thirty_eight_commitments_of_2018_are_kept() -> None:
    wanted = {f"{head}-{n:02d}" for head, count in PROMISES.items() for n in range(1, count + 1)}
    assert len(wanted) == 38
    assert wanted <= set(at("2019-12-31").states())


def test_pyongyang_published_before_singapore_and_its_restatement_is_no_new_definition() -> None:
    (term,) = dated_terms(korea())
    found = publications(term, dated_agreements(korea()), as_of=dt.date(2019, 12, 31))
    (own,) = [each for each in found if each.definition.published == dt.date(2016, 7, 6)]
    assert own.definition.holder == "PRK"
    assert {each.agreement.id: each.meaning for each in own.signings}["singapore"] == "known before"
    assert dt.date(2018, 12, 20) in {each.date for each in own.definition.restated}
    assert not [each for each in found if each.definition.published == dt.date(2018, 12, 20)]
    assert {"USA", "PRK", "KOR"} <= {each.definition.holder for each in found}


@pytest.mark.parametrize("holder", ["", "USA", "PRK", "KOR"])
def test_activity_whose_purpose_is_open_breaks_nothing_under_any_definition(holder: str) -> None:
    states = at("2019-12-31", holder).states()
    assert {states[name] for name in ("PMJ-01", "SGP-03", "PYG-03")} == {"detached"}


def test_conditions_that_others_hold_or_nobody_defined_never_bind_and_score_nothing() -> None:
    for name, why in {
        "PYG-02": "USA, not a party",
        "PYG-06": "condition undefined",
        "PMJ-10": "condition undefined",
    }.items():
        entry = at("2019-12-31")[name]
        assert entry.state == "conditional"
        assert entry.scored.score is None
        assert why in entry.flags[0]


def test_on_the_first_of_march_nothing_of_what_came_later_is_known() -> None:
    early = at("2019-03-01")
    assert early["SGP-08"].state == "detached"  # the rebuilding was first seen on 5 March
    assert all(each.date <= dt.date(2019, 3, 1) for entry in early for each in entry.counted)
    assert all(entry.analyst is None for entry in early)


def test_late_talks_stay_late_and_the_office_is_open_again_after_its_cure() -> None:
    found = at("2019-04-15")
    assert (found["PMJ-07"].state, found["PMJ-07"].scored.score) == ("violated", 3)
    assert [found["PMJ-03"].on(dt.date(2019, 3, day)) for day in (21, 22, 24, 25)] == [
        "detached", "violated", "violated", "detached",
    ]  # fmt: skip
    assert found["PMJ-03"].scored.score == 2
