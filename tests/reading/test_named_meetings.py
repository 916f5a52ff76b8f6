"""Meetings, talks and quarrels that a noun names with its parties, and acts towards "both parties" or nobody."""

from __future__ import annotations

import datetime as dt

import pytest

from detente.reading import Coder


def rows(coder: Coder, text: str) -> set[tuple[str, str | None, str, str]]:
    return {(e.source, e.target, e.type, e.modality) for e in coder.code(text, dt.date(2019, 4, 15))}


def both(a: str, b: str, kind: str, modality: str = "actual") -> set[tuple[str, str | None, str, str]]:
    return {(a, b, kind, modality), (b, a, kind, modality)}


def test_a_meeting_is_listed_beside_what_did_not_come_of_it(coder: Coder) -> None:
    found = rows(coder, "The third summit between Nikol Pashinyan and Ilham Aliyev failed to produce an accord.")
    assert found == both("ARM", "AZE", "CONSULT") | both("ARM", "AZE", "REJECT", "failed")


@pytest.mark.parametrize(
    ("text", "a", "b"),
    [
        ("The region became calmer after an unprecedented Egypt-Israel summit.", "EGY", "ISR"),
        ("The region became calmer following two Greek-Turkish summits.", "GRC", "TUR"),
        ("Trade grew after a U.S.-Vietnam summit.", "USA", "VNM"),
        ("The U.S-China talks resumed.", "USA", "CHN"),
    ],
)
def test_names_joined_by_a_hyphen_meet_each_other(coder: Coder, text: str, a: str, b: str) -> None:
    assert rows(coder, text) == both(a, b, "CONSULT")


def test_a_group_led_by_a_state_is_no_pair(coder: Coder) -> None:
    assert {e.source for e in coder.code("The U.S.-led coalition bombed Syria.")} == {"USA"}


def test_a_trade_war_is_between_those_named_before_it(coder: Coder) -> None:
    assert both("USA", "CHN", "SANCTION") <= rows(coder, "The ongoing U.S-China trade war hurts farmers.")


def test_talks_resumed_by_nobody_named_are_of_those_who_talk(coder: Coder) -> None:
    found = rows(coder, "Peace should continue by resuming the Indian-Pakistani bilateral dialogue.")
    assert found == both("IND", "PAK", "CONSULT", "recommended")


def test_what_two_should_do_together_is_recommended_to_both(coder: Coder) -> None:
    assert rows(coder, "India and Nepal need to agree on the border.") == both("IND", "NPL", "AGREE", "recommended")


def test_outreach_to_both_parties_is_not_to_oneself(coder: Coder) -> None:
    text = "Ties between Iran and Saudi Arabia have improved, bolstered by Oman's diplomatic outreach to both parties."
    assert {t for s, t, _, _ in rows(coder, text) if s == "OMN"} == {"IRN", "SAU"}


def test_both_sides_include_a_speaker_who_is_one_of_them(coder: Coder) -> None:
    found = rows(coder, "Peru met Chile. Peru said both sides signed a treaty.")
    assert both("PER", "CHL", "AGREE") <= found


def test_a_promise_to_yield_needs_nobody_to_hear_it(coder: Coder) -> None:
    found = rows(coder, "Ethiopia committed to work toward the full withdrawal of its forces.")
    assert found == {("ETH", None, "AGREE", "actual"), ("ETH", None, "RETREAT", "promised")}


def test_a_place_before_the_sentence_is_no_party(coder: Coder) -> None:
    assert rows(coder, "In Geneva in May, Macron and Merkel declared a commitment to disarmament.") == both(
        "FRA", "DEU", "AGREE"
    )


def test_who_alleges_arming_is_not_armed_against(coder: Coder) -> None:
    found = rows(coder, "The IAEA affirmed that Iran had continued its nuclear development.")
    assert ("IRN", None, "MOBILIZE", "hypothetical") in found


def test_a_secretary_general_is_no_soldier(coder: Coder) -> None:
    events = coder.code("The NATO secretary general met Zelensky.")
    assert {e.source_sector for e in events if e.source == "NAT"} == {""}


def test_a_clause_that_says_which_thing_takes_no_running_time(coder: Coder) -> None:
    text = (
        "In June 2014 Japan met China. India urged Nepal to heed the U.N. resolution which demanded that Nepal disarm."
    )
    dates = {e.source: e.date for e in coder.code(text, dt.date(2019, 4, 15)) if e.modality == "actual"}
    assert (dates["IND"], dates["UNO"]) == (dt.date(2014, 6, 1), None)
