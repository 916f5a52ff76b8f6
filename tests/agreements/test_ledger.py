"""The ledger: what became of promises as of a day, under a definition, and what a score rests on."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.agreements.ledger import Entry, Ledger, ledger
from detente.errors import UnknownName
from detente.record.agreement import Agreement, Commitment, Evidence
from detente.record.position import Term

DAY = dt.date(2020, 1, 1)


def promise(**fields: Any) -> dict[str, Any]:
    return {"id": "a-1", "debtor": ["FRA"], "creditor": ["DEU"], "action": "open an office", "kind": "achieve"} | fields


def agreed(*commitments: dict[str, Any], **fields: Any) -> Agreement:
    base = {"id": "a", "title": "A", "date": DAY, "parties": ["FRA", "DEU"], "commitments": commitments}
    return Agreement.model_validate(base | fields)


def evidence(date: str, effect: str, **fields: Any) -> dict[str, Any]:
    return {"date": date, "effect": effect, "text": effect} | fields


def entry(made: dict[str, Any], as_of: str = "2020-12-31", **options: Any) -> Entry:
    return ledger([agreed(made)], as_of=dt.date.fromisoformat(as_of), **options)["a-1"]


WORD = Term.model_validate(
    {
        "id": "calm",
        "name": "calm",
        "items": [{"id": "guns", "name": "guns"}, {"id": "flags", "name": "flags"}],
        "definitions": [
            {"holder": "FRA", "includes": ["guns"], "published": "2019-01-01"},
            {"holder": "DEU", "includes": ["guns", "flags"], "published": "2019-01-01"},
        ],
    }
)


def test_a_deed_done_late_stays_violated_and_is_scored_as_done() -> None:
    found = entry(promise(due="2020-06-30", evidence=[evidence("2020-07-05", "fulfils")]))
    assert (found.state, found.since, found.scored.score) == ("violated", dt.date(2020, 7, 1), 3)
    assert "done late, on 2020-07-05" in found.flags


def test_a_condition_that_nobody_defined_never_detaches() -> None:
    condition = {"text": "when the time is ripe", "defined": False}
    found = entry(promise(condition=condition, evidence=[evidence("2020-02-01", "condition_holds")]))
    assert (found.state, found.scored.score) == ("conditional", None)
    assert found.flags == ("cannot be detached: condition undefined",)


def test_a_condition_in_the_hands_of_one_who_did_not_sign_never_detaches() -> None:
    condition = {"text": "Italy agrees", "depends_on": ["ITA", "DEU"]}
    found = entry(promise(condition=condition, evidence=[evidence("2020-02-01", "condition_holds")]))
    assert found.state == "conditional"
    assert found.flags == ("cannot be detached: depends on ITA, not a party",)


def test_a_condition_that_held_starts_the_clock_of_the_deed() -> None:
    made = promise(
        condition={"text": "the road is open"},
        due_days_after_condition=30,
        evidence=[evidence("2020-02-01", "condition_holds")],
    )
    assert [entry(made, day).state for day in ("2020-01-31", "2020-02-01", "2020-03-02", "2020-03-03")] == [
        "conditional", "detached", "detached", "violated",
    ]  # fmt: skip


def test_what_became_known_later_is_not_used() -> None:
    made = promise(due="2020-06-30", evidence=[evidence("2020-06-01", "fulfils", known_from="2020-09-01")])
    assert entry(made, "2020-08-31").state == "violated"
    assert entry(made, "2020-09-01").state == "satisfied"


def test_disputed_evidence_moves_no_state_and_the_other_state_is_named() -> None:
    found = entry(promise(kind="maintain", evidence=[evidence("2020-03-01", "breach", certainty="disputed")]))
    assert (found.state, found.if_disputed) == ("detached", "violated")
    assert "violated, if the disputed account is true" in found.flags


def test_a_definition_leaves_out_evidence_on_items_it_does_not_count_in() -> None:
    made = promise(kind="maintain", terms=["calm"], evidence=[evidence("2020-03-01", "breach", items=["flags"])])
    narrow, wide = (entry(made, terms=[WORD], holder=holder) for holder in ("FRA", "DEU"))
    assert (narrow.state, wide.state) == ("detached", "violated")
    assert [each.items for each in narrow.left_out] == [("flags",)]


def test_one_waits_for_another_and_is_detached_when_that_is_satisfied() -> None:
    first = promise(id="a-0", evidence=[evidence("2020-05-01", "fulfils")])
    second = promise(condition={"text": "after the first", "after": ["a-0"]})
    found = ledger([agreed(second, first)], as_of=dt.date(2020, 12, 31))
    assert (found["a-1"].state, found["a-1"].since) == ("detached", dt.date(2020, 5, 1))


def test_those_who_wait_for_each_other_are_never_detached_and_say_so() -> None:
    one = promise(id="a-0", condition={"text": "after you", "after": ["a-1"]})
    other = promise(condition={"text": "after you", "after": ["a-0"]})
    found = ledger([agreed(one, other)], as_of=dt.date(2020, 12, 31))
    assert found.states() == {"a-0": "conditional", "a-1": "conditional"}
    assert found["a-1"].flags == ("cannot be detached: waits in a circle with a-0",)


def test_a_duty_that_is_kept_up_is_scored_by_period_with_breach_and_cure() -> None:
    found = entry(
        promise(
            kind="maintain",
            period="quarter",
            evidence=[
                evidence("2020-01-10", "progress"),
                evidence("2020-04-05", "breach"),
                evidence("2020-05-01", "cure"),
                evidence("2020-09-01", "breach"),
            ],
        )
    )
    assert [each.scored.score for each in found.periods] == [3, 2, 1, 0]
    assert [each.breached for each in found.periods] == [False, True, True, True]
    assert found.state == "violated"


def test_a_period_without_evidence_is_blank_and_no_zero() -> None:
    found = entry(promise(kind="maintain", period="quarter", evidence=[evidence("2020-01-10", "progress")]))
    assert [each.scored.score for each in found.periods] == [3, None, None, None]
    assert found.scored.score == 3


def test_a_breach_that_ended_by_itself_is_open_on_its_own_days_only() -> None:
    shot = evidence("2020-04-05", "breach", date_end="2020-04-05")
    made = promise(kind="maintain", period="quarter", evidence=[shot])
    assert [entry(made, day).state for day in ("2020-04-04", "2020-04-05", "2020-04-06")] == [
        "detached", "violated", "detached",
    ]  # fmt: skip
    assert entry(made).periods[1].breached


def test_a_breach_by_one_who_owes_the_same_is_not_held_against_the_other() -> None:
    made = promise(
        kind="maintain", debtor=["FRA", "DEU"], creditor=["DEU", "FRA"],
        evidence=[evidence("2020-04-05", "breach", by="FRA")],
    )  # fmt: skip
    assert [entry(made, debtor=code).state for code in ("", "FRA", "DEU")] == ["violated", "violated", "detached"]


def test_a_debtor_that_denies_being_a_party_is_flagged_and_stays_bound() -> None:
    made = promise(debtor=["ITA"], evidence=[evidence("2020-04-05", "denies", by="ITA")])
    found = entry(made)
    assert found.flags == ("ITA did not sign", "ITA denies being bound (2020-04-05)")
    assert found.state == "detached"


def test_the_analysts_score_stands_beside_the_rule_and_only_once_it_was_given() -> None:
    made = promise(scores=[{"as_of": "2020-06-01", "score": 2}], evidence=[evidence("2020-02-01", "fulfils")])
    early, late = entry(made, "2020-05-31"), entry(made, "2020-06-01")
    assert early.analyst is None
    assert late.analyst is not None
    assert (late.scored.score, late.analyst.score) == (3, 2)


def test_entries_can_be_asked_for_by_party_state_and_id() -> None:
    found = ledger([agreed(promise(due="2020-06-30"))], as_of=dt.date(2020, 12, 31))
    assert isinstance(found, Ledger)
    assert len(found.where(party="DEU", state="violated")) == 1
    assert len(found.where(party="ITA")) == 0
    assert found.frame()["state"].to_list() == ["violated"]
    with pytest.raises(UnknownName, match="a-1"):
        found["a-2"]


def test_an_empty_ledger_is_still_a_frame() -> None:
    assert ledger([], as_of=DAY).frame().is_empty()


rows = st.builds(
    Evidence,
    date=st.dates(DAY, dt.date(2021, 12, 31)),
    effect=st.sampled_from(Evidence.model_fields["effect"].annotation.__args__),  # type: ignore[union-attr]
    text=st.just("x"),
    known_from=st.none() | st.dates(DAY, dt.date(2022, 6, 30)),
    certainty=st.sampled_from(("confirmed", "probable", "disputed")),
    items=st.sampled_from(((), ("guns",), ("flags",), ("guns", "flags"))),
)
made = st.builds(
    Commitment,
    id=st.just("a-1"),
    debtor=st.just(("FRA",)),
    creditor=st.sampled_from(((), ("DEU",))),
    action=st.just("x"),
    kind=st.sampled_from(("achieve", "maintain", "effort", "unilateral")),
    due=st.none() | st.dates(DAY, dt.date(2021, 12, 31)),
    starts=st.none() | st.dates(DAY, dt.date(2020, 6, 30)),
    terms=st.sampled_from(((), ("calm",))),
    evidence=st.lists(rows, max_size=6).map(tuple),
)
days = st.dates(dt.date(2019, 12, 1), dt.date(2022, 6, 30))


def only(commitment: Commitment, day: dt.date, holder: str = "") -> Ledger:
    agreement = agreed().model_copy(update={"commitments": (commitment,)})
    return ledger([agreement], as_of=day, terms=[WORD], holder=holder)


@given(made, days)
def test_an_answer_as_of_a_day_uses_nothing_known_later(commitment: Commitment, day: dt.date) -> None:
    known = tuple(each for each in commitment.evidence if (each.known_from or each.date) <= day)
    cut = commitment.model_copy(update={"evidence": known})
    assert [entry.row() for entry in only(commitment, day)] == [entry.row() for entry in only(cut, day)]


@given(made, days)
def test_disputed_evidence_alone_moves_nothing(commitment: Commitment, day: dt.date) -> None:
    sure = tuple(each for each in commitment.evidence if each.certainty != "disputed")
    cut = commitment.model_copy(update={"evidence": sure})
    assert only(commitment, day).states() == only(cut, day).states()


@given(made, days)
def test_a_definition_that_counts_everything_in_changes_nothing(commitment: Commitment, day: dt.date) -> None:
    assert only(commitment, day, "DEU").states() == only(commitment, day).states()


@given(made, days)
def test_a_score_is_blank_or_between_none_and_full(commitment: Commitment, day: dt.date) -> None:
    for entry in only(commitment, day):
        assert entry.scored.score in (None, 0, 1, 2, 3)
        assert entry.scored.reason
        assert all(first.end < second.start for first, second in zip(entry.periods, entry.periods[1:], strict=False))
