"""The second shipped case: other actors, another kind of promise, and nothing wired to the first."""

from __future__ import annotations

import csv
import shutil
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest

from detente.case.folder import CaseFolder, read_folder
from detente.case.opened import Case
from detente.case.validating import validate
from detente.workbench import build

SHIPPED = Path(__file__).parents[2] / "cases" / "good-friday"
END = "2007-12-31"
VERDICTS = {"supported", "contradicted", "overstated", "disputed", "partly", "not_in_record", "not_checkable"}


@pytest.fixture(scope="session")
def folder() -> CaseFolder:
    read, faults = read_folder(SHIPPED)
    assert read is not None
    assert faults == []
    return read


@pytest.fixture(scope="session")
def case(tmp_path_factory: pytest.TempPathFactory) -> Case:
    copy = tmp_path_factory.mktemp("cases") / "good-friday"
    shutil.copytree(SHIPPED, copy, ignore=shutil.ignore_patterns("build"))
    return build(copy)


def chronicle() -> list[dict[str, str]]:
    with (SHIPPED / "events" / "chronicle.csv").open(encoding="utf-8", newline="") as table:
        return list(csv.DictReader(table))


def test_the_case_has_no_faults() -> None:
    assert validate(SHIPPED) == []


def test_the_chronicle_holds_what_happened_and_never_knows_it_before() -> None:
    rows = chronicle()
    assert len({row["happening"] for row in rows}) >= 120
    assert [row["id"] for row in rows if row["known_from"] < row["date"]] == []
    assert [row["id"] for row in rows if not "1993" <= row["date"] < "2008"] == []


def test_a_meeting_or_a_signature_stands_in_both_directions() -> None:
    rows = [row for row in chronicle() if row["type"] in {"AGREE", "CONSULT"} and row["scope"] == "dyadic"]
    pairs = {(row["happening"], row["source"], row["target"]) for row in rows}
    mediated = {row["happening"] for row in rows if row["mode"] == "mediate"}
    assert {(one, target, source) for one, source, target in pairs if one not in mediated} <= pairs


def test_the_agreement_holds_fifteen_commitments_and_every_kind_of_owed_one(folder: CaseFolder) -> None:
    made = next(agreement for agreement in folder.agreements if agreement.id == "good-friday").commitments
    assert len(made) >= 15
    assert {commitment.kind for commitment in made} == {"achieve", "maintain", "effort"}
    assert all(commitment.evidence for commitment in made)


def test_every_score_of_an_analyst_says_that_it_is_a_judgement(folder: CaseFolder) -> None:
    scores = [score for agreement in folder.agreements for made in agreement.commitments for score in made.scores]
    assert [score.reason for score in scores if not score.reason.endswith("(our judgement)")] == []


def test_a_ceasefire_is_broken_and_mended_and_one_is_not_yet_mended(case: Case) -> None:
    ledger = case.ledger(as_of=END)
    loyalist = ledger["GFA-15"]
    assert [state for _, state in loyalist.history if state == "violated"] != []
    assert loyalist.state == "detached"
    assert any(period.breached and period.cured for period in loyalist.periods)
    assert ledger["GFA-16"].state == "violated"
    assert "UVF did not sign" in ledger["GFA-16"].flags


def test_the_suspended_institutions_are_in_breach_between_the_dates_of_the_orders(case: Case) -> None:
    institutions = case.ledger(as_of=END)["GFA-07"]
    states = [(str(day), state) for day, state in institutions.history]
    assert ("2000-02-11", "violated") in states
    assert ("2000-05-30", "detached") in states
    assert states[-2:] == [("2002-10-14", "violated"), ("2007-05-08", "detached")]


def test_a_deed_after_its_day_leaves_the_violation_and_says_that_it_was_done_late(case: Case) -> None:
    review = case.ledger(as_of=END)["GFA-22"]
    assert review.state == "violated"
    assert review.scored.score == 3
    assert "done late, on 2000-03-30" in review.flags


