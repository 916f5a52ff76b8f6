"""Known answers: one record of a dozen rows, and what each kind of claim is worth against it."""

from __future__ import annotations

import datetime as dt

import pytest
from claims_made import made_bench

from detente.claims.checking import check_text
from detente.claims.verdict import Claim


def claim(text: str) -> Claim:
    (found,) = check_text(text, made_bench()).claims
    return found


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("Chile closed the Arica crossing to Peru on 2 March 2020.", "supported"),
        ("In March 2020 Chile shut the border crossing at Arica.", "supported"),
        ("Chile closed the border crossing at Arica in March 2021.", "contradicted"),
        ("Peru closed the border crossing at Arica to Chile in March 2020.", "contradicted"),
        ("Peru freed 12 Chilean sailors in May 2020.", "supported"),
        ("Peru freed 20 Chilean sailors in May 2020.", "contradicted"),
        ("Chile freed 12 Peruvian sailors in May 2020.", "contradicted"),
        ("Brazil and Paraguay signed a treaty on electricity in May 2020.", "not_in_record"),
        ("Chile sold wine to Peru in July 2020.", "not_in_record"),
    ],
)
def test_a_happening_is_held_against_its_row(text: str, verdict: str) -> None:
    assert claim(text).verdict == verdict


@pytest.mark.parametrize(
    ("text", "open_to"),
    [
        ("Chile closed the border crossing at Arica to Peru by secret ballot of generals.", "'ballot'"),
        ("Peru released Chilean sailors and 3 dogs.", "the number"),
    ],
)
def test_a_row_that_leaves_a_part_of_a_claim_open_supports_it_partly_and_says_which(text: str, open_to: str) -> None:
    assert claim(text).verdict == "partly"
    assert open_to in claim(text).reason


def test_one_word_that_no_row_has_is_named_and_keeps_the_verdict_from_being_sure() -> None:
    found = claim("Chile closed the border crossing at Arica to Peru by secret ballot.")
    assert found.verdict == "supported"
    assert "'ballot'" in found.reason
    assert found.sure != "high"


@pytest.mark.parametrize(
    "text",
    [
        "In May Chile closed the border crossing at Arica to Peru.",
        "Peru released 12 Chilean sailors in Lima.",
        "In May 2020 Peru released 12 sailors to Bolivia.",
    ],
)
def test_a_row_with_another_place_or_party_or_a_day_whose_year_is_inferred_contradicts_nothing(text: str) -> None:
    assert claim(text).verdict in ("partly", "not_in_record")


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("Chile and Peru held two summits in 2020 and 2021.", "supported"),
        ("Chile and Peru held four summits between January 2020 and December 2021.", "contradicted"),
        ("The Tacna summit took place before the Lima summit.", "supported"),
        ("The Lima summit took place before the Tacna summit.", "contradicted"),
        ("The Lima summit took place on 11 February 2020.", "contradicted"),
    ],
)
def test_counts_and_order_come_from_the_meetings(text: str, verdict: str) -> None:
    assert claim(text).verdict == verdict


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("In the Tacna Declaration, Chile promised to remove the mines along the frontier.", "overstated"),
        ("In Tacna, Chile promised to remove the frontier mines if Peru paid half of the cost.", "supported"),
        ("In the Tacna Declaration, Peru agreed to return 40 fishing boats.", "supported"),
        ("In the Tacna Declaration, Peru agreed to return 90 fishing boats.", "contradicted"),
        ("In the Tacna Declaration, Chile agreed to return 40 fishing boats to Peru.", "contradicted"),
        ("Chile is bound to Peru by a treaty of mutual assistance.", "supported"),
        ("No treaty binds Chile to Peru.", "contradicted"),
    ],
)
def test_promises_keep_their_debtor_their_number_and_their_condition(text: str, verdict: str) -> None:
    assert claim(text).verdict == verdict


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("About 60 percent of Bolivia's trade is with Chile.", "supported"),
        ("Over 70 percent of Bolivia's trade in 2020 was with Chile.", "contradicted"),
        ("Some 61 percent of Bolivia's trade in 2014 was with Chile.", "not_in_record"),
    ],
)
def test_amounts_are_read_with_their_hedge_and_their_year(text: str, verdict: str) -> None:
    assert claim(text).verdict == verdict


def test_rival_accounts_make_a_demand_disputed_and_the_named_teller_supports_it() -> None:
    assert claim("Peru asked Chile to reopen all crossings.").verdict == "disputed"
    assert claim("According to Chile, Peru asked it to reopen all crossings.").verdict == "supported"


def test_a_finding_that_the_report_cannot_confirm_is_overstated() -> None:
    found = claim("In June 2021 the United Nations confirmed that the minefields at Arica had been removed.")
    assert found.verdict == "overstated"
    assert [ref.id for ref in found.evidence_against] == ["V1"]


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("Chile and Peru held no summit in 2021.", "contradicted"),
        ("Bolivia and Peru held no summit in 2021.", "not_in_record"),
        ("Chile and Peru have held no summit since March 2021.", "supported"),
    ],
)
def test_silence_counts_only_where_the_record_lists_such_rows(text: str, verdict: str) -> None:
    assert claim(text).verdict == verdict


def test_what_a_holder_leaves_out_of_a_term_contradicts_a_claim_that_counts_it_in() -> None:
    assert claim("For Bolivia, access to the sea includes a port of its own.").verdict == "supported"
    assert claim("For Bolivia, access to the sea includes free use of the railway.").verdict == "contradicted"


def test_a_definition_published_before_is_not_a_later_one() -> None:
    found = claim("Bolivia first defined what access to the sea means in November 2021.")
    assert found.verdict == "contradicted"
    assert "2020-02-01" in found.reason


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Chile should reopen the crossing.", "recommendation"),
        ("Chile will probably reopen the crossing.", "forecast"),
        ("The quarrel was a needless and tragic mistake.", "judgement"),
    ],
)
def test_opinions_are_not_checkable(text: str, kind: str) -> None:
    found = claim(text)
    assert (found.kind, found.verdict) == (kind, "not_checkable")


def test_a_forecast_keeps_its_band_and_what_will_settle_it() -> None:
    found = claim("A third summit is very likely.")
    assert (found.low, found.high) == (0.80, 0.95)
    assert found.question.startswith("After 2021-12-31")


def test_a_row_published_after_the_day_is_not_used() -> None:
    text = "In November 2021 Chile reopened the crossing at Arica."
    assert check_text(text, made_bench()).claims[0].verdict == "not_in_record"
    later = check_text(text, made_bench(dt.date(2022, 3, 1))).claims[0]
    assert later.verdict == "supported"
    assert later.evidence_for[0].id == "E7"


def test_parts_of_a_sentence_that_come_out_apart_are_told_apart() -> None:
    text = "Peru freed 12 Chilean sailors in May 2020, and Chile closed the crossing at Arica in March 2021."
    found = check_text(text, made_bench()).claims
    assert [each.verdict for each in found] == ["supported", "contradicted"]
    assert [text[each.start : each.end] for each in found] == [each.text for each in found]
