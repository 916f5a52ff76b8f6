"""A debtor's record as a rate with an interval."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.agreements.credibility import kept_rate, record_of, words_and_deeds
from detente.agreements.implementation import aggregate
from detente.agreements.ledger import ledger
from detente.record.agreement import Agreement


def made(*commitments: dict[str, Any]) -> Agreement:
    base = {"debtor": ["FRA"], "creditor": ["DEU"], "action": "x", "kind": "achieve"}
    rows = [base | {"id": f"a-{n}"} | each for n, each in enumerate(commitments)]
    return Agreement.model_validate(
        {"id": "a", "title": "A", "date": "2020-01-01", "parties": ["FRA", "DEU"], "commitments": rows}
    )


def did(effect: str, date: str = "2020-03-01", **more: Any) -> list[dict[str, Any]]:
    return [{"date": date, "effect": effect, "text": "x"} | more]


def test_kept_broken_and_untestable_are_told_apart() -> None:
    agreement = made(
        {"due": "2020-06-30", "evidence": did("fulfils")},
        {"due": "2020-06-30"},
        {"due": "2020-06-30", "evidence": did("fulfils", "2020-07-05")},
        {"kind": "effort", "evidence": did("against")},
        {"condition": {"text": "some day", "defined": False}},
        {},
        {"kind": "maintain", "evidence": did("progress")},
        {"kind": "maintain"},
    )
    record = record_of("FRA", ledger([agreement], as_of=dt.date(2020, 12, 31), debtor="FRA"))
    outcomes = [each.outcome for each in record.judged]
    assert outcomes == ["kept", "broken", "broken", *["not testable"] * 3, "kept", "not testable"]
    assert record.estimate().n == 4
    made_by, kept, broken = words_and_deeds(record, [dt.date(2020, 1, 1), dt.date(2020, 12, 31)])
    assert (made_by, kept, broken) == ([8, 8], [0, 2], [0, 2])


def test_what_hangs_on_a_contested_word_or_a_disputed_row_can_be_left_out() -> None:
    agreement = made({"due": "2020-06-30", "evidence": [*did("fulfils"), *did("against", certainty="disputed")]})
    record = record_of("FRA", ledger([agreement], as_of=dt.date(2020, 12, 31), debtor="FRA"))
    assert (record.count("kept"), record.count("kept", contested=False)) == (1, 0)


def test_obligations_that_were_imposed_are_no_promises() -> None:
    agreement = made({"due": "2020-06-30"}).model_copy(update={"parties": ("DEU",)})
    assert record_of("FRA", ledger([agreement], as_of=dt.date(2020, 12, 31))).judged == ()


def test_the_rate_is_the_mean_of_a_beta_posterior_on_a_uniform_prior() -> None:
    rate = kept_rate(8, 2)
    assert rate.value == pytest.approx(9 / 12)
    # the cumulative distribution of Beta(9, 3) at the two ends, by its binomial sum
    for end, mass in ((rate.low, 0.025), (rate.high, 0.975)):
        tail = sum(comb * end**k * (1 - end) ** (11 - k) for k, comb in ((9, 55), (10, 11), (11, 1)))
        assert tail == pytest.approx(mass, abs=1e-6)


@given(st.integers(0, 60), st.integers(0, 60))
def test_a_rate_lies_in_its_interval_and_turns_over_with_the_counts(kept: int, broken: int) -> None:
    one, other = kept_rate(kept, broken), kept_rate(broken, kept)
    assert 0 <= one.low <= one.value <= one.high <= 1
    assert one.value == pytest.approx(1 - other.value)
    assert one.low == pytest.approx(1 - other.high)


@given(st.lists(st.integers(0, 3), min_size=1))
def test_the_aggregate_is_a_hundred_only_when_all_is_done(scores: list[int]) -> None:
    percent = aggregate(scores)
    assert percent is not None
    assert (percent == 100) == (set(scores) == {3})
    assert aggregate([]) is None