def test_a_day_put_off_by_consent_is_released_and_promised_anew(case: Case) -> None:
    ledger = case.ledger(as_of=END)
    assert [str(day) for day, state in ledger["SA-01"].history if state == "terminated"] == ["2007-03-26"]
    assert ledger["ST-01"].state == "satisfied"


def test_an_effort_is_not_violated_when_its_time_is_over(case: Case) -> None:
    assert case.ledger(as_of="2000-05-22")["GFA-12"].state == "detached"
    assert case.ledger(as_of=END)["GFA-12"].state == "expired"


def test_a_gap_between_definitions_does_not_by_itself_mean_failure(case: Case, folder: CaseFolder) -> None:
    (term,) = folder.terms
    holders = ("DUP", "UUP", "SFN", "PIR", "GBR")
    meant = {
        each.holder: frozenset(each.includes)
        for each in sorted(term.definitions, key=lambda each: each.published)
        if each.holder in holders and str(each.published) <= "2005-12-31"
    }
    assert len(set(meant.values())) == len(holders)
    states = {holder: case.ledger(as_of="2005-12-31", definition=holder)["IRA-01"].state for holder in holders}
    assert set(states.values()) == {"satisfied"}


def test_the_word_alone_changes_what_was_done_by_the_autumn_of_1999(case: Case) -> None:
    day = "1999-10-31"
    republican, unionist = (case.ledger(as_of=day, definition=holder)["GFA-12"] for holder in ("SFN", "UUP"))
    assert [each.event for each in republican.left_out] == ["ira-no-decommissioning-1998"]
    assert unionist.left_out == ()
    assert (republican.scored.score or 0) > (unionist.scored.score or 0)


def test_a_report_that_could_confirm_nothing_breaks_no_promise(case: Case, folder: CaseFolder) -> None:
    unsure = [each for each in folder.verifications if each.finding == "cannot_confirm"]
    assert len(unsure) >= 3
    assert case.ledger(as_of="2006-03-01")["IRA-05"].state == "satisfied"


def test_what_was_ascribed_later_is_not_known_before(case: Case) -> None:
    known = {day: set(case.events(as_of=day)["happening_id"]) for day in ("2005-01-06", "2005-01-07", END)}
    assert "northern-bank-2004" not in known["2005-01-06"]
    assert "northern-bank-2004" in known["2005-01-07"]
    assert "donaldson-killed-2006" not in known[END]


def test_the_question_is_answered_against_the_known_outcome(case: Case) -> None:
    given = case.relation("DUP", "SFN").answer.regimes.probability
    assert max(given, key=lambda regime: given[regime]) == "new"


def test_every_sentence_of_the_memo_has_a_verdict_written_beforehand() -> None:
    memo = (SHIPPED / "documents" / "memo.md").read_text(encoding="utf-8")
    with (SHIPPED / "documents" / "memo-verdicts.csv").open(encoding="utf-8", newline="") as table:
        rows = list(csv.DictReader(table))
    verdicts = Counter(row["verdict"] for row in rows)
    places = [memo.index(row["text"]) for row in rows]
    assert 25 <= len(rows) <= 40
    assert set(verdicts) <= VERDICTS
    assert verdicts["contradicted"] >= 5
    assert all(before < after for before, after in pairwise(places))


@pytest.fixture(scope="session")
def minsk(tmp_path_factory: pytest.TempPathFactory) -> Case:
    copy = tmp_path_factory.mktemp("cases") / "minsk"
    shutil.copytree(Path(__file__).with_name("minsk"), copy)
    assert validate(copy) == []
    return build(copy)


def test_a_debtor_that_denies_being_a_party_is_flagged_and_still_owes(minsk: Case) -> None:
    ledger = minsk.ledger(as_of="2016-12-31")
    assert 6 <= len(ledger) <= 8
    pulled_out = ledger["MII-07"]
    assert pulled_out.state == "detached"
    assert "RUS denies being bound (2015-02-13)" in pulled_out.flags
    assert all("denies" not in flag for entry in ledger if "RUS" not in entry.commitment.debtor for flag in entry.flags)
